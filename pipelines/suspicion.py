"""A first look at an offer by the clause reader: is there risk enough in it to read it closely, and where?

Measured on 422 ordinary adverts and 165 posts of the development sets that people want to see: 4 %
of the first pass and 95 % of the second.
"""

import math
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from pipelines.catalogue import load_all
from pipelines.clauses import Clause
from pipelines.field import Field

# Log-odds of the two surest signs. A long advert has more chances to look bad by accident, so both
# rise with the number of clauses beyond a forum post's.
FIRST, SECOND, USUAL, RISE = -0.5, -1.8, 12, 1.5
ALONE = 0.5  # log-odds from which a sign that may raise a post alone is enough
FAINT = -4.0  # below this a clause says nothing
AROUND, LONG, MOST = 120, 1200, 900  # code points: beside a clause, of a long text, read of it

Passage = tuple[int, int]


class Glance(NamedTuple):
    """Whether there is risk enough, and the clauses of the text by their surest sign, surest first."""

    risky: bool
    clauses: list[tuple[float, Clause]]


def glance(both: Sequence[Field]) -> Glance:
    """What the clause reader sees in the title and the text."""
    best: dict[str, float] = {}
    ranked: list[tuple[float, Clause]] = []
    for field in both:
        for clause, signs in _signs(field):
            for name, odds in signs:
                best[name] = max(odds, best.get(name, odds))
            if field.name == "text":
                ranked.append((max(odds for _, odds in signs), clause))
    many = sum(len(field.clauses) for field in both) / USUAL
    first, second = sorted([*best.values(), FAINT, FAINT], reverse=True)[:2]
    allowance = RISE * math.log(max(1.0, many))
    alone = max((odds for name, odds in best.items() if name in _alone()), default=FAINT)
    risky = first - allowance >= FIRST and second - allowance >= SECOND
    risky = risky or alone - allowance >= ALONE
    return Glance(risky, sorted(ranked, key=lambda one: -one[0]))


def passages(text: Field, seen: Glance) -> list[Passage]:
    """The parts of *text* to read closely, in order: all of a short one, the riskiest of a long one."""
    whole = len(text.text)
    if whole <= LONG:
        return [(0, whole)]
    chosen = [(0, 2 * AROUND)]
    for _, clause in seen.clauses:
        start, end = text.words[clause.start].start, text.words[clause.end - 1].end
        chosen.append((max(0, start - AROUND), min(whole, end + AROUND, start + MOST)))
        if sum(end - start for start, end in _joined(chosen)) >= MOST:
            break
    return _joined(chosen)


def _signs(field: Field) -> Iterator[tuple[Clause, list[tuple[str, float]]]]:
    for clause, found in field.signs(FAINT):
        if signs := [(name, odds) for name, odds in found if name in _risks()]:
            yield clause, signs


@cache
def _risks() -> frozenset[str]:
    return frozenset(one.id for one in load_all() if one.polarity == "risk")


@cache
def _alone() -> frozenset[str]:
    return frozenset(one.id for one in load_all() if one.standalone_alert)


def _joined(parts: list[Passage]) -> list[Passage]:
    """The same parts in order, those that touch made one."""
    joined: list[Passage] = []
    for start, end in sorted(parts):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined
