"""A page with one post or one ad: nothing repeats, so names, numbers and nearness must tell."""

from dataclasses import dataclass

from spiders.readers.generic import words
from spiders.readers.generic.bodies import bodies, described
from spiders.readers.generic.families import Family, Record
from spiders.readers.generic.kinds import anchored, headlined
from spiders.readers.generic.people import labelled, people
from spiders.readers.generic.stamps import Stamp
from spiders.readers.generic.survey import Survey

_SAID = 15.0  # the least prose, in characters, a post's surroundings hold
_ENOUGH = 2.5
_MOST = 60  # times looked at
_LEVELS = 3  # elements around each


@dataclass(frozen=True, slots=True)
class Single:
    """The one record of a page, and how much speaks for it."""

    family: Family
    worth: float


def single(page: Survey, times: list[Stamp], rows: list[Family]) -> Single | None:
    """The surroundings of the time that most looks like a post's, outside *rows*."""
    best: Single | None = None
    seen: set[int] = set()
    for stamp in times[:_MOST]:
        if _in_rows(stamp.node, rows):
            continue
        for node in _around(page, stamp.node):
            if node in seen:
                break
            seen.add(node)
            record = _record(page, node, rows)
            found = Single((record,), _worth(page, record, stamp, times))
            if best is None or found.worth > best.worth:
                best = found
    return best if best and best.worth >= _ENOUGH else None


def _in_rows(node: int, rows: list[Family]) -> bool:
    return any(one.start <= node < one.stop for family in rows for one in family)


def _around(page: Survey, node: int) -> list[int]:
    """The nearest elements around a time that hold somebody's words too, each more than the last."""
    told = page.prose_of(page.first[node], page.last[node])
    found: list[int] = []
    for up in page.up(node):
        if page.nodes[up].tag in ("body", "html") or len(found) > _LEVELS:
            break
        if page.prose_of(page.first[up], page.last[up]) - told < _SAID:
            continue
        if found and page.size(up) < 1.05 * page.size(found[-1]):
            found.pop()  # a wrapper of the same words may hold the number
        found.append(up)
    return found[:_LEVELS]


def _record(page: Survey, node: int, rows: list[Family]) -> Record:
    """Element *node* up to the rows it holds, as of similar ads."""
    stops = [family[0].start for family in rows if node < family[0].start < page.end[node]]
    stop = min(stops, default=page.end[node])
    return Record(node, stop, page.first[node], page.first[stop] if stops else page.last[node])


def _worth(page: Survey, record: Record, stamp: Stamp, times: list[Stamp]) -> float:
    family: Family = (record,)
    body = bodies(page, family, [one.node for one in times])
    if body[0] is None:
        return 0.0
    node = record.start
    prose = page.prose_of(page.first[body[0]], page.last[body[0]])
    names = " ".join(page.names[near] for near in [node, *page.up(node, 3)])
    worth = min(prose, 300.0) / 100 + 0.5 * (stamp.moment.precision == "minute") + 0.5 * stamp.exact
    worth += 1.5 * (people(page, family, body, times)[0] is not None)
    worth += 1.5 * anchored(page, record) + 0.7 * _is_headed(page)
    worth += 0.5 * (labelled(page) is not None) + 2.0 * described(page, body[0])
    worth += 1.0 if words.POST.search(names) else 0.0
    worth -= 2.0 * headlined(page, family, body) + (2.0 if words.NOT_POSTS.search(names) else 0.0)
    return worth - min(2.0, page.noise_of(record.first, record.last) / 400)


def _is_headed(page: Survey) -> bool:
    """Whether a heading says most of what the page is called: it is about one thing."""
    heads = (n for n, one in enumerate(page.nodes) if one.tag in ("h1", "h2") and page.size(n) > 7)
    said = (" ".join(page.text(node).casefold().split()) for node in heads)
    return any(text in page.title and 2 * len(text) >= len(page.title) for text in said)
