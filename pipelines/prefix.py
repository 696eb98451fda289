"""Is a number's country a stranger to its offer: neither where the work is nor where readers live?"""

import re
from collections.abc import Iterator
from functools import lru_cache

from crawler.items import Contact, Post
from crawler.words import cut
from pipelines.clean import view
from pipelines.contact.hint import Hint
from pipelines.facts.place import places
from pipelines.signs import NUMBERS

SIGN = "contact.prefix_mismatch"
WITH_PREFIX = NUMBERS | {"telegram"}
# Whom a text in this language is read by, beyond the countries where the language is home: people
# who speak it look for work there, and a number of that country is what they expect.
READERS: dict[str, frozenset[str]] = {
    "uk": frozenset({"PL", "CZ", "SK", "DE", "MD", "RO"}),
    "ru": frozenset({"BY", "MD", "LV", "LT", "EE", "KG", "UZ", "TJ", "GE", "AM", "AZ", "PL", "CZ", "DE", "IL"}),
    "ro": frozenset({"IT", "ES"}),
    "de": frozenset({"LU", "LI"}),
    "es": frozenset({"MX", "AR", "CO", "PE", "CL", "EC", "BO", "PY", "UY", "VE", "DO"}),
    "fr": frozenset({"LU", "MC", "CA"}),
}  # fmt: skip
ANYWHERE = frozenset({"UA"})  # who fled keeps the number from home, wherever the work is
LINGUA_FRANCA = "en"  # its readers live anywhere: a text in it says nothing of where
_ENDINGS = {"UK": "GB"}
_PLUS = re.compile(r"\W*(?:\+|plus|плюс|00)", re.IGNORECASE)
_NEXT_DOOR = {"GB": "IE", "IE": "GB"}


def prefix_mismatch(post: Post) -> Iterator[tuple[str, Contact]]:
    """(indicator, contact) for the first number of *post* whose country fits none of those the post
    names, its languages are read in, or its site's address ends with.

    Silent where neither a fact (`country`) nor the language says where the offer belongs, and where
    any number fits: one stranger among numbers that fit is an office abroad.
    """
    country = post.facts.get("country")
    spoken = {post.language, *post.languages} - {None, LINGUA_FRANCA}
    if country is None and (not spoken or LINGUA_FRANCA in post.languages):
        return
    if country is not None and country.state != "stated":
        return
    numbers = [one for one in post.contacts if one.kind in WITH_PREFIX and _has_code(one)]
    where = country.value.upper() if country else ""
    fitting = _fitting(post) | {where, _NEXT_DOOR.get(where, where)}
    regions = {region_of(one.value) for one in numbers}
    if numbers and None not in regions and regions.isdisjoint(fitting | _named(post)):
        yield SIGN, numbers[0]


def _has_code(one: Contact) -> bool:
    """Is the country's code written, or said? Where it is not, the country is our guess."""
    digits = "".join(sign for sign in one.raw if sign.isdecimal()).removeprefix("00")
    return one.value.startswith("+") and bool(digits == one.value[1:] or _PLUS.match(one.raw))


def _fitting(post: Post) -> set[str]:
    """The countries a number of this post may well be of."""
    text = f"{view(post.title).text}\n{view(post.text).text}"
    found = set(ANYWHERE)
    for language in {post.language, *post.languages}:
        found.update(Hint(text, None if language == LINGUA_FRANCA else language).regions)
        found.update(READERS.get(language or "", ()))
    ending = post.site.partition(":")[0].rpartition(".")[2].upper()
    return found | {_ENDINGS.get(ending, ending)}


def _named(post: Post) -> set[str]:
    """The countries of every town and country the post names."""
    return {
        named.place.country
        for text in (post.title, post.text)
        for named in places(cut(text, post.language), text)
    }


@lru_cache(maxsize=10_000)
def region_of(number: str) -> str | None:
    """The country (ISO 3166) of an E.164 number; None where it has none or cannot be told."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return None
    region: str | None = phonenumbers.region_code_for_number(parsed)
    if region is None:  # a number nobody was given yet has the country of its code all the same
        region = phonenumbers.region_code_for_country_code(parsed.country_code or 0)
    return None if region in (None, "001", "ZZ") else region
