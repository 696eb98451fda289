"""Crawls as they went: when, how they ended and why, what they brought, and which of them to tell."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Column, Connection, Integer, Row, Table, Text, select

from index.rows import Rows
from index.tables import metadata, runs

RUNNING, DONE, STOPPED = "running", "done", "stopped"
"""The states that are not failing; every other name is that of something that went wrong."""
PATIENCE = 3  # failing runs in a row that are worth a mail
KILLED = "its process was ended from outside, or the machine went down"

words = Table(
    "run_words", metadata,
    Column("n", Integer, primary_key=True),
    Column("why", Text, nullable=False),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Run:
    """One crawl of one source; `counts` are the crawl's stats under `offerwatch/`, `why` says in
    one sentence what `state` comes from."""

    n: int
    source: str
    started_at: datetime
    ended_at: datetime | None
    state: str
    counts: dict[str, int] = field(default_factory=dict)
    why: str = ""

    @property
    def failing(self) -> bool:
        """Whether it went wrong; one that runs or was stopped did not, nor did it go well."""
        return is_failing(self.state)


@dataclass(frozen=True, slots=True)
class Streak:
    """Failing runs of one source in a row, of those that count: the first, the last and how many;
    `over` is the well run that ended it, and `since` how many runs there were from that on."""

    first: Run
    last: Run
    length: int
    over: Run | None = None
    since: int = 0


def is_failing(state: str) -> bool:
    """Whether a run of that state went wrong."""
    return state not in (RUNNING, DONE, STOPPED)


def begin(rows: Rows, source: str) -> int:
    """Write down that a crawl begins; its number. The caller holds the source's lock, so a crawl
    that seems to run still was killed, and is stopped."""
    values = {"source": source, "started_at": datetime.now(UTC), "state": RUNNING, "counts": "{}"}
    with rows.writing() as connection:
        dead = select(runs.c.n).where(runs.c.source == source, runs.c.state == RUNNING)
        for n in connection.scalars(dead).all():
            _end(connection, n, STOPPED, {}, KILLED)
        return int(
            connection.execute(runs.insert().values(values).returning(runs.c.n)).scalar_one()
        )


def end(rows: Rows, n: int, state: str, counts: Mapping[str, int], why: str = "") -> None:
    """Write down how crawl *n* ended, and why in one sentence."""
    with rows.writing() as connection:
        _end(connection, n, state, counts, why)


def _end(connection: Connection, n: int, state: str, counts: Mapping[str, int], why: str) -> None:
    text = msgspec.json.encode(dict(counts)).decode()
    done = {"ended_at": datetime.now(UTC), "state": state, "counts": text}
    connection.execute(runs.update().where(runs.c.n == n).values(done))
    connection.execute(words.delete().where(words.c.n == n))
    if why:
        connection.execute(words.insert().values(n=n, why=why))


def last(rows: Rows, source: str, limit: int = 1) -> list[Run]:
    """The newest crawls of *source*, newest first."""
    ask = _whole().where(runs.c.source == source).order_by(runs.c.n.desc()).limit(limit)
    with rows.engine.begin() as connection:
        return [_run(row) for row in connection.execute(ask)]


def news(rows: Rows, source: str, limit: int = 60) -> list[Run]:
    """The newest crawls of *source* that brought a new post, newest first, then its first crawl."""
    mine = _whole().where(runs.c.source == source)
    brought = mine.where(runs.c.counts.contains('"new":')).order_by(runs.c.n.desc()).limit(limit)
    with rows.engine.begin() as connection:
        found = [
            *connection.execute(brought),
            *connection.execute(mine.order_by(runs.c.n).limit(1)),
        ]
        return list({row.n: _run(row) for row in found}.values())


def _whole() -> Any:
    return select(runs, words.c.why).outerjoin(words, words.c.n == runs.c.n)


def _run(row: Row[Any]) -> Run:
    counts = msgspec.json.decode(row.counts)
    ended, why = row.ended_at, row.why or ""
    return Run(row.n, row.source, row.started_at, ended, row.state, counts, why)


def streaks(rows: Rows) -> list[Streak]:
    """Each source's newest streak of at least PATIENCE failing runs, if a well run did not end it
    or is the last that did."""
    ask = select(runs.c.source, runs.c.n, runs.c.state).order_by(runs.c.n)
    by_source: dict[str, list[tuple[int, str]]] = defaultdict(list)
    with rows.engine.begin() as connection:
        for source, n, state in connection.execute(ask):
            if state not in (RUNNING, STOPPED):
                by_source[source].append((n, state))
        return [one for states in by_source.values() for one in _newest(connection, states)]


def _newest(connection: Connection, states: Sequence[tuple[int, str]]) -> Iterator[Streak]:
    """The newest streak in *states*, which hold no run that does not count."""
    failing: list[int] = []
    for at in range(len(states) - 1, -2, -1):
        n, state = states[at] if at >= 0 else (0, DONE)
        if is_failing(state):
            failing.append(n)
        elif len(failing) >= PATIENCE:
            after = at + len(failing) + 1
            over = states[after][0] if after < len(states) else None
            yield _streak(connection, failing, over, len(states) - after)
            return
        else:
            failing = []


def _streak(connection: Connection, failing: list[int], over: int | None, since: int) -> Streak:
    wanted = [failing[-1], failing[0], *([over] if over else [])]
    found = {row.n: _run(row) for row in connection.execute(_whole().where(runs.c.n.in_(wanted)))}
    ended = found[over] if over else None
    return Streak(found[failing[-1]], found[failing[0]], len(failing), ended, since)
