"""The element of each record that holds its author's sentences, whole and with little else."""

from bisect import bisect_left

from spiders.readers.generic import words
from spiders.readers.generic.columns import Column, columns, share
from spiders.readers.generic.families import Family, Record
from spiders.readers.generic.survey import Survey

_INLINE = frozenset({"a", "b", "strong", "em", "i", "u", "img", "br", "time", "abbr", "small"})
_COUNTED = 600.0  # characters of one record: a long post does not outvote the others
_NOISE = 0.7  # what a character of links and labels costs
_FEW = 3  # so few records may each be drawn otherwise
_UNLIKE, _LEAST = 2.0, 10.0  # how much more what is found one by one must say
_TOLD, _DESCRIBED = 25, 1000.0  # so many characters told are worth so much
_DATED = 0.2  # what is left of the trust in a body that holds times
_ENOUGH = 0.6  # the share of records that fill the column


def bodies(page: Survey, family: Family, times: list[int]) -> list[int | None]:
    """The body of each record, None where there is none; *times* are the elements that tell one,
    in their order: when a post was written is no part of what it says."""
    best, worth = _best(page, family, times, exact=False)
    if not best or _dated(page, [nodes[0] for nodes in best.values()], times):
        closer, found = _best(page, family, times, exact=True)
        best, worth = (closer, found) if found > worth else (best, worth)
    if not best:
        return [None] * len(family)
    alone = [_alone(page, record, times) for record in family]
    unlike = sum(_worth(page, node) for node in alone if node is not None)
    timed = all(bisect_left(times, one.start) < bisect_left(times, one.stop) for one in family)
    if len(family) <= _FEW and timed and unlike > _UNLIKE * max(worth, _LEAST):
        return alone
    return [best[n][0] if n in best else alone[n] for n in range(len(family))]


def _alone(page: Survey, record: Record, times: list[int]) -> int | None:
    """The body of a record drawn unlike the others: the most sentences with the least besides."""
    nodes = [n for n in range(record.start, record.stop) if _can_hold(page, n)]
    inside = [n for n in nodes if page.end[n] <= record.stop and not _dated(page, [n], times)]
    best = max(inside, key=lambda node: _worth(page, node), default=None)
    return best if best is not None and _worth(page, best) > 0 else None


def _best(page: Survey, family: Family, times: list[int], *, exact: bool) -> tuple[Column, float]:
    """The column that looks most like the bodies, and how much."""
    best: Column = {}
    worth = float("-inf")
    found = columns(page, family, lambda node: _can_hold(page, node), exact=exact)
    for column in found.values():
        if share(column, family) < _ENOUGH or _crowded(column):
            continue
        nodes = [first[0] for first in column.values()]
        told = _trusted(page, nodes, sum(_worth(page, node) for node in nodes), times)
        if told > worth:
            best, worth = column, told
    return best, worth


def _can_hold(page: Survey, node: int) -> bool:
    return page.first[node] < page.last[node] and page.nodes[node].tag not in _INLINE


def _crowded(column: Column) -> bool:
    """Whether records fill the column more than once, as paragraphs do."""
    return sum(map(len, column.values())) > 1.1 * len(column)


def _worth(page: Survey, node: int) -> float:
    first, last = page.first[node], page.last[node]
    prose, noise = page.prose_of(first, last), page.noise_of(first, last)
    return min(prose, _COUNTED) - _NOISE * min(noise, _COUNTED)


def _trusted(page: Survey, nodes: list[int], worth: float, times: list[int]) -> float:
    """*worth* by what else speaks for a body: its names, that it tells no time; for one that
    stands alone, also what the page's own description of itself begins with."""
    told = words.told(page.names[nodes[0]])
    trust = 0.6 if told & words.IS_ASIDE else 1.0
    trust *= _DATED if _dated(page, nodes, times) else 1.0
    trust *= 1.02 if page.nodes[nodes[0]].tag == "blockquote" else 1.0  # all of it, so no quote
    if len(nodes) == 1:
        trust *= 1.1 if told & words.IS_BODY else 1.0
        worth += _DESCRIBED if described(page, nodes[0]) else 0.0
    return worth * trust if worth > 0 else worth / trust


def _dated(page: Survey, nodes: list[int], times: list[int]) -> bool:
    """Whether most of *nodes* hold a time."""
    holding = sum(bisect_left(times, node) < bisect_left(times, page.end[node]) for node in nodes)
    return holding > 0.6 * len(nodes)


def described(page: Survey, node: int) -> bool:
    """Whether the page describes itself by what *node* begins with."""
    told = page.text(node).casefold()[:_TOLD] if page.description else ""
    return len(told) == _TOLD and told in page.description
