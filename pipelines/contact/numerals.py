"""Number words of eight languages: what each one says, and how they add up."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from crawler.words import fold


class Numeral(NamedTuple):
    """What a word does in a spoken number: `value` with "say", else one of numerals.yml's verbs."""

    does: str
    value: int = 0
    twenties: bool = False  # French counts 70 to 99 by twenties


Lexicon = dict[str, Numeral]


@cache
def lexicon(language: str | None) -> Lexicon:
    """Every known number word, in lower case, folded or not; *language* decides on shared ones."""
    table = yaml.load(
        Path(__file__).with_name("numerals.yml").read_text("utf-8"), Loader=yaml.CSafeLoader
    )
    words: Lexicon = {}
    for name in sorted(table, key=lambda name: name == language):
        words |= _words(table[name], twenties=name == "fr")
    if language != "de":
        return _tens_of_german(words) | words
    return words | _tens_of_german(words)


def _words(entries: dict[int | str, str], *, twenties: bool) -> Lexicon:
    return {
        form: Numeral("say", does, twenties) if isinstance(does, int) else Numeral(does)
        for does, words in entries.items()
        for word in str(words).split()
        for form in (word, fold(word))
    }


def _tens_of_german(words: Lexicon) -> Lexicon:
    units = ("ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun")
    tens = ("zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig")
    return {
        form: Numeral("say", 10 * n + m)
        for n, ten in enumerate(tens, 2)
        for m, unit in enumerate(units, 1)
        for form in (f"{unit}und{ten}", fold(f"{unit}und{ten}"))
    }


def add(before: int, word: Numeral) -> int | None:
    """The number that *before* and *word* make together, None when they are two numbers."""
    value, tail = word.value, before % 100
    if word.twenties and _by_twenties(before, value):
        return before * value if (before, value) == (4, 20) else before + value
    if before >= 100 and tail == 0 and 0 < value < 100:
        return before + value
    if before % 10 == 0 and tail >= 20 and 0 < value < 10:
        return before + value
    return None


def _by_twenties(before: int, value: int) -> bool:
    if before % 100 in (60, 80) and 10 <= value <= 19:
        return True
    return (before, value) == (4, 20) or (before % 100 == 10 and 7 <= value <= 9)
