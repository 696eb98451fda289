"""The road without its trained readers of clauses and posts, to see what reading costs beside it."""

from functools import cache

from pipelines import field, judge, look, tag
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


class PlainTagPipeline(tag.TagPipeline):
    """Maps `tag` over a page's posts, by terms and contacts alone."""


# Wherever the step is unpacked this module is read first: there nobody reads closely any more.
field.reader = cache(Silent)
look.post_reader = judge.post_reader = cache(lambda: None)  # type: ignore[assignment,attr-defined]
