"""What happens to a post: one step a file."""
