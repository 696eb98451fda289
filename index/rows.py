"""The record: every post, whole. The index follows it; nothing else is the truth about a post."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, Row, select

from crawler.items import COMPUTED, PageRef, Post, Status
from crawler.words import Word, cut
from index import families, ledger, verdicts
from index.change import Change
from index.database import connect
from index.tables import contacts, counter, posts, revisions


@dataclass(slots=True)
class Kept:
    """What `add` did, by post id."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


class Rows:
    """All posts. Each method is one transaction, and each change draws the next seq in it."""

    def __init__(self, address: str) -> None:
        self.engine: Engine = connect(address)
        self.writer: Engine = self.engine.execution_options(writes=True)

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that writes; others wait for it rather than fail."""
        with self.writer.begin() as connection:
            yield connection

    def add(
        self,
        read: Sequence[Post],
        page: PageRef | None = None,
        signatures: dict[str, Sequence[int]] | None = None,
        now: datetime | None = None,
    ) -> Kept:
        """Keep the posts of one page together: new, edited or seen again.

        `signatures` are the MinHash values of texts long enough to have a family. An erased post
        is refused; a purged one comes back only when its words have changed.
        """
        now, kept = now or datetime.now(UTC), Kept()
        with self.writing() as connection:
            for post in {post.id: replace(post, page=page or post.page) for post in read}.values():
                self._add_one(connection, post, (signatures or {}).get(post.id), now, kept)
        return kept

    def _add_one(
        self,
        connection: Connection,
        post: Post,
        signature: Sequence[int] | None,
        now: datetime,
        kept: Kept,
    ) -> None:
        old = connection.execute(posts.select().where(posts.c.id == post.id)).first()
        fresh = digest(post)
        if old is None:
            kept.new.append(post.id)
            post.first_seen = post.last_seen = now
            _write(connection, post, fresh, signature)
        elif old.erased_at is not None:
            kept.refused.append(post.id)
        elif old.digest == fresh:
            kept.seen.append(post.id)
            _see_again(connection, old, post, now)
        else:
            kept.changed.append(post.id)
            _revise(connection, old, post, now)
            _write(connection, post, fresh, signature)

    def update(self, read: Iterable[Post]) -> int:
        """Give kept posts a new reading of the same words (`retag`); how many changed.

        Only what the road computes is taken, and only while the words are still those that were
        read: an edit that a crawl brought meanwhile wins.
        """
        count = 0
        with self.writing() as connection:
            for post in read:
                old = connection.execute(posts.select().where(posts.c.id == post.id)).first()
                if old is not None and old.doc is not None and old.digest == digest(post):
                    kept = _doc(old)
                    fresh = replace(kept, **{name: getattr(post, name) for name in COMPUTED})
                    if fresh != kept:
                        _put(connection, fresh, {})
                        count += 1
        return count

    def mark_gone(self, ids: Iterable[str], at: datetime) -> int:
        """Say that posts are no longer shown where they stood; how many were there until now."""
        count = 0
        with self.writing() as connection:
            for one in ids:
                old = connection.execute(posts.select().where(posts.c.id == one)).first()
                if old is not None and old.doc is not None and old.gone_at is None:
                    _write(
                        connection, replace(_doc(old), gone_at=at), old.digest, None, rebuild=False
                    )
                    count += 1
        return count

    def set_status(self, subject: str, status: Status) -> int:
        """Copy what people decided to a post, or to every member of a cluster; how many."""
        with self.writing() as connection:
            return verdicts.copy(connection, subject, status, _rewrite)

    def erase(self, ids: Iterable[str], now: datetime | None = None) -> int:
        """Forget posts for good: only the id stays, so that they are never read again."""
        now = now or datetime.now(UTC)
        with self.writing() as connection:
            return sum(_empty(connection, one, now, erase=True) for one in ids)

    def purge(self, ids: Iterable[str], key: bytes, now: datetime | None = None) -> int:
        """Empty posts whose time is over; what outlives them is the hashed ledger and the totals."""
        now, count = now or datetime.now(UTC), 0
        with self.writing() as connection:
            for one in ids:
                old = connection.execute(posts.select().where(posts.c.id == one)).first()
                if old is not None and old.doc is not None:
                    ledger.remember(connection, _doc(old), key, again=old.counted)
                    count += _empty(connection, one, now, erase=False)
        return count

    def unkeep(self, urls: Iterable[str]) -> int:
        """Say of posts read from the pages at *urls* that the bytes are held no more; how many."""
        with self.writing() as connection:
            found = connection.execute(posts.select().where(posts.c.page.in_(list(urls)))).all()
            docs = [_doc(row) for row in found if row.doc is not None]
            kept = [post for post in docs if post.page and post.page.kept]
            for post in kept:
                assert post.page is not None
                _rewrite(connection, post.id, page=replace(post.page, kept=False))
        return len(kept)

    def get(self, one: str) -> Post | None:
        """The post called *one*, or None when there is none or its words are gone."""
        return next(iter(self.many([one])), None)

    def many(self, ids: Sequence[str]) -> list[Post]:
        """The posts of *ids* that still have their words, in the order asked."""
        with self.engine.begin() as connection:
            rows = connection.execute(posts.select().where(posts.c.id.in_(ids))).all()
        found = {row.id: _doc(row) for row in rows if row.doc is not None}
        return [found[one] for one in ids if one in found]

    def where(self, *conditions: Any, limit: int | None = None) -> list[Post]:
        """Posts with their words, by priority then id, that meet SQL *conditions* on `tables.posts`."""
        ask = posts.select().where(posts.c.doc.is_not(None), *conditions)
        ask = ask.order_by(posts.c.priority.desc(), posts.c.id).limit(limit)
        with self.engine.begin() as connection:
            return [_doc(row) for row in connection.execute(ask)]

    def by_contact(self, values: Sequence[str]) -> list[Post]:
        """Posts that show any of the contact *values* (normal form)."""
        ask = select(contacts.c.post).where(contacts.c.value.in_(values))
        return self.where(posts.c.id.in_(ask))

    def ids(self, *conditions: Any) -> list[str]:
        """Ids of rows, emptied ones too, that meet SQL *conditions*."""
        with self.engine.begin() as connection:
            return list(connection.scalars(select(posts.c.id).where(*conditions)))

    def changes(self, after: int, limit: int = 1000) -> list[Change]:
        """Rows changed since seq *after*, in order of seq, at most *limit*."""
        ask = posts.select().where(posts.c.seq > after).order_by(posts.c.seq).limit(limit)
        with self.engine.begin() as connection:
            return [_change(row) for row in connection.execute(ask)]

    def last_seq(self) -> int:
        """The seq of the newest change; 0 when nothing was ever kept."""
        with self.engine.begin() as connection:
            return int(connection.execute(select(counter.c.n)).scalar_one())

    def texts(self, one: str) -> list[tuple[int, str, str]]:
        """Earlier revisions of a post: (revision, title, text), oldest first."""
        ask = revisions.select().where(revisions.c.id == one).order_by(revisions.c.revision)
        with self.engine.begin() as connection:
            return [(row.revision, row.title, row.text) for row in connection.execute(ask)]


def digest(post: Post) -> str:
    """What makes a post a new revision when it changes: its own words."""
    return hashlib.sha256(f"{post.title}\0{post.text}".encode()).hexdigest()[:32]


def next_seq(connection: Connection, k: int = 1) -> int:
    """Draw the next *k* numbers in this transaction; the last of them."""
    drawn = counter.update().values(n=counter.c.n + k).returning(counter.c.n)
    return int(connection.execute(drawn).scalar_one())


def _doc(row: Row[Any]) -> Post:
    return msgspec.json.decode(row.doc, type=Post)


def _change(row: Row[Any]) -> Change:
    if row.doc is None:
        return Change(id=row.id, seq=row.seq, post=None)
    title, text = msgspec.json.decode(row.words, type=tuple[list[Word], list[Word]])
    return Change(id=row.id, seq=row.seq, post=_doc(row), title_words=title, text_words=text)


def _see_again(connection: Connection, old: Row[Any], post: Post, now: datetime) -> None:
    """A sighting moves last_seen; it is a change for the index once a day, or when gone is undone."""
    if old.doc is None:
        connection.execute(posts.update().where(posts.c.id == old.id).values(last_seen=now))
        return
    kept = _doc(old)
    if kept.gone_at is None and kept.last_seen and kept.last_seen.date() == now.date():
        connection.execute(posts.update().where(posts.c.id == old.id).values(last_seen=now))
        return
    kept.last_seen, kept.gone_at, kept.page = now, None, post.page
    _write(connection, kept, old.digest, None, rebuild=False)


def _revise(connection: Connection, old: Row[Any], post: Post, now: datetime) -> None:
    post.first_seen, post.last_seen = old.first_seen, now
    if old.doc is None:
        return
    kept = _doc(old)
    post.revision, post.status = kept.revision + 1, kept.status
    connection.execute(
        revisions.insert().values(
            id=kept.id, revision=kept.revision, title=kept.title, text=kept.text, replaced_at=now
        )
    )


def _write(
    connection: Connection,
    post: Post,
    fresh: str | None,
    signature: Sequence[int] | None,
    rebuild: bool = True,
) -> None:
    """One row, whole, with the next seq; with *rebuild* its family is worked out anew."""
    extra: dict[str, Any] = {"digest": fresh}
    if rebuild:
        post.cluster = families.join(connection, post.id, signature, _rewrite)
        post.status = verdicts.inherited(connection, post)
        extra["signature"] = families.packed(signature)
    _put(connection, post, extra)


def _put(connection: Connection, post: Post, extra: dict[str, Any]) -> None:
    post.seq = next_seq(connection)
    values = _values(post) | extra
    done = connection.execute(posts.update().where(posts.c.id == post.id).values(values))
    if not done.rowcount:
        connection.execute(posts.insert().values(id=post.id, **values))
    connection.execute(contacts.delete().where(contacts.c.post == post.id))
    ways = {(c.kind, c.value) for c in post.contacts}
    if rows := [{"post": post.id, "kind": kind, "value": value} for kind, value in ways]:
        connection.execute(contacts.insert(), rows)


def _values(post: Post) -> dict[str, Any]:
    words = (cut(post.title, post.language), cut(post.text, post.language))
    return {
        "seq": post.seq, "source": post.source, "site": post.site, "thread": post.thread.id,
        "page": post.page.url if post.page else None, "lane": post.lane, "status": post.status,
        "cluster": post.cluster, "priority": post.priority, "rules": post.rules, "first_seen": post.first_seen,
        "last_seen": post.last_seen, "gone_at": post.gone_at, "purged_at": None,
        "doc": msgspec.json.encode(post).decode(), "words": msgspec.json.encode(words).decode(),
    }  # fmt: skip


def _rewrite(connection: Connection, one: str, **changed: Any) -> None:
    """Change fields of a kept post in place (its family grew, people decided)."""
    old = connection.execute(posts.select().where(posts.c.id == one)).first()
    if old is not None and old.doc is not None:
        _put(connection, replace(_doc(old), **changed), {})


def _empty(connection: Connection, one: str, now: datetime, *, erase: bool) -> bool:
    families.leave(connection, one)
    for table, column in ((contacts, contacts.c.post), (revisions, revisions.c.id)):
        connection.execute(table.delete().where(column == one))
    gone = (
        {"erased_at": now, "digest": None, "site": "", "thread": None}
        if erase
        else {"purged_at": now, "counted": True}
    )
    values = {
        "seq": next_seq(connection), "doc": None, "words": None, "signature": None, "lane": None,
        "page": None, "cluster": None, "priority": 0, **gone,
    }  # fmt: skip
    done = connection.execute(posts.update().where(posts.c.id == one).values(values))
    if erase and not done.rowcount:
        blank = {"source": "", "status": "new", "first_seen": now, "last_seen": now}
        connection.execute(posts.insert().values(id=one, **values, **blank))
        return True
    return bool(done.rowcount)
