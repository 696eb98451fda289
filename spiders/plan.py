"""What one crawl asks for, in which order, given what earlier crawls remember of the source."""

from collections.abc import Iterator
from datetime import UTC, datetime

from crawler.items import Page, ThreadState, Visit
from index.visits import Visits
from spiders.asking import Asking, Count, Errand, Want
from spiders.boards import BoardRun
from spiders.links import unpacked
from spiders.look import FEED, Look
from spiders.pages.addresses import same
from spiders.pages.reading import Reading
from spiders.source import Source
from spiders.threads import Threads

REVISITS = 0.25  # the share of a crawl's budget that looking again for edits may take

SHUT = ("captcha", "consent_wall", "login_wall")  # what a page's posts may still stand behind


class Plan:
    """The plan of one crawl; *visits* is None when nothing known is to count."""

    def __init__(self, source: Source, visits: Visits | None, budget: int, count: Count) -> None:
        self.source, self.visits, self.count = source, visits, count
        self.asking = Asking(budget, count)
        self.threads = Threads(self.asking, visits)
        self.boards: dict[str, BoardRun] = {}
        self.now, self.rested = datetime.now(UTC), False

    def start(self) -> Iterator[Want]:
        """The start addresses, then what an earlier crawl left unread."""
        yield from self.asking.want(self.source.start)
        for state in self.visits.unread() if self.visits else ():
            yield from self.threads.begin(state, [])

    def follow(self, look: Look, reading: Reading, errand: Errand) -> Iterator[Want]:
        """Where a page leads: threads before further pages before boards, so that what is begun is
        read to its end."""
        self.asking.met.add(same(look.page.ref.url))
        yield from self.asking.want(reading.boards)
        if errand.thread and not look.ids and (look.wall in SHUT or reading.login):
            self.threads.failed(errand)
            return
        if errand.thread or look.ids:
            yield from self.threads.read(look, reading, errand)
            return
        yield from self.asking.want(self._further(look, reading, errand), self._on(look, errand), 1)
        for state in filter(self.recent, look.moved):
            told = state.replies is not None or state.last is not None
            yield from self.threads.begin(state, look.pages.get(state.key, []), rose=told)

    def dead(self, url: str, errand: Errand, page: Page) -> Iterator[Want]:
        """Where to look when the page at *url* is no more; *page* takes what is learnt."""
        yield from self.threads.dead(url, errand, page)

    def failed(self, errand: Errand) -> None:
        """A page that did not come."""
        self.threads.failed(errand)

    def rest(self) -> Iterator[Want]:
        """When nothing more is asked for: threads that lists ought to show, and pages whose time it
        is to be looked at again, for an edit shows on no list."""
        if self.visits is None or self.rested:
            return
        self.rested = True
        shown = set[str]().union(*(one.shown for one in self.boards.values()))
        for address, board in self.boards.items():
            for state in board.missing(self.visits.on_board(address)):
                if state.key not in shown:
                    self.count("threads_missing", 1)
                    yield from self.threads.begin(state, self.visits.of(state.key), whole=True)
        for visit in self._due():
            for want in self.threads.again(visit):
                self.count("revisits", 1)
                yield want

    def _due(self) -> list[Visit]:
        """Pages whose time it is, with what the budget has left and no more than its REVISITS."""
        if self.visits is None:
            return []
        left = self.asking.budget - self.asking.asked
        most = max(0, min(left, int(self.asking.budget * REVISITS)))
        return self.visits.due(self.now, self.source.revisit, self.source.revisit_every, most)

    def recent(self, state: ThreadState) -> bool:
        """Whether a list leaves it open that the thread has posts since `since`."""
        return self.source.oldest is None or state.last is None or state.last >= self.source.oldest

    def _on(self, look: Look, errand: Errand) -> Errand:
        return Errand(board=errand.board or same(look.page.ref.url))

    def _further(self, look: Look, reading: Reading, errand: Errand) -> list[str]:
        """The next page of a list, unless the list says nothing new from here on."""
        further = [one for one in reading.next_pages if not self.asking.met_already(one)]
        if not look.states:
            return further
        self._learn(look, reading, errand)
        if not any(map(self.recent, look.states)):
            self.count("older_than_since", 1)
            return []
        if errand.visit is None:
            return further
        return further[:1] if look.moved else self._beyond(further[:1], look)

    def _learn(self, look: Look, reading: Reading, errand: Errand) -> None:
        """Write down what a list shows, threads met for the first time too: a crash forgets none."""
        if reading.platform != FEED:
            board = self.boards.setdefault(self._on(look, errand).board or "", BoardRun())
            board.take(look.states, ended=not reading.next_pages)
        self.count("threads_seen", len(look.states))
        self.count("threads_moved", len(look.moved))
        met = {one.key: one for one in look.states if one.key not in look.known}
        if look.page.memory is not None:
            new = [one for key, one in met.items() if key not in self.threads.begun]
            look.page.memory.threads += filter(self.recent, new)

    def _beyond(self, further: list[str], look: Look) -> list[str]:
        """Behind the pages of a list that we know: the first that we do not, or whose time it is."""
        met = set[str]()
        while further and self.visits and (visit := self.visits.at(same(further[0]))):
            if self._is_due(visit, look):
                break
            met.add(visit.address)
            after = [one for one in unpacked(visit.links).next_pages if same(one) not in met]
            further = [one for one in after if not self.asking.met_already(one)][:1]
        return further

    def _is_due(self, visit: Visit, look: Look) -> bool:
        """Whether a known page of a list is looked at although nothing moved on the one before: a
        post that vanishes moves nothing up."""
        last = look.states[-1].last
        late = (
            visit.visited_at is None
            or abs(self.now - visit.visited_at) >= self.source.revisit_every
        )
        return late and last is not None and last >= self.now - self.source.revisit
