"""Gives what vBulletin 3 leaves without a name in its pages the names of later versions.

Its quotes are bare cells, the date of a post is bare text behind an anchor. The names are only
added, so that any other reader finds the page as it was.
"""

import re
from typing import Any

from spiders.pages.paths import xpath
from spiders.readers.vbulletin.marks import ATTRIBUTED, CAPTION, NAMED

SHOWN = "data-shown"  # the attribute that holds the words of a date
_FRAMES = xpath(
    "//*[starts-with(@id, 'post_message_')]//*[self::td or self::div or self::pre][.alt2 or .quote]"
)
_CODE = xpath("self::pre | .//code | .//pre[.alt2]")
_CAPTION = xpath(
    "(self::td/ancestor::table[1] | self::div | self::pre)/preceding-sibling::*[1][self::div]"
    "[not(preceding-sibling::*)][not(../@id)][string-length(normalize-space()) < 40]"
)
_OF = xpath("./*[1][self::div][.//strong or .//b][following-sibling::*][not(.//*[.alt2])]")
_ANCHORS = xpath("//a[starts-with(@name, 'post')][not(@href)]")
_LASTS = xpath(
    "//td[preceding-sibling::*[starts-with(@id, 'td_threadtitle_')]]//*[br][.//*[.time]]"
)
_NUMBER = re.compile(r"post\d+$")


def add(tree: Any) -> None:
    """Name the quotes of *tree*; say on its anchors and rows when their posts were made."""
    for frame in _FRAMES(tree):
        for caption in _CAPTION(frame):
            _call(caption, CAPTION)
        if not _CODE(frame):
            _call(frame, NAMED)
            for attribution in _OF(frame):
                _call(attribution, ATTRIBUTED)
    for anchor in _ANCHORS(tree):
        if _NUMBER.match(anchor.get("name")):
            anchor.set(SHOWN, _behind(anchor))
    for cell in _LASTS(tree):
        cell.set(SHOWN, _line(cell))


def _call(element: Any, name: str) -> None:
    known = (element.get("class") or "").split()
    element.set("class", " ".join(dict.fromkeys([*known, name])))


def _behind(anchor: Any) -> str:
    """The words that follow *anchor* in its cell, without links (the number of the post)."""
    words = [anchor.tail or ""]
    for element in anchor.itersiblings():
        if isinstance(element.tag, str) and element.tag not in ("a", "div", "br"):
            words.append("".join(element.itertext()))
        words.append(element.tail or "")
    return " ".join("".join(words).split())


def _line(cell: Any) -> str:
    """The words of *cell* before its first line break."""
    words = [cell.text or ""]
    for element in cell:
        if element.tag == "br":
            break
        words += ["".join(element.itertext()), element.tail or ""]
    return " ".join("".join(words).split())
