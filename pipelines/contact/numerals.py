"""Number words of eight languages: what each one says, and how they add up."""

from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

import yaml

from crawler.words import fold

# How people write a Cyrillic letter in Latin ones; several where habits differ.
_SPELLED: dict[str, tuple[str, ...]] = {
    "а": ("a",), "б": ("b",), "в": ("v", "w"), "г": ("h", "g"), "д": ("d",), "е": ("e",),
    "ё": ("yo", "e", "io"), "є": ("ye", "ie", "je"), "ж": ("zh",), "з": ("z",), "и": ("y", "i"),
    "і": ("i",), "ї": ("yi", "i"), "й": ("y", "i"), "к": ("k",), "л": ("l",), "м": ("m",),
    "н": ("n",), "о": ("o",), "п": ("p",), "р": ("r",), "с": ("s",), "т": ("t",), "у": ("u",),
    "х": ("kh", "h"), "ц": ("ts", "c", "tc"), "ч": ("ch", "4", "cz"), "ш": ("sh", "w", "sz"),
    "щ": ("shch",), "ы": ("y", "i"), "ь": ("", "'"), "ю": ("yu", "iu"),
    "я": ("ya", "ia", "ja", "a"), "'": ("", "'"), "э": ("e",),
}  # fmt: skip
_MOST_SPELLINGS = 200


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
    for name in ("uk", "ru"):
        words |= _in_latin(table[name])
    for name in sorted(table, key=lambda name: name == language):
        words |= _words(table[name], twenties=name == "fr")
    if language in ("uk", "ru"):
        words |= {w: said for w, said in _in_latin(table[language]).items() if said.does == "say"}
    if language != "de":
        return _tens_of_german(words) | words
    return words | _tens_of_german(words)


def _entries(entries: dict[int | str, str]) -> Iterator[tuple[str, Numeral]]:
    for key, words in entries.items():
        if isinstance(key, int):
            numeral = Numeral("say", key)
        elif key[0].isdigit():
            numeral = Numeral("many", int(key[0]))
        else:
            numeral = Numeral(key)
        for word in str(words).split():
            yield word, numeral


def _words(entries: dict[int | str, str], *, twenties: bool) -> Lexicon:
    return {
        form: numeral._replace(twenties=twenties)
        for word, numeral in _entries(entries)
        for form in (word, fold(word), word.replace("'", ""), fold(word).replace("'", ""))
    }


def _in_latin(entries: dict[int | str, str]) -> Lexicon:
    """The words as people spell them in Latin letters; the short ones are words of others too."""
    return {
        spelled: numeral
        for word, numeral in _entries(entries)
        if len(word) > 2
        for spelled in _spellings(word)
    }


def _spellings(word: str) -> Iterator[str]:
    choices = [_SPELLED.get(letter, (letter,)) for letter in word]
    for count, parts in enumerate(product(*choices)):
        if count >= _MOST_SPELLINGS:
            return
        yield "".join(parts)


def _tens_of_german(words: Lexicon) -> Lexicon:
    units = ("ein", "zwei", "zwo", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun")
    values = (1, 2, 2, 3, 4, 5, 6, 7, 8, 9)
    tens = ("zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig")
    return {
        form: Numeral("say", 10 * n + value)
        for n, ten in enumerate(tens, 2)
        for unit, value in zip(units, values, strict=True)
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
