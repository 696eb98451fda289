"""Watches, digests and the channels that carry them."""
