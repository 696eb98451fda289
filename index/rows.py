"""The record: every post, whole. The index follows it; nothing else is the truth about a post."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import BindParameter, Connection, Engine, Row, bindparam, select

from crawler.items import COMPUTED, Page, PageRef, Post, Status
from crawler.words import Word
from index import company, families, ledger, verdicts
from index.arriving import Arrival, Kept
from index.change import Change
from index.database import connect
from index.tables import contacts, counter, posts, revisions
from index.visits import remember
from index.writing import Entry, digest, doc, next_seq, put, rewrite

__all__ = ["Kept", "Rows"]

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_DIGESTS = select(posts.c.id, posts.c.digest).where(posts.c.id.in_(_IDS))


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
        signatures: Mapping[str, Sequence[int]] | None = None,
        now: datetime | None = None,
    ) -> Kept:
        """Keep posts together: new, edited or seen again; as `keep`, without a page around them."""
        whole = Page(source="", ref=page or PageRef(url=""), posts=list(read))
        whole.signatures = {one: list(values) for one, values in (signatures or {}).items()}
        return self.keep(whole, now, own=page is None)

    def keep(self, page: Page, now: datetime | None = None, *, own: bool = False) -> Kept:
        """Keep the posts of one page, and what the page teaches of its source, together.

        `signatures` are the MinHash values of texts long enough to have a family. An erased post
        is refused; a purged one comes back only when its words have changed. When it is done, the
        posts show first_seen, last_seen, seq, cluster, status and revision as kept. With *own*
        each post stands on the page it names itself.
        """
        now, read = now or datetime.now(UTC), page.posts
        last = {post.id: replace(post, page=post.page if own else page.ref) for post in read}
        with self.writing() as connection:
            arrival = Arrival(connection, now)
            arrival.take(last, page)
            arrival.see(page.seen, None if page.ref.status == 304 else page.ref)
            arrival.leave(page.gone)
            remember(connection, page, now)
        for post in read:
            arrival.show(post)
        return arrival.kept

    def update(self, read: Iterable[Post]) -> int:
        """Give kept posts a new reading of the same words (`retag`); how many changed.

        Only what the road computes is taken, and only while the words are still those that were
        read: an edit that a crawl brought meanwhile wins.
        """
        read = list(read)
        with self.writing() as connection:
            kept = {row.id: row for row in _rows(connection, [post.id for post in read])}
            again = [_reread(kept[post.id], post) for post in read if post.id in kept]
            changed = [entry for entry in again if entry]
            company.mark_left(connection, [entry.post.id for entry in changed])
            put(connection, changed)
        return len(changed)

    def known(self, read: Sequence[Post]) -> dict[str, bool]:
        """Of the posts whose rows are there, by id: whether their words are just as they were."""
        digests = {post.id: digest(post) for post in read}
        asked = {"ids": list(digests)}
        with self.engine.begin() as connection:
            found = connection.execute(_DIGESTS, asked)
            return {row.id: row.digest == digests[row.id] for row in found}

    def set_status(self, subject: str, status: Status) -> int:
        """Copy what people decided to a post, or to every member of a cluster; how many."""
        with self.writing() as connection:
            return verdicts.copy(connection, subject, status, rewrite)

    def erase(self, ids: Iterable[str], now: datetime | None = None) -> int:
        """Forget posts for good: only the id stays, so that they are never read again."""
        now = now or datetime.now(UTC)
        ids = list(ids)
        with self.writing() as connection:
            company.mark_left(connection, ids)
            return sum(_empty(connection, one, now, erase=True) for one in ids)

    def purge(self, ids: Iterable[str], key: bytes, now: datetime | None = None) -> int:
        """Empty posts whose time is over; what outlives them is the hashed ledger and the totals."""
        now, count, ids = now or datetime.now(UTC), 0, list(ids)
        with self.writing() as connection:
            company.mark_left(connection, ids)
            for one in ids:
                old = connection.execute(posts.select().where(posts.c.id == one)).first()
                if old is not None and old.doc is not None:
                    ledger.remember(connection, doc(old), key, again=old.counted)
                    count += _empty(connection, one, now, erase=False)
        return count

    def unkeep(self, urls: Iterable[str]) -> int:
        """Say of posts read from the pages at *urls* that the bytes are held no more; how many."""
        with self.writing() as connection:
            found = connection.execute(posts.select().where(posts.c.page.in_(list(urls)))).all()
            docs = [doc(row) for row in found if row.doc is not None]
            kept = [post for post in docs if post.page and post.page.kept]
            for post in kept:
                assert post.page is not None
                rewrite(connection, post.id, page=replace(post.page, kept=False))
        return len(kept)

    def hold(self, ids: Iterable[str], sha256: str) -> int:
        """Say of posts read from the page with this digest that its bytes are held; how many."""
        with self.writing() as connection:
            found = connection.execute(posts.select().where(posts.c.id.in_(list(ids)))).all()
            docs = [doc(row) for row in found if row.doc is not None]
            read = [post for post in docs if post.page and post.page.sha256 == sha256]
            for post in read:
                assert post.page is not None
                rewrite(connection, post.id, page=replace(post.page, kept=True))
        return len(read)

    def get(self, one: str) -> Post | None:
        """The post called *one*, or None when there is none or its words are gone."""
        return next(iter(self.many([one])), None)

    def many(self, ids: Sequence[str]) -> list[Post]:
        """The posts of *ids* that still have their words, in the order asked."""
        with self.engine.begin() as connection:
            rows = connection.execute(posts.select().where(posts.c.id.in_(ids))).all()
        found = {row.id: doc(row) for row in rows if row.doc is not None}
        return [found[one] for one in ids if one in found]

    def where(self, *conditions: Any, limit: int | None = None) -> list[Post]:
        """Posts with their words, by priority then id, that meet SQL *conditions* on `tables.posts`."""
        ask = posts.select().where(posts.c.doc.is_not(None), *conditions)
        ask = ask.order_by(posts.c.priority.desc(), posts.c.id).limit(limit)
        with self.engine.begin() as connection:
            return [doc(row) for row in connection.execute(ask)]

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


def _rows(connection: Connection, ids: Sequence[str]) -> Sequence[Row[Any]]:
    return connection.execute(posts.select().where(posts.c.id.in_(ids))).all()


def _reread(old: Row[Any], post: Post) -> Entry | None:
    """What to write of a new reading; nothing if the words are other ones or all is as before."""
    if old.doc is None or old.digest != digest(post):
        return None
    kept = replace(doc(old), last_seen=old.last_seen)
    fresh = replace(kept, **{name: getattr(post, name) for name in COMPUTED})
    return Entry(fresh, reread=True) if fresh != kept else None


def _change(row: Row[Any]) -> Change:
    if row.doc is None:
        return Change(id=row.id, seq=row.seq, post=None)
    title, text = msgspec.json.decode(row.words, type=tuple[list[Word], list[Word]])
    return Change(id=row.id, seq=row.seq, post=doc(row), title_words=title, text_words=text)


def _empty(connection: Connection, one: str, now: datetime, *, erase: bool) -> bool:
    families.leave(connection, [one])
    company.forget(connection, [one])
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
