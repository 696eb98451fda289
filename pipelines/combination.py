"""The combination rule of the ILO: which signs together make a post worth an analyst's look.

One sign says little: 98 % of ordinary adverts for work abroad show at least one (Volodko 2019).
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from crawler.items import Hit, Post, Reason

Numbered = list[tuple[int, Hit]]


class Need(NamedTuple):
    """How sure a trained hit must be: to count at all, to raise a post alone, and as the one sign of
    its dimension; `care` is added for each sign of care."""

    least: float
    alone: float
    apart: float
    care: float


# Where the post reader finds the post as a whole like those that analysts want, a sign needs less.
# Where it would have read the post and saw no reason to, clauses alone need more.
USUAL, LIKELY = Need(0.5, 0.8, 0.7, 0.05), Need(0.35, 0.35, 0.35, 0.0)
UNREAD = Need(0.7, 0.95, 0.85, 0.05)


def counted(post: Post, need: Need) -> Numbered:
    """The risk hits sure enough to raise a post, with their numbers."""
    care = len({hit.id for hit in post.hits if hit.polarity == "mitigating"})
    least = min(0.9, need.least + need.care * care)
    numbered = enumerate(post.hits)
    return [(n, hit) for n, hit in numbered if hit.polarity == "risk" and is_sure(hit, least)]


def is_sure(hit: Hit, least: float) -> bool:
    """Is the hit of no trained reader, or sure enough?"""
    return hit.by != "model" or hit.confidence >= least


def combined(hits: Numbered, alone: frozenset[str], need: Need) -> Iterator[Reason]:
    """The reasons the combination rule finds in *hits* (number and hit); ids in *alone* need no other."""
    single = [number for number, hit in hits if hit.id in alone and is_sure(hit, need.alone)]
    if single:
        yield Reason("standalone", single)
    dimensions: dict[str, Numbered] = defaultdict(list)
    for number, hit in hits:
        if hit.dimension != "own.post_type":
            dimensions[hit.dimension].append((number, hit))
    for inside in dimensions.values():
        code = _positive(inside)
        if code:
            yield Reason(code, [number for number, _ in inside])
    serious = [
        [number for number, hit in inside if hit.strength != "weak" and is_sure(hit, need.apart)]
        for inside in dimensions.values()
    ]
    if sum(map(bool, serious)) >= 2:
        yield Reason("two_dimensions", sorted(chain.from_iterable(serious)))


def _positive(hits: Numbered) -> str | None:
    """Which clause of the ILO rule makes a dimension positive; an indicator counts once."""
    strengths = list({hit.id: hit.strength for _, hit in hits}.values())
    strong, medium = strengths.count("strong"), strengths.count("medium")
    weak = len(strengths) - strong - medium
    rules = {
        "two_strong": strong >= 2,
        "strong_and_other": strong >= 1 and medium + weak >= 1,
        "three_medium": medium >= 3,
        "two_medium_and_weak": medium >= 2 and weak >= 1,
    }
    return next((code for code, holds in rules.items() if holds), None)
