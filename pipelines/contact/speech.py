"""Adds up number words as they are heard: double, three zeros, sixty-one, nine hundred."""

import re
from dataclasses import dataclass, field
from typing import Literal

from pipelines.contact.numerals import Numeral, add
from pipelines.contact.spelling import Part

Made = Literal["plain", "look", "word"]
_COUNTS = (2, 3, 4, 5, 6)
_SOFT = re.compile(r"[ \u00a0-]?")


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

    @property
    def hidden(self) -> bool:
        """Whether anything in it is not written in figures."""
        return any(group.made != "plain" for group in self.groups)

    def put(self, group: Group, gap: str) -> None:
        """Add *group*, which stands after *gap*."""
        self.groups.append(group)
        self.gaps.append(gap)


class Speech:
    """Hears the parts of a run one by one and writes their groups."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.times = 1
        self.value: int | None = None
        self.joined = self.counted = False
        self.pending: int | None = None

    def hear(self, parts: tuple[Part, ...], offset: int, gap: str) -> None:
        """Take in the *parts* of the chunk at *offset*, which stands after *gap*."""
        for at, part in enumerate(parts):
            self._take(part, offset + part.start, offset + part.end, gap if at == 0 else "")

    def _take(self, part: Part, start: int, end: int, gap: str) -> None:
        if part.word is None:
            self._figures(part, start, end, gap)
            return
        word = part.word
        if word.does == "say" and self.counted and word.value < 10 and self._is_count():
            self._many(word.value, start, end, gap)
        elif word.does == "say":
            self._say(word, start, end, gap)
        elif word.does == "many":
            self._many(word.value, start, end, gap)
        elif word.does == "hundred":
            self._hundred(start, end, gap)
        else:
            self._link(word.does, start, gap)

    def _link(self, does: str, start: int, gap: str) -> None:
        if does in ("twice", "thrice"):
            self.times, self.pending = (2 if does == "twice" else 3), start
        elif does == "plus":
            self.run.plus.add(len(self.run.groups))
            self.pending, self.value = start, None
        elif does == "times" and self._is_count():
            group = self.run.groups.pop()
            del self.run.gaps[-1]
            self.times, self.pending, self.value = int(group.digits), group.start, None
        elif does == "then":
            self.value = None
        elif does in ("and", "of"):
            self.joined = does == "and" and self.value is not None
            self.counted = does == "of" and self._soft(gap)

    def _is_count(self) -> bool:
        groups = self.run.groups
        return bool(groups) and self.value in _COUNTS and groups[-1].digits == str(self.value)

    def _figures(self, part: Part, start: int, end: int, gap: str) -> None:
        digits = part.digits * self.times
        glued = len(digits) == 2 and not gap and (self.value or 1) % 100 == 0
        if (glued or len(digits) == 1) and digits[0] != "0" and self._soft(gap):
            self._say(Numeral("say", int(digits)), start, end, gap)
            return
        made: Made = "look" if part.look else "plain"
        self._put(Group(start, end, digits, made, part.loud), gap)
        self.value = int(digits) if len(digits) == 1 else None

    def _say(self, word: Numeral, start: int, end: int, gap: str) -> None:
        total = None
        if self.value is not None and self.times == 1 and self.run.groups and self._soft(gap):
            total = add(self.value, word)
        if total is None:
            self._put(Group(start, end, str(word.value) * self.times, "word"), gap)
            self.value = word.value
        else:
            group = self.run.groups[-1]
            group.digits, group.end, self.value = str(total), end, total
            group.made = "word"
        self.joined = False

    def _soft(self, gap: str) -> bool:
        return self.value is not None and (self.joined or _SOFT.fullmatch(gap) is not None)

    def _many(self, digit: int, start: int, end: int, gap: str) -> None:
        """ "Three fives": the count before gives way to what is counted."""
        if self.times == 1 and self.value is not None and self.value % 10 in _COUNTS:
            self._apart(start)
            group = self.run.groups[-1]
            group.digits, group.end, group.made = str(digit) * int(group.digits), end, "word"
        else:
            self._put(Group(start, end, str(digit) * self.times, "word"), gap)
        self.value, self.counted, self.times, self.pending = None, False, 1, None

    def _apart(self, start: int) -> None:
        """In "five hundred three zeros" the three is no part of five hundred and three."""
        group, count = self.run.groups[-1], (self.value or 0) % 10
        if self.value != count:
            group.digits = str((self.value or 0) - count)
            self.run.put(Group(start, start, str(count), "word"), " ")

    def _hundred(self, start: int, end: int, gap: str) -> None:
        groups = self.run.groups
        if groups and self.value is not None and 1 <= self.value <= 9 and self._soft(gap):
            self.value *= 100
            groups[-1].digits, groups[-1].end = str(self.value), end
        else:
            self._say(Numeral("say", 100), start, end, gap)

    def _put(self, group: Group, gap: str) -> None:
        if self.pending is not None:
            group.start = self.pending
        self.times, self.pending, self.joined, self.counted = 1, None, False, False
        if self.run.groups or group.loud or group.digits.startswith("0"):
            self.run.put(group, gap)
