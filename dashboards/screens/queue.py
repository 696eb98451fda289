"""What waits on an analyst's desk: one item a repost family, by priority, read from the rows."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select

from crawler.items import RESTRICTED, Post, Status
from index.rows import Rows
from index.tables import posts

PAGE = 20
OPEN_LANES = ("queue", "fraud")
STATUSES: tuple[Status, ...] = ("new", "watch", "referred", "dismissed")


@dataclass(frozen=True, slots=True)
class Item:
    """The foremost post of a family, and how many posts the family has."""

    post: Post
    family: int


@dataclass(frozen=True, slots=True)
class Slice:
    """One page of a lane; pages count from 1, *total* counts items, not posts."""

    items: list[Item]
    total: int
    page: int
    pages: int


def read(rows: Rows, lane: str, status: str = "new", page: int = 1) -> Slice:
    """Page *page* of a lane; a page past the end is the last one."""
    ids = _leaders(rows, lane, status)
    pages = max(1, -(-len(ids) // PAGE))
    page = min(max(page, 1), pages)
    found = rows.many(ids[(page - 1) * PAGE : page * PAGE])
    sizes = families(rows, found)
    return Slice(
        [Item(one, sizes.get(one.cluster or "", 1)) for one in found], len(ids), page, pages
    )


def families(rows: Rows, found: list[Post]) -> dict[str, int]:
    """How many kept posts each cluster of *found* has."""
    names = {one.cluster for one in found if one.cluster}
    ask = select(posts.c.cluster, func.count()).where(
        posts.c.cluster.in_(names), posts.c.doc.is_not(None)
    )
    with rows.engine.begin() as connection:
        sizes = connection.execute(ask.group_by(posts.c.cluster))
        return {str(name): int(n) for name, n in sizes}


def counts(rows: Rows) -> dict[str, int]:
    """How many undecided items each open lane holds, and how many posts the restricted ones do."""
    ask = select(posts.c.lane, func.coalesce(posts.c.cluster, posts.c.id)).where(
        posts.c.lane.is_not(None), posts.c.doc.is_not(None), posts.c.status == "new"
    )
    with rows.engine.begin() as connection:
        seen = {(row[0], row[1]) for row in connection.execute(ask)}
    by_lane = Counter(lane for lane, _ in seen)
    restricted = sum(by_lane[lane] for lane in RESTRICTED)
    return {**{lane: by_lane[lane] for lane in OPEN_LANES}, "restricted": restricted}


def _leaders(rows: Rows, lane: str, status: str) -> list[str]:
    ask = (
        select(posts.c.id, posts.c.cluster)
        .where(posts.c.lane == lane, posts.c.status == status, posts.c.doc.is_not(None))
        .order_by(posts.c.priority.desc(), posts.c.first_seen.desc(), posts.c.id)
    )
    first: dict[str, str] = {}
    with rows.engine.begin() as connection:
        for one, cluster in connection.execute(ask):
            first.setdefault(cluster or one, one)
    return list(first.values())
