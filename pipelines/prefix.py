"""Is a number's country a stranger to its offer: neither where the work is nor where readers live?"""

from collections.abc import Iterator
from functools import lru_cache

from crawler.items import Contact, Post
from pipelines.clean import view
from pipelines.contact.hint import Hint

SIGN = "contact.prefix_mismatch"
NUMBERS = frozenset({"phone", "whatsapp", "viber", "signal", "telegram"})
# Whom a text in this language is read by, beyond the countries where the language is home: people
# who speak it look for work there, and a number of that country is what they expect.
READERS: dict[str, frozenset[str]] = {
    "en": frozenset({"US", "CA", "AU", "NZ"}),
    "uk": frozenset({"PL", "CZ", "SK", "DE", "MD", "RO"}),
    "ru": frozenset({"BY", "MD", "LV", "LT", "EE", "KG", "UZ", "TJ", "GE", "AM", "AZ", "PL", "CZ", "DE", "IL"}),
    "ro": frozenset({"IT", "ES"}),
    "de": frozenset({"LU", "LI"}),
    "es": frozenset({"MX", "AR", "CO", "PE", "CL", "EC", "BO", "PY", "UY", "VE", "DO", "US"}),
    "fr": frozenset({"LU", "MC", "CA"}),
}  # fmt: skip
ANYWHERE = frozenset({"UA"})  # who fled keeps the number from home, wherever the work is
_ENDINGS = {"UK": "GB"}


def prefix_mismatch(post: Post) -> Iterator[tuple[str, Contact]]:
    """(indicator, contact) for the first number of *post* whose country fits none of those the post
    names, its languages are read in, or its site's address ends with.

    Silent where no country is stated (`facts`), and where any number fits: one stranger among
    numbers that fit is an office abroad.
    """
    country = post.facts.get("country")
    if country is None or country.state != "stated":
        return
    numbers = [one for one in post.contacts if one.kind in NUMBERS and one.value.startswith("+")]
    fitting = _fitting(post) | {country.value.upper()}
    regions = [region_of(one.value) for one in numbers]
    if numbers and all(region and region not in fitting for region in regions):
        yield SIGN, numbers[0]


def _fitting(post: Post) -> set[str]:
    """The countries a number of this post may well be of."""
    text = f"{view(post.title).text}\n{view(post.text).text}"
    spoken = {post.language, *post.languages} - {None}
    found = set(ANYWHERE)
    for language in spoken or {None}:
        found.update(Hint(text, language).regions, READERS.get(language or "", ()))
    ending = post.site.partition(":")[0].rpartition(".")[2].upper()
    return found | {_ENDINGS.get(ending, ending)}


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


@lru_cache(maxsize=10_000)
def is_landline(number: str) -> bool:
    """Is the E.164 *number* surely a fixed line?"""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return False
    return bool(phonenumbers.number_type(parsed) == phonenumbers.PhoneNumberType.FIXED_LINE)
