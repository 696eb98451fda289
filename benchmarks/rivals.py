"""Two other ways to find the catalogue's terms: hyperscan over folded bytes, and plain `re`."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any, Self

from crawler.words import fold, folded
from pipelines.match import Pattern, Slot, _end

SHORTEST = 3  # letters of a beginning; stems change a word's last ones
REST = 24  # bytes that may stand between two beginnings


class Scanner:
    """Hyperscan in byte mode finds where a term's first words begin; our own pattern verifies."""

    def __init__(self, patterns: Sequence[tuple[int, Pattern]], engine: Any) -> None:
        self.patterns = patterns
        self._database = engine.Database(mode=engine.HS_MODE_BLOCK)
        self._database.compile(
            expressions=[_bytes(pattern) for _, pattern in patterns],
            ids=list(range(len(patterns))),
            flags=[engine.HS_FLAG_DOTALL] * len(patterns),
        )

    @classmethod
    def made(cls, patterns: Sequence[tuple[int, Pattern]]) -> "Self | str":
        """The scanner, or why there is none."""
        try:
            import hyperscan
        except ImportError as error:
            return f"{error}; pip install hyperscan"
        return cls(patterns, hyperscan)

    def candidates(self, text: str) -> int:
        """How often some term may end in *text*."""
        return len(self._scan(fold(text).encode(errors="replace")))

    def find(self, prepared: Callable[[str, str | None], Any], text: str, language: str | None) -> int:  # fmt: skip
        """How many terms of *language* or English *text* holds; cut only if some may be there."""
        plain, offsets = folded(text)
        raw = plain.encode(errors="replace")
        spoken = {language, "en"}
        maybe = [one for one in self._scan(raw) if self.patterns[one[0]][1].language in spoken]
        if not maybe:
            return 0
        words, breaks = (cut := prepared(text, language)).words, cut.breaks
        starts = [word.start for word in words]
        found = set()
        for number, end in maybe:
            place = offsets[len(raw[: end - 1].decode(errors="ignore"))]
            parts = self.patterns[number][1].parts
            first = bisect_right(starts, place) - len(parts[0])
            if first >= 0 and _end(parts, words, breaks, first):
                found.add((number, first))
        return len(found)

    def _scan(self, raw: bytes) -> list[tuple[int, int]]:
        hits: list[tuple[int, int]] = []
        self._database.scan(raw, match_event_handler=lambda n, start, end, *_: hits.append((n, end)))  # fmt: skip
        return hits


class Alternations:
    """One `re` alternation of terms' beginnings per indicator and language, over folded text."""

    def __init__(self, patterns: Sequence[tuple[int, Pattern]]) -> None:
        parts: dict[tuple[int, str | None], list[str]] = defaultdict(list)
        for number, pattern in patterns:
            parts[number, pattern.language].append(_plain(pattern))
        self._made: dict[str | None, list[re.Pattern[str]]] = defaultdict(list)
        for (_, language), terms in parts.items():
            self._made[language].append(re.compile(rf"\b(?:{'|'.join(terms)})"))

    def find(self, text: str, language: str | None) -> int:
        """How often any of the terms of *language* or English stands in *text*."""
        plain = fold(text)
        return sum(
            1
            for spoken in {language, "en"}
            for one in self._made[spoken]
            for _ in one.finditer(plain)
        )


def _beginning(slot: Slot) -> str:
    """What every form of the word begins with: a stem may have lost letters, or changed its last."""
    if slot.prefix:
        return slot.form
    stem = slot.stem.partition(":")[2]
    same = next(
        (n for n, (one, two) in enumerate(zip(slot.form, stem, strict=False)) if one != two),
        min(len(slot.form), len(stem)),
    )
    whole = same == len(slot.form) < SHORTEST + 2
    return slot.form[: same if whole else max(SHORTEST, same - 1)]


def _bytes(pattern: Pattern) -> bytes:
    words = (re.escape(_beginning(slot)) for slot in pattern.parts[0])
    return rf"(?:^|[^a-z0-9\x80-\xff]){f'.{{1,{REST}}}'.join(words)}".encode()


def _plain(pattern: Pattern) -> str:
    parts = (r"\w*\W+".join(re.escape(_beginning(slot)) for slot in part) for part in pattern.parts)
    return r"\w*(?:\W+\w+){0,4}?\W+".join(parts) + r"\w*"
