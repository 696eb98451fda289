"""The posts of a Discourse topic, as its JSON or its server-rendered page tells them."""

from datetime import datetime, timedelta
from typing import Any

from spiders.pages import dates
from spiders.pages.blocks import plain
from spiders.pages.dates import Reckoning
from spiders.pages.document import Document, parse
from spiders.pages.paths import first, xpath
from spiders.pages.reading import ReadPost
from spiders.pages.skinned import count
from spiders.readers.discourse.marks import cooked
from spiders.readers.discourse.state import Json, objects

_SMALL_ACTION = 3
_SOON = timedelta(minutes=5)  # the engine does not count a change within them as an edit
_SYSTEM = "system"  # the engine's own account, in every language

_BODIES = xpath("//div[.post][../*[.creator or .crawler-post-meta]][not(../div[.post][2])]")
_BODY = xpath(".//div[.post]")
_AUTHOR = xpath(
    ".//*[.creator]//*[@itemprop='name'] | .//*[.creator]//*[@itemprop='author'][self::b]"
    " | .//*[.creator]//a[contains(@href, '/u/') or contains(@href, '/users/')]"
)
_NUMBER = xpath(".//*[@itemprop='position']")
_TIME = xpath(".//time[@datetime]")
_CHANGED = xpath(".//meta[@itemprop='dateModified']/@content")


def told(topic: Json, thread: str, number: str, by: Reckoning) -> list[ReadPost]:
    """The posts of a topic's JSON; what the engine says itself, or hides, is no post."""
    shown = objects(topic, "post_stream", "posts")
    return [_told(one, thread, number, by) for one in shown if _is_post(one)]


def _is_post(one: Json) -> bool:
    if one.get("post_type") == _SMALL_ACTION or one.get("action_code"):
        return False
    withheld = ("deleted_at", "user_deleted", "cooked_hidden", "hidden")
    return not any(one.get(name) for name in withheld) and isinstance(one.get("post_number"), int)


def _told(one: Json, thread: str, number: str, by: Reckoning) -> ReadPost:
    words = cooked(parse(str(one.get("cooked") or "")))
    place, when = one["post_number"], dates.machine(str(one.get("created_at") or ""), by)
    edited = dates.machine(str(one.get("updated_at") or ""), by).at
    versions = one.get("version")
    return ReadPost(
        key=f"{number}/{place}",
        text=words.text,
        quotes=words.quotes,
        author=str(one.get("username") or one.get("name") or "") or None,
        url=f"{thread}/{place}",
        position=place,
        posted_at=when.at,
        posted_precision=when.precision,
        posted_raw=when.raw,
        edited_at=edited if isinstance(versions, int) and versions > 1 else None,
    )


def rendered(page: Document, thread: str, number: str, by: Reckoning) -> list[ReadPost]:
    """The posts of the page made for those who run no scripts."""
    boxes = [body.getparent() for body in _BODIES(page.tree)]
    posts = [_rendered(box, thread, number, by) for box in boxes]
    found = [one for one, box in zip(posts, boxes, strict=True) if not _is_notice(one, box)]
    return list({one.key or str(place): one for place, one in enumerate(found)}.values())


def _is_notice(one: ReadPost, box: Any) -> bool:
    """Whether the engine tells what was done to the topic ("closed"), which nobody wrote."""
    if one.position is None:
        return False
    is_bare = not one.text and not one.quotes and not len(first(_BODY, box))
    return is_bare or (one.author == _SYSTEM and one.position > 1)


def _rendered(box: Any, thread: str, number: str, by: Reckoning) -> ReadPost:
    words, place = cooked(first(_BODY, box)), count(plain(first(_NUMBER, box)))
    shown = first(_TIME, box)
    when = dates.element(shown, by) if shown is not None else dates.read("", by)
    return ReadPost(
        key=f"{number}/{place}" if place else None,
        text=words.text,
        quotes=words.quotes,
        author=plain(first(_AUTHOR, box)) or None,
        url=f"{thread}/{place}" if place else thread,
        position=place,
        posted_at=when.at,
        posted_precision=when.precision,
        posted_raw=when.raw,
        edited_at=_edited(box, when.at, by),
    )


def _edited(box: Any, posted: datetime | None, by: Reckoning) -> datetime | None:
    changed = dates.machine(str(first(_CHANGED, box) or ""), by).at
    return changed if changed and posted and changed - posted > _SOON else None
