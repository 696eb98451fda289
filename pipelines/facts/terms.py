"""Facts that a few words state: sector, housing, travel, documents, contract, language, experience."""

import re
import tomllib
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from crawler.words import Word, fold
from pipelines.match import Matcher, parse
from pipelines.negation import denied

TABLE = Path(__file__).with_name("terms.toml")

SURE = frozenset({"sector", "hint"})  # what is not denied by the words beside it
_NO = r"(?:не|nie|nu|not|no|nicht|non|pas)"
_VERBS = (
    r"предостав|нада|пропону|предлага|забезпеч|дают|дае|треба|потр|требу|нуж|zapewni|oferuj|daj|ma\b|trzeba|"
    r"potrzeb|wymag|prov|incl|off|asigur|e nev|este|neces|fourni|gestellt|vorhanden|inbegriffen|notig|erf|req|need"
)
_ONE_WORD = (
    r"niepotrzebn|niewymagan|zbedn|niekonieczn|необязат|непотр|неважн|неважлив|ненуж|unnecessary|egal\b|"
    r"nenecesar|innecesari"
)
# Over folded words: "housing is not provided", "doświadczenie niepotrzebne".
_BACK = re.compile(rf"(?:\w{{1,40}} )?(?:{_NO} (?:{_VERBS})|{_ONE_WORD})")
_NEVER = frozenset(
    fold(
        "never nobody nigdy nikt ніколи ніхто никогда никто niciodata nimeni niemals niemand nunca "
        "nadie jamais personne"
    ).split()
)


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
        no = fact not in SURE and (
            denied(words, gaps, found.start, found.end)
            or _taken_back(words, breaks, found.end)
            or (fact == "fee" and _never(words, breaks, found.start))
        )
        yield Said(fact, value, found.start, found.end, no)


def _taken_back(words: Sequence[Word], breaks: Sequence[int], end: int) -> bool:
    """Do the next words of the clause deny the word before them: "жильё не предоставляем"?"""
    after = []
    for index in range(end, min(end + 3, len(words))):
        if breaks[index - 1]:
            break
        after.append(words[index].form)
    return _BACK.match(" ".join(after)) is not None


def _never(words: Sequence[Word], breaks: Sequence[int], start: int) -> bool:
    """Is there a "never" or "nobody" before in the sentence: "you never pay us any fee"?"""
    for index in range(start - 1, max(-1, start - 8), -1):
        if breaks[index] == 2:
            return False
        if words[index].form in _NEVER:
            return True
    return False


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
