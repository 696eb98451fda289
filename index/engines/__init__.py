"""One search engine a file, named by the scheme of its address; the folder is the registry.

`tantivy:PATH` is built in; `http://…` and `https://…` are Elasticsearch. Each module has
`connect(address: str, **options) -> Engine`. Both keep the post whole, both can be thrown away
and rebuilt from the rows; both give the same ids in the same order for every query.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pkgutil import iter_modules
from typing import Literal, Protocol

from crawler.failure import Failure
from crawler.items import Post
from index.change import Change
from index.query import Node

Sort = Literal["by_date", "by_priority", "seq"]
Every = Literal["day", "week", "month"]


class IndexTrouble(Failure):
    """The engine cannot serve; the message says which, why and what to do next."""


@dataclass(slots=True, kw_only=True)
class Found:
    """One page of results; `after` is handed back for the next one, None at the end."""

    total: int
    posts: list[Post]
    after: str | None = None


@dataclass(slots=True, kw_only=True)
class Bucket:
    """One bar of a facet or date histogram."""

    value: str | datetime
    count: int


class Engine(Protocol):
    """What every engine can do. Order within a sort is total: ties by id, nulls last."""

    def followed(self) -> int:
        """The seq up to which changes are durable here; 0 for an empty index."""

    def apply(self, changes: Sequence[Change], upto: int) -> None:
        """Make *changes* durable, then remember *upto*; applying twice is harmless."""

    def search(
        self,
        query: Node,
        *,
        sort: Sort = "by_date",
        descending: bool = True,
        limit: int = 20,
        after: str | None = None,
    ) -> Found:
        """The posts *query* finds, paged past any depth by `after`."""

    def scan(self, query: Node) -> Iterator[Post]:
        """Every post *query* finds, once, by seq, without a cap."""

    def facets(self, query: Node, fields: Sequence[str], size: int = 20) -> dict[str, list[Bucket]]:
        """The commonest values of each keyword field, by count then value."""

    def histogram(self, query: Node, every: Every, time_field: str = "timestamp") -> list[Bucket]:
        """Counts by UTC day, ISO week or month; empty ones between the ends are given as 0."""

    def clear(self) -> None:
        """Forget everything; the next follow starts from nothing."""

    def renew(self, everything: Iterable[Change]) -> None:
        """Let go of the bytes of what was deleted, which an index keeps for a while after.

        *everything* is every row, for an engine that has to be written anew; searches go on
        meanwhile and `followed` stays.
        """

    def close(self) -> None:
        """Let go of locks and connections."""


def open_index(address: str, **options: object) -> Engine:
    """The engine at *address*; raises IndexTrouble when its scheme is unknown or it cannot be used."""
    scheme = address.partition(":")[0]
    name = {"http": "elasticsearch", "https": "elasticsearch"}.get(scheme, scheme)
    if ":" not in address or name not in {module.name for module in iter_modules(__path__)}:
        shown = address if "@" not in address else scheme
        raise IndexTrouble(f"index address {shown!r}: use tantivy:PATH, http://… or https://…")
    engine: Engine = import_module(f"{__name__}.{name}").connect(address, **options)
    return engine
