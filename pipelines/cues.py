"""What a post does, by its cues and words: offers, seeks, replies, asks, warns, discloses, or none.

A linear model over counted cues (roles/cues.yml), small signs of form, and folded words; trained
on the corpus by `python -m pipelines.training` and kept beside it as text.
"""

import gzip
import json
import math
import re
import zlib
from collections import Counter, defaultdict
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from crawler.items import ROLES, Role
from crawler.words import fold
from pipelines.clean import view

FOLDER = Path(__file__).with_name("roles")
WEIGHTS = FOLDER / "weights.json.gz"
# Boards are mostly chatter: who tells of exploitation speaks of work, pay, papers or being held.
OFF_TOPIC = "off topic"
_TOLD = frozenset({"cue:suffers", "cue:mine", "cue:ours", "cue:past", "title:suffers"})
_MEANT = frozenset(
    {"form:contact", "form:money", "form:re", "cue:hires", "cue:seeks", "cue:skills"}
)
_LONGEST = 3000  # what a post does is plain from its beginning
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_RE = re.compile(
    r"^\s*(?:re|aw|odp|antw|rif|rv|відп|отв|ответ|r)\s*[:.]|\((?:comment|reply|comentario|kommentar|komentarz)",
    re.IGNORECASE,
)
_CAPS = re.compile(r"\b[^\W\d_a-zа-яёіїєґ]{4,}\b")
_MONEY = re.compile(r"[€$£₴₽]|\b(?:eur|euro|pln|zł|zl|usd|грн|руб|lei|ron|chf)\b", re.IGNORECASE)
_STEM = 6

Features = dict[str, float]


def unlikely(found: Features) -> set[Role]:
    """The roles for which *found* holds none of the signs they never go without."""
    doubtful: set[Role] = set()
    if OFF_TOPIC in found or not found.keys() & _TOLD:
        doubtful.add("disclosure")
    if OFF_TOPIC in found and not found.keys() & _MEANT:
        doubtful |= {"offer", "seek", "reply"}
    return doubtful


def features(
    title: str, text: str, language: str | None, *, reached: bool = False, later: bool = False
) -> Features:
    """What the model sees of a post: names of signs and how much of each.

    *reached*: the post shows a contact; *later*: it does not open its thread.
    """
    plain, text = fold(view(title).text), fold(view(text[:_LONGEST]).text)
    words = _WORD.findall(f"{plain}\n{text}")
    found: Features = {"always": 1.0}
    found |= {"form:contact": 1.0} if reached else {}
    found |= {"form:later": 0.5} if later else {}
    found |= _form(title, text, len(words))
    found |= _cues(plain, text, language)
    found |= _words(words)
    if not _topics(language).search(f"{plain}\n{text}"):
        found[OFF_TOPIC] = 1.0
    return found


def answers_a_seeker(title: str, language: str | None) -> bool:
    """Is *title* that of an answer in a thread where somebody seeks or asks ("Re: jobs near Łódź?")?"""
    if not _RE.search(title):
        return False
    cues = {cue for cue, _ in _found(fold(view(title).text), language)}
    return "?" in title or bool(cues & {"seeks", "asks"})


def weigh(found: Features) -> dict[Role, float]:
    """The chance of each role, by softmax over the weights of what was found."""
    weights = load_weights()
    # Words all count alike: what has the same amount is added up first.
    alike: defaultdict[float, list[list[float]]] = defaultdict(list)
    for name, amount in found.items():
        if name in weights:
            alike[amount].append(weights[name])
    sums = [0.0] * len(ROLES)
    for amount, rows in alike.items():
        columns = map(sum, zip(*rows, strict=True))
        sums = [so_far + amount * one for so_far, one in zip(sums, columns, strict=True)]
    return softmax(sums)


def softmax(sums: list[float]) -> dict[Role, float]:
    """Chances that add up to one, in the order of ROLES."""
    top = max(sums)
    powers = [math.exp(value - top) for value in sums]
    total = sum(powers)
    return {role: power / total for role, power in zip(ROLES, powers, strict=True)}


@cache
def cues_version() -> str:
    """Eight digits of the weights."""
    return f"{zlib.crc32(WEIGHTS.read_bytes()):08x}"


@cache
def load_weights() -> dict[str, list[float]]:
    """Weight of each feature for each role, as trained."""
    table: dict[str, list[float]] = json.loads(gzip.decompress(WEIGHTS.read_bytes()))
    return table


