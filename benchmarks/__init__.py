"""Measurements anyone can repeat: python -m benchmarks.NAME. Never part of the suite."""
