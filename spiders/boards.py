"""One board within one crawl: which threads its list shows, and which it should but does not."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from crawler.items import ThreadState

MOST = 50  # threads of one board that are asked for in one crawl because its list lacks them


@dataclass(slots=True)
class BoardRun:
    """`shown` are the threads of the pages read, from the first on without a gap; `oldest` the
    earliest last post at the end of one of them; `ended` when no page follows the last."""

    shown: set[str] = field(default_factory=set)
    oldest: datetime | None = None
    ended: bool = False

    def take(self, states: list[ThreadState], *, ended: bool) -> None:
        """Note what one more page of the list shows."""
        self.shown.update(one.key for one in states)
        ends = [one for one in (self.oldest, states[-1].last if states else None) if one]
        self.oldest = min(ends, default=None)
        self.ended = self.ended or ended

    def missing(self, known: Iterable[ThreadState]) -> list[ThreadState]:
        """Those of the *known* threads of this board that the pages read ought to show."""
        if not self.shown:
            return []
        gone = [one for one in known if one.key not in self.shown and self._reaches(one)]
        return gone[:MOST]

    def _reaches(self, one: ThreadState) -> bool:
        within = self.oldest and one.last and one.last >= self.oldest
        return self.ended or bool(within)
