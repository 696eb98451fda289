"""One alert channel a file."""
