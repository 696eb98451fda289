"""What posts show together with others of their groups: what is to be worked out, and what was."""

from collections.abc import Collection, Sequence
from typing import Any

import msgspec
from sqlalchemy import BindParameter, Connection, and_, bindparam, or_, select, tuple_

from crawler.items import Post
from index.company import CROWDED, MEMBERS
from index.groups import Group, Shown
from index.tables import across, posts, unsettled
from index.writing import doc, next_seq

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_DOCS = select(*(posts.c[name] for name in ("id", "doc", "last_seen"))).where(
    posts.c.id.in_(_IDS), posts.c.doc.is_not(None)
)
_UNMARK = unsettled.delete().where(unsettled.c.post.in_(_IDS))


def unsettled_posts(connection: Connection, limit: int) -> list[str]:
    """Ids of posts whose groups must be looked at; other writers wait from here on."""
    next_seq(connection, 0)
    return list(connection.scalars(select(unsettled.c.post).order_by("post").limit(limit)))


def is_settled(connection: Connection) -> bool:
    """Whether no group must be looked at."""
    return connection.execute(select(unsettled.c.post).limit(1)).first() is None


def members(connection: Connection, groups: Sequence[Group]) -> dict[Group, list[str]]:
    """Ids of the posts of those of *groups* that have several, sorted, at most MOST each."""
    found = {}
    for kind, ask in CROWDED.items():
        names = [group.name for group in groups if group.kind == kind]
        for name in connection.scalars(ask, {"ids": names}) if names else ():
            asked = connection.scalars(MEMBERS[kind], {"name": name})
            found[Group(kind, name)] = list(asked)
    return found


def held(connection: Connection, ids: Collection[str]) -> dict[str, Post]:
    """The posts of *ids* that still have their words, by id."""
    rows = connection.execute(_DOCS, {"ids": sorted(ids)}) if ids else ()
    found = {row.id: (doc(row), row.last_seen) for row in rows}
    for post, last_seen in found.values():
        post.last_seen = last_seen
    return {one: post for one, (post, _) in found.items()}


def shown_by(connection: Connection, groups: Sequence[Group]) -> dict[Group, list[Shown]]:
    """What the posts of *groups* were last found to show, by group."""
    found: dict[Group, list[Shown]] = {}
    same = tuple_(across.c.kind, across.c.name).in_([tuple(group) for group in groups])
    for row in connection.execute(across.select().where(same)) if groups else ():
        found.setdefault(Group(row.kind, row.name), []).append(_shown(row))
    return found


def shown_in(connection: Connection, ids: Collection[str]) -> dict[str, list[Shown]]:
    """What each of *ids* shows in all its groups."""
    found: dict[str, list[Shown]] = {}
    ask = across.select().where(across.c.post.in_(sorted(ids)))
    for row in connection.execute(ask.order_by(across.c.kind, across.c.name)) if ids else ():
        found.setdefault(row.post, []).append(_shown(row))
    return found


def write_shown(connection: Connection, group: Group, shown: Sequence[Shown]) -> None:
    """Replace what the posts of *group* show; a family that was renamed has no other row left."""
    same = and_(across.c.kind == group.kind, across.c.name == group.name)
    if group.kind == "family":
        ids = sorted({one.post for one in shown})
        same = or_(same, and_(across.c.kind == "family", across.c.post.in_(ids)))
    connection.execute(across.delete().where(same))
    rows = [
        {
            "kind": group.kind, "name": group.name, "post": one.post, "indicator": one.indicator,
            "strength": one.strength, "evidence": msgspec.json.encode(one.evidence).decode(),
        }
        for one in shown
    ]  # fmt: skip
    if rows:
        connection.execute(across.insert(), rows)


def unmark(connection: Connection, ids: Sequence[str]) -> None:
    """Say that the groups of *ids* are settled."""
    connection.execute(_UNMARK, {"ids": list(ids)})


def _shown(row: Any) -> Shown:
    evidence = msgspec.json.decode(row.evidence, type=tuple[str, ...])
    return Shown(row.post, row.indicator, row.strength, evidence)
