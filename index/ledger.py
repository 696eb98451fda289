"""What outlives a post: keyed hashes of its contacts, and weekly totals without a person in them."""

import hmac
from collections import Counter
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection

from crawler.items import Post
from index.tables import ledger, totals


def hashed(value: str, key: bytes) -> str:
    """The keyed hash a contact is remembered by (HMAC-SHA256, hex)."""
    return hmac.new(key, value.encode(), "sha256").hexdigest()


def remember(connection: Connection, post: Post, key: bytes, *, again: bool = False) -> None:
    """Add a post that is about to be emptied to the ledger and to the totals of its week.

    *again*: it was emptied before and came back with other words, so it is not counted twice; a
    contact that is new in them is.
    """
    for kind, value in {(c.kind, c.value) for c in post.contacts}:
        _count(connection, hashed(value, key), kind, post, again)
    if not again:
        _total(connection, post)


def recall(connection: Connection, value: str, key: bytes) -> dict[str, Any] | None:
    """What is known of a contact whose posts are gone: kind, first and last seen, counts; or None."""
    row = connection.execute(ledger.select().where(ledger.c.hash == hashed(value, key))).first()
    if row is None:
        return None
    return {
        "kind": row.kind, "first_seen": row.first_seen, "last_seen": row.last_seen,
        "counts": msgspec.json.decode(row.counts),
    }  # fmt: skip


def _count(connection: Connection, name: str, kind: str, post: Post, again: bool) -> None:
    row = connection.execute(ledger.select().where(ledger.c.hash == name)).first()
    counts = Counter[str](msgspec.json.decode(row.counts) if row else {})
    if not (row and again):
        counts.update(_marks(post))
    first, last = _span(post)
    values = {
        "first_seen": min(first, row.first_seen) if row else first,
        "last_seen": max(last, row.last_seen) if row else last,
        "counts": msgspec.json.encode(counts).decode(),
    }
    if row:
        connection.execute(ledger.update().where(ledger.c.hash == name).values(values))
    else:
        connection.execute(ledger.insert().values(hash=name, kind=kind, **values))


def _marks(post: Post) -> list[str]:
    country = [f"country:{post.facts['country'].value}"] if "country" in post.facts else []
    return ["posts", f"site:{post.site}", *country, *(f"indicator:{i}" for i in post.indicators)]


def _span(post: Post) -> tuple[datetime, datetime]:
    if post.first_seen is None or post.last_seen is None:
        raise ValueError(f"post {post.id} was never kept, so it cannot be remembered")
    return post.first_seen, post.last_seen


def _total(connection: Connection, post: Post) -> None:
    first, _ = _span(post)
    year, week, _ = (post.posted_at or first).isocalendar()
    where = {
        "week": f"{year}-W{week:02}", "site": post.site,
        "language": post.language or "", "lane": post.lane or "",
    }  # fmt: skip
    same = [totals.c[name] == value for name, value in where.items()]
    done = connection.execute(totals.update().where(*same).values(posts=totals.c.posts + 1))
    if not done.rowcount:
        connection.execute(totals.insert().values(**where, posts=1))
