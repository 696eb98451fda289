"""Reads a page by a platform's table of where things stand (`Skin`)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from crawler.items import Board, Thread
from spiders.pages import addresses, clock, dates, zones
from spiders.pages.blocks import Marks, own_words, plain
from spiders.pages.dates import Moment, Reckoning
from spiders.pages.document import Document
from spiders.pages.reading import Reading, ReadPost, ThreadLink
from spiders.pages.skin import Paths, Skin, every, one

_LONGEST = 15  # figures that no count has: a page that wants to break the reader
_STAMP = re.compile(r"\d{9,10}(?:\d{3})?$")
_SHOWN = ("datetime", "data-datetime", "data-time", "data-timestamp", "content", "title")


def read(page: Document, *skins: Skin, by: Reckoning | None = None) -> Reading:
    """What *page* says, by the first of *skins* that finds posts, else threads or boards.

    *by* is what its times are read by, where the platform says more of that than a skin can.
    """
    for skin in skins:
        if posts := read_posts(page, skin, by):
            return _thread(page, skin, posts)
    found = [_listing(page, skin) for skin in skins]
    return next((reading for reading in found if reading.kind == "listing"), found[0])


def _begun(page: Document, skin: Skin, kind: str) -> Reading:
    reading = Reading(platform=skin.platform, kind=kind, site_root=site_root(page, skin))
    reading.board, reading.next_pages = board(page, skin), next_pages(page, skin)
    return reading


def _thread(page: Document, skin: Skin, posts: list[ReadPost]) -> Reading:
    reading = _begun(page, skin, "thread")
    reading.thread, reading.posts = thread(page, skin), posts
    if not every(skin.previous, page.tree):
        for place, post in enumerate(posts, 1):
            post.position = post.position or place
    for post in posts:
        post.title = (reading.thread.title or "") if post.position == 1 else post.title
    return reading


def _listing(page: Document, skin: Skin) -> Reading:
    reading = _begun(page, skin, "other")
    reading.threads = threads(page, skin)
    reading.boards = boards(page, skin)
    if reading.threads or reading.boards or every(skin.listing, page.tree):
        reading.kind = "listing"
    reading.login = reading.kind == "other" and bool(every(skin.login, page.tree))
    return reading


def read_posts(page: Document, skin: Skin, by: Reckoning | None = None) -> list[ReadPost]:
    """The posts of the page in its order; a placeholder without a body is none."""
    boxes = [(box, one(skin.body, box)) for box in every(skin.posts, page.tree)]
    boxes = [(box, body) for box, body in boxes if body is not None]
    if not boxes:
        return []
    by = by or reckoning(page, skin)
    shown = [_moment(_texts(one(skin.time, box)), by) for box, _ in boxes]
    by = dates.agreed(shown, by)
    moments = dates.settle(shown, by)
    return [_post(page, skin, *pair, when, by) for pair, when in zip(boxes, moments, strict=True)]


def _post(page: Document, skin: Skin, box: Any, body: Any, when: Moment, by: Reckoning) -> ReadPost:
    words, key = own_words(body, skin.marks), _key(skin, box)
    return ReadPost(
        key=key,
        text=words.text,
        quotes=words.quotes,
        title=_line(one(skin.subject, box)),
        author=_line(one(skin.author, box)) or None,
        url=_permalink(page, skin, box),
        position=count(_line(one(skin.number, box))),
        posted_at=when.at,
        posted_precision=when.precision,
        posted_raw=when.raw,
        edited_at=_moment(_texts(one(skin.edited, box)), by).at,
    )


def _key(skin: Skin, box: Any) -> str | None:
    match = skin.key_form.search(_line(one(skin.key, box)))
    return match[1] if match else None


def _permalink(page: Document, skin: Skin, box: Any) -> str:
    href, own = one(skin.permalink, box), addresses.canonical(page.url, page.url) or page.url
    if href is not None:
        return addresses.canonical(page.base, _line(href), fragment=True) or own
    return f"{own}#{box.get('id')}" if box.get("id") else own


def _line(found: Any) -> str:
    """What a path found, an element or a string, as one line."""
    return plain(found) if hasattr(found, "itertext") else " ".join(str(found or "").split())


def _titled(found: Any, skin: Skin) -> str:
    """A title without the labels a board puts into it."""
    if not skin.prefix or not hasattr(found, "itertext"):
        return _line(found)
    return _line(own_words(found, Marks(drop=skin.prefix)).text)


def _texts(found: Any) -> list[str]:
    """The ways an element shows its moment, the most exact first."""
    if not hasattr(found, "itertext"):
        return [stamp(str(found))] if found else []
    shown = [value for name in _SHOWN if (value := found.get(name))]
    return [stamp(value) for value in [*shown, plain(found)] if value.strip()]


def settle(shown: Sequence[Sequence[str]], by: Reckoning) -> list[Moment]:
    """The moments of a listing's rows, each *shown* in one or more ways, the most exact first."""
    return dates.settle([_moment(texts, by) for texts in shown], by, rising=None)


