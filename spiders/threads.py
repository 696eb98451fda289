"""One thread within one crawl: which of its pages are asked, what they showed, what is gone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from crawler.items import Memory, Page, ThreadState, Visit
from index.visits import Visits
from spiders.asking import Asking, Errand, Want
from spiders.identity import Ordinals
from spiders.links import unpacked
from spiders.look import Look
from spiders.pages.addresses import same
from spiders.pages.reading import Reading


@dataclass(slots=True)
class ThreadRun:
    """`known` are the visits of earlier crawls by address, none when the thread is read whole;
    `rose` says that a list promises new posts, `missing` that it lacks the thread;
    `sliding` that the last page read lost posts or has some that others lost; `read` the ids each page shows now; `dead` pages that are no more; `waiting` counts pages asked
    for that have not come."""

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
        """Whether the thread's own address answers that there is no such thread."""
        return same(self.state.url) in self.dead

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


class Threads:
    """The threads a crawl is reading, by key."""

    def __init__(self, asking: Asking, visits: Visits | None) -> None:
        self.asking, self.visits = asking, visits
        self.runs: dict[str, ThreadRun] = {}
        self.begun = set[str]()

    def begin(
        self, state: ThreadState, pages: list[Visit], *, whole: bool = False, rose: bool = False
    ) -> Iterator[Want]:
        """Ask for a thread where new posts come, which a list promises when it *rose*; at its
        address when it is to be read *whole*."""
        if state.key in self.begun:
            return
        self.begun.add(state.key)
        known = {one.address: one for one in pages}
        run = ThreadRun(state, known, rose=rose and bool(known), missing=whole)
        self.runs[state.key] = run
        entry = run.state.url if whole else run.entry
        tail = run.known.get(same(entry))
        yield from self._ask(run, [entry], tail.ordinals if tail else {}, priority=2)
        self._over(run)

    def again(self, visit: Visit) -> Iterator[Want]:
        """Ask for one page of a thread because it is time to."""
        if self.visits is None or visit.thread is None or self.asking.met_already(visit.url):
            return
        run = self.runs.get(visit.thread) or self._known(visit.thread, visit.url)
        self.runs[visit.thread] = run
        self.begun.add(visit.thread)
        yield from self._ask(run, [visit.url], visit.ordinals, priority=-1)
        self._over(run)

    def read(self, look: Look, reading: Reading, errand: Errand) -> Iterator[Want]:
        """What a page of a thread leads to; when it is the last of its thread, that is noted."""
        key = errand.thread or reading.thread.id or same(reading.thread.url or look.page.ref.url)
        run = self.runs.get(key) or self._known(key, reading.thread.url or look.page.ref.url)
        self.runs[key] = run
        self.begun.add(key)
        run.waiting -= bool(errand.thread)
        address = same(look.page.ref.url)
        run.take(address, look.ids, look.fresh)
        for visit in look.page.memory.visits if look.page.memory else ():
            visit.thread = key
        yield from self._onward(run, address, look, reading, errand)
        self._finish(run, look.page)

    def _onward(
        self, run: ThreadRun, address: str, look: Look, reading: Reading, errand: Errand
    ) -> Iterator[Want]:
        further = run.further(address, reading, look.ids, look.fresh)
        carried: Ordinals = {}
        if _keyless(reading):  # taken one by one, for its authors' posts are counted
            carried = errand.ordinals
            further = [one for one in further if not self.asking.met_already(one)][:1]
        yield from self._ask(run, further, carried, priority=1)
        if back := run.back():
            yield from self._ask(run, [back], {}, priority=1)
        if run.puzzled and not run.waiting:
            yield from self._ask(run, [run.state.url], {}, priority=1)

    def dead(self, url: str, errand: Errand, page: Page) -> Iterator[Want]:
        """A page that is no more: its thread may be gone, or only shorter."""
        run = self.runs.get(errand.thread or "")
        if run is None:
            return
        run.waiting -= 1
        run.dead.add(same(url))
        yield from self._ask(run, [run.state.url, *filter(None, [run.back()])], {}, priority=1)
        self._finish(run, page)

    def failed(self, errand: Errand) -> None:
        """A page that did not come: the thread stays unread."""
        run = self.runs.get(errand.thread or "")
        if run is not None:
            run.waiting -= 1
            run.broken = True
            self._over(run)

    def _ask(
        self, run: ThreadRun, addresses: list[str], ordinals: Ordinals, priority: int
    ) -> Iterator[Want]:
        for address in addresses:
            if self.asking.met_already(address):
                continue
            errand = Errand(thread=run.state.key, ordinals=dict(ordinals))
            found = list(self.asking.want([address], errand, priority))
            run.waiting += len(found)
            run.broken = run.broken or not found
            yield from found

    def _known(self, key: str, url: str) -> ThreadRun:
        """A run for a thread that no list led to."""
        state = self.visits.threads([key]).get(key) if self.visits else None
        pages = self.visits.of(key) if self.visits and state and state.done else []
        return ThreadRun(
            state or ThreadState(key=key, url=url), {one.address: one for one in pages}
        )

    def _over(self, run: ThreadRun) -> None:
        if not run.waiting:
            self.runs.pop(run.state.key, None)

    def _finish(self, run: ThreadRun, page: Page) -> None:
        """Note what was learnt of a thread whose last page has come."""
        if run.waiting:
            return
        self._over(run)
        if run.broken or run.is_empty:
            return
        page.memory = page.memory or Memory()
        page.memory.threads.append(replace(run.state, done=True, gone_at=run.gone_at(page)))
        page.memory.forget += run.dead
        page.gone += sorted(run.all_known() if run.is_gone else run.lost())


def _keyless(reading: Reading) -> bool:
    return any(one.key is None for one in reading.posts)
