"""Facts that a few words state: sector, housing, travel, documents, contract, language, experience."""

import tomllib
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from crawler.words import Word
from pipelines.match import Matcher, parse
from pipelines.negation import denied

TABLE = Path(__file__).with_name("terms.toml")


class Said(NamedTuple):
    """Words[first:last] name a *fact* of this *value*; *denied* where the text takes it back."""

    fact: str
    value: str
    first: int
    last: int
    denied: bool


def said(
    words: Sequence[Word],
    gaps: Sequence[str],
    breaks: Sequence[int],
    spoken: Collection[str | None],
) -> Iterator[Said]:
    """Every term found of the languages *spoken*, in the order of the text."""
    owners, matcher = _table()
    for found in matcher.find(words, breaks, spoken):
        fact, value = owners[found.owner]
        no = fact != "sector" and denied(words, gaps, found.start, found.end)
        yield Said(fact, value, found.start, found.end, no)


def sectors() -> list[str]:
    """The closed list of sectors."""
    return sorted(value for fact, value in _table()[0] if fact == "sector")


@cache
def _table() -> tuple[list[tuple[str, str]], Matcher]:
    """(fact, value) by number, and all their terms made ready."""
    plain = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    owners = [(fact, value) for fact, values in plain.items() for value in values]
    patterns = [
        (number, parse(term, language))
        for number, (fact, value) in enumerate(owners)
        for language, terms in plain[fact][value].items()
        for term in terms.split("|")
        if len(term) > 2
    ]
    return owners, Matcher(patterns)
