"""The leaves of a query: words, contacts, values and ranges, each by the kind of its field."""

import re
from collections.abc import Sequence

from luqum import tree

from crawler.failure import Failure
from crawler.words import cut, fold
from index import contacts, periods
from index.fields import FIELDS, Field
from index.nodes import (
    WORD_FIELDS,
    All,
    Exists,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Range,
    Starts,
    Term,
    Words,
)

_STAR = re.compile(r"(?<!\\)\*")
_WORDLIKE = Field("words", "")


class QueryError(Failure):
    """A query that cannot be read; the message says where and what to write, `place` counts from 0."""

    def __init__(self, reason: str, place: int | None = None) -> None:
        super().__init__(reason if place is None else f"{reason} (at sign {place + 1})")
        self.place = place


def leaf(item: tree.Item, field: str | None) -> Node | None:
    """One word, phrase or range under *field* (None: the words of title and text)."""
    how = FIELDS[field] if field else _WORDLIKE
    if isinstance(item, tree.Range | tree.OpenRange):
        return _range(item, field, how)
    if isinstance(item, tree.Phrase):
        return _quoted(item.unescaped_value[1:-1], field, how)
    value: str = item.unescaped_value
    if value == "*":
        return Exists(field) if field else All()
    if field is None and len(value) > 1 and value[0] == "!":
        found = _words(value[1:], WORD_FIELDS)
        return Not(found) if found else None
    stars = len(_STAR.findall(item.value))
    if stars > 1 or (stars and not value.endswith("*")):
        raise ValueError(f"{value!r}: * may stand only at the end, once")
    if stars:
        return _prefix(value[:-1], field, how)
    return _quoted(value, field, how) if contacts.asked(value) else _value(value, field, how)


def _value(value: str, field: str | None, how: Field) -> Node | None:
    """One unquoted value."""
    if how.kind == "words":
        return _words(value, (field,) if field else WORD_FIELDS)
    if how.kind == "contact":
        return _any(how.held_in, contacts.asked(value) or contacts.keys(value))
    if how.kind in ("date", "number"):
        low, high = _bounds(value, how)
        return Range(how.held_in, low, high)
    if how.kind == "flag":
        return Term(how.held_in, _flag(value))
    return Term(how.held_in, _normal(value, how))


def _quoted(value: str, field: str | None, how: Field) -> Node | None:
    """What stands in quotes: exact words, or a contact wherever it looks like one."""
    if how.kind != "words":
        return _value(value, field, how)
    forms = tuple(word.form for word in cut(value, None))
    phrase = Phrase(forms, (field,) if field else WORD_FIELDS) if forms else None
    found = contacts.asked(value) if field is None else []
    if not found:
        return phrase
    places = [Term("url_key", contacts.address(value))] if "/" in value else []
    also = [Term("contact_keys", key) for key in found]
    return Or((*also, *places, *([phrase] if phrase else [])))


def _words(value: str, fields: tuple[str, ...]) -> Node | None:
    """One word in all its forms; what is written together (`24/7`) must stand together."""
    forms = tuple(word.form for word in cut(value, None))
    if len(forms) > 1:
        return Phrase(forms, fields)
    return Words(forms[0], fields) if forms else None


def _prefix(value: str, field: str | None, how: Field) -> Node | None:
    """Everything that begins with *value*."""
    if how.kind == "words":
        forms = [word.form for word in cut(value, None)]
        if len(forms) != 1 or len(forms[0]) < 2:
            raise ValueError(f"{value + '*'!r}: write one word of two letters or more before the *")
        return Prefix(forms[0], (field,) if field else WORD_FIELDS)
    if how.kind in ("date", "number", "flag"):
        raise ValueError(f"{field}: takes no *; write a range as [2026-01-01 TO *] or >5")
    start = contacts.keys(value)[0] if how.kind == "contact" and value else _normal(value, how)
    return Starts(how.held_in, start)


def _normal(value: str, how: Field) -> str:
    """*value* as the index field holds it."""
    value = " ".join(value.split())
    if how.kind == "address":
        return contacts.address(value)
    if how.kind == "folded":
        return fold(value)
    return value.casefold() if how.kind == "lower" else value


def _any(field: str, values: Sequence[str]) -> Node | None:
    terms = tuple(Term(field, value) for value in values)
    return Or(terms) if len(terms) > 1 else (terms[0] if terms else None)


def _flag(value: str) -> str:
    flags = {
        "true": "true",
        "yes": "true",
        "1": "true",
        "false": "false",
        "no": "false",
        "0": "false",
    }
    if value.casefold() not in flags:
        raise ValueError(f"{value!r}: write true or false")
    return flags[value.casefold()]


def _bounds(value: str, how: Field) -> tuple[int, int]:
    """The least and greatest whole number *value* stands for."""
    if how.kind == "date":
        return periods.span(value)
    try:
        number = int(value)
    except ValueError:
        raise ValueError(f"{value!r} is not a whole number") from None
    if abs(number) >= 2**62:
        raise ValueError(f"{value!r} is too large a number")
    return number, number


def _range(item: tree.Item, field: str | None, how: Field) -> Node:
    """`[a TO b]`, `{a TO b}`, `>a`, `<=b` over a date or number."""
    if how.kind not in ("date", "number"):
        raise ValueError("a range needs a date or number before it, as posted_at:[2026-01 TO *]")
    if isinstance(item, tree.Range):
        low, high = _end(item.low), _end(item.high)
        above, below = item.include_low, item.include_high
    else:
        low = _end(item.a) if isinstance(item, tree.From) else None
        high = _end(item.a) if isinstance(item, tree.To) else None
        above = below = item.include
    first, last = _edge(low, how, True, above), _edge(high, how, False, below)
    if first is not None and last is not None and first > last:
        return Nothing()
    return Range(how.held_in, first, last)


def _end(item: tree.Item) -> str | None:
    """The text of one end of a range; None where it is open."""
    value = str(item).replace("\\", "").strip('" ')
    return None if value == "*" else value


def _edge(value: str | None, how: Field, lower: bool, included: bool) -> int | None:
    """One end as a whole number that is included."""
    if value is None:
        return None
    first, last = _bounds(value, how)
    if lower:
        return first if included else last + 1
    return last if included else first - 1
