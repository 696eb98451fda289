"""How posts are written into their rows: many at once, each with the next seq of the transaction."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, bindparam

from crawler.items import Post
from index import company
from index.tables import contacts, counter, posts, revisions
from index.tokens import tokens

_DRAW = counter.update().values(n=counter.c.n + bindparam("k")).returning(counter.c.n)
_ROW = posts.update().where(posts.c.id == bindparam("row"))
_LOSE = contacts.delete().where(contacts.c.post.in_(bindparam("known", expanding=True)))


@dataclass(slots=True)
class Entry:
    """A post to be written: whether its row is there, whether its words and contacts may be other
    ones, and columns beyond those of the post."""

    post: Post
    known: bool = True
    reread: bool = False
    extra: dict[str, Any] = field(default_factory=dict)


def digest(post: Post) -> str:
    """What makes a post a new revision when it changes: its own words."""
    return hashlib.sha256(f"{post.title}\0{post.text}".encode()).hexdigest()[:32]


def next_seq(connection: Connection, k: int = 1) -> int:
    """Draw the next *k* numbers in this transaction; the last of them."""
    return int(connection.execute(_DRAW, {"k": k}).scalar_one())


def doc(row: Row[Any]) -> Post:
    """The post a row holds."""
    return msgspec.json.decode(row.doc, type=Post)


def put(connection: Connection, entries: Sequence[Entry]) -> None:
    """Write *entries* in their order; each post gets its seq."""
    if not entries:
        return
    first = next_seq(connection, len(entries)) - len(entries) + 1
    new: list[dict[str, Any]] = []
    shapes: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for seq, entry in enumerate(entries, first):
        entry.post.seq = seq
        values = _values(entry) | entry.extra
        if entry.known:
            shapes.setdefault(tuple(values), []).append(values | {"row": entry.post.id})
        else:
            new.append(values | {"id": entry.post.id})
    if new:
        connection.execute(posts.insert(), new)
    for same in shapes.values():
        connection.execute(_ROW, same)
    reread = [entry for entry in entries if entry.reread]
    _put_contacts(connection, reread)
    if reread:
        company.write_accounts(connection, [entry.post for entry in reread])


def rewrite(connection: Connection, one: str, **changed: Any) -> None:
    """Change fields of a kept post in place (people decided, its page let go)."""
    old = connection.execute(posts.select().where(posts.c.id == one)).first()
    if old is not None and old.doc is not None:
        put(connection, [Entry(replace(doc(old), last_seen=old.last_seen, **changed))])


def retire(connection: Connection, olds: Sequence[Post], at: datetime) -> None:
    """Keep the words of *olds*, which others replace, as earlier revisions."""
    if olds:
        rows = [
            {
                "id": old.id, "revision": old.revision, "title": old.title, "text": old.text,
                "replaced_at": at,
            }
            for old in olds
        ]  # fmt: skip
        connection.execute(revisions.insert(), rows)


def _put_contacts(connection: Connection, entries: Sequence[Entry]) -> None:
    known = [entry.post.id for entry in entries if entry.known]
    if known:
        connection.execute(_LOSE, {"known": known})
    rows = [
        {"post": entry.post.id, "kind": kind, "value": value}
        for entry in entries
        for kind, value in {(c.kind, c.value): None for c in entry.post.contacts}
    ]
    if rows:
        connection.execute(contacts.insert(), rows)


def _values(entry: Entry) -> dict[str, Any]:
    post = entry.post
    values = {
        "seq": post.seq, "source": post.source, "site": post.site, "thread": post.thread.id,
        "page": post.page.url if post.page else None, "lane": post.lane, "status": post.status,
        "cluster": post.cluster, "priority": post.priority, "rules": post.rules, "first_seen": post.first_seen,
        "last_seen": post.last_seen, "gone_at": post.gone_at, "purged_at": None,
        "doc": msgspec.json.encode(post).decode(),
    }  # fmt: skip
    if entry.reread and "words" not in entry.extra:
        values["words"] = tokens(post)
    return values
