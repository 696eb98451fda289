"""What people get."""
