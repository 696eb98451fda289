"""From what a page shows to posts of the record: their ids, their site, their source."""

import hashlib
from urllib.parse import urlsplit

from crawler.items import PageRef, Post, Thread, post_id
from spiders.pages.reading import Reading, ReadPost

_PORTS = {"http": 80, "https": 443}
Ordinals = dict[str, int]


def site_of(address: str, root: str = "") -> str:
    """The site a post belongs to: host without www, port when not the scheme's, board root."""
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.")
    port = f":{parts.port}" if parts.port not in (None, _PORTS.get(parts.scheme)) else ""
    return f"{host}{port}{root.rstrip('/')}"


def keyless(thread: Thread, author: str | None, ordinal: int) -> str:
    """The key of a post whose platform shows no number: its author's nth in this thread."""
    said = "\n".join((thread.id or thread.url or "", author or "", str(ordinal)))
    return "~" + hashlib.sha256(said.encode()).hexdigest()[:24]


def posts_of(reading: Reading, ref: PageRef, source: str, ordinals: Ordinals) -> list[Post]:
    """The posts of a reading with their ids; *ordinals* counts keyless posts by author and is
    carried from page to page of a thread."""
    site = site_of(ref.url, reading.site_root)
    return [_post(one, reading, ref, source, site, ordinals) for one in reading.posts]


def _post(
    one: ReadPost, reading: Reading, ref: PageRef, source: str, site: str, ordinals: Ordinals
) -> Post:
    return Post(
        id=post_id(site, reading.platform, _key(one, reading.thread, ordinals)),
        site=site, source=source, platform=reading.platform, board=reading.board,
        thread=reading.thread, position=one.position, url=one.url, page=ref, author=one.author,
        posted_at=one.posted_at, posted_precision=one.posted_precision,
        posted_raw=one.posted_raw, edited_at=one.edited_at, title=one.title, text=one.text,
        quotes=one.quotes,
    )  # fmt: skip


def _key(one: ReadPost, thread: Thread, ordinals: Ordinals) -> str:
    if one.key is not None:
        return one.key
    author = one.author or ""
    ordinals[author] = ordinals.get(author, 0) + 1
    return keyless(thread, one.author, ordinals[author])
