"""The posts that a post stands in company with: of one contact, one repost family, one account.

What a group shows together is worked out above (pipelines/structure_rows.py, index/settling.py), after posts were kept.
So that a crash loses nothing, the transaction that changes a post marks it, or one that it leaves
behind in a group, as unsettled; the mark goes in the transaction that settles its groups.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import BindParameter, Connection, Select, bindparam, func, select

from crawler.items import OFFERS, Post
from index.groups import REACHED, Group, Kind, account
from index.tables import accounts, across, contacts, posts, unsettled

MOST = 200  # posts of a group that are looked at: of more the same sample each time, by id
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_NAME: BindParameter[Any] = bindparam("name")
_OWNERS: dict[Kind, tuple[Any, Any]] = {
    "contact": (contacts.c.post, contacts.c.value),
    "family": (posts.c.id, posts.c.cluster),
    "account": (accounts.c.post, accounts.c.account),
}
MEMBERS: dict[Kind, Select[Any]] = {
    kind: select(post).where(name == _NAME).distinct().order_by(post).limit(MOST)
    for kind, (post, name) in _OWNERS.items()
}
CROWDED: dict[Kind, Select[Any]] = {
    kind: select(name).where(name.in_(_IDS)).group_by(name).having(func.count(post.distinct()) > 1)
    for kind, (post, name) in _OWNERS.items()
}
_OTHER: dict[Kind, Select[Any]] = {
    kind: select(post).where(name == _NAME, post.not_in(_IDS)).limit(1)
    for kind, (post, name) in _OWNERS.items()
}
_CONTACTS = select(contacts.c.value).where(
    contacts.c.post.in_(_IDS), contacts.c.kind.in_(sorted(REACHED))
)
_FAMILIES = select(posts.c.cluster).where(posts.c.id.in_(_IDS), posts.c.cluster.is_not(None))
_ACCOUNTS = select(accounts.c.account).where(accounts.c.post.in_(_IDS))
_SHOWN = select(across.c.kind, across.c.name).where(across.c.post.in_(_IDS))
_UNMARK = unsettled.delete().where(unsettled.c.post.in_(_IDS))


def mark(connection: Connection, ids: Iterable[str]) -> None:
    """Say that the groups of *ids* must be looked at again."""
    if wanted := sorted(set(ids)):
        connection.execute(_UNMARK, {"ids": wanted})
        connection.execute(unsettled.insert(), [{"post": one} for one in wanted])


def mark_left(connection: Connection, ids: Collection[str]) -> None:
    """Mark one other post in each group that *ids* are about to leave, before they do."""
    if not ids:
        return
    asked = sorted(ids)
    found = (
        connection.scalar(_OTHER[group.kind], {"name": group.name, "ids": asked})
        for group in groups_of(connection, asked)
    )
    mark(connection, [one for one in found if one])


def forget(connection: Connection, ids: Sequence[str]) -> None:
    """Forget whose account wrote posts, what they showed with others, and their marks."""
    for table in (accounts, across, unsettled):
        connection.execute(table.delete().where(table.c.post.in_(list(ids))))


def write_accounts(connection: Connection, read: Sequence[Post]) -> None:
    """Write down the accounts of posts, and mark those that may be part of a group."""
    ids = [post.id for post in read]
    connection.execute(accounts.delete().where(accounts.c.post.in_(ids)))
    rows = [{"post": post.id, "account": name} for post in read if (name := account(post))]
    if rows:
        connection.execute(accounts.insert(), rows)
    suspect = _suspect(connection, {row["account"] for row in rows})
    mark(connection, [p.id for p in read if p.role in OFFERS or account(p) in suspect])


def _suspect(connection: Connection, names: Collection[str]) -> set[str]:
    """Those of the accounts *names* whose offers show something: any post of theirs may change it."""
    same = (across.c.kind == "account", across.c.name.in_(sorted(names)))
    return (
        set(connection.scalars(select(across.c.name).where(*same).distinct())) if names else set()
    )


def groups_of(connection: Connection, ids: Collection[str]) -> list[Group]:
    """The groups *ids* are in, or were when they were last settled."""
    asked = {"ids": sorted(ids)}
    found = [Group("contact", one) for one in connection.scalars(_CONTACTS, asked)]
    found += [Group("family", one) for one in connection.scalars(_FAMILIES, asked)]
    found += [Group("account", one) for one in connection.scalars(_ACCOUNTS, asked)]
    found += [Group(row.kind, row.name) for row in connection.execute(_SHOWN, asked)]
    return sorted(set(found))
