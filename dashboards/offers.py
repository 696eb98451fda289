"""The facts of an offer in words: what it pays, where, for whom, and the words that say it or deny it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from crawler.items import Fact, Post, field_text
from dashboards.masking import masked_text
from dashboards.reasons import FOLDER, shortened, words

ORDER = (
    "job", "sector", "employer", "place", "country", "pay", "hours", "housing", "travel", "fee",
    "documents", "licence", "start", "contract", "language", "experience",
)  # fmt: skip
DENIED = "denied"  # stands for the value of a fact that the post denies
AROUND = 40  # signs on each side in which the denial of a denied fact stands
BRIEF = 70  # signs of one fact in a line of all
_MONEY = re.compile(
    r"(?P<low>[\d.]+(?:e\+\d+)?)(?:-(?P<high>[\d.]+(?:e\+\d+)?))?(?: (?P<currency>[A-Z]{3}))?"
    r"(?:/(?P<period>[a-z]+))?(?: (?P<kind>net|gross))?"
)
COUNTED = ("job", "sector", "employer", "place", "country", "pay", "housing", "fee", "licence")
GIVEN = {"housing": "provided"}
CLOSER = {"country": "place", "sector": "job"}
SLIGHT = frozenset({"documents", "contract", "language", "experience"})
_SENTENCE, _CLAUSE = re.compile(r"[.!?;:\n]"), re.compile(r"[.!?;:\n,()–—]")


@dataclass(frozen=True, slots=True)
class Told:
    """One fact: its label, its value in words and the words of the post, either of them empty where
    the other says it all; `text` is all of it, `brief` the same for a line of many."""

    name: str
    label: str
    value: str
    words: str
    denied: bool
    text: str
    brief: str


def told(post: Post, language: str = "en", *, mask: bool = False) -> list[Told]:
    """The facts of *post* in the order they are read; none of a restricted post, whose words are
    never cited. *mask* hides contacts within cited words."""
    if post.restricted:
        return []
    said = words(language)["facts"]
    facts = {name: post.facts[name] for name in ORDER if name in post.facts}
    if "country" in facts and _names_country(facts.get("place"), facts["country"]):
        facts.pop("place")
    return [_told(post, name, fact, language, said, mask) for name, fact in facts.items()]


def _names_country(place: Fact | None, country: Fact) -> bool:
    """Is the place only the country once more?"""
    return place is not None and place.value == countries("en").get(country.value)


def line(post: Post, language: str = "en", *, mask: bool = False) -> str:
    """The facts of *post* on one line, or nothing; those that say little by their value alone, as
    that papers are mentioned, only where they are denied."""
    facts = [
        f"{one.label[:1].lower()}{one.label[1:]}: {one.brief}"
        for one in told(post, language, mask=mask)
        if one.denied or one.name not in SLIGHT
    ]
    return str(words(language)["facts"]["line"].format(facts="; ".join(facts))) if facts else ""


def value(name: str, plain: str, language: str, monthly: Sequence[int] = ()) -> str:
    """The value *plain* of a fact, as posts keep it or DENIED, in words of *language*."""
    said = words(language)["facts"]
    if plain == DENIED:
        return str(said["denied"].get(name, said["denied"]["other"]))
    if name == "country":
        return countries(language).get(plain, plain)
    if name == "sector":
        return str(said["sectors"].get(plain, plain))
    if name in ("pay", "fee") and (match := _MONEY.fullmatch(plain)):
        return _money(match, monthly, said)
    return str(said["values"].get(f"{name}.{plain}", plain))


def counted(post: Post) -> dict[str, str]:
    """What may be said of *post*'s offer where its sentences may not: values by fact, contacts in
    them masked. Housing in an author's own words is only that there is some."""
    if post.restricted:
        return {}
    return {name: _plain(post, name, post.facts[name]) for name in COUNTED if name in post.facts}


def _plain(post: Post, name: str, fact: Fact) -> str:
    if fact.state == "denied":
        return DENIED
    if name in GIVEN:
        return GIVEN[name]
    coded = name in ("country", "sector") or _MONEY.fullmatch(fact.value)
    if coded:
        return fact.value
    return shortened(masked_text(post, fact.field, fact.start, fact.end), BRIEF)


