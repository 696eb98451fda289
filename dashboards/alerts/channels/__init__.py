"""Alert channels, one a file: `send(message, home)` returns once the message is out of our hands.

It raises Undelivered otherwise. The folder is the registry.
"""


class Undelivered(Exception):
    """A channel could not deliver; `again` says whether a later try may work as things are."""

    def __init__(self, reason: str, *, again: bool) -> None:
        super().__init__(reason)
        self.again = again
