"""The posts of a Discourse topic as its application draws them in a browser."""

from typing import Any

from spiders.pages import dates
from spiders.pages.blocks import plain
from spiders.pages.dates import Reckoning
from spiders.pages.document import Document
from spiders.pages.paths import first, xpath
from spiders.pages.reading import ReadPost
from spiders.pages.skinned import count
from spiders.readers.discourse.marks import cooked

_BOXES = xpath(
    "//article[@data-post-id][not(.//article[@data-post-id])]"
    "[not(ancestor-or-self::*[.small-action])][.//*[.cooked]]"
)
_BODY = xpath("(.//*[.cooked][not(ancestor::*[.embedded-posts])][not(ancestor::*[.topic-map])])[1]")
_AUTHOR = xpath(".//*[.topic-meta-data or .names]//*[@data-user-card]/@data-user-card")
_NAME = xpath(".//*[.names]//*[.username] | .//*[.names]//a")
_TIME = xpath(".//*[.post-date]//*[@data-time]")


def posts(page: Document, thread: str, number: str, by: Reckoning) -> list[ReadPost]:
    """The posts drawn, in their order; notes of what was done to the topic are none."""
    boxes = [(box, first(_BODY, box)) for box in _BOXES(page.tree)]
    return [_post(box, body, thread, number, by) for box, body in boxes if body is not None]


def _post(box: Any, body: Any, thread: str, number: str, by: Reckoning) -> ReadPost:
    words, place = cooked(body), count((box.get("id") or "").rpartition("_")[2])
    shown = first(_TIME, box)
    when = dates.element(shown, by) if shown is not None else dates.read("", by)
    author = str(first(_AUTHOR, box) or "") or plain(first(_NAME, box))
    return ReadPost(
        key=f"{number}/{place}" if place else None,
        text=words.text,
        quotes=words.quotes,
        author=author or None,
        url=f"{thread}/{place}" if place else thread,
        position=place,
        posted_at=when.at,
        posted_precision=when.precision,
        posted_raw=when.raw,
    )