def _form(title: str, text: str, length: int) -> Features:
    asked = text.count("?")
    found = {
        "form:long": min(length, 300) / 300,
        "form:asks": min(asked, 4) / 4,
        "form:ends asking": float(text.rstrip().endswith("?") or "?" in text[-60:]),
        "form:title asks": float("?" in title),
        "form:re": float(bool(_RE.search(title))),
        "form:no title": float(not title),
        "form:money": min(len(_MONEY.findall(text)), 4) / 4,
        "form:caps": min(len(_CAPS.findall(title)), 4) / 4,
        "form:loud": min(text.count("!"), 5) / 5,
        "form:lines": min(text.count("\n"), 10) / 10,
        "form:long words": float(length > 200),
    }
    return {name: amount for name, amount in found.items() if amount}


def _cues(title: str, text: str, language: str | None) -> Features:
    seen: Counter[str] = Counter()
    for cue, _ in _found(text, language):
        seen[cue] += 1
    # A long text holds every word once; what it is about, it says often.
    dense = min(1.0, 1000 / (len(text) + 1))
    found = {f"cue:{c}": min(3.0, math.log1p(n * dense) * 1.3) for c, n in seen.items()}
    for cue, _ in _found(title, language):
        found[f"title:{cue}"] = 1.0
    told = len(_past(language).findall(text))
    found["past:some"], found["past:share"] = (
        min(told, 4) / 4,
        min(1.0, told * 60 / (len(text) + 60)),
    )
    found["past:mine"] = min(1.0, told / 3) * min(1, seen["mine"] + seen["ours"])
    spoken = seen["mine"] + seen["asks"] + seen["warns"] + seen["suffers"] + seen["seeks"]
    found["hires only"] = min(seen["hires"], 3) / 1.5 if not spoken else 0.0
    found["hires more"] = min(2.0, seen["hires"] / (1 + spoken))
    found["none of mine"] = float(not seen["mine"])
    found["none of ours"] = float(not seen["mine"] and not seen["ours"])
    if seen["suffers"] and seen["mine"]:
        found["both:suffers+mine"] = min(seen["suffers"], 4) / 3
    if seen["suffers"] and seen["past"]:
        found["both:suffers+past"] = min(seen["suffers"], 4) / 3
    return found


def _found(text: str, language: str | None) -> list[tuple[str, int]]:
    """The cues of *language* (English where it has none) and where each ends in the folded text."""
    automaton = _automaton(language if language in _table()["mine"] else "en")
    found = []
    for end, (cue, length, whole) in automaton.iter(text):
        before, after = text[end - length : end - length + 1], text[end + 1 : end + 2]
        if (end - length >= 0 and before.isalnum()) or (whole and after.isalnum()):
            continue
        found.append((cue, end))
    return found


def _words(words: list[str]) -> Features:
    stems = [word[:_STEM] for word in words]
    names = set(stems) | {f"{a} {b}" for a, b in pairwise(stems)}
    share = 1 / math.sqrt(max(8, len(names)))
    return {f"w:{name}": share for name in names}


@cache
def _load(name: str) -> dict[Any, Any]:
    """A table beside the weights, parsed once for all languages."""
    table: dict[Any, Any] = yaml.load((FOLDER / name).read_text("utf-8"), Loader=yaml.CSafeLoader)
    return table


def _table() -> dict[str, dict[str, list[str]]]:
    table: dict[str, dict[str, list[str]]] = _load("cues.yml")
    return table


@cache
def _topics(language: str | None) -> re.Pattern[str]:
    table = _load("topics.yml")
    begin = table.get(language) or [one for words in table.values() for one in words]
    return re.compile(r"\b(?:" + "|".join(sorted({*begin})) + ")")


@cache
def _past(language: str | None) -> re.Pattern[str]:
    table = _load("past.yml")
    return re.compile(table.get(language) or table["en"])


@cache
def _automaton(language: str | None) -> Any:
    import ahocorasick

    automaton = ahocorasick.Automaton()
    terms: dict[str, tuple[str, int, bool]] = {}
    for cue, languages in _table().items():
        for term in languages.get(language or "en", []):
            word = fold(str(term).rstrip("*"))
            # A term of two words may carry the star inside: it stands for any ending there.
            terms.setdefault(
                word.replace("*", ""),
                (cue, len(word.replace("*", "")), not str(term).endswith("*")),
            )
    for word, value in terms.items():
        automaton.add_word(word, value)
    automaton.make_automaton()
    return automaton
