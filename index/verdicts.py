"""What people decided about a post or a family, as far as the rows copy it."""

from datetime import datetime

import msgspec
from sqlalchemy import Connection, select

from crawler.items import Post, Status
from index.families import Rewrite
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


def inherited(connection: Connection, post: Post) -> Status:
    """The status a new or edited post begins with.

    A member of a decided family is as decided as the family, unless it shows a contact, an
    indicator, a pay or a place that the people who decided had not seen.
    """
    subjects = [post.id] + ([post.cluster] if post.cluster else [])
    ask = verdicts.select().where(verdicts.c.subject.in_(subjects))
    last = connection.execute(ask.order_by(verdicts.c.at.desc()).limit(1)).first()
    if last is None:
        return post.status
    known = {tuple(pair) for pair in msgspec.json.decode(last.known)}
    status: Status = last.status
    return status if {tuple(pair) for pair in _traits(post)} <= known else NEW


def _traits(post: Post) -> list[tuple[str, str]]:
    facts = [(name, post.facts[name].value) for name in ("pay", "place") if name in post.facts]
    contacts = [("contact", value) for value in post.contact_values]
    return [*contacts, *(("indicator", one) for one in post.indicators), *facts]
