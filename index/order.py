"""The order of results and the token that leads to the next page, alike in both engines."""

from index.engines import IndexTrouble, Sort

SORT_FIELDS: dict[Sort, str] = {"by_date": "by_date", "by_priority": "by_priority", "seq": "seq"}


def token(key: int, identity: str) -> str:
    """Where a page ended."""
    return f"{key}:{identity}"


def place(after: str) -> tuple[int, str]:
    """What `token` was made of; IndexTrouble when it was not."""
    key, colon, identity = after.partition(":")
    if not colon or not key.removeprefix("-").isdecimal():
        raise IndexTrouble(f"{after!r} is no place in a list of results; begin at the first page")
    return int(key), identity
