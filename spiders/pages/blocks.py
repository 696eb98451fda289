"""From an element to its author's own words: quotes and signatures out, line breaks kept."""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

_SKIP = frozenset(
    {"script", "style", "noscript", "template", "form", "input", "select", "button", "textarea"}
    | {"iframe", "object", "svg"}
)
_BLOCKS = frozenset(
    {"div", "li", "ul", "ol", "dl", "dt", "dd", "table", "tbody", "tr", "pre", "blockquote"}
    | {"section", "article", "header", "footer", "address", "hr", "figure", "figcaption"}
    | {"h1", "h2", "h3", "h4", "h5", "h6"}
)
_CAPTIONS = frozenset({"cite", "header"})  # of a quote: whose words they are
_LINE, _PARAGRAPH, _HARD_SPACE = "\x01", "\x02", "\x03"  # no page holds them: parse() drops them
_SPACE = re.compile(r"[^\S\n]+")
_GAP = re.compile(f"[ \n{_LINE}{_PARAGRAPH}]*[\n{_LINE}{_PARAGRAPH}][ \n{_LINE}{_PARAGRAPH}]*")
_SHORTENED = re.compile(r"(\S{8,}?)\s?(?:\u2026|\.\.\.)\s?(\S*)")
_EMOTICON = re.compile(r"(?i)smil|emo")


@dataclass(frozen=True, slots=True)
class Marks:
    """The class names by which a platform tells quotes, code and what is not the author's;
    a `card` is the preview of a page drawn for an address, of which the author wrote the address."""

    quote: frozenset[str] = frozenset()
    code: frozenset[str] = frozenset()
    drop: frozenset[str] = frozenset()
    card: frozenset[str] = frozenset()


@dataclass(slots=True)
class Words:
    """The own words of an element, and those it quotes (outer before inner)."""

    text: str
    quotes: list[str] = field(default_factory=list)


def own_words(element: Any, marks: Marks) -> Words:
    """The text of *element* as its author wrote it: NFC, line breaks kept, quotes apart."""
    walk = _Walk(marks)
    walk.children(element, code=False)
    return Words(tidy("".join(walk.parts)), walk.quotes)


def plain(element: Any) -> str:
    """All the text of *element* on one line; "" for None."""
    if element is None:
        return ""
    return unicodedata.normalize("NFC", " ".join("".join(element.itertext()).split()))


def tidy(text: str) -> str:
    """NFC; runs of spaces become one, and more than one empty line becomes one."""
    flat = _GAP.sub(_gap, _SPACE.sub(" ", text)).strip()
    return unicodedata.normalize("NFC", flat.replace(_HARD_SPACE, " "))


def _gap(match: re.Match[str]) -> str:
    found = match.group()
    least = 2 if _PARAGRAPH in found else 1
    return "\n" * min(2, max(least, found.count("\n")))


class _Walk:
    """One walk over an element; a quote is walked apart, so that it can hold quotes itself."""

    def __init__(self, marks: Marks, *, quoting: bool = False) -> None:
        self.marks, self.quoting = marks, quoting
        self.parts: list[str] = []
        self.quotes: list[str] = []

    def children(self, element: Any, code: bool) -> None:
        self.say(element.text, code)
        for child in element:
            if isinstance(child.tag, str):
                self.visit(child, code)
            self.say(child.tail, code)

    def say(self, text: str | None, code: bool) -> None:
        if text and code:
            self.parts.append(text.replace(" ", _HARD_SPACE).replace("\t", _HARD_SPACE * 4))
        elif text:
            self.parts.append(text.replace("\n", " "))

    def visit(self, element: Any, code: bool) -> None:
        tag, classes = element.tag, frozenset((element.get("class") or "").split())
        if tag in _SKIP or classes & self.marks.drop or (self.quoting and tag in _CAPTIONS):
            return
        if tag == "br":
            self.parts.append("\n")
        elif tag == "img":
            self.parts.append(_emoticon(element))
        elif tag == "blockquote" or classes & self.marks.quote:
            self.quote(element)
        elif classes & self.marks.card:
            self.parts += [_LINE, _linked(element), _LINE]
        elif tag == "a" and (address := _unshortened(element)):
            self.parts.append(address)
        else:
            literal = tag == "pre" or (tag == "code" and element.find("br") is None)
            self.inside(element, tag, code or literal, classes)

    def inside(self, element: Any, tag: str, code: bool, classes: frozenset[str]) -> None:
        """An element that is neither dropped nor a quote, with the line breaks it makes."""
        stands = tag in _BLOCKS or classes & self.marks.code
        edge = _PARAGRAPH if tag == "p" else _LINE if stands else ""
        self.parts.append(edge or (" " if tag in ("td", "th") else ""))
        framed = self.framed(element, tag, classes)
        if framed is None:
            self.children(element, code)
        for cell in framed or ():
            self.visit(cell, code)
        self.parts.append(edge)

    def framed(self, element: Any, tag: str, classes: frozenset[str]) -> list[Any] | None:
        """What a frame holds without its caption ("Code:", "X wrote:"), None when it is no frame.

        Boards draw quotes and code as a box, or as a table of a caption row and one cell.
        """
        if classes & self.marks.code and tag != "code":
            return list(element.iter("code")) or element.xpath("(.//pre | .//ol)[1]") or None
        if tag != "table":
            return None
        wanted = self.marks.quote | self.marks.code
        rows = element.xpath("./tr/td | ./tbody/tr/td")
        return [cell for cell in rows if wanted & set((cell.get("class") or "").split())] or None

    def quote(self, element: Any) -> None:
        inner = _Walk(self.marks, quoting=True)
        inner.children(element, code=False)
        self.quotes += [text] if (text := tidy("".join(inner.parts))) else []
        self.quotes += inner.quotes
        self.parts.append(_LINE)


def _linked(card: Any) -> str:
    """The address a preview stands for."""
    links = [card.get("data-url"), *card.xpath("(self::a | .//a)/@href")]
    return next((str(link) for link in links if link), "")


def _unshortened(link: Any) -> str:
    """The address an author wrote, where the board shows a part of it ("example.org/a … .html");
    "" for any other link."""
    match = _SHORTENED.fullmatch("".join(link.itertext()).strip())
    address = (link.get("href") or "").strip()
    if not match or not address.endswith(match[2]):
        return ""
    shown = (address, address.partition("//")[2])
    return address if any(one.startswith(match[1]) for one in shown) else ""


def _emoticon(image: Any) -> str:
    """The sign an emoticon stands for; nothing for a photo, whose alt text nobody wrote."""
    alt = (image.get("alt") or "").strip()
    if not alt or len(alt) > 20:
        return ""
    is_sign = not alt[0].isalnum() or _EMOTICON.search(image.get("class") or "")
    return f" {alt} " if is_sign else ""
