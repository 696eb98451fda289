"""What people decided about a post or a family, as far as the rows copy it."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select

from crawler.items import Post, Status
from index.families import MOST, Rewrite
from index.tables import posts, verdicts

NEW: Status = "new"


def decide(
    connection: Connection, post: Post, status: Status, reason: str, by: str, at: datetime
) -> None:
    """Write down that *by* gave *post* (its whole family when it has one) the *status*."""
    known = msgspec.json.encode(_traits(post)).decode()
    connection.execute(
        verdicts.insert().values(
            subject=post.cluster or post.id, at=at, status=status, reason=reason, by=by, known=known
        )
    )


def copy(connection: Connection, subject: str, status: Status, rewrite: Rewrite) -> int:
    """Give every kept member of *subject* the *status*; how many."""
    members = select(posts.c.id).where((posts.c.cluster == subject) | (posts.c.id == subject))
    ids = list(connection.scalars(members.where(posts.c.doc.is_not(None))))
    for one in ids:
        rewrite(connection, one, status=status)
    return len(ids)


def latest(connection: Connection, subjects: Collection[str]) -> dict[str, Row[Any]]:
    """The last verdict on each of *subjects* that has one."""
    names = sorted(subjects)
    found: dict[str, Row[Any]] = {}
    for at in range(0, len(names), MOST):
        ask = verdicts.select().where(verdicts.c.subject.in_(names[at : at + MOST]))
        found |= {row.subject: row for row in connection.execute(ask.order_by(verdicts.c.at))}
    return found


def inherited(post: Post, subjects: Collection[str], said: Mapping[str, Row[Any]]) -> Status:
    """The status a new or edited post begins with, its family being called by any of *subjects*.

    A member of a decided family is as decided as the family, unless it shows a contact, an
    indicator, a pay or a place that the people who decided had not seen.
    """
    last = max((said[one] for one in subjects if one in said), key=lambda row: row.at, default=None)
    if last is None:
        return post.status
    known = {tuple(pair) for pair in msgspec.json.decode(last.known)}
    status: Status = last.status
    return status if {tuple(pair) for pair in _traits(post)} <= known else NEW


def _traits(post: Post) -> list[tuple[str, str]]:
    facts = [(name, post.facts[name].value) for name in ("pay", "place") if name in post.facts]
    contacts = [("contact", value) for value in post.contact_values]
    return [*contacts, *(("indicator", one) for one in post.indicators), *facts]
