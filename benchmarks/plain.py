"""The road without the trained clause reader, to see what reading costs beside it."""

from functools import cache
from pathlib import Path

from crawler.items import Page
from pipelines import tag as tagging
from pipelines.catalogue import load_all, rules
from pipelines.clauses import Clause
from pipelines.reader import Prepared, Reader, reader


class Silent(Reader):
    """A reader that has learnt nothing and looks nothing up."""

    def __init__(self) -> None:
        self.head = reader().head

    def prepare(self, words: object, gaps: object) -> Prepared:
        """Nothing."""
        return Prepared([], [], [], [])

    def read(self, text: Prepared, clause: Clause, least: float) -> list[tuple[str, float]]:
        """No indicator."""
        return []

    def score(self, text: Prepared, clause: Clause, name: str) -> float:
        """As of an indicator never learnt."""
        return 0.0


class PlainTagPipeline(tagging.TagPipeline):
    """Maps `tag` over a page's posts, by terms and contacts alone."""

    def process_item(self, item: Page) -> Page:
        """The same page, each post with the hits of terms and contacts."""
        tagging.tagger = _tagger  # type: ignore[assignment]
        return super().process_item(item)


@cache
def _tagger(*folders: Path) -> tagging.Tagger:
    return tagging.Tagger(load_all(*folders), Silent(), rules(*folders))
