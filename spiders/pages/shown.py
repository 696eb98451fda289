"""A page as a person would see it: what it says, how much of it there is, what stands in boxes."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from spiders.pages.addresses import canonical
from spiders.pages.document import Document
from spiders.pages.wall_words import folded

_CMP = re.compile(
    r"(?i)onetrust|cookiebot|cybot|didomi|qc-cmp|cmp-?box|cmp-(?:app|root|container)|usercentrics"
    r"|sp_message|fc-consent|truste|iubenda|klaro|axeptio|termly|cookie|consent|gdpr|rodo|privacy-?(?:wall|gate|popup)"
)
_PARTS = re.compile(r"\s+[|\-–—·•»:]+\s+|[|•»]")
_UNSEEN = frozenset({"script", "style", "template", "head", "select", "option", "svg", "iframe"})
_HIDDEN = re.compile(r"(?i)display\s*:\s*none|visibility\s*:\s*hidden")


class Shown:
    """What a person would see of a page; texts are folded, `size` counts signs outside links."""

    def __init__(self, page: Document) -> None:
        self.url, self.source = page.url, page.text
        self.title = " ".join((page.tree.findtext(".//title") or "").split())
        self.seen, self.left, self.box = _walked(page.tree)

    @cached_property
    def everything(self) -> str:
        """All it says, its title first."""
        spoken = " ".join(text for one in self.seen for text in said(one))
        return f"{folded(self.title)} . {folded(spoken)}"

    @cached_property
    def size(self) -> int:
        """How many signs of prose it shows."""
        return size_of(self.seen)

    @cached_property
    def links(self) -> int:
        """How many addresses of its own site it links to."""
        return len(own_links(self.url, self.seen))

    @cached_property
    def password(self) -> bool:
        """Whether it asks for a password."""
        return any(one.tag == "input" and one.get("type") == "password" for one in self.seen)

    @property
    def titles(self) -> list[str]:
        """Its title, and each part of it."""
        return [folded(one) for one in (self.title, *_PARTS.split(self.title))]

    @property
    def heads(self) -> list[str]:
        """Its foremost headings."""
        return [folded(_line(one)) for one in self.seen if one.tag in ("h1", "h2")]

    @property
    def buttons(self) -> Iterator[str]:
        """What its buttons say, and the links that may stand for buttons."""
        for one in self.seen:
            if one.tag in ("button", "a"):
                yield folded(_line(one))
            elif one.tag == "input" and one.get("type") in ("submit", "button"):
                yield folded(one.get("value") or "")


def _walked(tree: Any) -> tuple[list[Any], list[Any], list[Any]]:
    """The elements that are shown, in their order; those outside boxes of consent, and within.

    It keeps a stack of its own, for a hostile page nests as deep as it likes.
    """
    seen, left, box = list[Any](), list[Any](), list[Any]()
    todo = [(tree, False)]
    while todo:
        one, inside = todo.pop()
        if not isinstance(one.tag, str) or one.tag in _UNSEEN or _hidden(one):
            continue
        inside = inside or _is_box(one)
        seen.append(one)
        (box if inside else left).append(one)
        todo.extend((child, inside) for child in reversed(one))
    return seen, left, box


def _hidden(element: Any) -> bool:
    """Whether its own style hides it; a whole page is only hidden until a script has run."""
    return element.tag != "body" and bool(_HIDDEN.search(element.get("style") or ""))


def _line(element: Any) -> str:
    """The text of a short element; that of a long one is no label and is cut."""
    return " ".join(islice(element.itertext(), 20))[:100]


def said(element: Any) -> Iterator[str]:
    """The text directly within *element*."""
    yield element.text or ""
    for child in element:
        yield child.tail or ""


def size_of(seen: Iterable[Any]) -> int:
    """The signs of prose: text that is no link and no button."""
    prose = (one for one in seen if one.tag not in ("a", "button", "label"))
    return sum(len(text.strip()) for one in prose for text in said(one))


def own_links(base: str, seen: Iterable[Any]) -> set[str]:
    """The other addresses of its own site that links among *seen* lead to."""
    host = urlsplit(base).hostname
    found = (canonical(base, one.get("href") or "#") for one in seen if one.tag == "a")
    own = {one for one in found if one and urlsplit(one).hostname == host}
    return own - {canonical(base, base)}


def _is_box(element: Any) -> bool:
    """An element that a consent tool made, by what it is called; never the page itself."""
    if element.tag in ("html", "body", "main", "a", "input", "button"):
        return False
    return bool(_CMP.search(f"{element.get('id') or ''} {element.get('class') or ''}"))
