"""An operator's own selectors, which override what a reader finds on a page.

A selector is CSS, or XPath when it begins with `/`, `./` or `(`; `::attr(name)` takes an attribute.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from cssselect import SelectorError
from lxml import etree
from parsel.csstranslator import HTMLTranslator

from spiders.pages import skinned
from spiders.pages.blocks import Marks
from spiders.pages.document import Document
from spiders.pages.reading import Reading, ReadPost
from spiders.pages.skin import Skin, every

POST = {
    "post": "posts", "text": "body", "author": "author", "date": "time", "number": "key",
    "link": "permalink", "subject": "subject", "edited": "edited",
}  # fmt: skip
PAGE = {
    "title": "title", "board": "crumbs", "next": "next", "boards": "boards", "threads": "threads",
    "replies": "replies", "last_post": "last",
}  # fmt: skip
DROP = "drop"
NAMES = (*POST, *PAGE, DROP)
_OF = {
    "author": ("author",), "number": ("key",), "link": ("url",), "subject": ("title",),
    "date": ("posted_at", "posted_precision", "posted_raw"), "edited": ("edited_at",),
    "place": ("position",),
}  # fmt: skip


def path_of(selector: str) -> str:
    """*selector* as XPath. Raises ValueError when it is neither CSS nor XPath."""
    found = selector.strip()
    try:
        if not found.startswith(("/", "./", "(")):
            found = f"./{HTMLTranslator().css_to_xpath(found)}"
        etree.XPath(found)
    except (SelectorError, etree.XPathSyntaxError) as error:
        raise ValueError(f"{selector!r} is neither CSS nor XPath ({error})") from error
    return found


def checked(said: dict[str, str]) -> dict[str, str]:
    """The selectors of a source as XPath by name. Raises ValueError."""
    for name in said:
        if name not in NAMES:
            raise ValueError(f"{name!r} is not selected; there is {', '.join(NAMES)}")
    inner = [name for name in POST if name in said and name != "post"]
    if inner and "post" not in said:
        raise ValueError(f"{inner[0]!r} stands in a post; say `post` too, the box of each")
    return {name: path_of(value) for name, value in said.items()}


def override(page: Document, reading: Reading, selectors: dict[str, str]) -> Reading:
    """*reading* with what *selectors* (as `checked` made them) find in its stead."""
    if not selectors:
        return reading
    skin = _skin(reading.platform, selectors)
    if "post" in selectors:
        reading.posts = _posts(page, skin, reading.posts, selectors)
        reading.kind = "thread" if reading.posts else reading.kind
    if "board" in selectors:
        reading.board = skinned.board(page, skin)
    if "title" in selectors:
        reading.thread = replace(reading.thread, title=skinned.thread(page, skin).title)
    if "next" in selectors:
        reading.next_pages = skinned.next_pages(page, skin)
    if "boards" in selectors:
        reading.boards = skinned.boards(page, skin)
    if "threads" in selectors:
        reading.threads = [] if reading.posts else skinned.threads(page, skin)
    if reading.kind == "other" and (reading.threads or reading.boards):
        reading.kind = "listing"
    return reading


def _skin(platform: str, selectors: dict[str, str]) -> Skin:
    fields: dict[str, Any] = {
        field: (selectors[name],) for name, field in {**POST, **PAGE}.items() if name in selectors
    }
    fields.setdefault("body", (".",))
    if "threads" in selectors:
        fields["link"] = ("self::a[@href]", ".//a[@href]")
    return Skin(platform=platform, marks=Marks(), **fields)


def _posts(
    page: Document, skin: Skin, read: list[ReadPost], selectors: Collection[str]
) -> list[ReadPost]:
    """The posts selected; what is not selected stays as the reader read it, where it saw as many."""
    found = skinned.read_posts(page, skin)
    if len(found) != len(read):
        return found
    left = [field for name, fields in _OF.items() if name not in selectors for field in fields]
    return [
        replace(new, **{field: getattr(old, field) for field in left})
        for new, old in zip(found, read, strict=True)
    ]


def prepare(page: Document, selectors: dict[str, str]) -> None:
    """Take out of the page what its operator says is none of its words; what follows stays."""
    for element in every((selectors[DROP],), page.tree) if DROP in selectors else ():
        parent, before = element.getparent(), element.getprevious()
        if parent is None:
            continue
        if before is not None:
            before.tail = (before.tail or "") + (element.tail or "")
        else:
            parent.text = (parent.text or "") + (element.tail or "")
        parent.remove(element)
