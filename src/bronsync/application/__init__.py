"""The use cases, over ports. Pure apart from the ports it is given."""
