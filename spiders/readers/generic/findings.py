"""What structure says of a page: its posts or its rows, and how sure that is."""

from dataclasses import dataclass, field

from crawler.items import Thread
from spiders.pages import clock, dates
from spiders.pages.dates import Moment, Reckoning
from spiders.pages.document import Document
from spiders.pages.reading import ReadPost
from spiders.readers.generic.bodies import bodies
from spiders.readers.generic.families import Family, families
from spiders.readers.generic.kinds import signs
from spiders.readers.generic.listing import Rows, boards, is_told, rows
from spiders.readers.generic.moments import moments
from spiders.readers.generic.people import labelled, people
from spiders.readers.generic.ranking import quality, ranked
from spiders.readers.generic.signatures import signatures
from spiders.readers.generic.single import single
from spiders.readers.generic.stamps import Stamp, bare, stamps
from spiders.readers.generic.survey import Survey, label, survey, weigh
from spiders.readers.generic.told import told

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
    dated: list[int] = field(default_factory=list)
    rows: list[Family] = field(default_factory=list)
    lists: list[Rows] = field(default_factory=list)
    signatures: frozenset[int] = frozenset()
    thread: Thread = field(default_factory=Thread)
    told: list[ReadPost] = field(default_factory=list)  # for machines, when looks tell nothing
    bodies: list[int | None] = field(default_factory=list)
    moments: list[Moment] = field(default_factory=list)
    people: list[str | None] = field(default_factory=list)


def find(page: Document) -> Findings:
    """The posts of *page*, or its rows; `sure` is from 0 to 1."""
    found = Findings(survey(page.tree), clock.reckoning(page))
    times = found.times = stamps(found.survey, found.by)
    found.dated = bare(found.survey, times)
    weigh(found.survey, found.dated)
    known = families(found.survey, times)
    tried = [_tried(found, family) for family in ranked(found.survey, known, times)]
    best = max(tried, key=lambda one: one.worth, default=None)
    if best is not None and best.worth > 0:
        return _posts(found, _unsigned(found, best))
    found.thread, found.told = told(page, found.by)
    if found.told:
        found.kind, found.sure = "thread", 0.6
        return found
    alone = single(found.survey, times, found.rows)
    if alone is not None:
        return _posts(found, _read(found, alone.family))
    return _listed(page, found, known)


@dataclass(slots=True)
class _Read:
    """A family read as posts, and how good that is; 0 when it is none."""

    family: Family
    bodies: list[int | None]
    stamps: list[Stamp | None]
    people: list[str | None] = field(default_factory=list)
    worth: float = 0.0


def _tried(found: Findings, family: Family) -> _Read:
    """*family* read as posts; what turns out to be rows is noted as such."""
    page = found.survey
    body = bodies(page, family, found.dated)
    one = _Read(family, body, moments(page, family, found.times, body))
    seen = signs(page, family, body, one.stamps)
    if seen.headlined >= _LED and seen.posts <= 0:
        found.rows.append(family)
    if seen.posts > 0 and sum(node is not None for node in body) >= _LED * len(family):
        one.people = people(page, family, body, found.times)
        one.worth = quality(page, [list(body), list(one.stamps), list(one.people)], body)
    return one


def _unsigned(found: Findings, one: _Read) -> _Read:
    """*one* read again with the signatures known, when it has some that no name betrays."""
    page = found.survey
    found.signatures = frozenset(signatures(page, one.family, one.people, one.bodies))
    if not found.signatures:
        return one
    label(page, found.signatures)
    one.bodies = bodies(page, one.family, found.dated)
    one.stamps = moments(page, one.family, found.times, one.bodies)
    one.people = people(page, one.family, one.bodies, found.times)
    return one


def _read(found: Findings, family: Family) -> _Read:
    """The one post of a page, read; its author may stand elsewhere, behind a label."""
    body = bodies(found.survey, family, found.dated)
    one = _Read(family, body, moments(found.survey, family, found.times, body))
    one.people = people(found.survey, family, body, found.times)
    one.people = [name or labelled(found.survey) for name in one.people]
    return one


def _listed(page: Document, found: Findings, known: list[Family]) -> Findings:
    """The lists of a page; those of links alone, without times, are less sure."""
    found.lists = rows(page, found.survey, known, found.times)
    shown = [one for one in found.lists if is_told(page, found.survey, one, found.times)]
    if shown:
        found.kind, found.sure, found.lists = "listing", 0.55, shown
    elif len(boards(page, found.survey, None, named=True)) > 1:
        found.kind, found.sure = "listing", 0.5
    return found


def _posts(found: Findings, one: _Read) -> Findings:
    found.kind, found.family = "thread", one.family
    found.bodies, found.people = one.bodies, one.people
    found.moments = _settled(found, one.stamps)
    filled = (
        sum(body is not None for body in found.bodies),
        sum(moment.at is not None for moment in found.moments),
        sum(person is not None for person in found.people),
    )
    found.sure = 0.2 + (0.2 * filled[0] + 0.15 * filled[1] + 0.1 * filled[2]) / len(found.family)
    return found


def _settled(found: Findings, chosen: list[Stamp | None]) -> list[Moment]:
    """The times of the posts, what one leaves open settled by the others."""
    taken = {stamp.node for stamp in chosen if stamp}
    others = [s.moment.raw for s in found.times if s.node not in taken and s.moment.raw]
    shown = [stamp.moment if stamp else None for stamp in chosen]
    return dates.settle(shown, found.by, others=others)
