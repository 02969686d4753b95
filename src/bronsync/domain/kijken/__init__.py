"""What can be read from the data without deciding anything: overview, deadlines, signals."""
