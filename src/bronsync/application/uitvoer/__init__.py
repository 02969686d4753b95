"""What leaves the screen as a file or on paper."""
