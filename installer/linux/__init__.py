"""What makes the package for Debian and Ubuntu."""
