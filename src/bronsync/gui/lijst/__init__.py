"""Lists: the one table, its cells, several in a window, and how they leave it."""
