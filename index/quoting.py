"""Quotes what Lucene syntax would misread: numbers, addresses and times, before it is parsed."""

import re
from typing import NamedTuple

_VALUE = r"[^\s()\"\[\]{}]+"
_PHONE = r"(?:\+|(?<![\w+.])(?<!\w-))\(?\d(?:[ ().\-/\u2010-\u2015\u00a0]{0,2}\d){6,16}(?![\w*])"
_PIECES = re.compile(
    rf"""
      (?P<quoted>"(?:[^"\\]|\\.)*")
    | (?P<span>[\[{{][^\[\]{{}}]*[\]}}])
    | (?P<address>(?:https?://|www\.|[\w\-]+(?:\.[\w\-]+)*\.[a-z]{{2,}}/){_VALUE})
    | (?P<mail>(?:mailto:)?[\w.%+\-]+@[\w\-]+(?:\.[\w\-]+)+)
    | (?P<handle>(?<![\w@])@[\w.\-]*\w(?![\w:*]))
    | (?P<time>(?<![\w:])\d{{1,2}}:\d\d(?:-\d{{1,2}}:\d\d)?(?![\w:]))
    | (?P<field>[^\W\d][\w.]*:(?!//)|@timestamp:)(?P<order>[<>]=?)?(?P<phone_of>{_PHONE}|)(?P<value>(?:{_VALUE})?)
    | (?P<phone>{_PHONE})
    | (?P<both>&&) | (?P<either>\|\|)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DATE = re.compile(r"\d{4}-\d\d(?:-\d\d)?")
_AWKWARD_SIGN = re.compile(r"[:/@+\-]")
_AWKWARD = re.compile(r"[:/@+]|^-\d")


class Quoted(NamedTuple):
    """A query ready for the parser; `places[i]` is where its i-th sign stood in the original."""

    text: str
    places: list[int]


def quote(text: str) -> Quoted:
    """*text* with contacts, addresses, times and awkward values in quotes."""
    out, places, at = [], [], 0
    for match in _PIECES.finditer(text):
        piece = _piece(match)
        if piece == match[0]:
            continue
        before = text[at : match.start()]
        out += [before, piece]
        places += [*range(at, match.start()), *_spread(match, len(piece))]
        at = match.end()
    out.append(text[at:])
    places += range(at, len(text) + 1)
    return Quoted("".join(out), places)


def _piece(match: re.Match[str]) -> str:
    """What stands in place of one piece; itself where nothing needs quotes."""
    if match["both"] or match["either"]:
        return "AND" if match["both"] else "OR"
    if match["field"]:
        return _valued(match)
    if match["quoted"] or match["span"]:
        return _dates_quoted(match[0])
    if match["phone"] and _DATE.fullmatch(match[0].strip()):
        return match[0]
    return f'"{_bare(match[0])}"'


def _valued(match: re.Match[str]) -> str:
    """`field:value` with the value quoted if it holds signs of the syntax."""
    order, value = match["order"] or "", match["phone_of"] or ""
    if not value or _DATE.match(value):
        value += match["value"]
    elif match["value"]:
        return match[0]
    if not (_AWKWARD.search(value) or " " in value) or "\\" in value:
        return match[0]
    if value.endswith("*"):
        return f"{match['field']}{order}{_AWKWARD_SIGN.sub(_escaped, value)}"
    return f'{match["field"]}{order}"{_bare(value)}"'


def _dates_quoted(piece: str) -> str:
    """A range whose ends hold a colon (times), with those ends in quotes."""
    if piece.startswith('"') or ":" not in piece:
        return piece
    return re.sub(r'(?<![\w":\-])[\w\-]+(?::[\w.+\-]+)+', lambda m: f'"{m[0]}"', piece)


def _escaped(match: re.Match[str]) -> str:
    return f"\\{match[0]}"


def _bare(value: str) -> str:
    return value.strip().replace("\\", "\\\\")


def _spread(match: re.Match[str], length: int) -> list[int]:
    """Places for a piece of *length* signs, as near to the original's as can be."""
    return [min(match.start() + i, match.end() - 1) for i in range(length)]
