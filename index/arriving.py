"""How the posts of one page come into the rows: new, edited or seen again, families and all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from crawler.items import Page, PageRef, Post
from index import company, families, verdicts
from index.tables import posts
from index.writing import Entry, digest, doc, put, retire

SHOWN = ("first_seen", "last_seen", "seq", "cluster", "status", "revision")
_WANTED = posts.c.id.in_(bindparam("wanted", expanding=True))
_NEEDED = select(*(column for column in posts.c if column.name not in ("words", "signature")))
_ASK, _SIGHT = _NEEDED.where(_WANTED), posts.update().where(_WANTED)
Signatures = Mapping[str, Sequence[int] | None]


@dataclass(slots=True)
class Kept:
    """What `add` did, by post id."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


class Arrival:
    """The posts of one page within one transaction; `rows` are the posts as they are then kept."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self.connection = connection
        self.now = now
        self.kept = Kept()
        self.rows: dict[str, Post] = {}
        self.entries: dict[str, Entry] = {}

    def take(self, read: Mapping[str, Post], page: Page) -> None:
        """Keep the posts *read*, by id, with the signatures and words that *page* has of them."""
        olds = {row.id: row for row in _rows(self.connection, read)}
        replaced = []
        for one, post in read.items():
            old = olds.get(one)
            if old is None:
                self._begin(post)
            elif old.erased_at is not None:
                self.kept.refused.append(one)
            elif old.digest == digest(post):
                self._see(old, post.page)
            else:
                replaced += self._revise(old, post)
        retire(self.connection, replaced, self.now)
        company.mark_left(self.connection, [old.id for old in replaced])
        self._join(page.signatures)
        for one, words in page.words.items():
            if one in self.entries and self.entries[one].reread:
                self.entries[one].extra["words"] = words
        self._sight([one for one in self.kept.seen if one not in self.entries])
        put(self.connection, list(self.entries.values()))

    def _begin(self, post: Post) -> None:
        self.kept.new.append(post.id)
        post.first_seen = post.last_seen = self.now
        self._write(post, known=False)

    def see(self, ids: Sequence[str], page: PageRef | None) -> None:
        """Posts whose words are known to be as they were, seen again on *page*."""
        for old in _rows(self.connection, ids):
            if old.erased_at is None:
                self._see(old, page)
        self._sight([one for one in ids if one in self.rows and one not in self.entries])
        put(self.connection, [self.entries[one] for one in ids if one in self.entries])

    def leave(self, ids: Sequence[str]) -> None:
        """Posts that are no longer shown where they stood."""
        shown = [row for row in _rows(self.connection, ids) if row.doc and row.gone_at is None]
        self.kept.gone = [row.id for row in shown]
        gone = [Entry(replace(_held(row), gone_at=self.now)) for row in shown]
        put(self.connection, gone)
        company.mark(self.connection, self.kept.gone)

    def _see(self, old: Row[Any], page: PageRef | None) -> None:
        """A sighting moves last_seen; it is a change for the index once a day, or when gone is undone."""
        self.kept.seen.append(old.id)
        held = self.rows[old.id] = _held(old)
        same_day = held.last_seen is not None and held.last_seen.date() == self.now.date()
        if old.doc is not None and (held.gone_at is not None or not same_day):
            held.gone_at, held.page = None, page or held.page
            self.entries[old.id] = Entry(held)
        held.last_seen = self.now

    def _revise(self, old: Row[Any], post: Post) -> list[Post]:
        """What is replaced, for it stays as a revision."""
        self.kept.changed.append(old.id)
        post.first_seen, post.last_seen = old.first_seen, self.now
        self._write(post, known=True)
        if old.doc is None:
            return []
        held = doc(old)
        post.revision, post.status = held.revision + 1, held.status
        return [held]

    def _write(self, post: Post, *, known: bool) -> None:
        self.rows[post.id] = post
        self.entries[post.id] = Entry(post, known, reread=True, extra={"digest": digest(post)})

    def _sight(self, ids: Sequence[str]) -> None:
        if ids:
            moved = {"wanted": list(ids), "last_seen": self.now}
            self.connection.execute(_SIGHT, moved)

    def _join(self, signatures: Signatures) -> None:
        """Give new and edited posts their families and what people decided on these."""
        ids = [*self.kept.new, *self.kept.changed]
        families.leave(self.connection, self.kept.changed)
        joined = families.join(self.connection, {one: signatures.get(one) for one in ids})
        names = {one: {one} | joined.subjects.get(one, set()) for one in ids}
        said = verdicts.latest(self.connection, set().union(*names.values()))
        for one in ids:
            post = self.rows[one]
            post.cluster = joined.own[one]
            post.status = verdicts.inherited(post, names[one], said)
            self.entries[one].extra["signature"] = families.packed(signatures.get(one))
        self._rename(joined.renamed)

    def _rename(self, renamed: Mapping[str, str]) -> None:
        for row in _rows(self.connection, renamed.keys() - self.rows.keys()):
            self.rows[row.id] = _held(row)
        for one, name in renamed.items():
            self.rows[one].cluster = name
            self.entries.setdefault(one, Entry(self.rows[one]))

    def show(self, post: Post) -> None:
        """Let a post that was handed in show when it was first and last seen, and what else is kept."""
        if post.id in self.rows:
            for name in SHOWN:
                setattr(post, name, getattr(self.rows[post.id], name))


def _rows(connection: Connection, ids: Iterable[str]) -> Sequence[Row[Any]]:
    wanted = sorted(ids)
    return connection.execute(_ASK, {"wanted": wanted}).all() if wanted else []


def _held(row: Row[Any]) -> Post:
    """The post of a row; of an emptied one what is left."""
    if row.doc is None:
        return Post(id=row.id, first_seen=row.first_seen, seq=row.seq, status=row.status)
    post = doc(row)
    post.last_seen = row.last_seen  # a sighting moves the column alone
    return post
