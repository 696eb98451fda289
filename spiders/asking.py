"""Which addresses a crawl asks for: each once, within its budget, and why."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from crawler.items import Visit
from crawler.traps import Traps
from spiders.identity import Ordinals
from spiders.pages.addresses import canonical, same

Count = Callable[[str, int], None]


@dataclass(slots=True)
class Errand:
    """Why a page is asked for: its thread's key, its list's first page, what an earlier visit left,
    and how many keyless posts each author has on the pages before it."""

    thread: str | None = None
    board: str | None = None
    visit: Visit | None = None
    ordinals: Ordinals = field(default_factory=dict)


@dataclass(slots=True)
class Want:
    """A page to ask for; of two, the one with the higher `priority` comes first."""

    address: str
    errand: Errand
    priority: int = 0


class Asking:
    """What was asked for in one crawl."""

    def __init__(self, budget: int, count: Count) -> None:
        self.budget, self.count = budget, count
        self.asked, self.met = 0, set[str]()
        self.traps = Traps()

    def met_already(self, address: str) -> bool:
        """Whether the page at *address* was asked for, however it was linked."""
        return same(address) in self.met

    def want(
        self, addresses: Iterable[str], errand: Errand | None = None, priority: int = 0
    ) -> Iterator[Want]:
        """Those of *addresses* not asked for yet, as far as the budget goes."""
        for address in addresses:
            found = canonical(address, address)
            if found is None or self.met_already(found):
                continue
            if not self.traps.allows(found):
                self.count("refused/endless", 1)
                continue
            if self.asked >= self.budget:
                self.count("over_budget", 1)
                continue
            self.asked += 1
            self.met.add(same(found))
            yield Want(found, errand or Errand(), priority)
