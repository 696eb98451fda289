"""What each indicator found in kept posts, and what analysts made of it."""

from collections import defaultdict
from dataclasses import dataclass, field

import msgspec
from sqlalchemy import select

from index.rows import Rows
from index.tables import posts

RIGHT = ("referred", "watch")
DECIDED = (*RIGHT, "dismissed")


class _Read(msgspec.Struct):
    """As much of a kept post as the report needs."""

    id: str
    language: str | None = None
    indicators: list[str] = []
    mitigating: list[str] = []


@dataclass(slots=True)
class Tally:
    """One indicator in one language: kept posts that show it, and families (or single posts) that
    people decided on, by verdict."""

    posts: int = 0
    decided: dict[str, set[str]] = field(default_factory=lambda: {one: set() for one in DECIDED})

    def count(self, verdict: str) -> int:
        """How many families have the *verdict*."""
        return len(self.decided[verdict])

    @property
    def precision(self) -> float | None:
        """The share of decided families that were worth a look (referred or watched), else None."""
        every = sum(map(len, self.decided.values()))
        return sum(self.count(one) for one in RIGHT) / every if every else None


def report(rows: Rows) -> dict[tuple[str, str], Tally]:
    """A tally for each indicator and language that kept posts show.

    A verdict on a family counts once, however many posts the family has.
    """
    found: dict[tuple[str, str], Tally] = defaultdict(Tally)
    ask = select(posts.c.doc, posts.c.status, posts.c.cluster).where(posts.c.doc.is_not(None))
    with rows.engine.begin() as connection:
        for row in connection.execution_options(yield_per=500).execute(ask):
            post = msgspec.json.decode(row.doc, type=_Read)
            for name in (*post.indicators, *post.mitigating):
                tally = found[name, post.language or "unknown"]
                tally.posts += 1
                if row.status in DECIDED:
                    tally.decided[row.status].add(row.cluster or post.id)
    return dict(sorted(found.items()))
