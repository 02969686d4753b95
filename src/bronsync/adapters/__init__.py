"""What the ports of the application are in reality. Adapters do not know each other."""
