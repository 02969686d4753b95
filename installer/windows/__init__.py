"""What makes and tries the program for Windows, on Debian: nothing of it runs on Windows itself."""
