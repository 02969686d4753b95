"""One module per menu item of the manual."""
