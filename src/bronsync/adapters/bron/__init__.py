"""The register: everything that knows the contract, its messages and its transport."""
