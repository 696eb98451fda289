"""One text of a post, cut once for all who look; what only some posts need is made when asked for."""

import math
from functools import cached_property, lru_cache
from typing import Literal

from crawler.words import cut
from pipelines.clauses import Clause, breaking, clauses_between, gaps
from pipelines.negation import paid_by_others
from pipelines.reader import Prepared, Reader, reader

Name = Literal["title", "text"]
ClauseSigns = tuple[Clause, list[tuple[str, float]]]
REMEMBERED = 128


class Field:
    """The title or the text of a post as words, what stands between them, and clauses."""

    def __init__(self, name: Name, text: str, language: str | None, read: Reader) -> None:
        self.name = name
        self.text = text
        self.words = cut(self.text, language)
        self.gaps = gaps(self.text, self.words)
        self.read = read
        self._paid: dict[Clause, bool] = {}
        self._signs: tuple[float, list[ClauseSigns]] = math.inf, []

    @cached_property
    def breaks(self) -> list[int]:
        """What ends after each word for a term, which may run over the end of a line."""
        return [0 if gap == "\n" else breaking(gap) for gap in self.gaps]

    @cached_property
    def clauses(self) -> list[Clause]:
        """The clauses, and the sentences that are made of several."""
        return list(clauses_between([breaking(gap) for gap in self.gaps]))

    @cached_property
    def summands(self) -> Prepared:
        """The words as the clause reader adds them up."""
        return self.read.prepare(self.words, self.gaps)

    def signs(self, least: float) -> list[ClauseSigns]:
        """The clauses that show signs of log-odds over *least*, with these; read once for all who
        look, as far down as the first of them asks."""
        known, found = self._signs
        if least < known:
            read = ((one, self.read.read(self.summands, one, least)) for one in self.clauses)
            known, found = self._signs = least, [(one, signs) for one, signs in read if signs]
        if known == least:
            return found
        over = ((clause, [one for one in signs if one[1] > least]) for clause, signs in found)
        return [(clause, signs) for clause, signs in over if signs]

    def said(self, clause: Clause) -> str:
        """The text of a clause."""
        return self.text[self.words[clause.start].start : self.words[clause.end - 1].end]

    def paid_by_others(self, place: int) -> bool:
        """Does the shortest clause that holds word number *place* say that somebody else pays?"""
        clause = self._shortest.get(place)
        if clause is None:
            return False
        if clause not in self._paid:
            self._paid[clause] = paid_by_others(self.said(clause))
        return self._paid[clause]

    @cached_property
    def _shortest(self) -> dict[int, Clause]:
        """The shortest clause around each word; made once, for a text may be one term over and over."""
        held: dict[int, Clause] = {}
        for clause in self.clauses:
            size = self._size(clause)
            for place in range(clause.start, clause.end):
                if place not in held or size < self._size(held[place]):
                    held[place] = clause
        return held

    def _size(self, clause: Clause) -> int:
        return self.words[clause.end - 1].end - self.words[clause.start].start


@lru_cache(maxsize=REMEMBERED)
def fields(title: str, text: str, language: str | None) -> tuple[Field, Field]:
    """The title and the text, remembered for the next step that asks."""
    read = reader()
    return Field("title", title, language, read), Field("text", text, language, read)
