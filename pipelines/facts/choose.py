"""Chooses, among all that could state a fact, what does, and gives it a value."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from crawler.items import Contact, Fact
from crawler.words import fold
from pipelines.facts.money import Amount
from pipelines.facts.place import Place
from pipelines.facts.reading import Reading
from pipelines.facts.tagger import Tagger
from pipelines.facts.tagger import tagger as shipped
from pipelines.facts.terms import Said

MOST = 200  # code points of a value in the author's words
NAMES = {"who_pays_travel": "travel"}
# What a few words state on their own, where the trained tagger was not taught the fact.
BY_TERMS = frozenset({"documents", "start", "contract", "language", "experience", "travel"})
DENIABLE = frozenset({"housing", "fee"})

SMALL = frozenset(
    fold(
        "a an and or in of for at with to the i oraz w z na do o lub та і й в у з на до и с для по или si și "
        "sau cu de la in pe und oder für mit im am zu bei y o en con para el los et ou à avec pour le les du des"
    ).split()
)


class Found(NamedTuple):
    """A fact that text[start:end] of one field says, and how surely."""

    score: float
    reading: Reading
    start: int
    end: int
    value: str
    denied: bool = False
    amount: Amount | None = None


def facts_of(
    *readings: Reading, tagger: Tagger | None = None, contacts: Sequence[Contact] = ()
) -> dict[str, Fact]:
    """The facts that the texts of one post state or deny; of several that state one, the surest.

    What is half made of one of the *contacts* is none: a number to ring is neither pay nor hours.
    """
    best: dict[str, Found] = {}
    trained = tagger or shipped()
    for reading in readings:
        for name, found in _candidates(reading, trained):
            if _is_contact(found, contacts):
                continue
            if name not in best or found.score > best[name].score:
                best[name] = found
    _add_country(best)
    return {name: _fact(found, best) for name, found in best.items()}


def _is_contact(found: Found, contacts: Sequence[Contact]) -> bool:
    return any(
        2 * (min(found.end, one.end) - max(found.start, one.start)) >= found.end - found.start
        for one in contacts
        if one.field == found.reading.name
    )


def _candidates(reading: Reading, trained: Tagger) -> Iterator[tuple[str, Found]]:
    yield from _tagged(reading, trained)
    yield from _denied(reading)
    yield from _by_terms(reading)
    yield from _countries(reading)


def _tagged(reading: Reading, trained: Tagger) -> Iterator[tuple[str, Found]]:
    """What the trained tagger says."""
    for label, first, last, score in trained.spans(reading):
        first, last = _trimmed(reading, first, last)
        start, end = reading.span(first, last)
        name = NAMES.get(label, label)
        amount = _amount(reading, start, end) if name in ("pay", "fee") else None
        if name == "fee" and not amount and not _costs(reading, first, last):
            continue
        if amount:
            start, end = min(start, amount.start), max(end, amount.end)
        value = _value(name, reading, start, end, amount)
        denied = name in DENIABLE and _takes_back(reading, name, first, last)
        yield name, Found(score, reading, start, end, value, denied, amount)


def _trimmed(reading: Reading, first: int, last: int) -> tuple[int, int]:
    """The run without small words at its ends; never empty."""
    while last - first > 1 and reading.words[last - 1].form in SMALL:
        last -= 1
    while last - first > 1 and reading.words[first].form in SMALL:
        first += 1
    return first, last


def _takes_back(reading: Reading, name: str, first: int, last: int) -> bool:
    """Is a word of the fact *name* among words[first:last] denied?"""
    return any(
        term.denied and term.fact == name and term.first < last and first < term.last
        for term in reading.terms
    )


def _costs(reading: Reading, first: int, last: int) -> bool:
    """Is there a word of a cost or a number among words[first:last], or are they a whole clause?"""
    flags = {flag for at in range(first, last) for flag in reading.flags.get(at, "").split()}
    return last - first > 3 or not flags.isdisjoint({"fee", "cost", "number"})


def _amount(reading: Reading, start: int, end: int) -> Amount | None:
    return next((one for one in reading.amounts if one.start < end and start < one.end), None)


def _value(name: str, reading: Reading, start: int, end: int, amount: Amount | None) -> str:
    if amount:
        return amount.value
    if name == "place":
        place = _place(reading, start, end)
        if place:
            return place.name
    return " ".join(reading.text[start:end].split())[:MOST]


def _place(reading: Reading, start: int, end: int) -> Place | None:
    """The largest place named in text[start:end]."""
    inside = (
        named.place
        for named in reading.places
        if start <= reading.words[named.first].start and reading.words[named.last - 1].end <= end
    )
    return max(inside, key=lambda place: place.thousands, default=None)


def _denied(reading: Reading) -> Iterator[tuple[str, Found]]:
    """Housing and fees that the text takes back: "no fees", "bez zakwaterowania"."""
    for term in reading.terms:
        if term.denied and term.fact in DENIABLE:
            yield term.fact, _term(reading, term, 1.5)


def _by_terms(reading: Reading) -> Iterator[tuple[str, Found]]:
    sectors: dict[str, list[Said]] = {}
    for term in reading.terms:
        if term.fact in BY_TERMS:
            yield term.fact, _term(reading, term, 0.1)
        elif term.fact == "sector":
            sectors.setdefault(term.value, []).append(term)
    weight = 3 if reading.name == "title" else 1
    for found in sectors.values():
        yield "sector", _term(reading, found[0], float(weight * len(found)))


def _term(reading: Reading, term: Said, score: float) -> Found:
    start, end = reading.span(term.first, term.last)
    return Found(score, reading, start, end, term.value, term.denied)


def _countries(reading: Reading) -> Iterator[tuple[str, Found]]:
    """Countries that are named, and those of towns that are."""
    for named in reading.places:
        if named.sure:
            start, end = reading.span(named.first, named.last)
            score = 0.3 if named.place.thousands else 0.5
            yield "country", Found(score, reading, start, end, named.place.country)


def _add_country(best: dict[str, Found]) -> None:
    """The country of the place, where the gazetteer knows it; it is surer than one only named."""
    found = best.get("place")
    place = _place(found.reading, found.start, found.end) if found else None
    if found and place:
        best["country"] = found._replace(value=place.country)


def _fact(found: Found, best: dict[str, Found]) -> Fact:
    country = best["country"].value if "country" in best else None
    return Fact(
        state="denied" if found.denied else "stated",
        value=found.value,
        field=found.reading.name,
        start=found.start,
        end=found.end,
        monthly=found.amount.monthly(country) if found.amount and not found.denied else [],
    )