def _moment(texts: Sequence[str], by: Reckoning) -> Moment:
    found = [
        when if (when := dates.machine(text, by)).at else dates.read(text, by) for text in texts
    ]
    return next((when for when in found if when.at), (found or [Moment()])[-1])


def stamp(value: str) -> str:
    """A Unix stamp (seconds or milliseconds) as ISO 8601; other words as they are."""
    if not _STAMP.fullmatch(value.strip()):
        return value
    seconds = int(value) / (1000 if len(value.strip()) > 10 else 1)
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def reckoning(page: Document, skin: Skin) -> Reckoning:
    """What the page's times are read by: its clock, its zone, its language; the skin may know where
    the zone stands better than the page's words tell."""
    by = clock.reckoning(page)
    lines = [_line(found) for found in every(skin.zone, page.tree)]
    return replace(by, zone=zones.shown(lines, page.clock, page.timezone)) if lines else by


def site_root(page: Document, skin: Skin) -> str:
    """The path the board is installed under, "" at the root of its host."""
    match = skin.root.search(urlsplit(page.url).path) if skin.root else None
    return urlsplit(page.url).path[: match.start()].rstrip("/") if match else ""


def board(page: Document, skin: Skin) -> Board:
    """The board the page stands in: the last that its breadcrumbs name."""
    crumbs = [link for link in every(skin.crumbs, page.tree) if plain(link)]
    if not crumbs:
        return Board()
    href = crumbs[-1].get("href") or ""
    return Board(plain(crumbs[-1]), addresses.canonical(page.base, href, drop=skin.views))


def thread(page: Document, skin: Skin) -> Thread:
    """The thread a page of posts belongs to."""
    shown = _line(one(skin.address, page.tree)) or page.url
    address = addresses.canonical(page.base, shown, drop=skin.views) or page.url
    return Thread(
        thread_id(skin, address), address, _titled(one(skin.title, page.tree), skin) or None
    )


def thread_id(skin: Skin, address: str) -> str | None:
    """The platform's number of the thread at *address*, or None."""
    match = skin.thread_id.search(address)
    return next((group for group in match.groups() if group), None) if match else None


def threads(page: Document, skin: Skin) -> list[ThreadLink]:
    """The threads of a listing, stickies too, each once; rows without a link are left out."""
    found: dict[str, ThreadLink] = {}
    for row in every(skin.threads, page.tree):
        for link in every(skin.link, row)[:1]:
            address = addresses.canonical(page.base, link.get("href") or "", drop=skin.views)
            if address:
                known = thread_id(skin, address)
                found.setdefault(known or address, _link(skin, row, link, address))
    return list(found.values())


def _link(skin: Skin, row: Any, link: Any, address: str) -> ThreadLink:
    return ThreadLink(
        url=address,
        id=thread_id(skin, address),
        title=_titled(link, skin) or None,
        replies=count(_line(one(skin.replies, row))),
        last_post=next(iter(_texts(one(skin.last, row))), None),
    )


def count(shown: str) -> int | None:
    """A number as boards show it ("1,234", "1 234", "1.2K"); None when there is none."""
    match = re.search(r"(\d+(?:[\s.,]\d+)*)\s?([kKmM]?)(?!\w)", shown)
    if not match or len(match[1]) > _LONGEST:
        return None
    if match[2]:
        size = 1000 if match[2] in "kK" else 1_000_000
        whole, dot, part = re.sub(r"\s", "", match[1]).replace(",", ".").rpartition(".")
        return round(float(f"{whole.replace('.', '')}{dot}{part}") * size)
    return int(re.sub(r"\D", "", match[1]))


def boards(page: Document, skin: Skin) -> list[str]:
    """The boards a listing leads to, each once."""
    own = addresses.same(page.url)
    links = list(_hrefs(page, skin, every(skin.boards, page.tree)))
    return [link for link in addresses.distinct(links) if addresses.same(link) != own]


def next_pages(page: Document, skin: Skin) -> list[str]:
    """The pages of the same listing or thread that follow this one."""
    own = addresses.same(page.url)
    links = _hrefs(page, skin, every(skin.next, page.tree), paged=True)
    return [link for link in addresses.distinct(list(links)) if addresses.same(link) != own]


def _hrefs(page: Document, skin: Skin, found: list[Any], *, paged: bool = False) -> Iterator[str]:
    drop: Paths = () if paged else skin.views
    for link in found:
        href = link if isinstance(link, str) else link.get("href") or ""
        address = addresses.canonical(page.base, str(href), drop=drop)
        if address:
            yield address
