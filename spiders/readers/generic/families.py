"""The repeated blocks of a page: what stands once in each of many alike places marks a record."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from statistics import median_low
from typing import Any

from spiders.readers.generic.stamps import Stamp
from spiders.readers.generic.survey import Survey

_NUMBERED = re.compile(r"^([A-Za-z][A-Za-z_-]*)?(\d+)([_-][a-z]+)?$")
_ITEMS = ("comment", "posting", "article", "answer", "question", "product", "review", "message")
_MOST_ANCHORS, _MOST_FAMILIES = 2000, 40  # beyond, a page is not for reading


@dataclass(frozen=True, slots=True)
class Record:
    """One block: nodes[start:stop] and runs[first:last]; `node` is its outermost element."""

    start: int
    stop: int
    first: int
    last: int


Family = tuple[Record, ...]


def families(page: Survey, times: list[Stamp]) -> list[Family]:
    """Every way to part the page into two or more records, each once, the largest parts first."""
    found: dict[Family, None] = {}
    clusters = sorted(_clusters(page, times).values(), key=len, reverse=True)
    for anchors in clusters[:_MOST_FAMILIES]:
        if 2 <= len(anchors) <= _MOST_ANCHORS:
            found.setdefault(tuple(_records(page, _tops(page, anchors))))
    return list(found)


def led(page: Survey, chosen: Iterable[int], kinds: Callable[[int], str]) -> list[Family]:
    """The families that links *chosen* make, alike in place and in the kind of their address."""
    clusters: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for node in chosen:
        clusters[kinds(node), *_place(page, node)].append(node)
    found: dict[Family, None] = {}
    for anchors in clusters.values():
        if 2 <= len(anchors) <= _MOST_ANCHORS:
            found.setdefault(tuple(_records(page, _tops(page, anchors))))
    return list(found)


def _clusters(page: Survey, times: list[Stamp]) -> dict[tuple[str, ...], list[int]]:
    """Elements that are alike: times in alike places, numbered ids, machine-readable items."""
    found: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for stamp in times:
        found["time", *_place(page, stamp.node)].append(stamp.node)
    for node, element in enumerate(page.nodes):
        for key in _marks(element) if len(element.attrib) else ():
            found[key].append(node)
    return {key: sorted(set(nodes)) for key, nodes in found.items()}


def _place(page: Survey, node: int) -> list[str]:
    """The tags around *node* and its own class without figures: alike where a template repeats."""
    element = page.nodes[node]
    tags = [page.nodes[up].tag for up in page.up(node, 3)]
    return [element.tag, re.sub(r"\d+", "", element.get("class") or ""), *tags]


def _marks(element: Any) -> list[tuple[str, ...]]:
    """What the attributes of *element* mark it as: numbered, or an item for machines."""
    found: list[tuple[str, ...]] = []
    for name, value in element.items():
        if name in ("id", "name") or name.startswith("data-"):
            match = _NUMBERED.match(value)
            if match:
                found.append((name, element.tag, match[1] or "", match[3] or ""))
        elif name == "itemtype" and any(kind in value.lower() for kind in _ITEMS):
            found.append((name, value))
    return found


def _tops(page: Survey, anchors: list[int]) -> list[int]:
    """Of each anchor the outermost element that holds no other anchor."""
    found = []
    for place, node in enumerate(anchors):
        before = anchors[place - 1] if place else -1
        after = anchors[place + 1] if place + 1 < len(anchors) else len(page.nodes)
        while (up := page.parent[node]) >= 0 and up > before and page.end[up] <= after:
            node = up
        found.append(node)
    return found


def _records(page: Survey, tops: list[int]) -> list[Record]:
    """The tops as records; where they are but heads of what follows them, with what follows."""
    single = [_record(page, top, page.end[top]) for top in tops]
    parent = page.parent[tops[0]]
    if parent < 0 or any(page.parent[top] != parent for top in tops):
        return single
    stops = [*tops[1:], _last_stop(page, tops)]
    runs = [_record(page, top, stop) for top, stop in zip(tops, stops, strict=True)]
    alone = sum(page.prose_of(one.first, one.last) for one in single)
    joined = sum(page.prose_of(one.first, one.last) for one in runs)
    return runs if joined > 1.5 * alone else single


def _last_stop(page: Survey, tops: list[int]) -> int:
    """Where the last record ends: after as many elements as the others have."""
    siblings = page.children(page.parent[tops[0]])
    places = [place for place, node in enumerate(siblings) if node in set(tops)]
    steps = [b - a for a, b in pairwise(places)]
    last = min(places[-1] + median_low(steps), len(siblings)) - 1
    return page.end[siblings[last]]


def _record(page: Survey, start: int, stop: int) -> Record:
    return Record(start, stop, page.first[start], page.last[_tail(page, start, stop)])


def _tail(page: Survey, start: int, stop: int) -> int:
    """The last of the sibling elements that make up nodes[start:stop]."""
    node = start
    while page.end[node] < stop:
        node = page.end[node]
    return node
