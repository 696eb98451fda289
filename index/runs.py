"""Crawls as they went: when, how they ended, and what they brought."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Row, select

from index.rows import Rows
from index.tables import runs

RUNNING = "running"
TROUBLE = ("failed", "short")


@dataclass(frozen=True, slots=True)
class Run:
    """One crawl of one source; `counts` are the crawl's stats under `offerwatch/`."""

    n: int
    source: str
    started_at: datetime
    ended_at: datetime | None
    state: str
    counts: dict[str, int] = field(default_factory=dict)


def begin(rows: Rows, source: str) -> int:
    """Write down that a crawl begins; its number."""
    values = {"source": source, "started_at": datetime.now(UTC), "state": RUNNING, "counts": "{}"}
    with rows.writing() as connection:
        return int(
            connection.execute(runs.insert().values(values).returning(runs.c.n)).scalar_one()
        )


def end(rows: Rows, n: int, state: str, counts: Mapping[str, int]) -> None:
    """Write down how crawl *n* ended."""
    text = msgspec.json.encode(dict(counts)).decode()
    with rows.writing() as connection:
        done = {"ended_at": datetime.now(UTC), "state": state, "counts": text}
        connection.execute(runs.update().where(runs.c.n == n).values(done))


def last(rows: Rows, source: str, limit: int = 1) -> list[Run]:
    """The newest crawls of *source*, newest first."""
    ask = select(runs).where(runs.c.source == source).order_by(runs.c.n.desc()).limit(limit)
    with rows.engine.begin() as connection:
        return [_run(row) for row in connection.execute(ask)]


def _run(row: Row[Any]) -> Run:
    counts = msgspec.json.decode(row.counts)
    return Run(row.n, row.source, row.started_at, row.ended_at, row.state, counts)


def troubled(rows: Rows) -> list[Run]:
    """For each source whose newest ended crawl failed or fell short, the first crawl since when it does."""
    ask = select(runs).where(runs.c.ended_at.is_not(None)).order_by(runs.c.n)
    first: dict[str, Run | None] = {}
    with rows.engine.begin() as connection:
        for run in map(_run, connection.execute(ask)):
            bad = run.state in TROUBLE
            first[run.source] = (first.get(run.source) or run) if bad else None
    return [run for run in first.values() if run]
