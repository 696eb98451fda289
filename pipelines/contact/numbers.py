"""Rows of digits in a text, whether written as digits, look-alikes, words, or all at once."""

import re
from collections.abc import Iterator

from pipelines.contact.numerals import Numeral
from pipelines.contact.speech import Group, Run, Speech
from pipelines.contact.spelling import Book, Part, book

__all__ = ["Group", "Run", "runs"]

_CHUNK = re.compile(r"[^\W_]+(?:['’ʼ][^\W\d_]+)*")
# What may stand between figures, and what may where one side is hidden.
_STRICT = re.compile(r"[\s.,;/\\()\[\]+|*·•…→~_–—\u2600-\u27bf\U0001f000-\U0001faff-]{0,6}")
_LOOSE = re.compile(r"(?:_|[^\w\x00€$£₴₽%?:]){0,8}")
_SIGNS = ".·•*_|/~-"  # between the letters of one word
# Seven signs that may be digits, near each other.
_DENSE = re.compile(r"(?:[\doOоОIlІіiZzЗзSsBБбG][^\w\n]{0,4}\n?){7}")
_LETTERS = frozenset("OoОоIlІі")  # short words too, unless set off by signs
_CLOSE = ("and", "of", "times")
_LINKS = ("then", *_CLOSE)
_MOST_LINKS, _MOST_PIECES, _LONGEST_WORD = 2, 14, 40
_LETTERS_IN_A_ROW = 3


def runs(text: str, language: str | None) -> Iterator[Run]:
    """Every row of numbers in the folded *text* that may hold seven digits or more."""
    reader = book(language)
    text = text.replace("’", "'").replace("ʼ", "'").replace("`", "'")
    if _DENSE.search(text) or _spoken(text, reader):
        for run in _Rows(text, reader).all():
            if sum(len(group.digits) for group in run.groups) >= 7:
                yield run


def _spoken(text: str, reader: Book) -> bool:
    """Three pieces in a row that may be numbers, one of them a word or spelt by letter."""
    row = spoken = letters = 0
    is_number, _words = reader.is_number, reader.words
    for chunk in _CHUNK.findall(text.lower()):
        if is_number(chunk):
            row, spoken = row + 1, spoken + (not chunk.isdigit())
            if row >= 3 and spoken:
                return True
        elif len(chunk) == 1:
            letters += 1
            if letters >= _LETTERS_IN_A_ROW:
                return True
            continue
        else:
            row = spoken = 0
        letters = 0
    return False


class _Rows:
    """Walks through the chunks of one text and gathers those that are numbers."""

    def __init__(self, text: str, reader: Book) -> None:
        self.text, self.reader = text, reader
        self.chunks = list(_CHUNK.finditer(text))
        self._begin(0)

    def _begin(self, last: int) -> None:
        self.run = Run()
        self.speech = Speech(self.run)
        self.links, self.last = 0, last

    def all(self) -> Iterator[Run]:
        """The runs, in order."""
        at = 0
        while at < len(self.chunks):
            parts, after = self._parts(at)
            if parts is None and self._is_idle():
                self.last = self.chunks[at].end()
                at = after
                continue
            start = self.chunks[at].start()
            gap = self.text[self.last : start]
            if parts is None or not self._near(gap, parts) or self._stops(parts):
                yield from self._finished()
                self._begin(self.last)
            if parts and not (self._is_idle() and _link(parts)):
                self.speech.hear(parts, start, gap)
            at = after
            self.last = self.chunks[at - 1].end()
        yield from self._finished()

    def _stops(self, parts: tuple[Part, ...]) -> bool:
        """Whether the chunk links numbers where none can be linked: figures alone, or too often."""
        link = _link(parts)
        self.links = self.links + 1 if link else 0
        return self.links > _MOST_LINKS or (link in _CLOSE and not self.run.hidden)

    def _is_idle(self) -> bool:
        return not self.run.groups and self.speech.pending is None

    def _finished(self) -> Iterator[Run]:
        if self.run.groups:
            yield self.run

    def _near(self, gap: str, parts: tuple[Part, ...]) -> bool:
        groups = self.run.groups
        hidden = (groups and groups[-1].made != "plain") or parts[0].word or parts[0].look
        if hidden and gap.count("\n") <= 2:
            return _LOOSE.fullmatch(gap) is not None
        return gap.count("\n") <= 1 and _STRICT.fullmatch(gap) is not None

    def _parts(self, at: int) -> tuple[tuple[Part, ...] | None, int]:
        """What the chunk is, or it and those after it that make one word; and the next chunk."""
        chunk = self.chunks[at][0]
        if chunk in _LETTERS and self._is_spaced(at):
            return self.reader.look(chunk), at + 1
        parts = self.reader.read(chunk)
        doubtful = parts is None or not parts[0].loud or len(chunk) <= 2
        if doubtful and self._goes_on(at) and (found := self._halves(at)):
            return found
        if parts is None and self.run.groups and (word := self._misspelt(at)):
            return (Part(0, len(chunk), word),), at + 1
        return parts, at + 1

    def _goes_on(self, at: int) -> bool:
        """Whether one sign alone, or a space after a single letter, ties the chunk to the next."""
        if at + 1 == len(self.chunks) or not self.chunks[at][0][0].isalpha():
            return False
        end = self.chunks[at].end()
        if self.chunks[at + 1].start() != end + 1:
            return False
        return self.text[end] in _SIGNS or self.chunks[at].start() == end - 1

    def _is_spaced(self, at: int) -> bool:
        """Whether more than a space stands between the letter and the number before it."""
        gap = self.text[self.last : self.chunks[at].start()]
        return bool(self.run.groups) and bool(gap.strip())

    def _misspelt(self, at: int) -> Numeral | None:
        """A number word but for a letter, if numbers stand on both sides of it."""
        if len(self.run.groups) < 2 or not self.run.hidden:
            return None
        after = self.chunks[at + 1][0] if at + 1 < len(self.chunks) else ""
        if len(self.run.groups) < 5 and not (after and self.reader.read(after)):
            return None
        return self.reader.misspelt(self.chunks[at][0])

    def _may_be(self, joined: str) -> bool:
        return len(joined) < 3 or joined[:3] in self.reader.heads

    def _halves(self, at: int) -> tuple[tuple[Part, ...], int] | None:
        """A word in pieces: "o-cho", "jede.n", "п я т ь"; spaces only between single letters."""
        start, joined, found = self.chunks[at].start(), self.chunks[at][0].lower(), None
        if len(joined) > _LONGEST_WORD // 2:
            return None
        sign = None
        for next_ in range(at + 1, min(at + _MOST_PIECES, len(self.chunks))):
            before, chunk = self.chunks[next_ - 1], self.chunks[next_]
            gap = self.text[before.end() : chunk.start()]
            if len(gap) != 1 or (sign or gap) != gap or not (gap in _SIGNS or gap.isspace()):
                break
            if gap.isspace() and (len(chunk[0]) > 1 or len(before[0]) > 1):
                break
            sign, joined = gap, joined + chunk[0].lower()
            if len(joined) > _LONGEST_WORD or not self._may_be(joined):
                break
            if (word := self.reader.word(joined)) and len(joined) > 2:
                found = ((Part(0, chunk.end() - start, word),), next_ + 1)
        return found


def _link(parts: tuple[Part, ...]) -> str:
    does = parts[0].word.does if len(parts) == 1 and parts[0].word else ""
    return does if does in _LINKS else ""
