"""Any board: posts, threads and pages found by how a page repeats itself, by no engine's names."""

from functools import lru_cache

from spiders.pages.document import Document
from spiders.pages.reading import Reading
from spiders.readers.generic.findings import Findings, find
from spiders.readers.generic.report import report

CAPPED = 0.6  # a reader that knows its platform comes before


def recognise(page: Document) -> float:
    """How sure it is of what it would read, at most 0.6; below 0.5 a page is not for reading."""
    return min(CAPPED, _found(_Kept(page)).sure)


def read(page: Document) -> Reading:
    """The posts of a thread or an ad, or the threads and boards of a listing."""
    return report(page, _found(_Kept(page)))


class _Kept:
    """A page by its identity, so that what recognise() found serves read() too."""

    def __init__(self, page: Document) -> None:
        self.page, self.tree = page, page.tree

    def __hash__(self) -> int:
        return id(self.tree)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept) and self.tree is other.tree


@lru_cache(maxsize=2)
def _found(kept: _Kept) -> Findings:
    return find(kept.page)
