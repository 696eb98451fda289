"""What stands in an RSS or Atom document, whichever its version: names count, not namespaces."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any

from lxml import etree

from spiders.pages.addresses import canonical

_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")
_CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]+")
_BARE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#[xX][\da-fA-F]+);)")
_TAG = re.compile(r"</?\w[^<>]*>")
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_MOMENTS = ("updated", "modified", "pubdate", "date", "published", "issued", "created")


def parsed(text: str) -> Any:
    """The root of the XML document *text*, mended where it is broken; None when there is none.

    Entities of a document's own are not resolved, and nothing is fetched."""
    clean = _BARE.sub("&amp;", _CONTROL.sub("", _DECLARED.sub("", text))).encode()
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
    )
    return etree.fromstring(clean, parser) if clean.strip() else None


def local(element: Any) -> str:
    """The lower-case name of *element* without its namespace; "" for what is no element."""
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""


def entries(root: Any) -> list[Any]:
    """The items of a feed, in its order."""
    return [one for one in root.iter() if local(one) in ("item", "entry")]


def channel(root: Any) -> Any:
    """The element that says what the feed is of."""
    return next((one for one in root.iter() if local(one) == "channel"), root)


def parts(element: Any, name: str) -> Iterator[Any]:
    """The direct parts of *element* called *name*."""
    return (child for child in element if local(child) == name)


def said(element: Any, name: str) -> str:
    """The words of the first part called *name*, without markup, on one line."""
    found = next(("".join(one.itertext()) for one in parts(element, name)), "")
    return " ".join(unescape(_TAG.sub("", found)).split())


def link(element: Any, base: str) -> str | None:
    """The page an entry or a feed is of, absolute."""
    told = (one.get(_BASE) for one in (element, *element.iterancestors()))
    start = canonical(base, next(filter(None, told), "")) or base
    found = (canonical(start, href, fragment=True) for href in _hrefs(element) if href.strip())
    return next(filter(None, found), None)


def _hrefs(element: Any) -> Iterator[str]:
    yield said(element, "origlink")  # where a service that counts readers stands between
    for one in parts(element, "link"):
        if one.get("rel", "alternate") == "alternate" and (one.get("href") or one.text):
            yield str(one.get("href") or one.text)
    yield from (one.text or "" for one in parts(element, "guid") if _is_link(one))
    yield element.get(_ABOUT) or ""


def _is_link(guid: Any) -> bool:
    return str(guid.get("isPermaLink", "true")).strip().lower() == "true"


def further(root: Any, base: str) -> list[str]:
    """The pages of the feed that follow (RFC 5005)."""
    found = (one.get("href") for one in parts(channel(root), "link") if one.get("rel") == "next")
    return [address for href in found if href and (address := canonical(base, href))]


def moment(element: Any, zone: tzinfo) -> datetime | None:
    """When an entry was last changed, in UTC; a time without a zone is told in *zone*."""
    shown = (said(element, name) for name in _MOMENTS)
    return next((when for text in shown if text and (when := _read(text, zone))), None)


def _read(text: str, zone: tzinfo) -> datetime | None:
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            when = read(text)
        except ValueError:
            continue
        return (when if when.tzinfo else when.replace(tzinfo=zone)).astimezone(UTC)
    return None
