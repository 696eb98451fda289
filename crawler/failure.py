"""The one kind of error a command ends with: its message is what the person reads."""


class Failure(Exception):
    """Something cannot be done; the message names the file or address, the key and what to do next."""
