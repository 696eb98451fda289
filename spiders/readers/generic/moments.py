"""When each record was posted: of the times it shows, those that run on from post to post."""

import re
from collections import defaultdict
from itertools import pairwise

from spiders.readers.generic.columns import key
from spiders.readers.generic.families import Family
from spiders.readers.generic.stamps import Stamp
from spiders.readers.generic.survey import Survey

# Words before a time that is not the post's: joined, edited, last seen.
_OTHER = re.compile(
    r"(?i)join|regist|member since|dabei|beigetreten|mitglied|edit|bearbeit|geändert|modif|last"
    r"|регистр|зарег|реєстр|правил|редакт|измен|змін|dołącz|rejestr|zmien|edyt|uprav|inscri|înscri"
)


def moments(
    page: Survey, family: Family, times: list[Stamp], bodies: list[int | None]
) -> list[Stamp | None]:
    """The time of each record, None where it shows none."""
    ranked = sorted(
        _columns(page, family, times, bodies),
        key=lambda column: _worth(page, column, len(family)),
        reverse=True,
    )
    best = dict(ranked[0]) if ranked else {}
    shown = frozenset(best)
    for column in ranked[1:] if len(best) < len(family) else ():
        if shown.isdisjoint(column) and not _is_other(page, next(iter(column.values()))):
            for place, stamp in column.items():  # written otherwise: "10 hours ago"
                best.setdefault(place, stamp)
    return [best.get(place) for place in range(len(family))]


def _columns(
    page: Survey, family: Family, times: list[Stamp], bodies: list[int | None]
) -> list[dict[int, Stamp]]:
    """The first time of each column in each record; what a body mentions is not its time."""
    found: dict[tuple[object, ...], dict[int, Stamp]] = defaultdict(dict)
    for place, (record, body) in enumerate(zip(family, bodies, strict=True)):
        for stamp in times:
            if not record.start <= stamp.node < record.stop:
                continue
            if body is not None and body < stamp.node < page.end[body]:
                continue
            column = found[(stamp.exact, *key(page, stamp.node, record))]
            column.setdefault(place, stamp)
    return list(found.values())


def _worth(page: Survey, column: dict[int, Stamp], records: int) -> float:
    told = list(column.values())
    at = [stamp.moment.at for stamp in told if stamp.moment.at]
    rising = sum(a <= b for a, b in pairwise(at)) / max(1, len(at) - 1)
    worth = (
        3 * len(told) / records
        + len({stamp.moment.raw for stamp in told}) / len(told)
        + 0.5 * told[0].exact
    )
    worth += sum(stamp.moment.precision != "day" for stamp in told) / len(told)
    worth += max(rising, 1 - rising) if len(at) > 1 else 0.5
    return worth - (2 if _is_other(page, told[0]) else 0)


def _is_other(page: Survey, stamp: Stamp) -> bool:
    """Whether the words at or just before a time say that it is another one's."""
    first = page.first[stamp.node]
    before = page.runs[first - 1].text if first else ""
    names = page.nodes[stamp.node].get("class") or ""
    return any(map(_OTHER.search, (stamp.moment.raw or "", before[-40:], names)))
