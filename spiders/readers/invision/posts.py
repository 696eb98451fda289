"""What the posts of an Invision page need beyond where they stand."""

import re
from collections.abc import Iterable
from datetime import timedelta, timezone

from spiders.pages import dates
from spiders.pages.blocks import plain
from spiders.pages.dates import Reckoning
from spiders.pages.document import Document
from spiders.pages.paths import first, xpath
from spiders.pages.reading import ReadPost

_FIGURE = re.compile(r"\d{1,9}")
_BOARD = xpath("//*[.post_block][starts-with(@id, 'post_id_')]")
_BAR = xpath("//ul[.ipsPagination][@data-ipspagination-perpage]")
_HERE = xpath("./li[.ipsPagination_active or .ipsPagination__active]/a/@data-page")
_STAMP = xpath("//abbr[.published][@title]")
_NOTED = xpath("//*[starts-with(@id, 'post_id_')][.//p[.edit]]")
_NOTE = xpath(".//p[.edit]//strong | .//p[.edit]")
_QUARTER = timedelta(minutes=15)


def permalinks(page: Document, posts: Iterable[ReadPost], thread: str) -> None:
    """Give posts the addresses that lead to them on whatever page of their thread they stand."""
    find = "view=findpost&p" if _BOARD(page.tree) else "do=findComment&comment"
    for post in posts:
        post.url = f"{thread}{'&' if '?' in thread else '?'}{find}={post.key}"


def place(page: Document, posts: list[ReadPost]) -> None:
    """Number the posts of a later page by the size and the number of pages its bar names."""
    bar = first(_BAR, page.tree)
    told = [bar.get("data-ipspagination-perpage"), first(_HERE, bar)] if bar is not None else []
    if not told or not all(_FIGURE.fullmatch(n or "") for n in told):
        return
    size, here = (int(n) for n in told)
    for n, post in enumerate(posts, 1):
        post.position = post.position or (here - 1) * size + n


def dated_edits(page: Document, posts: Iterable[ReadPost], by: Reckoning) -> None:
    """When posts of version 3 were edited: the end of a note, in the zone the page shows."""
    boxes = {box.get("id").removeprefix("post_id_"): box for box in _NOTED(page.tree)}
    zoned = _zoned(page, by) if boxes else None
    for post in posts:
        if zoned and post.key in boxes:
            words = plain(first(_NOTE, boxes[post.key])).rstrip(". ").rpartition(", ")[2]
            when = dates.read(words, zoned)
            post.edited_at = when.at if when.precision == "minute" else None


def _zoned(page: Document, by: Reckoning) -> Reckoning | None:
    """*by* in the zone told by a time that the page gives exactly and in words."""
    stamp = first(_STAMP, page.tree)
    exact = dates.machine(stamp.get("title"), by).at if stamp is not None else None
    shown = dates.read(plain(stamp), Reckoning(by.clock, language=by.language)).at
    if exact is None or shown is None or abs(shown - exact) > timedelta(hours=14, minutes=1):
        return None
    offset = round((shown - exact) / _QUARTER) * _QUARTER
    return Reckoning(by.clock, timezone(offset), by.language)
