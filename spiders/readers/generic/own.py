"""The author's own words of a body: quotes apart, signatures and notes of the board away."""

import re
from collections.abc import Collection
from copy import deepcopy
from typing import Any

from spiders.pages.blocks import Marks, Words, own_words, plain
from spiders.readers.generic import words

_QUOTE, _DROP = "own-quote", "own-drop"
MARKS = Marks(quote=frozenset({_QUOTE}), drop=frozenset({_DROP}))
_BOXES = frozenset({"div", "table", "fieldset", "aside", "section", "dl"})
_CAPTIONS = frozenset({"p", "div", "cite", "b", "strong"})
_CODE, _PAIR = 40, 2  # characters of "Code:", elements of its box
_CAPTION = 150  # characters of "X wrote in Y:"
_LINE = re.compile(r"^\s*[_\-=—]{4,}\s*$")


def own(body: Any, dropped: Collection[int] = (), names: Collection[str] = ()) -> Words:
    """What *body* says in its author's own words, and what it quotes; *dropped* are the places,
    in document order, of elements within it that are not the author's, *names* those of who may
    be quoted."""
    body = deepcopy(body)
    for place, element in enumerate(body.iter()):
        if place in dropped:
            element.set("class", _DROP)
        elif place:
            _mark(element)
    body = _unwrapped(body)
    _drop_captions(body, names)
    _drop_code_captions(body)
    found = own_words(body, MARKS)
    lines = found.text.split("\n")
    rule = next((i for i, line in enumerate(lines) if i and _LINE.match(line)), len(lines))
    return Words("\n".join(lines[:rule]).rstrip(), found.quotes)


def _unwrapped(body: Any) -> Any:
    """A body that is one blockquote and nothing else is no quote."""
    while len(body) == 1 and not (body.text or "").strip() and not (body[0].tail or "").strip():
        if body[0].tag not in ("blockquote", "div", "article", "section"):
            break
        body = body[0]
    return body


def _mark(element: Any) -> None:
    names = words.named(element)
    if not names:
        return
    if words.SIGNATURE.search(names) or (words.BUTTON.search(names) and _only_links(element)):
        element.set("class", _DROP)
    elif element.tag in _BOXES and words.QUOTE.search(names):
        element.set("class", _QUOTE)


def _only_links(element: Any) -> bool:
    """Whether every word of *element* is a link's: a row of buttons."""
    linked = sum(len(plain(link)) for link in element.iter("a", "button"))
    return linked >= len(plain(element).replace(" ", "")) * 0.9 > 0 if element.tag != "a" else True


def _drop_captions(body: Any, names: Collection[str]) -> None:
    """Take away the line that names who is quoted, where it stands before the quote."""
    for quote in body.iter("blockquote"):
        before = quote.getprevious()
        if before is None or (before.tail or "").strip() or before.tag not in _CAPTIONS:
            continue
        text = plain(before)
        if text.endswith(":") and len(text) <= _CAPTION and _names(before, text, names):
            before.set("class", _DROP)


def _drop_code_captions(body: Any) -> None:
    """Take away the short caption of a box that holds nothing but it and code."""
    for code in body.iter("pre", "code"):
        before = code.getprevious()
        if before is None or (before.tail or "").strip() or before.tag not in _CAPTIONS:
            continue
        if len(plain(before)) <= _CODE and len(code.getparent()) == _PAIR:
            before.set("class", _DROP)


def _names(element: Any, text: str, names: Collection[str]) -> bool:
    """Whether a caption names somebody: by its tag, a sign, a link, or a name of the page."""
    if element.tag == "cite" or text[0] == "@" or element.find(".//a") is not None:
        return True
    return any(name in text for name in names)
