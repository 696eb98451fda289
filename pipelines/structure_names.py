"""The person somebody is told to ask for: a given name beside a contact, or in an account's name."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from crawler.items import Contact, Post, field_text
from crawler.words import fold

NAMES = Path(__file__).with_name("given_names.txt")
BEFORE, AFTER = 40, 30  # signs of a text around a contact in which its name stands
_WORD = re.compile(r"[^\W\d_]{2,}")
_ENDINGS = frozenset({
    "", "a", "e", "i", "y", "o", "u", "ie", "ii", "ia", "iu", "em", "om", "ej", "owi", "iem", "s",
    "а", "е", "і", "и", "у", "ю", "я", "ы", "о", "й", "ь", "ой", "ою", "ей", "ею", "єю", "ом", "ем",
    "єм", "ам", "ові", "еві", "єві", "ию", "ии", "ії", "ія", "ия", "ію", "ї", "є",
})  # fmt: skip
LONGEST = max(map(len, _ENDINGS))


def called(post: Post, value: str) -> frozenset[str]:
    """The given names said beside the contact *value* in *post*, else the one in the author's name.

    Each in one spelling, whatever its form, script or ending.
    """
    said = {
        name
        for contact in post.contacts
        if contact.value == value
        for name in _beside(post, contact)
    }
    return frozenset(said or _in_account(post.author or ""))


def _beside(post: Post, contact: Contact) -> Iterator[str]:
    """The nearest name before a contact and the nearest after it, on a line of its own or shared."""
    text = field_text(post, contact.field)
    before = text[max(0, contact.start - BEFORE) : contact.start]
    after = text[contact.end : contact.end + AFTER]
    for words in (reversed(_WORD.findall(before)), _WORD.findall(after)):
        for word in words:
            if word[0].isupper() and (name := given_name(word)):
                yield name
                break


def _in_account(author: str) -> list[str]:
    parts = _WORD.findall(re.sub(r"(?<=[^\W\d_])(?=[A-ZА-ЯІЇЄ][a-zа-яіїє])", " ", author))
    return [name for part in parts[:2] if (name := given_name(part))][:1]


@lru_cache(maxsize=20_000)
def given_name(word: str) -> str | None:
    """The name *word* is a form of, in the spelling our list begins with; None if it is none."""
    form = fold(word)
    known = _stems()
    if form in known:
        return known[form]
    for cut in range(min(LONGEST, len(form) - 2)):
        stem = form[: len(form) - cut]
        if stem in known and form[len(stem) :] in _ENDINGS:
            return known[stem]
    return None


@cache
def _stems() -> dict[str, str]:
    """Each spelling, and each without its last vowel, with the name it stands for."""
    whole: dict[str, str] = {}
    short: dict[str, str] = {}
    for line in NAMES.read_text("utf-8").splitlines():
        spellings = [] if line.startswith("#") else fold(line).split()
        for one in spellings:
            whole.setdefault(one, spellings[0])
            if len(one) > 3 and one[-1] in "aeoyijаеояіийьї":
                short.setdefault(one[:-1], spellings[0])
    return short | whole
