"""One thread within one crawl: which of its pages are asked, what they showed, what is gone."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from crawler.items import Page, ThreadState, Visit
from spiders.links import unpacked
from spiders.pages.addresses import same
from spiders.pages.reading import Reading


@dataclass(slots=True)
class ThreadRun:
    """`known` are the visits of earlier crawls by address, none when the thread is read whole; `rose`
    says that a list promises new posts, `missing` that it lacks the thread, `sliding` that the last
    page read lost posts or has some that others lost; `read` are the ids each page shows now, `dead`
    pages that are no more; `waiting` counts pages asked for that have not come."""

    state: ThreadState
    known: dict[str, Visit] = field(default_factory=dict)
    rose: bool = False
    missing: bool = False
    sliding: bool = False
    waiting: int = 0
    broken: bool = False
    fresh: int = 0
    read: dict[str, list[str]] = field(default_factory=dict)
    dead: set[str] = field(default_factory=set)

    @property
    def entry(self) -> str:
        """Where to begin: at the page where new posts come, else at the thread's address."""
        tail = max(self.known.values(), key=lambda one: one.first, default=None)
        return tail.url if tail else self.state.url

    @property
    def is_gone(self) -> bool:
        """Whether the thread's own address answers that there is no such thread, or its list lacks
        it and no page shows a post."""
        return same(self.state.url) in self.dead or (self.missing and not any(self.read.values()))

    @property
    def is_empty(self) -> bool:
        """Whether no page showed a post, which a soft block does too: the thread is only gone when
        its list lacks it as well."""
        return not any(self.read.values()) and not self.dead and not self.missing

    @property
    def puzzled(self) -> bool:
        """Whether a list said that the thread moved, and its last page shows nothing new."""
        told = self.rose and not self.fresh and not self.lost()
        return told and bool(self.read) and same(self.state.url) not in self.read

    def gone_at(self, page: Page) -> datetime | None:
        """When the thread was found gone, None while it is there."""
        return page.ref.fetched_at if self.is_gone else None

    def all_known(self) -> set[str]:
        """Every post an earlier crawl met in the thread."""
        return _ids(one.posts for one in self.known.values())

    def take(self, address: str, ids: list[str], fresh: int) -> None:
        """Note that the page at *address* shows *ids*, of which *fresh* are new."""
        before = self.lost()
        self.read[address] = ids
        self.fresh += fresh
        self.sliding = before != self.lost()

    def lost(self) -> set[str]:
        """The posts that stood on pages read now and stand nowhere any more, as far as is known."""
        met = self.read.keys() | self.dead
        before = _ids(one.posts for address, one in self.known.items() if address in met)
        elsewhere = _ids(one.posts for address, one in self.known.items() if address not in met)
        return before - _ids(self.read.values()) - elsewhere

    def back(self) -> str | None:
        """The page before those read, when posts may have slid there; else None."""
        met = [
            one
            for address, one in self.known.items()
            if address in self.read or address in self.dead
        ]
        if not met or not self.lost():
            return None
        lowest = min(met, key=lambda one: one.first)
        if not set(lowest.posts) - set(self.read.get(lowest.address, ())):
            return None  # it lost nothing, so nothing slid further
        before = [one for one in self.known.values() if one.first < lowest.first]
        return max(before, key=lambda one: one.first).url if before else None

    def further(self, address: str, reading: Reading, ids: list[str], fresh: int) -> list[str]:
        """Those of the page's further pages that may hold posts we do not know."""
        if not self.known:
            return reading.next_pages
        unknown = [one for one in reading.next_pages if same(one) not in self.known]
        before = self.known.get(address)
        grown = before is not None and not unpacked(before.links).next_pages
        wanted = unknown if fresh or grown or (self.sliding and self.lost()) else []
        if ids and fresh == len(ids):  # all new: the rest may have slid to pages we know
            wanted = reading.next_pages
        return wanted


def _ids(lists: Iterable[Iterable[str]]) -> set[str]:
    return {one for some in lists for one in some}
