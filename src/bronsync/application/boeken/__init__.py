"""What the use cases write in the journal, and what they know by heart of it: the picture of BRON, entries, interruptions."""
