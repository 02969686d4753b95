"""The simulator of the register. Shares files in resources/contract with the client, and no Python."""
