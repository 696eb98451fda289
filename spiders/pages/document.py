"""A fetched page as a reader sees it: parsed once, with the clocks it may be read by."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from lxml import etree

from spiders.pages.addresses import canonical

_CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]+")

_TAG = re.compile(rb"<(/?)([a-zA-Z][^\s/<>]*)[^<>]*>")
_VOID = frozenset(b"area base br col embed hr img input link meta source track wbr".split())
DEEPEST = 150  # lxml drops all that comes after a depth of 256; readers walk with Python's stack


@dataclass(kw_only=True)
class Document:
    """One HTML page. Relative dates count from the page's own clock, else `answered_at`,
    the answer's Date header, else `fetched_at`; all three are aware."""

    url: str
    text: str
    fetched_at: datetime
    answered_at: datetime | None = None
    headers: dict[str, str] = field(default_factory=dict)
    language: str | None = None
    timezone: ZoneInfo | None = None

    @cached_property
    def tree(self) -> Any:
        """The lxml root element; an empty page gives an empty <html>."""
        return parse(self.text)

    @property
    def clock(self) -> datetime:
        """The moment relative dates count from when the page shows no clock of its own."""
        return self.answered_at or self.fetched_at

    @cached_property
    def base(self) -> str:
        """The address the page's links start from: its `<base href>`, else its own."""
        shown = self.tree.xpath("string(//base/@href)").strip()
        return canonical(self.url, shown) or self.url

    @cached_property
    def shown_language(self) -> str | None:
        """The language hint of the source, else what the page says of itself, lower case."""
        shown = self.language or self.tree.get("lang") or self.tree.get("xml:lang")
        return shown.lower() if shown else None


def parse(text: str) -> Any:
    """The lxml root of *text*, without comments and control characters; never None.

    Tags nested deeper than lxml reads are taken out and what they hold is kept.
    """
    clean = _CONTROL.sub("", text).encode()
    root, errors = _parsed(clean)
    if any(one.type_name == "ERR_RESOURCE_LIMIT" for one in errors):
        root, _ = _parsed(_flattened(clean))
    return etree.Element("html") if root is None else root


def _parsed(clean: bytes) -> tuple[Any, Any]:
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    root = etree.fromstring(clean, parser) if clean.strip() else None
    return root, parser.error_log


def _flattened(clean: bytes) -> bytes:
    """*clean* without the tags that stand deeper than DEEPEST, and without their ends."""
    depth, parts, done = 0, [], 0
    for tag in _TAG.finditer(clean):
        ends, name = bool(tag[1]), tag[2].lower()
        if name in _VOID:
            continue
        depth = max(0, depth - 1) if ends else depth + 1
        if depth >= DEEPEST + (not ends):
            parts.append(clean[done : tag.start()])
            done = tag.end()
    return b"".join([*parts, clean[done:]])
