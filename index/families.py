"""Repost families: posts whose texts are nearly the same share a cluster, whatever the order of arrival."""

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import eq
from typing import Any, NamedTuple, Protocol

from sqlalchemy import BindParameter, Connection, Dialect, bindparam, select

from index.likeness import ALIKE, Signature, keys
from index.tables import bands, posts

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_LEAVE = bands.delete().where(bands.c.post.in_(_IDS))
_NAMED = select(posts.c.id, posts.c.cluster).where(posts.c.cluster.in_(_IDS))
_SIGNED = select(posts.c.id, posts.c.cluster, posts.c.signature).where(
    posts.c.id.in_(_IDS), posts.c.signature.is_not(None)
)
MOST = 8_000  # values of one question; SQLite takes 32,766

Signatures = Mapping[str, Signature | None]
Keys = Mapping[str, list[int]]
Edge = tuple[str, str]


class Kept(NamedTuple):
    """A kept post that may be alike: its signature, its cluster and the bands in common."""

    signature: Signature
    cluster: str | None
    shared: set[int]


class Rewrite(Protocol):
    """Changes fields of a kept post within the transaction."""

    def __call__(self, connection: Connection, one: str, **changed: Any) -> None: ...


@dataclass(slots=True)
class Joined:
    """The cluster of each post that joined (None: alone), the names under which people may have
    decided on its family, and the new name of each kept post that is renamed."""

    own: dict[str, str | None]
    subjects: dict[str, set[str]] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)


def join(connection: Connection, signatures: Signatures) -> Joined:
    """Give the posts of *signatures* their families, among themselves and with those kept.

    A family is a connected part of the graph "at least ALIKE", called by its least id, so no order
    of arrival changes it. What these posts were kin to before does not count.
    """
    joined = Joined(dict.fromkeys(signatures))
    own = {one: keys(signature) for one, signature in signatures.items() if signature}
    if not own:
        return joined
    kept = _kept(connection, own, signatures)
    near = [*_among(own, signatures), *_with(own, signatures, kept)]
    cluster = {other: kept[other].cluster for _, other in near if other in kept}
    named = {name for name in cluster.values() if name}
    members = _members(connection, named, signatures)
    cluster |= dict(members)
    # A name is no post: the post it was taken from may have been edited and gone elsewhere.
    called = [(one, f"={name}") for one, name in cluster.items() if name]
    for family in _connected([*near, *called]):
        _name(family, joined, cluster)
    _add_bands(connection, own)
    return joined


def _name(family: set[str], joined: Joined, cluster: Mapping[str, str | None]) -> None:
    """Call *family*, ids and `=` with its former names, by its least id."""
    ids = {one for one in family if not one.startswith("=")}
    name = min(ids)
    subjects = {one.removeprefix("=") for one in family}
    for one in sorted(ids):
        if one in joined.own:
            joined.own[one], joined.subjects[one] = name, subjects
        elif cluster[one] != name:
            joined.renamed[one] = name


def near(connection: Connection, signature: Signature) -> list[str]:
    """Ids of the kept posts whose text is at least ALIKE to that of *signature*, sorted."""
    asked = {"": signature}
    own = {"": keys(signature)}
    return sorted(other for _, other in _with(own, asked, _kept(connection, own, asked)))


def leave(connection: Connection, ids: Collection[str]) -> None:
    """Forget the bands of posts."""
    if ids:
        connection.execute(_LEAVE, {"ids": list(ids)})


def packed(signature: Signature | None) -> bytes | None:
    """A signature as it is kept in its row."""
    return array("I", signature).tobytes() if signature else None


def _add_bands(connection: Connection, own: Keys) -> None:
    rows = [(one, n, key) for one, numbers in own.items() for n, key in enumerate(numbers)]
    plain = _insert(connection.dialect)
    if plain is None:
        named = [dict(zip(bands.c.keys(), row, strict=True)) for row in rows]
        connection.execute(bands.insert(), named)
    else:
        connection.exec_driver_sql(plain, rows)


@lru_cache(maxsize=8)
def _insert(dialect: Dialect) -> str | None:
    """How this database is told rows of bands as tuples, None when it knows only names. Hundreds
    of rows a page as dictionaries cost more than the database does."""
    made = bands.insert().compile(dialect=dialect)
    return str(made) if made.positional else None


def _kept(connection: Connection, own: Keys, signatures: Signatures) -> dict[str, Kept]:
    """The kept posts that share a band with one of *own*."""
    wanted = sorted({key for numbers in own.values() for key in numbers})
    shared: dict[str, set[int]] = defaultdict(set)
    for some in _parts(wanted):
        # Whole numbers of ours, written out: as hundreds of parameters they cost more than the answer.
        asked = f"SELECT post, key FROM {bands.name} WHERE key IN ({','.join(map(str, some))})"
        for one, key in connection.exec_driver_sql(asked):
            if one not in signatures:
                shared[one].add(key)
    found = {}
    for some in _parts(sorted(shared)):
        for row in connection.execute(_SIGNED, {"ids": some}):
            found[row.id] = Kept(array("I", row.signature), row.cluster, shared[row.id])
    return found


def _parts(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """*values*, as many at a time as one question takes."""
    return (values[at : at + MOST] for at in range(0, len(values), MOST))


def _among(own: Keys, signatures: Signatures) -> Iterator[Edge]:
    """Pairs of these posts that are at least ALIKE."""
    shared: dict[int, list[str]] = defaultdict(list)
    for one, numbers in own.items():
        met = {other for key in numbers if key in shared for other in shared[key]}
        for other in met:
            if _alike(signatures[one] or (), signatures[other] or ()):
                yield one, other
        for key in numbers:
            shared[key].append(one)


def _with(own: Keys, signatures: Signatures, kept: Mapping[str, Kept]) -> Iterator[Edge]:
    """(one of *own*, one of *kept*) that are at least ALIKE."""
    for other, (theirs, _, shared) in kept.items():
        for one, numbers in own.items():
            if not shared.isdisjoint(numbers) and _alike(signatures[one] or (), theirs):
                yield one, other


def _alike(one: Signature, other: Signature) -> bool:
    if len(one) != len(other):
        raise ValueError(f"signatures of {len(one)} and {len(other)} values cannot be compared")
    return bool(sum(map(eq, one, other)) >= ALIKE * len(one))


def _members(connection: Connection, named: set[str], without: Collection[str]) -> list[Edge]:
    """(kept post, its cluster) for each member of the families *named*."""
    found = []
    for some in _parts(sorted(named)):
        rows = connection.execute(_NAMED, {"ids": some}).all()
        found += [(row.id, row.cluster) for row in rows if row.id not in without]
    return found


def _connected(edges: Sequence[Edge]) -> list[set[str]]:
    """The connected parts of a graph."""
    part: dict[str, set[str]] = {}
    for one, other in edges:
        first, second = (part.setdefault(end, {end}) for end in (one, other))
        if first is not second:
            first |= second
            part.update(dict.fromkeys(second, first))
    return list({id(members): members for members in part.values()}.values())
