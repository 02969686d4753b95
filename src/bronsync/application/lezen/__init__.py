"""What several screens and use cases read of the books and of LVS2000, without changing anything."""