def _told(
    post: Post, name: str, fact: Fact, language: str, said: Mapping[str, Any], mask: bool
) -> Told:
    cited = _cited(post, name, fact, mask)
    plain = " ".join(field_text(post, fact.field)[fact.start : fact.end].split())
    denied = fact.state == "denied"
    own = not denied and fact.value[:100] == plain[:100]
    shown = "" if own else value(name, DENIED if denied else fact.value, language, fact.monthly)
    needed = not shown or (denied and name not in SLIGHT)
    quoted, short = _quoted(cited, language), _quoted(shortened(cited, BRIEF), language)
    label, both = said["names"][name], said["both"]
    text = said["row"].format(label=label, value=_joined(both, shown, quoted))
    brief = _joined(both, shown, short if needed else "")
    return Told(name, label, shown, quoted, denied, text, brief)


def _quoted(cited: str, language: str) -> str:
    return str(words(language)["quote"].format(words=cited)) if cited else ""


def _joined(both: str, shown: str, quoted: str) -> str:
    return both.format(value=shown, words=quoted) if shown and quoted else shown or quoted


def _cited(post: Post, name: str, fact: Fact, mask: bool) -> str:
    """The words of a fact; of a country or a sector not those its place or job has cited already."""
    closer = post.facts.get(CLOSER.get(name, ""))
    if closer and _holds(closer, fact) and not _names_country(closer, fact):
        return ""
    return shortened(_text(post, fact, mask))


def _text(post: Post, fact: Fact, mask: bool) -> str:
    start, end = _with_denial(post, fact) if fact.state == "denied" else (fact.start, fact.end)
    text = field_text(post, fact.field)[start:end]
    return masked_text(post, fact.field, start, end) if mask else text


def _holds(outer: Fact, inner: Fact) -> bool:
    """Do the words of *inner* stand within those of *outer*?"""
    same = outer.field == inner.field
    return same and outer.start <= inner.start and inner.end <= outer.end


def _with_denial(post: Post, fact: Fact) -> tuple[int, int]:
    """A denied fact's words with what stands beside them: its clause where the "no" is in it, else
    its sentence."""
    from pipelines.negation import denies

    text = field_text(post, fact.field)
    start, end = _within(text, fact, _CLAUSE)
    return (start, end) if denies(text[start:end]) else _within(text, fact, _SENTENCE)


def _within(text: str, fact: Fact, ends: re.Pattern[str]) -> tuple[int, int]:
    """From the last of *ends* before the words of *fact* to the first after them, AROUND at most;
    no word is cut."""
    low, high = max(0, fact.start - AROUND), min(len(text), fact.end + AROUND)
    before = ends.split(text[low : fact.start])[-1]
    after = ends.split(text[fact.end : high])[0]
    if len(before) == AROUND < fact.start:
        before = before.partition(" ")[2]
    if len(after) == AROUND < len(text) - fact.end:
        after = after.rpartition(" ")[0]
    return fact.start - len(before.lstrip()), fact.end + len(after.rstrip())


def _money(match: re.Match[str], monthly: Sequence[int], said: Mapping[str, Any]) -> str:
    """`2,300 EUR a month net`; with monthly euros where the sum is of another kind."""
    ends = [_number(float(end), said) for end in (match["low"], match["high"]) if end]
    amount = "–".join(ends) + (f" {match['currency']}" if match["currency"] else "")
    period, kind = said["periods"].get(match["period"], ""), said["kinds"].get(match["kind"], "")
    pay = " ".join(filter(None, (amount, period, kind)))
    if not monthly or (match["currency"], match["period"]) == ("EUR", "month"):
        return pay
    month = "–".join(_number(end, said) for end in dict.fromkeys(monthly))
    return str(said["monthly"].format(pay=pay, sum=month))


def _number(amount: float, said: Mapping[str, Any]) -> str:
    """A number as people of the language write it."""
    plain = f"{amount:,.0f}" if amount == round(amount) else f"{amount:,.2f}"
    return plain.translate({ord(","): said["grouped"], ord("."): said["point"]})


@cache
def countries(language: str) -> dict[str, str]:
    """Names of countries by ISO 3166 code; in English where the language has none."""
    path = FOLDER / "countries.tsv"
    rows = [row.split("\t") for row in path.read_text("utf-8").splitlines() if row[0] != "#"]
    column = {"en": 1, "pl": 2, "uk": 3}.get(language, 1)
    return {row[0]: row[column] for row in rows}
