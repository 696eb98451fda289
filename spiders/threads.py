"""The threads one crawl reads: which of their pages are asked for, and when a thread is done."""

from collections.abc import Iterator
from dataclasses import replace

from crawler.items import Memory, Page, ThreadState, Visit
from index.visits import Visits
from spiders.asking import Asking, Errand, Want
from spiders.identity import Ordinals
from spiders.look import Look
from spiders.pages.addresses import same
from spiders.pages.reading import Reading
from spiders.thread_run import ThreadRun


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
        board = None if run.missing else run.state.board  # asked for once, though its list lacks it
        told = replace(run.state, done=True, gone_at=run.gone_at(page), board=board)
        page.memory.threads.append(told)
        page.memory.forget += run.dead
        page.gone += sorted(run.all_known() if run.is_gone else run.lost())


def _keyless(reading: Reading) -> bool:
    return any(one.key is None for one in reading.posts)
