"""Gives what vBulletin 3 leaves without a name in its pages the names of later versions.

Its quotes are bare cells, the date of a post is bare text behind an anchor. The names are only
added, so that any other reader finds the page as it was.
"""

import re
from itertools import islice
from typing import Any

from spiders.pages.blocks import plain
from spiders.pages.paths import xpath
from spiders.readers.vbulletin.marks import ATTRIBUTED, CAPTION, NAMED

SHOWN = "data-shown"  # the attribute that holds the words of a date
_FRAMES = xpath(
    "//*[starts-with(@id, 'post_message_')]//*[self::td or self::div or self::pre][.alt2 or .quote]"
)
_CODE = xpath("self::pre | .//code | .//pre[.alt2]")
_OF = xpath("./*[1][self::div][.//strong or .//b][following-sibling::*][not(.//*[.alt2])]")
_LASTS = xpath("//td/div[br][.//*[.time]]")
_LONGEST = 40  # signs of a caption
_NEAR = 20  # elements and texts a date may be parted into
_NUMBER = re.compile(r"post\d+$")


def add(tree: Any) -> None:
    """Name the quotes of *tree*; say on its anchors and rows when their posts were made."""
    for frame in _FRAMES(tree):
        if (caption := _caption(frame)) is not None:
            _call(caption, CAPTION)
        if not _CODE(frame):
            _call(frame, NAMED)
            for attribution in _OF(frame):
                _call(attribution, ATTRIBUTED)
    for anchor in tree.iter("a"):
        if _NUMBER.match(anchor.get("name") or "") and not anchor.get("href"):
            anchor.set(SHOWN, _behind(anchor))
    for cell in _LASTS(tree):
        cell.set(SHOWN, _line(cell))


def _caption(frame: Any) -> Any:
    """The few words that stand before *frame* in a box of the two, or None."""
    outer = next(frame.iterancestors("table"), frame) if frame.tag == "td" else frame
    before = outer.getprevious()
    if before is None or before.tag != "div" or before.getprevious() is not None:
        return None
    named = outer.getparent().get("id")
    return None if named or len(plain(before)) > _LONGEST else before


def _call(element: Any, name: str) -> None:
    known = (element.get("class") or "").split()
    element.set("class", " ".join(dict.fromkeys([*known, name])))


def _behind(anchor: Any) -> str:
    """The words that follow *anchor* in its cell, without links (the number of the post)."""
    words = [anchor.tail or ""]
    for element in islice(anchor.itersiblings(), _NEAR):
        if element.tag == "a" and element.get("name"):
            break
        if isinstance(element.tag, str) and element.tag not in ("a", "div", "br"):
            words.append("".join(islice(element.itertext(), _NEAR)))
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
