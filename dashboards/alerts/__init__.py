"""Telling people what is new, once, without a post's words where they must not travel."""
