"""What else a post says that helps to read its contacts: its language, countries, messengers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml

from crawler.items import ContactKind
from crawler.words import fold
from pipelines.contact.chunks import chunks

MESSENGERS: dict[str, ContactKind | None] = {
    r"whats?\W?app?\w*|wh?ats+ap+\w*|wapp?|w/?app|wsp|wa|zap|вотс?\W?ап\w*|ватс?\W?ап\w*|вац\W?ап\w*|вайтсап\w*": "whatsapp",
    r"viber\w*|wiber\w*|вайбер\w*|вибер\w*|вібер\w*": "viber",
    r"t[eé]l[eé]gram\w*|t3l\w+gram|telega|tg|teleg|tele|телегра\w*|телег\w*|тг|тґ|тележ\w*": "telegram",
    r"signal\w*|сигнал|сігнал": "signal",
    r"instagram\w*|instag|insta|inst|ig|инст[ауеы]\w*|інст[ауіи]\w*|dms?|direct|директ\w*|дірект\w*": "instagram",
    r"twitter|tiktok|linked\s?in|snap\w*|youtube": None,
    r"facebook\w*|fb|фейсбук\w*|messenger\w*|мессенджер\w*": "facebook",
}  # fmt: skip
# Names that are hidden letter by letter, in the order of the kinds above.
SPELT = (
    "whatsapp whatsap вотсап ватсап", "viber вайбер", "telegram телеграм", "signal", "instagram insta"
)  # fmt: skip
_GAP = r"[ .·*_-]{1,3}"
_LETTERS = re.compile(r"(?<![^\W_])[^\W\d_][ .·*_-]{1,3}[^\W\d_][ .·*_-]{1,3}[^\W\d_][ .·*_-]")
_READ = 6000  # characters of a post in which its countries are looked for
NUMBERED = frozenset({"whatsapp", "viber", "signal", "telegram"})


@dataclass
class Hint:
    """The post as its contacts are read: *text* is title and text, folded."""

    text: str
    language: str | None

    @property
    def home(self) -> tuple[str, ...]:
        """The country a number without code is first looked for in, if the language has one."""
        return tuple(_table()["home"].get(self.language, [])[:1])

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """Countries a number without code may belong to, the likeliest first."""
        others = _table()["home"].get(self.language, [])[1:]
        return tuple(dict.fromkeys([*self.home, *_named(fold(self.text[:_READ])), *others]))

    @property
    def dictated(self) -> tuple[str, ...]:
        """Countries of no place in the post, for numbers that are surely numbers."""
        return tuple(_table()["dictated"].get(self.language, []))

    @cached_property
    def whole(self) -> frozenset[ContactKind]:
        """Every messenger the post names."""
        return frozenset(kind for kind, _ in messengers(self.text) if kind)

    @cached_property
    def words(self) -> frozenset[str]:
        """The chunks of the post in lower case, for a cheap look at what it cannot hold."""
        return frozenset(chunks(self.text.lower()))


def messengers(text: str) -> Iterator[tuple[ContactKind | None, int]]:
    """The messengers *text* names (None: one we do not read), where each ends, in order."""
    kinds = list(MESSENGERS.values())
    lower = text.lower()
    lower = lower if len(lower) == len(text) else text
    named = _messenger().finditer(lower)
    if _LETTERS.search(lower):
        spelt = _by_letter().finditer(lower)
        named = iter(sorted([*named, *spelt], key=lambda match: match.end()))
    for match in named:
        yield kinds[int((match.lastgroup or "k0")[1:])], match.end()


@cache
def _messenger() -> re.Pattern[str]:
    parts = "|".join(f"(?P<k{n}>{words})" for n, words in enumerate(MESSENGERS))
    return re.compile(rf"(?<![\w@])(?:{parts})(?!\w)")


@cache
def _by_letter() -> re.Pattern[str]:
    """ "w-h-a-t-s-a-p-p": the plain names of the messengers with a sign after each letter."""
    parts = (
        f"(?P<k{n}>{'|'.join(_GAP.join(name) for name in names.split())})"
        for n, names in enumerate(SPELT)
    )
    return re.compile(rf"(?<![\w@])(?:{'|'.join(parts)})(?!\w)")


def _named(text: str) -> list[str]:
    """The countries the folded *text* names, in order."""
    found = (
        (end - length + 1, region)
        for end, (length, region) in _stems().iter(text)
        if end < length or not (text[end - length].isalnum() or text[end - length] == "_")
    )
    return [region for _, region in sorted(found)]


@cache
def _stems() -> Any:
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for region, stems in _table()["named"].items():
        for stem in stems:
            automaton.add_word(stem, (len(stem), region))
    automaton.make_automaton()
    return automaton


@cache
def _table() -> dict[str, Any]:
    text = Path(__file__).with_name("regions.yml").read_text("utf-8")
    table: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return table
