"""Keeps nothing longer than its time, lane by lane, and proves it by looking at what is left."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, func, select

from crawler.config import Retention
from crawler.home import Home
from index import ledger as memory
from index import pages as kept_pages
from index.desk import Desk
from index.rows import Rows
from index.tables import (
    accounts,
    across,
    bands,
    contacts,
    ledger,
    pages,
    posts,
    revisions,
    verdicts,
)

LANES = ("unraised", "queue", "fraud", "disclosure", "child", "referred")
BATCH = 200
GRACE = timedelta(hours=1)  # a crawl writes a page's bytes a moment before the posts that hold them
PATIENCE = 10_000  # milliseconds the log waits for readers
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Purged:
    """What a purge did, and the proof: `overdue`, `remains` and `log` must be nothing.

    `overdue`: rows still over their time. `remains`: contacts, revisions, texts of emptied rows.
    `log`: whether old bytes wait in the write-ahead log for a reader to end.
    """

    lanes: dict[str, int]
    pages: int
    overdue: int
    remains: int
    log: bool

    @property
    def proven(self) -> bool:
        """Whether nothing is left that should be gone."""
        return not (self.overdue or self.remains or self.log)


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure did: posts, remembered contacts, pages let go; `remains` must be 0."""

    posts: int
    remembered: int
    pages: int
    remains: int
    log: bool


def due(rows: Rows, retention: Retention, now: datetime) -> dict[str, list[str]]:
    """Ids of posts over their time by lane, counted from last_seen; referred ones have their own."""
    return {lane: rows.ids(*_over(lane, retention, now)) for lane in LANES}


def purge(home: Home, rows: Rows, now: datetime, progress: Progress | None = None) -> Purged:
    """Empty what is due, let go of pages and traces no raised post needs, then look again.

    Interrupted, it leaves whole batches done; the next run does the others.
    """
    retention = home.config.retention
    found = due(rows, retention, now)
    every = [one for ids in found.values() for one in ids]
    key, done = home.key(), 0
    for batch in _batches(every):
        done += rows.purge(batch, key, now)
        if progress:
            progress(done, len(every))
    _forget_known(rows)
    gone = _drop_pages(home, rows, now - GRACE)
    log = _truncate_log(rows)
    overdue = sum(map(len, due(rows, retention, now).values()))
    return Purged(
        {lane: len(ids) for lane, ids in found.items()}, gone, overdue, remains(rows), log
    )


def erase(
    home: Home, rows: Rows, *, ids: Sequence[str], values: Sequence[str], reason: str, by: str
) -> Erased:
    """Forget posts for good, by id or by a contact (normal form), and what the ledger holds of it.

    Journaled with ids and reason, never with the words or the contact; the ids are never read again.
    """
    shown = [post.id for post in rows.by_contact(values)] if values else []
    every = list(dict.fromkeys([*ids, *shown]))
    detail = f"posts: {', '.join(every) or 'none'}; contacts: {len(values)}; reason: {reason}"
    Desk(rows).note("erasure", by, detail)
    gone = _drop_pages_of(home, rows, every)
    count = sum(rows.erase(batch) for batch in _batches(every))
    hashes = [memory.hashed(value, home.key()) for value in values]
    with rows.writing() as connection:
        forgotten = connection.execute(ledger.delete().where(ledger.c.hash.in_(hashes))).rowcount
    _forget_known(rows)
    return Erased(count, forgotten, gone, remains(rows), _truncate_log(rows))


def remains(rows: Rows) -> int:
    """How many texts, contacts, revisions and signatures emptied rows still have: must be 0."""
    emptied = select(posts.c.id).where(
        posts.c.purged_at.is_not(None) | posts.c.erased_at.is_not(None)
    )
    full = posts.c.doc.is_not(None) | posts.c.words.is_not(None) | posts.c.signature.is_not(None)
    asks = [
        select(func.count()).select_from(posts).where(posts.c.id.in_(emptied), full),
        *(
            select(func.count()).select_from(table).where(column.in_(emptied))
            for table, column in (
                (contacts, contacts.c.post), (revisions, revisions.c.id), (bands, bands.c.post),
                (accounts, accounts.c.post), (across, across.c.post),
            )
        ),
    ]  # fmt: skip
    with rows.engine.begin() as connection:
        return sum(int(connection.execute(ask).scalar_one()) for ask in asks)


def _over(lane: str, retention: Retention, now: datetime) -> list[ColumnElement[bool]]:
    """The condition for rows of *lane* whose time is over."""
    long: timedelta = getattr(retention, lane)
    referred = posts.c.status == "referred"
    mine = posts.c.lane.is_(None) if lane == "unraised" else posts.c.lane == lane
    which = [referred] if lane == "referred" else [~referred, mine]
    return [posts.c.doc.is_not(None), posts.c.last_seen < now - long, *which]


def _forget_known(rows: Rows) -> None:
    """Verdicts outlive posts, but not the contacts and facts that were known when they were made."""
    alive = select(posts.c.id).where(posts.c.doc.is_not(None))
    families = select(posts.c.cluster).where(posts.c.doc.is_not(None), posts.c.cluster.is_not(None))
    gone = ~verdicts.c.subject.in_(alive) & ~verdicts.c.subject.in_(families)
    with rows.writing() as connection:
        connection.execute(
            verdicts.update().where(gone, verdicts.c.known != "[]").values(known="[]")
        )


def _drop_pages(home: Home, rows: Rows, before: datetime) -> int:
    """Let go of page records fetched *before* that no raised post points to; how many."""
    ask = select(pages.c.sha256).where(pages.c.fetched_at < before)
    with rows.engine.begin() as connection:
        known = set(connection.scalars(ask))
        docs = connection.scalars(
            select(posts.c.doc).where(posts.c.lane.is_not(None), posts.c.doc.is_not(None))
        )
        used = {_sha256(doc) for doc in docs}
    for sha256 in sorted(known - used):
        kept_pages.drop(home, sha256, rows)
    return len(known - used)


class _PageOf(msgspec.Struct):
    """As much of a kept post as says which page it stood on."""

    page: dict[str, Any] | None = None


def _sha256(doc: str) -> str | None:
    page = msgspec.json.decode(doc, type=_PageOf).page
    return page.get("sha256") if page else None


def _drop_pages_of(home: Home, rows: Rows, ids: Sequence[str]) -> int:
    """Let go of every record of the pages these posts stood on, whoever else stands there."""
    urls = {post.page.url for batch in _batches(ids) for post in rows.many(batch) if post.page}
    with rows.engine.begin() as connection:
        found = list(connection.scalars(select(pages.c.sha256).where(pages.c.url.in_(urls))))
    for sha256 in found:
        kept_pages.drop(home, sha256, rows)
    rows.unkeep(urls)
    return len(found)


def _truncate_log(rows: Rows) -> bool:
    """Bring the write-ahead log into the database and empty it; True when a reader is in the way.

    Freed space is overwritten as it is freed (secure_delete), so no old byte is left after this.
    """
    if rows.engine.dialect.name != "sqlite":
        return False
    connection = rows.engine.raw_connection()
    try:
        cursor = connection.cursor()
        before = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
        busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {before}")
    finally:
        connection.close()
    return bool(busy)


def _batches(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (ids[n : n + BATCH] for n in range(0, len(ids), BATCH))
