"""What structure says of a page: its posts or its rows, and how sure that is."""

from dataclasses import dataclass, field

from spiders.pages import clock, dates
from spiders.pages.dates import Moment, Reckoning
from spiders.pages.document import Document
from spiders.readers.generic.bodies import bodies
from spiders.readers.generic.families import Family, families
from spiders.readers.generic.kinds import signs
from spiders.readers.generic.listing import Rows, is_told, rows
from spiders.readers.generic.moments import moments
from spiders.readers.generic.people import labelled, people
from spiders.readers.generic.ranking import quality, ranked
from spiders.readers.generic.single import single
from spiders.readers.generic.stamps import Stamp, bare, stamps
from spiders.readers.generic.survey import Survey, survey, weigh

_LED = 0.5  # the share of a listing's rows that lead to a page by a title


@dataclass(slots=True)
class Findings:
    """The records of a page (of its posts, when `kind` is thread or ad) with their columns."""

    survey: Survey
    by: Reckoning
    kind: str = "other"
    sure: float = 0.0
    family: Family = ()
    times: list[Stamp] = field(default_factory=list)
    rows: list[Family] = field(default_factory=list)
    lists: list[Rows] = field(default_factory=list)
    bodies: list[int | None] = field(default_factory=list)
    moments: list[Moment] = field(default_factory=list)
    people: list[str | None] = field(default_factory=list)


def find(page: Document) -> Findings:
    """The posts of *page*, or its rows; `sure` is from 0 to 1."""
    found = Findings(survey(page.tree), clock.reckoning(page))
    times = found.times = stamps(found.survey, found.by)
    weigh(found.survey, bare(found.survey, times))
    known = families(found.survey, times)
    best, worth = None, 0.0
    for family in ranked(found.survey, known, times):
        tried = _tried(found, family)
        if tried > worth:
            best, worth = family, tried
    if best is not None:
        return _posts(found, best)
    alone = single(found.survey, times, found.rows)
    if alone is not None:
        return _posts(found, alone.family)
    return _listed(page, found, known)


def _tried(found: Findings, family: Family) -> float:
    """How good *family* is as posts, 0 when it is none; rows are noted as such."""
    page = found.survey
    body = bodies(page, family)
    when = moments(page, family, found.times, body)
    told = signs(page, family, body, when)
    if told.headlined >= _LED and told.posts <= 0:
        found.rows.append(family)
    if told.posts <= 0 or sum(one is not None for one in body) < _LED * len(family):
        return 0.0
    return quality(
        page, [list(body), list(when), list(people(page, family, body, found.times))], body
    )


def _listed(page: Document, found: Findings, known: list[Family]) -> Findings:
    """The lists of a page; those of links alone, without times, are less sure."""
    found.lists = rows(page, found.survey, known, found.times)
    shown = [one for one in found.lists if is_told(page, found.survey, one, found.times)]
    if shown:
        found.kind, found.sure, found.lists = "listing", 0.55, shown
    return found


def _posts(found: Findings, family: Family) -> Findings:
    times = found.times
    found.kind, found.family = "thread", family
    found.bodies = bodies(found.survey, family)
    found.moments = _settled(found, times)
    found.people = people(found.survey, family, found.bodies, times)
    if len(family) == 1 and found.people[0] is None:
        found.people = [labelled(found.survey)]
    told = (
        sum(body is not None for body in found.bodies),
        sum(moment.at is not None for moment in found.moments),
        sum(person is not None for person in found.people),
    )
    found.sure = 0.2 + (0.2 * told[0] + 0.15 * told[1] + 0.1 * told[2]) / len(family)
    return found


def _settled(found: Findings, times: list[Stamp]) -> list[Moment]:
    """The times of the posts, what one leaves open settled by the others."""
    chosen = moments(found.survey, found.family, times, found.bodies)
    others = [stamp.moment.raw for stamp in times if stamp not in chosen and stamp.moment.raw]
    shown = [stamp.moment if stamp else None for stamp in chosen]
    return dates.settle(shown, found.by, others=others)
