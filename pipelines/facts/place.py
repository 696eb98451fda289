"""Where the work is: towns and countries in eight languages, in any case, by a small gazetteer.

Data: GeoNames (CC BY 4.0) and Unicode CLDR, drawn by draw.py.
"""

import gzip
import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from crawler.words import Word, fold

CITIES = Path(__file__).with_name("cities.tsv.gz")
COUNTRIES = Path(__file__).with_name("countries.tsv")
MORE = Path(__file__).with_name("places.tsv")
_PARTS = re.compile("[ -]")
LONGEST = 3  # words of a name
# Endings of a case and what the name ends with: w Berlinie, у Варшаві, в Кракові, de la Lisabonei.
_CASES = (
    ("owie", "ow"), ("owa", "ow"), ("dzie", "d"), ("dzie", "da"), ("rze", "ra"), ("rze", "r"), ("zie", "z"), ("cie", "t"), ("cie", "ta"),
    ("ia", "i"), ("iu", ""), ("ii", "ia"), ("niu", "n"), ("nia", "n"), ("ie", ""), ("ie", "a"), ("skiem", "skie"), ("em", ""), ("u", ""), ("a", ""), ("y", "a"),
    ("i", "a"), ("ch", ""), ("ach", "y"), ("e", "a"), ("e", ""), ("ze", "ga"), ("ce", "ka"), ("iem", ""), ("ego", "e"), ("i", "y"), ("ech", "y"), ("ech", "cy"),
    ("ju", "j"), ("aju", "aj"), ("aja", "aj"),
    ("ові", "ів"), ("ові", "ов"), ("ева", "ів"), ("єві", "їв"), ("єва", "їв"), ("ова", "ів"), ("ьві", "ьвів"), ("ом", ""), ("ем", ""), ("ем", "ь"),
    ("у", ""), ("а", ""), ("е", ""), ("е", "а"), ("е", "ь"), ("і", "а"), ("і", ""), ("ы", "а"), ("и", "а"), ("и", "ь"), ("і", "ь"), ("ю", "ь"), ("я", "ь"),
    ("ю", "й"), ("я", "й"), ("ї", "я"), ("ії", "ія"), ("ию", "ия"), ("ию", "ий"), ("ии", "ия"), ("ии", "ий"), ("ию", "ия"), ("ію", "ія"), ("у", "а"), ("ю", "я"), ("и", "я"), ("зі", "га"), ("ці", "ка"),
    ("ію", "ия"), ("ію", "ія"), ("е", "й"), ("ой", "а"), ("ою", "а"), ("ах", "ы"), ("ах", "и"), ("ей", "я"), ("єю", "я"), ("ією", "ія"), ("ией", "ия"), ("ині", "ин"),
    ("ei", "a"), ("ul", ""), ("ului", ""), ("s", ""),
)  # fmt: skip
_ENDINGS = tuple(dict.fromkeys((fold(end), fold(base)) for end, base in _CASES))
_SIZES = sorted({len(end) for end, _ in _ENDINGS})
_BY_ENDING = {
    end: [(n, base) for n, (one, base) in enumerate(_ENDINGS) if one == end] for end, _ in _ENDINGS
}


class Place(NamedTuple):
    """A town, or a whole country where *population* is 0."""

    name: str
    country: str
    thousands: int


class Named(NamedTuple):
    """A place in words[first:last]; *sure* where nothing else is so written."""

    first: int
    last: int
    place: Place
    sure: bool


def places(words: Sequence[Word], text: str) -> Iterator[Named]:
    """Every place that *words* name, longest names first; what is not capitalised only if known well."""
    end = 0
    for index, word in enumerate(words):
        if index < end:
            continue
        if text[word.start].isupper() or (len(word.form) > 4 and _lower_known(word.form)):
            found = _at(words, text, index)
            if found:
                end = found.last
                yield found


def _at(words: Sequence[Word], text: str, first: int) -> Named | None:
    """The longest place whose name begins with word number *first*."""
    word = words[first]
    if word.form in _beginnings():
        for size in range(min(LONGEST, len(words) - first), 1, -1):
            last = words[first + size - 1]
            whole = last.end - word.start < 40 and look_up(fold(text[word.start : last.end]))
            if whole:
                return Named(first, first + size, whole, True)
    place = look_up(word.form)
    return Named(first, first + 1, place, word.form not in _ordinary()) if place else None


@lru_cache(maxsize=50_000)
def look_up(form: str) -> Place | None:
    """The place a folded name in any case means; of several the largest."""
    known = gazetteer()
    if form in known:
        return _place(known[form])
    if len(form) < 5 or form in _ordinary():
        return None
    met = [
        _place(known[base])
        for base in _bases(form)
        if len(base) > 3 and base in known and base not in _ordinary()
    ]
    return max(met, key=lambda place: (place.thousands == 0, place.thousands), default=None)


def _bases(form: str) -> Iterator[str]:
    """What a name may be in its first case, if *form* is another one, in the order of _CASES."""
    found = (
        (number, size, base) for size in _SIZES for number, base in _BY_ENDING.get(form[-size:], ())
    )
    for _, size, base in sorted(found):
        yield form[:-size] + base


@lru_cache(maxsize=50_000)
def _lower_known(form: str) -> bool:
    """Is a name of five letters or more, written small, still surely that place: a country or a large town, not a word?"""
    if form in _ordinary():
        return False
    place = look_up(form)
    return place is not None and (
        place.thousands == 0 or (form in gazetteer() and place.thousands > 500)
    )


def _place(line: str) -> Place:
    """The place of a line of the files, whose first part is the name."""
    country, thousands, shown = line.split("\t")
    return Place(shown, country, int(thousands))


@cache
def gazetteer() -> dict[str, str]:
    """`country, thousands of people, name as shown` by folded name, as the files have it; a country
    stands above a town, what is added by hand above both."""
    lines = gzip.decompress(CITIES.read_bytes()).decode().splitlines()
    found = {name: rest for name, _, rest in (line.partition("\t") for line in lines)}
    for path in (COUNTRIES, MORE):
        for line in path.read_text(encoding="utf-8").splitlines():
            name, country, shown = line.split("\t")
            found[name] = f"{country}\t0\t{shown}"
    return found


@cache
def _beginnings() -> frozenset[str]:
    """First words of names of several words."""
    return frozenset(_PARTS.split(name, 1)[0] for name in gazetteer() if _PARTS.search(name))


@cache
def _ordinary() -> frozenset[str]:
    """Names that are also words: they count only where the text shows that a place is meant."""
    path = Path(__file__).with_name("ordinary_words.txt")
    return frozenset(path.read_text(encoding="utf-8").split())
