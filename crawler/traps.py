"""Pages without end: calendars, paths that grow, session ids in paths, page numbers past the last."""

import re
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

BARREN = 40  # pages of one shape in a row that showed nothing new; after them the shape is a trap
LONGEST = 2000  # characters of an address: boards stay below 500, and IIS answers 404 from 2,048 on
DEEPEST = 24  # parts of a path
REPEATS = 3  # times in a row the same parts of a path may follow each other

_TOKEN = re.compile(r"(?i)\(\w\(\w+\)\)|[0-9a-f]{16,}|(?=\w*\d)(?=\w*[a-z])\w{20,}")
_AFTER_SESSION = re.compile(r"(?i)((?:^|/)(?:sid|session|sess|phpsessid|jsessionid)/)[^/]+")
_NUMBER = re.compile(r"\d+")
_GROWING = re.compile(rf"((?:/[^/]+)+?)\1{{{REPEATS},}}(?=/|$)")


def shape(address: str) -> str:
    """What addresses of one make share: numbers and session ids are alike, values are left out.

    >>> shape("http://b.example/sid/abc/cal?month=2031-05&x=1")
    'b.example/sid/*/cal?month,x'
    """
    parts = urlsplit(address)
    path = _AFTER_SESSION.sub(r"\1*", _TOKEN.sub("*", unquote(parts.path)))
    names = sorted({one.partition("=")[0] for one in re.split("[&;]", parts.query) if one})
    return f"{parts.netloc}{_NUMBER.sub('#', path)}?{','.join(names)}"


def endless(address: str) -> str | None:
    """Why *address* by its form alone belongs to no real page, or None."""
    if len(address) > LONGEST:
        return f"is longer than {LONGEST} characters"
    path = urlsplit(address).path
    if path.rstrip("/").count("/") > DEEPEST:
        return f"is deeper than {DEEPEST} folders"
    return "repeats the same folders" if _GROWING.search(path) else None


class Traps:
    """What one crawl learnt of shapes of addresses that lead nowhere."""

    def __init__(self) -> None:
        self.met = set[int]()
        self.barren: dict[str, int] = {}

    def why(self, address: str) -> str | None:
        """Why *address* is not worth asking for, in words that follow it; None when it is."""
        if said := endless(address):
            return said
        if self.barren.get(shape(address), 0) >= BARREN:
            return f"is one of {BARREN} pages alike that showed nothing new"
        return None

    def allows(self, address: str) -> bool:
        """Whether *address* may be asked for."""
        return self.why(address) is None

    def learn(self, address: str, shown: Iterable[str]) -> None:
        """Note the keys of posts and threads that the page at *address* shows."""
        new = {hash(one) for one in shown} - self.met
        self.met |= new
        like = shape(address)
        self.barren[like] = 0 if new else self.barren.get(like, 0) + 1
