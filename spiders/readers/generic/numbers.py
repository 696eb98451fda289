"""The number and the address of each record: what differs in its links and ids, and only there."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from spiders.readers.generic import words
from spiders.readers.generic.families import Family, Record
from spiders.readers.generic.shapes import absolute, leads_away
from spiders.readers.generic.survey import Survey

_FIGURES = re.compile(r"\d+")
_LONGEST = 60  # characters of an id
_MOST = 0.9  # the share of records that must have what numbers them
Marks = dict[str, tuple[str, str]]
"""Of a record, by the attribute and the letters of an id: its figures, and the whole of it."""


@dataclass(frozen=True, slots=True)
class Number:
    """A record's key, the platform's own number, and its permalink; None where none is shown."""

    key: str | None = None
    url: str | None = None


def numbers(page: Survey, address: str, base: str, family: Family) -> list[Number]:
    """The number of each record of the page at *address*, whose links start from *base*; none
    where two would have the same."""
    marks = [_marks(page, record) for record in family]
    links = [_links(page, base, record) for record in family]
    shape = _shape(links, marks)
    stem = _stem(marks)
    found = []
    for known, shown in zip(marks, links, strict=True):
        fitting = [link for link in shown if shape and shaped(link) == shape]
        ids = Counter(figures for figures, _ in known.values())
        url = next((link for link in fitting if ids.keys() & set(_figures(link))), None)
        url = url or next(iter(fitting), None)
        found.append(
            Number(_key(url, ids), url) if url else _by_mark(address, stem, known.get(stem))
        )
    keys = Counter(one.key for one in found)
    return [one if keys[one.key] == 1 else Number() for one in found]


def shaped(address: str) -> str:
    """*address* with its figures blotted out: alike where a template made it."""
    return _FIGURES.sub("0", address)


def _marks(page: Survey, record: Record) -> Marks:
    """The numbered ids, names and data attributes of a record, the outermost of each kind."""
    found: Marks = {}
    for node in range(record.start, record.stop):
        element = page.nodes[node]
        for name, value in element.items() if len(element.attrib) else ():
            if len(value) < _LONGEST and (name in ("id", "name") or name.startswith("data-")):
                figures = _FIGURES.findall(value)
                if figures:
                    stem = f"{name} {_FIGURES.sub('', value)}"
                    found.setdefault(stem, (figures[-1], value))
    return found


def _stem(marks: list[Marks]) -> str:
    """The kind of id that numbers the records: all have it, no two the same, no person's."""
    values: dict[str, list[str]] = defaultdict(list)
    for one in marks:
        for stem, (figures, _) in one.items():
            values[stem].append(figures)
    best, worth = "", 0.0
    for stem, shown in values.items():
        if len(shown) < _MOST * len(marks) or len(set(shown)) < len(shown):
            continue
        found = 1.0 + (not stem.startswith("data-")) + bool(words.POST.search(stem))
        found -= 2.0 * bool(words.PERSON.search(stem)) + 1.5 * (len(shown) > 1 and _counts(shown))
        if found > worth:
            best, worth = stem, found
    return best


def _counts(shown: list[str]) -> bool:
    """Whether figures but count the records of the page: 1, 2, 3."""
    return int(shown[0]) <= 1 and [int(one) - int(shown[0]) for one in shown] == list(
        range(len(shown))
    )


def _links(page: Survey, address: str, record: Record) -> list[str]:
    """The addresses with figures the record links to, no person and no action among them."""
    found = []
    for node in range(record.start, record.stop):
        element: Any = page.nodes[node]
        link = element.get("href") if element.tag in ("a", "link") else None
        if link and _FIGURES.search(link) and not leads_away(link):
            full = absolute(address, link, fragment=True)
            if full and _figures(full):
                found.append(full)
    return found


def _figures(address: str) -> list[str]:
    """The figures of an address; none when its fragment is but a place on the page."""
    parts = urlsplit(address)
    if parts.fragment and not _FIGURES.search(parts.fragment):
        return []
    return _FIGURES.findall(parts._replace(netloc="").geturl())


def _shape(links: list[list[str]], marks: list[Marks]) -> str | None:
    """The shape of link that every record has, each with a number of its own."""
    shapes: dict[str, list[str]] = defaultdict(list)
    places: dict[str, list[int]] = defaultdict(list)
    for place, shown in enumerate(links):
        for shape, link in {shaped(link): link for link in reversed(shown)}.items():
            shapes[shape].append(link)
            places[shape].append(place)
    best, worth = None, 0.0
    for shape, shown in shapes.items():
        if len(shown) >= _MOST * len(links) and len(set(shown)) == len(shown):
            found = _fits(shown, [marks[place] for place in places[shape]], alone=len(links) == 1)
            if found > worth:
                best, worth = shape, found
    return best


def _fits(links: list[str], marks: list[Marks], *, alone: bool) -> float:
    """How surely links number their records: by the figures, and the names, of their ids."""
    agreed = anchors = 0
    for link, one in zip(links, marks, strict=True):
        agreed += not {figures for figures, _ in one.values()}.isdisjoint(_figures(link))
        anchors += urlsplit(link).fragment in {value for _, value in one.values()}
    if alone and not agreed:
        return 0.0
    return 1 + (2 * agreed + 3 * anchors) / len(links) - len(links[0]) / 500


def _key(url: str, known: "Counter[str]") -> str | None:
    """The figure of the permalink that ids of the record repeat oftenest, else its last."""
    figures = _figures(url)
    return max(reversed(figures), key=lambda one: (known[one], known[one] and len(one)))


def _by_mark(address: str, stem: str, mark: tuple[str, str] | None) -> Number:
    """A record without a link of its own, by the id it has; a fragment leads to real ids only."""
    if mark is None:
        return Number()
    if stem.startswith("data-"):
        return Number(mark[0])
    return Number(mark[0], absolute(address, f"#{mark[1]}", fragment=True))
