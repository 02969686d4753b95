"""The main window and what is always on it (manual ch. 4)."""
