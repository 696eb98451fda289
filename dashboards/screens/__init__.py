"""The pages analysts read."""
