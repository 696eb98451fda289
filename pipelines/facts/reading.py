"""One text of an offer as the finders of facts see it: words, sums, places and terms, found once."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import cached_property
from itertools import islice
from typing import Literal

from crawler.words import cut
from pipelines.clauses import breaking, gaps
from pipelines.facts.money import Amount, amounts
from pipelines.facts.place import Named, places
from pipelines.facts.terms import Said, said

LONGEST = 12_000  # code points of a text in which facts are looked for
MOST = 100  # sums of a text


class Reading:
    """The title or the text of a post; offsets are those of the whole field."""

    def __init__(
        self,
        name: Literal["title", "text"],
        text: str,
        language: str | None,
        spoken: Collection[str | None],
    ) -> None:
        self.name = name
        self.text = text[:LONGEST]
        self.spoken = spoken
        self.words = cut(self.text, language)
        self.gaps = gaps(self.text, self.words)
        self.breaks = [0 if gap == "\n" else breaking(gap) for gap in self.gaps]

    @cached_property
    def amounts(self) -> list[Amount]:
        """Every sum of money."""
        return list(islice(amounts(self.text), MOST))

    @cached_property
    def places(self) -> list[Named]:
        """Every town and country."""
        return list(places(self.words, self.text))

    @cached_property
    def terms(self) -> list[Said]:
        """Every term of terms.toml."""
        return list(said(self.words, self.gaps, self.breaks, self.spoken))

    @cached_property
    def flags(self) -> dict[int, str]:
        """What the finders say of a word, by its number: `am` a sum, `pl` a place, `sector` …"""
        found: dict[int, list[str]] = defaultdict(list)
        for term in self.terms:
            mark = (term.value if term.fact == "hint" else term.fact) + ("!" if term.denied else "")
            for index in range(term.first, term.last):
                found[index].append(mark)
        for place in self.places:
            for index in range(place.first, place.last):
                found[index].append(
                    ("pl" if place.place.thousands else "co") if place.sure else "pl?"
                )
        for amount in self.amounts:
            for index in self._words_of(amount):
                found[index].append("am" + (amount.period or "")[:2])
        return {index: " ".join(sorted(set(marks))) for index, marks in found.items()}

    def _words_of(self, amount: Amount) -> Iterator[int]:
        """The numbers of the words a sum is made of."""
        first = bisect_right(self.words, amount.start, key=lambda word: word.end)
        for index in range(first, len(self.words)):
            if self.words[index].start >= amount.end:
                return
            yield index

    @cached_property
    def around(self) -> list[str]:
        """For each word the flags of its sentence."""
        found: list[str] = []
        start = 0
        for index in range(len(self.words)):
            if self.breaks[index] == 2 or index == len(self.words) - 1:
                flags = (self.flags.get(at, "").split() for at in range(start, index + 1))
                whole = " ".join(sorted({flag for one in flags for flag in one}))
                found += [whole] * (index + 1 - start)
                start = index + 1
        return found

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Where words[first:last] stand in the text."""
        return self.words[first].start, self.words[last - 1].end
