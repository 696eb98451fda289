"""RSS 0.9x, 1.0 and 2.0 and Atom: a listing of the threads that have something new.

A feed leads to threads and has no posts of its own: what it holds of them is cut short, and shows
neither quotes nor edits. It is made by any engine, so no platform is told from it.
"""

import re
from datetime import UTC, datetime
from typing import Any

from spiders.pages.document import Document
from spiders.pages.reading import Reading, ThreadLink
from spiders.readers.feed import entries
from spiders.readers.feed.places import number, thread_at

_BEGINS = re.compile(
    r"\ufeff?\s*+(?><\?(?:(?!\?>).)*\?>\s*|<!--(?:(?!-->).)*-->\s*|<!DOCTYPE[^>\[]*>\s*)*+"
    r"<(?:rss\b|(?:\w+:)?feed\b[^>]*\bxmlns|(?:\w+:)?RDF\b[^>]*(?:purl\.org|netscape\.com)/(?:rss|rdf))",
    re.DOTALL,
)
_HEAD = 8192  # the root stands at the top, behind style sheets and remarks
_REPLY = re.compile(r"^\w{1,4}\s?:\s+")


def recognise(page: Document) -> float:
    """Whether the document is a feed: 1 or 0."""
    return 1.0 if _BEGINS.match(page.text[:_HEAD]) else 0.0


def read(page: Document) -> Reading:
    """The threads the feed's entries lead to, each once, with its latest date."""
    root = entries.parsed(page.text)
    if root is None:
        return Reading(platform="feed", kind="other")
    found: dict[str, ThreadLink] = {}
    for entry in entries.entries(root):
        link = _link(page, root, entry)
        if link is not None:
            _merge(found, link)
    further = entries.further(root, page.url)
    return Reading(
        platform="feed", kind="listing", threads=list(found.values()), next_pages=further
    )


def _link(page: Document, root: Any, entry: Any) -> ThreadLink | None:
    """The thread an entry leads to; an entry of a post alone leads to the thread the feed is of,
    else to the post, which leads on."""
    shown = entries.link(entry, page.url)
    if shown is None:
        return None
    address = thread_at(shown)
    whole = entries.channel(root)
    title = entries.said(entry, "title")
    if address is None and (home := _home(whole, page.url)):
        address, title = home, entries.said(whole, "title") or title
    elif address is None or address != shown:
        title = _REPLY.sub("", title)
    when = entries.moment(entry, page.timezone or UTC)
    count = entries.said(entry, "comments")
    return ThreadLink(
        url=address or shown,
        id=number(address) if address else None,
        title=title or None,
        replies=int(count) if count.isdecimal() else None,
        last_post=when.isoformat() if when else None,
    )


def _home(whole: Any, base: str) -> str | None:
    """The thread a feed of posts is of, None when it is of a whole board."""
    address = entries.link(whole, base)
    thread = thread_at(address) if address else None
    return thread if thread and number(thread) else None


def _merge(found: dict[str, ThreadLink], link: ThreadLink) -> None:
    """Keep *link*, or the later date of a thread already found."""
    key = link.id or (thread_at(link.url) or f"post of {link.title}")
    known = found.setdefault(key, link)
    dates = [one for one in (known.last_post, link.last_post) if one]
    known.last_post = max(dates, key=datetime.fromisoformat, default=None)
