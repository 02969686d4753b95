"""Our own encrypted store."""
