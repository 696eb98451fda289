"""Folded views of a text: what a reader's eye sees, with the way back to the author's letters.

The text itself is never altered. A view undoes what hides words and numbers from a machine and
not from a person: compatibility forms, circled and keycap digits, look-alike letters of another
script, characters without width.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from crawler.items import Page, Post

LOOK_ALIKE = {
    "а": "a", "в": "b", "с": "c", "ԁ": "d", "е": "e", "һ": "h", "і": "i", "ј": "j", "к": "k",
    "ӏ": "l", "м": "m", "н": "h", "о": "o", "р": "p", "ѕ": "s", "т": "t", "у": "y", "ѵ": "v",
    "х": "x", "ү": "y", "А": "A", "В": "B", "С": "C", "Е": "E", "Н": "H", "І": "I", "Ј": "J",
    "К": "K", "М": "M", "О": "O", "Р": "P", "Ѕ": "S", "Т": "T", "У": "Y", "Х": "X",
    "α": "a", "ε": "e", "ι": "i", "κ": "k", "ν": "v", "ο": "o", "ρ": "p", "τ": "t", "υ": "u",
    "χ": "x", "Α": "A", "Β": "B", "Ε": "E", "Ζ": "Z", "Η": "H", "Ι": "I", "Κ": "K", "Μ": "M",
    "Ν": "N", "Ο": "O", "Ρ": "P", "Τ": "T", "Υ": "Y", "Χ": "X",
}  # fmt: skip
TO_CYRILLIC = {
    "a": "а", "c": "с", "d": "д", "e": "е", "i": "і", "j": "ј", "o": "о", "p": "р", "x": "х", "y": "у",
    "A": "А", "B": "В", "C": "С", "E": "Е", "H": "Н", "I": "І", "K": "К", "M": "М", "O": "О",
    "P": "Р", "T": "Т", "X": "Х", "Y": "У",
}  # fmt: skip
LEET = str.maketrans("013457@$", "oieastas")
_MIXED = re.compile(r"[A-Za-z][\u0370-\u052f]|[\u0370-\u052f][A-Za-z]")
_WORD = re.compile(r"[A-Za-z\u0370-\u052f]+")
# "m²" and "4½" would otherwise lengthen the number before them.
_NOT_IN_LINE = ("<super>", "<sub>", "<fraction>")
_ODD = re.compile(r"[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\u20e3\ufe00-\ufe0f\ufeff]")


@dataclass(frozen=True, slots=True)
class View:
    """A folded text; `places[i]` is the original offset of its i-th character, one past at the end."""

    text: str
    places: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original offsets of the folded slice; zero-width tails are part of it."""
        if start >= end:
            return self.places[start], self.places[start]
        return self.places[start], self.places[end - 1] + self._width(end - 1)

    def _width(self, last: int) -> int:
        after = last + 1
        while self.places[after] == self.places[last]:
            after += 1
        return self.places[after] - self.places[last]


@lru_cache(maxsize=64)
def view(text: str) -> View:
    """The folded view of *text*, in its own case; a clean text is its own view."""
    if text.isascii():
        return View(text, range(len(text) + 1))
    if _ODD.search(text) is None and unicodedata.is_normalized("NFKC", text):
        folded, places = text, range(len(text) + 1)  # type: tuple[str, Sequence[int]]
    else:
        folded, places = _compatible(text)
    if _MIXED.search(folded):
        folded = _WORD.sub(lambda word: _one_script(word[0]), folded)
    return View(folded, places)


def unleet(word: str) -> str:
    """*word* with the digits that stand for letters read as letters."""
    return word.translate(LEET)


def latin(word: str) -> str:
    """*word* with every look-alike of a Latin letter read as that letter."""
    return "".join(LOOK_ALIKE.get(char, char) for char in word)


def read_clean(post: Post) -> Post:
    """Make the folded views that the later steps share; the post itself is left as it is."""
    view(post.title)
    view(post.text)
    return post


class CleanPipeline:
    """Maps `read_clean` over a page's posts."""

    def process_item(self, item: Page) -> Page:
        """The same page; its posts' views are in the cache."""
        item.posts = [read_clean(post) for post in item.posts]
        return item


def _compatible(text: str) -> tuple[str, list[int]]:
    pairs = [(char, at) for at, source in enumerate(text) for char in _forms(source)]
    return "".join(char for char, _ in pairs), [at for _, at in pairs] + [len(text)]


def _forms(char: str) -> Iterator[str]:
    if char < "\x80" or unicodedata.decomposition(char).startswith(_NOT_IN_LINE):
        yield char
    elif not _ODD.match(char):
        # A ligature or a bracketed digit may open into several characters, each at one place.
        yield from unicodedata.normalize("NFKC", char)


def _one_script(word: str) -> str:
    if word.isascii() or not _MIXED.search(word):
        return word
    as_latin = latin(word)
    if as_latin.isascii():
        return as_latin
    return "".join(TO_CYRILLIC.get(char, char) for char in word)
