"""From the address of a post to the address of its thread, by the forms boards give them.

A feed does not say which engine made it, so the forms of all common ones are known here; what has
none of them is a thread's address already.
"""

import re
from urllib.parse import urlsplit, urlunsplit

from spiders.pages import addresses

_POSTS = ("p", "pid", "post", "postid", "postID")
_THREADS = ("t", "tid", "topic", "id", "threadid", "threadID", "showtopic")
_PLACES = frozenset(
    {*_POSTS, "comment", "do", "goto", "view", "action", "page", "start"}
    | {"utm_source", "utm_medium", "utm_campaign"}
)
_INDEX = re.compile(r"((?:/t/[^/]+/\d+|/topic/[^/]+/[^/]+|/d/\d+(?:-[^/]*)?))/\d+/?$")
_PLACE = re.compile(r"/(?:(?:post|page|comment|p)[-/]?\d+|unread|latest|lastpost|newpost)(/?)$")
_IN_FILE = re.compile(r"-(?:(?:post|page)-\d+|lastpost|newpost)(?=\.html?$)")
_ROUTE = re.compile(r"[\w-]+/[^&=]*(?=&|$)")  # a board that cannot rewrite its addresses
_POST_PATH = re.compile(r"/(?:posts?|discussion/comment)/\d+/?$")
_NUMBER = re.compile(
    r"[?&](?:t|tid|topic|id|threadid|threadID|showtopic)=(\d+)|\?(\d+)-"
    r"|[/?](?:topic|discussion|d|thread)[/-](\d+)|[/?]t/[^/]+/(\d+)|[/?]threads/(?:[^/]*\.)?(\d+)"
)
_BOARD = re.compile(r"viewforum|forumdisplay|/category/")
_SMF = re.compile(r"(?<=topic=)(\d+)\.(?:msg\d+|new|\d+)")


def thread_at(address: str) -> str | None:
    """The thread's address in that of a thread or of a post in it; None for a post alone."""
    parts = urlsplit(address)
    if _POST_PATH.search(parts.path):
        return None
    if route := _ROUTE.match(parts.query):
        told = _without_place(route[0]) + parts.query[route.end() :]
        return addresses.canonical(address, f"?{told}", drop=_PLACES)
    if parts.query and not _pretty(parts.path):
        return _of_script(address)
    short = urlunsplit(parts._replace(path=_without_place(parts.path) or "/", fragment=""))
    return addresses.canonical(short, short, drop=_PLACES)


def _without_place(path: str) -> str:
    path = _PLACE.sub("/" if "threads/" in path else r"\1", path)
    return _IN_FILE.sub("", _INDEX.sub(r"\1", path))


def number(address: str) -> str | None:
    """The thread's number in its *address*, None when there is none or it is a board's."""
    match = None if _BOARD.search(address) else _NUMBER.search(address)
    return next((group for group in match.groups() if group), None) if match else None


def _pretty(path: str) -> bool:
    """Whether the path, not the parameters, names the page."""
    return not path.endswith(".php") and bool(path.strip("/"))


def _of_script(address: str) -> str | None:
    """A thread that parameters name, None when they name a post alone."""
    names_thread = any(addresses.parameter(address, one) for one in _THREADS)
    names_post = any(addresses.parameter(address, one) for one in _POSTS)
    if names_post and not names_thread and not number(address):
        return None
    return addresses.canonical(address, _SMF.sub(r"\1.0", address), drop=_PLACES)
