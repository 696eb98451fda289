"""The posts of a phpBB page, in skins of boxes (prosilver and its heirs)."""

import re
from collections.abc import Iterator
from typing import Any

from spiders.pages import addresses, dates
from spiders.pages.blocks import own_words, plain
from spiders.pages.dates import Moment, Reckoning
from spiders.pages.paths import first, xpath
from spiders.pages.reading import ReadPost
from spiders.readers.phpbb.marks import BODY

_BOXES = xpath("//*[starts-with(@id, 'p')][not(self::a)]")
_ID = re.compile(r"p([1-9]\d*)$")
_BODY = [
    xpath(path)
    for path in (
        ".//*[.content]",
        ".//*[@itemprop='text']",
        ".//*[starts-with(@id, 'post_content')]",
        ".//*[.postbody]",
    )
]
_AUTHOR = [
    xpath(path)
    for path in (
        ".//*[.author]//*[starts-with(@class, 'username')]",
        ".//*[starts-with(@class, 'username')][not(ancestor::*[.content])]",
        ".//*[.author]//strong",
        ".//*[.postprofile]//dt//*[self::a or self::strong][normalize-space()]",
        ".//*[.postprofile]//a[normalize-space()]",
        ".//a[contains(@href, 'viewprofile')][normalize-space()]",
    )
]
_TIMES = xpath(
    ".//time[not(ancestor::blockquote)]"
    "[not(ancestor::*[.content or .notice or .signature or .postprofile])]"
)
_BYLINE = xpath(".//*[.author]")
_BYLINE_TEXT = xpath(".//text()[not(ancestor::strong)][not(ancestor::a)]")
_OTHER_TEXT = xpath(
    ".//text()[contains(., ':')][string-length(.) < 80]"
    "[not(ancestor::*[.content or .notice or .signature or .postprofile])]"
)
_SUBJECT = xpath(".//h3[not(ancestor::*[.content])]")
_NOTICES = xpath(".//*[.notice][not(ancestor::blockquote)]")
_NOTICE_TEXT = xpath(".//text()[not(ancestor::a)]")


def boxes(tree: Any) -> Iterator[tuple[str, Any, Any]]:
    """Each post of the page: its number, its box, and the element that holds its text."""
    for box in _BOXES(tree):
        match = _ID.match(box.get("id"))
        body = _first_of(_BODY, box) if match else None
        if match and body is not None:
            yield match[1], box, body


def post(key: str, box: Any, body: Any, url: str, by: Reckoning) -> ReadPost:
    """One post, without its place in the thread; *url* is the page it stands on."""
    words, when = own_words(body, BODY), posted(box, by)
    return ReadPost(
        key=key,
        text=words.text,
        quotes=words.quotes,
        title=plain(first(_SUBJECT, box)),
        author=plain(_first_of(_AUTHOR, box)) or None,
        url=permalink(key, box.iter("a"), url),
        posted_at=when.at,
        posted_precision=when.precision,
        posted_raw=when.raw,
        edited_at=edited(_NOTICES(box), by),
    )


def permalink(key: str, links: Iterator[Any], page_url: str) -> str:
    """The address that names the post itself; else its place on the page."""
    for link in links:
        path, _, fragment = link.get("href", "").partition("#")
        if path and fragment in (f"p{key}", key):
            address = addresses.canonical(page_url, link.get("href"), fragment=True)
            return address or page_url
    return f"{addresses.canonical(page_url, page_url) or page_url}#p{key}"


def posted(box: Any, by: Reckoning) -> Moment:
    """When the post was made: its <time>, else the words behind its author's name."""
    stamp = first(_TIMES, box)
    if stamp is not None:
        return dates.element(stamp, by)
    line = first(_BYLINE, box)
    if line is not None:
        own = dates.read("".join(_BYLINE_TEXT(line)).rpartition("»")[2], by)
        return own if own.at else dates.read(plain(line).rpartition("»")[2], by)
    return first_moment(_OTHER_TEXT(box), by)


def first_moment(texts: list[str], by: Reckoning) -> Moment:
    """The first of *texts* that shows a time."""
    seen = (dates.read(text, by) for text in texts)
    return next((when for when in seen if when.precision == "minute"), Moment())


def edited(notices: list[Any], by: Reckoning) -> Any:
    """When the post was last edited (aware UTC), from the notice below it, or None."""
    for notice in notices:
        stamp = notice.find(".//time")
        text = " ".join(_NOTICE_TEXT(notice))
        when = dates.element(stamp, by) if stamp is not None else dates.read(text, by)
        if when.precision == "minute":
            return when.at
    return None


def _first_of(paths: list[Any], element: Any) -> Any:
    return next((found for path in paths if (found := first(path, element)) is not None), None)
