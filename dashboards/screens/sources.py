"""The page of the sources: how each stands, since when, why, and what its operator does next."""

from dataclasses import dataclass
from datetime import UTC, datetime

from crawler.home import Home
from dashboards.daemon import readable
from index import runs
from index.rows import Rows
from index.runs import Run
from spiders.health.judging import HISTORY
from spiders.health.standing import Standing, standing
from spiders.source import Source

_ORDER = {"failing": 0, "neither": 1, "well": 2}
_SHAPE = "%-d %b %Y, %H:%M"


@dataclass(frozen=True, slots=True)
class Time:
    """A moment for people (UTC) and for machines."""

    shown: str
    stamp: str


@dataclass(frozen=True, slots=True)
class Line:
    """One source; `last` and `brought` are of its newest run that is done or was stopped."""

    source: Source
    at: Standing
    since: Time | None
    last: Time | None
    brought: str


@dataclass(frozen=True, slots=True)
class Listing:
    """All sources, those that fail first; `broken` are files that cannot be read."""

    lines: list[Line]
    broken: list[str]

    @property
    def failing(self) -> int:
        """How many need a look."""
        return sum(one.at.state.kind == "failing" for one in self.lines) + len(self.broken)


def read(home: Home, rows: Rows) -> Listing:
    """The sources as they stand now."""
    good, wrong = readable(home)
    lines = [_line(one, runs.last(rows, one.name, HISTORY)) for one in good]
    lines.sort(key=lambda one: (_ORDER[one.at.state.kind], one.source.name))
    return Listing(lines, [line for fault in wrong.values() for line in fault.splitlines()])


def _line(source: Source, past: list[Run]) -> Line:
    at = standing(source.name, past)
    done = next((run for run in past if run.state != runs.RUNNING), None)
    last = _time(done.started_at) if done else None
    return Line(source, at, _time(at.since) if at.since else None, last, _brought(done))


def _time(at: datetime) -> Time:
    return Time(at.astimezone(UTC).strftime(_SHAPE), at.astimezone(UTC).isoformat())


def _brought(run: Run | None) -> str:
    """What a run read, in one line."""
    if run is None:
        return ""
    pages, posts, new = (run.counts.get(name, 0) for name in ("pages", "posts", "new"))
    return f"{_n(new, 'new post')} ({posts} read on {_n(pages, 'page')})"


def _n(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
