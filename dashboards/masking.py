"""Contacts as a mail may show them: enough to recognise, too little to use."""

import re
from typing import Literal

from crawler.items import Contact, Post, field_text

DOT = "•"
_NUMBERLIKE = re.compile(r"\+?\d(?:[\s().\-–/]{0,3}\d){6,}")
_MAILLIKE = re.compile(r"[^\s@<>(),;:\"]+@[^\s@<>(),;:\"]+\.[^\s@<>(),;:\"]+")


def masked(kind: str, value: str) -> str:
    """A contact in normal form without its middle: `+48 511 ••• •11`, `j•••@mail.example`."""
    if value.startswith("+") and value[1:].isdecimal():
        return _number(value)
    if kind == "email" and "@" in value:
        name, _, host = value.rpartition("@")
        return f"{name[:1]}{DOT * 3}@{host}"
    if kind == "url":
        return f"{value[: max(4, len(value) // 3)]}{DOT * 3}"
    return _ends(value)


def masked_text(post: Post, field: Literal["title", "text"], start: int, end: int) -> str:
    """Words of *post* with every contact in them masked, found ones and what looks like one."""
    text, out, at = field_text(post, field), "", start
    for one in sorted(_within(post.contacts, field, start, end), key=lambda c: c.start):
        if one.end > at:
            out += _plain(text[at : max(at, one.start)]) + masked(one.kind, one.value)
            at = one.end
    return out + _plain(text[at:end])


def _within(found: list[Contact], field: str, start: int, end: int) -> list[Contact]:
    return [c for c in found if c.field == field and c.start < end and c.end > start]


def _plain(text: str) -> str:
    """*text* with what looks like a number or a mail address masked, though no step found it."""
    text = _MAILLIKE.sub(lambda match: masked("email", match[0]), text)
    return _NUMBERLIKE.sub(lambda match: _digits(match[0], 2), text)


def _number(value: str) -> str:
    import phonenumbers

    try:
        number = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return _digits(value, 2)
    shown = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return _digits(shown, len(str(number.country_code)) + 3)


def _digits(shown: str, first: int) -> str:
    """*shown* with all digits but the *first* ones and the last two as dots."""
    total, seen, out = sum(sign.isdecimal() for sign in shown), 0, ""
    for sign in shown:
        seen += sign.isdecimal()
        hide = sign.isdecimal() and first < seen <= total - 2
        out += DOT if hide else sign
    return out


def _ends(value: str) -> str:
    """The first third at most and the last two signs at most."""
    first, last = min(4, len(value) // 3), 2 if len(value) > 6 else 0
    return f"{value[:first]}{DOT * 3}{value[len(value) - last :]}"
