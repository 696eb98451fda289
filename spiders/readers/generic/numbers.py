"""The number and the address of each record: what differs in its links and ids, and only there."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from spiders.pages import addresses
from spiders.readers.generic import words
from spiders.readers.generic.families import Family, Record
from spiders.readers.generic.survey import Survey

_ACTION = re.compile(
    r"(?i)repl|quot|report|edit|delete|print|warn|like|vote|share|login|regist|mail|search|javascript:"
)
_FIGURES = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Number:
    """A record's key, the platform's own number, and its permalink; None where none is shown."""

    key: str | None = None
    url: str | None = None


def numbers(page: Survey, address: str, family: Family, bodies: list[int | None]) -> list[Number]:
    """The number of each record."""
    ids = [_ids(page, record) for record in family]
    links = [
        _links(page, address, record, body) for record, body in zip(family, bodies, strict=True)
    ]
    shape = _shape(page, family, links, ids)
    found = []
    for known, shown in zip(ids, links, strict=True):
        url = next((link for link in shown if shape and shaped(link) == shape), None)
        found.append(Number(_key(url, known), url) if url else _by_id(address, known))
    keys = [one.key for one in found]
    return found if len(set(keys)) == len(keys) else [Number()] * len(found)


def shaped(address: str) -> str:
    """*address* with its figures blotted out: alike where a template made it."""
    return _FIGURES.sub("0", address)


def _ids(page: Survey, record: Record) -> list[str]:
    """The numbers that ids, names and data attributes of the record hold, the oftenest first."""
    found: dict[str, int] = {}
    for node in range(record.start, record.stop):
        element = page.nodes[node]
        for name, value in element.items() if len(element.attrib) else ():
            if (name in ("id", "name") or name.startswith("data-")) and len(value) < 60:
                figures = _FIGURES.findall(value)
                if figures:
                    found[figures[-1]] = found.get(figures[-1], 0) + 1 + (name in ("id", "name"))
    return sorted(found, key=lambda number: -found[number])


def _links(page: Survey, address: str, record: Record, body: int | None) -> list[str]:
    """The addresses with figures the record links to outside its body, no action among them."""
    found = []
    for node in range(record.start, record.stop):
        element = page.nodes[node]
        link = element.get("href") if element.tag in ("a", "link") else None
        if not link or (body is not None and body < node < page.end[body]):
            continue
        full = addresses.canonical(address, link, fragment=True)
        if full and _figures(full) and not _ACTION.search(link):
            found.append(full)
    return found


def _figures(address: str) -> list[str]:
    """The figures of an address; none when its fragment is but a place on the page."""
    parts = urlsplit(address)
    if parts.fragment and not _FIGURES.search(parts.fragment):
        return []
    return _FIGURES.findall(parts._replace(netloc="").geturl())


def _shape(
    page: Survey, family: Family, links: list[list[str]], ids: list[list[str]]
) -> str | None:
    """The shape of link that every record has, each with a number of its own."""
    shapes: dict[str, list[str]] = {}
    for shown in links:
        for shape, link in {shaped(link): link for link in reversed(shown)}.items():
            shapes.setdefault(shape, []).append(link)
    known, names = [set(of) for of in ids], [_names(page, record) for record in family]
    best, worth = None, 0.0
    for shape, shown in shapes.items():
        if len(shown) < 0.9 * len(links) or len(set(shown)) < len(shown):
            continue
        agreed = sum(_figures(link)[-1] in of for link, of in zip(shown, known, strict=False))
        anchors = sum(urlsplit(x).fragment in of for x, of in zip(shown, names, strict=False))
        found = 1 + (2 * agreed + 3 * anchors) / len(shown) - len(shape) / 500
        found -= 1.5 if words.PERSON.search(shape) else 0.0
        if found > worth and (len(links) > 1 or agreed):
            best, worth = shape, found
    return best


def _names(page: Survey, record: Record) -> set[str]:
    """The names a fragment can lead to within the record."""
    given = (page.nodes[node] for node in range(record.start, record.stop))
    return {name for one in given for name in (one.get("id"), one.get("name")) if name}


def _key(url: str, known: list[str]) -> str | None:
    """The figure of the permalink that ids of the record repeat, else its last."""
    figures = _figures(url)
    return next((one for one in reversed(figures) if one in known), figures[-1])


def _by_id(address: str, known: list[str]) -> Number:
    return Number(known[0]) if known else Number()
