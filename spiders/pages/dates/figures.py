"""A date in figures within a folded text: 2025-03-12, 12.03.25, 03/04/2025, 2025年3月12日."""

import re
from dataclasses import dataclass

DATE = "\1"
_EAST = re.compile(r"(\d{4})\s?[年년]\s*(\d{1,2})\s?[月월]\s*(\d{1,2})\s?[日일号號]?")
_THAI_DOT = re.compile(r"(?<=[\u0e00-\u0e7f])\.(?=[\u0e00-\u0e7f])")  # "มี.ค." is one word
_THANG = re.compile(r"(\d{1,2}),?\s+(?:thang|thg)\s*(\d{1,2})(?:,|\s+nam)?\s+(\d{4})")
_WORDED = re.compile(r"(?<=[^\W\d_])([-/.])(\d{1,2})\1(\d{4})(?!\w)")  # Mar-12-2025
_YMD = re.compile(r"(?<![\w.:/,+-])(\d{4})([./-])\s?(\d{1,2})\2\s?(\d{1,2})\.?(?![\w:]|[./-]\d)")
_XYZ = re.compile(
    r"(?<![\w:/+-])(?<!\d[.,])(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?![\w:]|[./-]\d)"
)
_XY = re.compile(r"(?<![\w.:/,+-])(\d{1,2})\.\s?(\d{1,2})\.(?![\w:]|[./-]\d)")


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers of a date as written: year first (a four-digit year), or the year last or,
    after day and month with dots, none."""

    numbers: tuple[int, ...]
    year_first: bool = False
    dotted: bool = False


def cut(text: str) -> tuple[Figures | None, str]:
    """The only date in figures of a folded text, and the text with `DATE` in its place."""
    if not text.isascii():
        text = _EAST.sub(r"\1-\2-\3 ", _THAI_DOT.sub("", text))
    text = _WORDED.sub(r" \2 \3", _THANG.sub(r"\1.\2.\3", text))
    if match := _YMD.search(text):
        found = Figures((int(match[1]), int(match[3]), int(match[4])), year_first=True)
    elif match := _XYZ.search(text):
        found = Figures((int(match[1]), int(match[3]), int(match[4])), dotted=match[2] == ".")
    elif match := _XY.search(text):
        found = Figures((int(match[1]), int(match[2])), dotted=True)
    else:
        return None, text
    return found, f"{text[: match.start()]} {DATE} {text[match.end() :]}"


def written(text: str) -> list[tuple[int, int, str]]:
    """Every date with its year last: first and second number and the sign between them."""
    return [(int(m[1]), int(m[3]), m[2]) for m in _XYZ.finditer(text)]
