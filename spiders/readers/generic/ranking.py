"""Which of the ways to part a page is meant: the finest that loses nothing."""

from bisect import bisect_left

from spiders.readers.generic.families import Family
from spiders.readers.generic.stamps import Stamp
from spiders.readers.generic.survey import Survey

_COUNTED = 600.0  # characters of one record
_LOOKED_AT = 8
_AS_GOOD = 0.5


def ranked(page: Survey, found: list[Family], times: list[Stamp]) -> list[Family]:
    """The families that hold most of the page's sentences and times, the best first."""
    places = [stamp.node for stamp in times]
    worth = {family: _worth(page, family, places) for family in found}
    least = _AS_GOOD * max(worth.values(), default=0.0)
    good: dict[tuple[int, int], Family] = {}
    for family in found:
        if worth[family] >= max(least, 1.0):
            parts = (round(worth[family]), len(family))
            kept = good.setdefault(parts, family)  # of those that part the same words, the widest
            good[parts] = max(kept, family, key=lambda one: one[0].stop - one[0].start)
    return [good[key] for key in sorted(good, reverse=True)][:_LOOKED_AT]


def _worth(page: Survey, family: Family, places: list[int]) -> float:
    prose = sum(min(_COUNTED, page.prose_of(one.first, one.last)) for one in family)
    timed = sum(
        bisect_left(places, one.start) < bisect_left(places, one.stop) for one in family
    ) / len(family)
    return prose * (0.2 + 0.8 * timed)


def quality(page: Survey, told: list[list[object]], bodies: list[int | None]) -> float:
    """How much a family tells: its bodies' sentences, by the share of its columns (*told*) filled."""
    said = [page.prose_of(page.first[b], page.last[b]) for b in bodies if b is not None]
    filled = [sum(one is not None for one in column) / len(column) for column in told]
    return sum(min(_COUNTED, one) for one in said) * (0.25 + sum(filled) / len(filled))
