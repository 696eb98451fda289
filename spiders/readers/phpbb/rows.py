"""The posts of a phpBB page in skins of table rows (phpBB 2's subSilver, subsilver2)."""

import re
from dataclasses import dataclass, field
from typing import Any

from spiders.pages import dates
from spiders.pages.blocks import own_words, plain
from spiders.pages.dates import Moment, Reckoning
from spiders.pages.paths import first, xpath
from spiders.pages.reading import ReadPost
from spiders.readers.phpbb.marks import BODY
from spiders.readers.phpbb.posts import edited, permalink

_ANCHOR = re.compile(r"p?([1-9]\d*)$")
_SIGNATURE = re.compile(r"(?m)^_{10,}[ ]*$")
_TAGS = ("a", "b", "span", "strong", "div")
_LABELLED = re.compile(r"^[^\d:]{0,40}:\s*(?=\D{0,20}\d)")
_TEXTS = xpath(".//text()[contains(., ':')]")
_DETAILS = xpath(".//*[.postdetails]")
_NOTES = xpath(".//span[.gensmall]")


@dataclass(slots=True)
class Row:
    """The pieces of one post, met one after the other between two anchors."""

    key: str
    author: Any = None
    cell: Any = None
    head: Any = None
    links: list[Any] = field(default_factory=list)


def rows(tree: Any) -> list[Row]:
    """The posts of the page: an anchor with the post's number starts each."""
    found: list[Row] = []
    for element in tree.iter(*_TAGS):
        anchor = _ANCHOR.match(element.get("name") or "") if element.tag == "a" else None
        if anchor:
            found.append(Row(anchor[1]))
            _name(found[-1], element.getparent())
        elif found:
            _collect(found[-1], element)
    return [row for row in found if row.cell is not None]


def _collect(row: Row, element: Any) -> None:
    classes = (element.get("class") or "").split()
    if "postbody" in classes and row.cell is None:
        row.cell = next(element.iterancestors("td"), element.getparent())
    _name(row, element)
    if element.tag == "a" and element.get("href", "").endswith(f"{row.key}"):
        row.links.append(element)
        row.head = row.head if row.head is not None else next(element.iterancestors("td"), None)


def _name(row: Row, element: Any) -> None:
    if row.author is None and {"name", "postauthor"} & set(element.get("class", "").split()):
        row.author = element


def post(row: Row, url: str, by: Reckoning) -> ReadPost:
    """One post, without its place in the thread; *url* is the page it stands on."""
    words, when = own_words(row.cell, BODY), _posted(row, by)
    return ReadPost(
        key=row.key,
        text=_SIGNATURE.split(words.text)[0].strip(),
        quotes=words.quotes,
        author=plain(row.author) or None,
        url=permalink(row.key, iter(row.links), url),
        posted_at=when.at,
        posted_precision=when.precision,
        posted_raw=when.raw,
        edited_at=edited(_NOTES(row.cell), by),
    )


def _posted(row: Row, by: Reckoning) -> Moment:
    """The time in the head of the row; subsilver2 puts the subject before it, phpBB 2 behind."""
    if row.head is None:
        return Moment()
    found = [dates.read(_LABELLED.sub("", text.strip()), by) for text in _TEXTS(row.head)]
    timed = [when for when in found if when.precision == "minute"]
    behind = first(_DETAILS, row.head) is None
    return (timed or [Moment()])[-1 if behind else 0]
