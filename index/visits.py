"""What a source's pages and threads were when they were last read, so that a crawl asks for less."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import BindParameter, Connection, Row, Table, and_, bindparam, case, or_, select

from crawler.items import Page, ThreadState, Visit
from index.tables import posts, threads, visits

_SOURCE: BindParameter[Any] = bindparam("of")
_NAMES: BindParameter[Any] = bindparam("names", expanding=True)
_MET = select(visits.c.address, visits.c.met_at).where(
    visits.c.source == _SOURCE, visits.c.address.in_(_NAMES)
)
_KEY = {visits: visits.c.address, threads: threads.c.key}  # what names a row within its source
_DROP = {
    table: table.delete().where(table.c.source == _SOURCE, key.in_(_NAMES))
    for table, key in _KEY.items()
}
_AT = visits.select().where(visits.c.source == _SOURCE, visits.c.address == bindparam("address"))
_IN_THREAD = (visits.c.first, visits.c.address)
_AHEAD = timedelta(hours=1)  # a visit further in the future was made by a clock that has jumped


class Visits:
    """The memory of one source; reads only, for `Rows.keep` writes it with the posts."""

    def __init__(self, engine: Any, source: str) -> None:
        self.engine, self.source = engine, source

    def are_none(self) -> bool:
        """Whether the source was never crawled."""
        ask = select(visits.c.address).where(visits.c.source == self.source).limit(1)
        with self.engine.begin() as connection:
            return connection.execute(ask).first() is None

    def at(self, address: str) -> Visit | None:
        """The last visit of the page at *address*, or None."""
        with self.engine.begin() as connection:
            row = connection.execute(_AT, {"of": self.source, "address": address}).first()
            return _visit(row) if row else None

    def of(self, thread: str) -> list[Visit]:
        """The pages of a thread, in the thread's order."""
        return self._visits(visits.c.thread == thread)

    def threads(self, keys: Iterable[str]) -> dict[str, ThreadState]:
        """What is known of the threads called *keys*."""
        return {one.key: one for one in self._threads(threads.c.key.in_(list(keys)))}

    def on_board(self, board: str) -> list[ThreadState]:
        """The threads a board showed that were not found gone."""
        return self._threads(threads.c.board == board, threads.c.gone_at.is_(None))

    def unread(self) -> list[ThreadState]:
        """Threads that a listing showed and that were not yet read to the end."""
        return self._threads(threads.c.done.is_(False), threads.c.gone_at.is_(None))

    def due(self, now: datetime, young: timedelta, every: timedelta, most: int) -> list[Visit]:
        """Pages of threads, not visited for *every*, that show a raised post or were met, or have a
        post, for less than *young*; at most so many: the raised first, then the newest."""
        raised = visits.c.url.in_(
            select(posts.c.page).where(
                posts.c.source == self.source, posts.c.lane.is_not(None), posts.c.gone_at.is_(None)
            )
        )
        is_young = or_(visits.c.newest >= now - young, visits.c.met_at >= now - young)
        late = or_(visits.c.visited_at <= now - every, visits.c.visited_at > now + _AHEAD)
        order = (case((raised, 0), else_=1), visits.c.newest.desc(), visits.c.address)
        on = and_(visits.c.thread.is_not(None), late, or_(is_young, raised))
        return self._visits(on, order=order, limit=most)

    def _visits(
        self, *conditions: Any, order: Sequence[Any] = _IN_THREAD, limit: int | None = None
    ) -> list[Visit]:
        ask = visits.select().where(visits.c.source == self.source, *conditions)
        with self.engine.begin() as connection:
            return [_visit(row) for row in connection.execute(ask.order_by(*order).limit(limit))]

    def _threads(self, *conditions: Any) -> list[ThreadState]:
        ask = threads.select().where(threads.c.source == self.source, *conditions)
        with self.engine.begin() as connection:
            return [_state(row) for row in connection.execute(ask.order_by(threads.c.key))]


def remember(connection: Connection, page: Page, now: datetime) -> None:
    """Write what *page* teaches of its source, in the transaction that keeps its posts."""
    if page.memory is None:
        return
    first = _met(connection, page.source, [one.address for one in page.memory.visits])
    made = [
        _visit_row(one) | {"visited_at": now, "met_at": first.get(one.address, now)}
        for one in page.memory.visits
    ]
    _put(connection, visits, page.source, made)
    _put(connection, threads, page.source, [_plain(one) for one in page.memory.threads])
    _drop(connection, visits, page.source, page.memory.forget)


def _met(connection: Connection, source: str, addresses: Sequence[str]) -> dict[str, datetime]:
    """When each of the pages that are known was first visited."""
    if not addresses:
        return {}
    asked = {"of": source, "names": list(addresses)}
    return {row.address: row.met_at for row in connection.execute(_MET, asked)}


def _put(connection: Connection, table: Table, source: str, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        _drop(connection, table, source, [row[_KEY[table].name] for row in rows])
        connection.execute(table.insert(), [row | {"source": source} for row in rows])


def _drop(connection: Connection, table: Table, source: str, names: Sequence[str]) -> None:
    if names:
        connection.execute(_DROP[table], {"of": source, "names": list(names)})


def _visit_row(one: Visit) -> dict[str, Any]:
    plain = _plain(one)
    for name in ("posts", "ordinals"):
        plain[name] = msgspec.json.encode(plain[name]).decode()
    return plain


def _plain(one: Visit | ThreadState) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__slots__}


def _visit(row: Row[Any]) -> Visit:
    plain = {name: getattr(row, name) for name in Visit.__slots__}
    for name in ("posts", "ordinals"):
        plain[name] = msgspec.json.decode(plain[name])
    return Visit(**plain)


def _state(row: Row[Any]) -> ThreadState:
    return ThreadState(**{name: getattr(row, name) for name in ThreadState.__slots__})
