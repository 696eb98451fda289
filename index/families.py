"""Repost families: posts whose texts are nearly the same share a cluster, whatever the order of arrival."""

from array import array
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any, Protocol

from sqlalchemy import Connection, select

from index.tables import bands, posts

BANDS = 32
ALIKE = 0.7  # share of equal MinHash values: the Jaccard similarity it estimates


class Rewrite(Protocol):
    """Changes fields of a kept post within the transaction."""

    def __call__(self, connection: Connection, one: str, **changed: Any) -> None: ...


def join(
    connection: Connection, one: str, signature: Sequence[int] | None, rewrite: Rewrite
) -> str | None:
    """The cluster of post *one* (least id of its family, None alone); other members are renamed to it.

    A family is a connected part of the graph "at least ALIKE", so no order of arrival changes it.
    """
    leave(connection, one)
    if not signature:
        return None
    alike = _near(connection, one, signature)
    rows = [{"post": one, "band": n, "key": key} for n, key in enumerate(keys(signature))]
    connection.execute(bands.insert(), rows)
    if not alike:
        return None
    family = _members(connection, alike)
    name = min([one, *family])
    for member in sorted(family):
        if family[member] != name and member != one:
            rewrite(connection, member, cluster=name)
    return name


def near(connection: Connection, signature: Sequence[int]) -> list[str]:
    """Ids of the kept posts whose text is at least ALIKE to that of *signature*, sorted."""
    return sorted(_near(connection, "", signature))


def leave(connection: Connection, one: str) -> None:
    """Forget the bands of a post."""
    connection.execute(bands.delete().where(bands.c.post == one))


def keys(signature: Sequence[int]) -> list[int]:
    """One 63-bit key for each of the BANDS bands of a signature of 32-bit values."""
    width = len(signature) // BANDS
    parts = (array("Q", [n, *signature[n * width : (n + 1) * width]]) for n in range(BANDS))
    return [int.from_bytes(blake2b(p.tobytes(), digest_size=8).digest()) >> 1 for p in parts]


def packed(signature: Sequence[int] | None) -> bytes | None:
    """A signature as it is kept in its row."""
    return array("I", signature).tobytes() if signature else None


def _near(connection: Connection, one: str, signature: Sequence[int]) -> dict[str, str | None]:
    """Posts at least ALIKE: id to cluster."""
    wanted = keys(signature)
    shared = select(bands.c.post).where(bands.c.key.in_(wanted), bands.c.post != one).distinct()
    ask = select(posts.c.id, posts.c.cluster, posts.c.signature).where(posts.c.id.in_(shared))
    rows = connection.execute(ask.where(posts.c.signature.is_not(None))).all()
    return {row.id: row.cluster for row in rows if _alike(signature, row.signature) >= ALIKE}


def _alike(signature: Sequence[int], kept: bytes) -> float:
    other = array("I", kept)
    return sum(a == b for a, b in zip(signature, other, strict=True)) / len(signature)


def _members(connection: Connection, alike: dict[str, str | None]) -> dict[str, str | None]:
    named = {cluster for cluster in alike.values() if cluster}
    rows = connection.execute(
        select(posts.c.id, posts.c.cluster).where(posts.c.cluster.in_(named))
    ).all()
    return alike | {row.id: row.cluster for row in rows}
