"""Rows of digits in a text, whether written as digits, look-alikes, words, or all at once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from pipelines.clean import unleet
from pipelines.contact.numerals import Lexicon, Numeral, add, lexicon

Made = Literal["plain", "look", "word"]

_CHUNK = re.compile(r"[^\W_]+(?:['’ʼ][^\W\d_]+)*")
_BETWEEN = re.compile(r"[\s.,;/\\()\[\]+|*·•…→~_–—-]{0,6}")
_DIGIT = re.compile(r"\d")
_SOFT = re.compile(r"[ \u00a0-]?")
_PARTS = re.compile(r"\d+|[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_LOOK_ALIKE = str.maketrans("oOоОIlІііZzзЗSsBбG", "000011111" + "2233" + "55" + "866")
_LOOKS = re.compile(r"[\doOоОIlІіiZzзЗSsBбG]+")
_LONE_LOOKS = re.compile(r"[oOоО]+|(?!I+$)[OОIlZЗSB]+")
# Seven signs that may be digits, near each other, or three words that may be number words.
_DENSE = re.compile(r"(?:[\doOоОIlІiZзЗSBб][^\w\n]{0,4}\n?){7}")


@dataclass(slots=True)
class Group:
    """One number as written: where it stands, its digits, and how it is made."""

    start: int
    end: int
    digits: str
    made: Made
    loud: bool = True  # False for letters that are digits only among digits


@dataclass(slots=True)
class Run:
    """Groups near each other; `gaps[i]` is what stands before group i, `plus` a spoken +."""

    groups: list[Group] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    plus: set[int] = field(default_factory=set)


def runs(text: str, language: str | None) -> Iterator[Run]:
    """Every row of numbers in the folded *text* that may hold seven digits or more."""
    words = lexicon(language)
    text = text.replace("’", "'").replace("ʼ", "'")
    if _DENSE.search(text) or _spoken(text, words):
        for run in _runs(text, words):
            if sum(len(group.digits) for group in run.groups) >= 7:
                yield run


def _spoken(text: str, words: Lexicon) -> bool:
    """Three pieces in a row that may be numbers, one of them a word."""
    row = spoken = 0
    for chunk in _CHUNK.findall(text.lower()):
        if chunk in words or chunk[0].isdigit() or chunk[-1].isdigit():
            row, spoken = row + 1, spoken + (not chunk.isdigit())
            if row >= 3 and spoken:
                return True
        else:
            row = spoken = 0
    return False


def _runs(text: str, words: Lexicon) -> Iterator[Run]:
    run, speech, last = Run(), _Speech(), 0
    for chunk in _CHUNK.finditer(text):
        parts = _read(chunk[0], words)
        if run.groups or speech.pending or parts:
            gap = text[last : chunk.start()]
            if parts is None or not _near(gap):
                yield from _finished(run)
                run, speech = Run(), _Speech()
            if parts:
                speech.hear(run, parts, chunk.start(), gap)
        last = chunk.end()
    yield from _finished(run)


def _finished(run: Run) -> Iterator[Run]:
    while run.groups and not run.groups[-1].loud:
        del run.groups[-1], run.gaps[-1]
    if run.groups:
        yield run


def _near(gap: str) -> bool:
    return gap.count("\n") <= 1 and _BETWEEN.fullmatch(gap) is not None


@dataclass(slots=True)
class _Part:
    start: int
    end: int
    word: Numeral | None = None
    digits: str = ""
    look: bool = False
    loud: bool = True


class _Speech:
    """Adds up number words as they are heard: double, three zeros, sixty-one, nine hundred."""

    def __init__(self) -> None:
        self.times = 1
        self.value: int | None = None
        self.joined = self.counted = False
        self.pending: int | None = None

    def hear(self, run: Run, parts: list[_Part], offset: int, gap: str) -> None:
        for at, part in enumerate(parts):
            self._take(run, part, offset, gap if at == 0 else "")

    def _take(self, run: Run, part: _Part, offset: int, gap: str) -> None:
        start, end = offset + part.start, offset + part.end
        if part.word is None:
            self._figures(run, part, start, end, gap)
        elif part.word.does == "say" and self.counted and not part.word.value:
            self._zeros(run, end)
        elif part.word.does == "say":
            self._say(run, part.word, start, end, gap)
        elif part.word.does in ("twice", "thrice"):
            self.times, self.pending = (2 if part.word.does == "twice" else 3), start
        elif part.word.does == "plus":
            run.plus.add(len(run.groups))
            self.pending, self.value = start, None
        elif part.word.does == "zeros":
            self._zeros(run, end)
        elif part.word.does == "hundred":
            self._hundred(run, end)
        else:
            self.joined = part.word.does == "and" and self.value is not None
            self.counted = part.word.does == "of"

    def _figures(self, run: Run, part: _Part, start: int, end: int, gap: str) -> None:
        digits = part.digits * self.times
        glued = len(digits) == 2 and not gap and (self.value or 1) % 100 == 0
        if (glued or len(digits) == 1) and digits[0] != "0" and self._soft(gap):
            return self._say(run, Numeral("say", int(digits)), start, end, gap)
        made: Made = "look" if part.look else "plain"
        self._put(run, Group(start, end, digits, made, part.loud), gap)
        self.value = None
        return None

    def _say(self, run: Run, word: Numeral, start: int, end: int, gap: str) -> None:
        total = None
        if self.value is not None and run.groups and self._soft(gap):
            total = add(self.value, word)
        if total is None:
            self._put(run, Group(start, end, str(word.value) * self.times, "word"), gap)
            self.value = word.value
        else:
            group = run.groups[-1]
            group.digits, group.end, self.value = str(total), end, total
        self.joined = False

    def _soft(self, gap: str) -> bool:
        return self.value is not None and (self.joined or _SOFT.fullmatch(gap) is not None)

    def _zeros(self, run: Run, end: int) -> None:
        if run.groups and self.value is not None and 2 <= self.value <= 6:
            run.groups[-1].digits, run.groups[-1].end = "0" * self.value, end
        self.value, self.counted = None, False

    def _hundred(self, run: Run, end: int) -> None:
        if run.groups and self.value is not None and 1 <= self.value <= 9:
            self.value *= 100
            run.groups[-1].digits, run.groups[-1].end = str(self.value), end

    def _put(self, run: Run, group: Group, gap: str) -> None:
        if self.pending is not None:
            group.start = self.pending
        self.times, self.pending, self.joined, self.counted = 1, None, False, False
        if run.groups or group.loud or group.digits.startswith("0"):
            run.groups.append(group)
            run.gaps.append(gap)


def _read(chunk: str, words: Lexicon) -> list[_Part] | None:
    """The numbers that one unbroken piece of letters and digits is made of, or None."""
    if chunk.isdigit() and chunk.isascii():
        return [_Part(0, len(chunk), digits=chunk)]
    if len(chunk) > 40:
        return None
    if word := words.get(chunk.lower()):
        return [_Part(0, len(chunk), word)]
    has_digit = _DIGIT.search(chunk) is not None
    if not has_digit and not _LONE_LOOKS.fullmatch(chunk):
        return None
    if _LOOKS.fullmatch(chunk):
        digits = chunk.translate(_LOOK_ALIKE)
        return [_Part(0, len(chunk), digits=digits, look=True, loud=has_digit)]
    return _mixed(chunk, words)


def _mixed(chunk: str, words: Lexicon) -> list[_Part] | None:
    parts = []
    for match in _PARTS.finditer(chunk):
        part = _part(match, words)
        if part is None:
            return _leet(chunk, words)
        parts.append(part)
    return parts


def _part(match: re.Match[str], words: Lexicon) -> _Part | None:
    start, end = match.span()
    if match[0].isdigit():
        return _Part(start, end, digits=match[0])
    if word := words.get(match[0].lower()):
        return _Part(start, end, word)
    if _LOOKS.fullmatch(match[0]):
        return _Part(start, end, digits=match[0].translate(_LOOK_ALIKE), look=True)
    return None


def _leet(chunk: str, words: Lexicon) -> list[_Part] | None:
    """Read "tr3nte9": the longest head that is a number word once its digits are letters."""
    for end in range(len(chunk), 2, -1):
        word = words.get(unleet(chunk[:end]).lower())
        rest = chunk[end:]
        if word and (not rest or rest.isdigit()):
            tail = [_Part(end, len(chunk), digits=rest)] if rest else []
            return [_Part(0, end, word), *tail]
    return None
