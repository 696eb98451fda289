"""Numbering plans: which digits are a number, in which country, and its E.164."""

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

# Where most work abroad is: tried last, and only for what could be nothing but a mobile number.
_ABROAD = ("DE", "GB", "NL", "FR", "BE", "AT", "CH", "IE", "IT", "SE")


def e164(digits: str, regions: tuple[str, ...]) -> str | None:
    """The number in E.164, by the first of *regions* in which it is valid; None if in none.

    *digits* may begin with + or 00. A country whose numbers begin with 0 wants that 0.
    """
    digits = _international(digits)
    if digits.startswith("+"):
        return _valid(digits, None) or _possible(digits, None)
    for region in regions:
        trunk = _trunk(region) == "0"
        if not trunk or digits.startswith("0"):
            number = _valid(digits, region) if trunk or _possible(digits, region) else None
            if number := number or _mobile(digits, region):
                return number
    if len(digits) >= 11 and digits.startswith(tuple(_code(region) for region in regions)):
        return _valid("+" + digits, None)
    return None


def spoken(digits: str, regions: tuple[str, ...], others: tuple[str, ...]) -> str | None:
    """The number that a row of *digits* hidden in words is: its 0 may be left out, its range new.

    Asked in turn: *regions* in which it is valid, those whose 0 it has, *others* where it is a
    valid mobile number, then the first of *regions* where numbers are as long.
    """
    if digits.startswith(("+", "00")):
        return None
    whole = digits.startswith("0")
    number = _first(
        _valid(digits, region, mobile=not whole and _trunk(region) == "0") for region in regions
    )
    if number is None and whole:
        number = _first(_possible(digits, region) for region in regions)
    if len(digits) >= 11 and digits.startswith(tuple(_code(region) for region in regions)):
        number = number or _valid("+" + digits, None) or _possible("+" + digits, None)
    return (
        number
        or _first(_valid(digits, region, mobile=True) for region in others)
        or _first(_valid(digits, region) or _possible(digits, region) for region in regions)
    )


def _first(numbers: Iterable[str | None]) -> str | None:
    return next((number for number in numbers if number), None)


def _international(digits: str) -> str:
    return "+" + digits[2:] if digits.startswith("00") else digits


def _mobile(digits: str, region: str) -> str | None:
    """A number as long as a mobile one, begun with the country's 0, in a range not given out yet."""
    if digits.startswith("0") and _trunk(region) == "0" and len(digits) >= 9:
        return _possible(digits, region)
    return None


def abroad(digits: str) -> str | None:
    """The mobile number that *digits* are in the first likely country where they are one."""
    if not digits.startswith("0") or len(digits) < 10:
        return None
    return next(
        (number for region in _ABROAD if (number := _valid(digits, region, mobile=True))), None
    )


@cache
def _phonenumbers() -> Any:
    import phonenumbers

    return phonenumbers


@cache
def _mobiles() -> tuple[int, ...]:
    kinds = _phonenumbers().PhoneNumberType
    return (kinds.MOBILE, kinds.FIXED_LINE_OR_MOBILE)


@lru_cache(maxsize=20_000)
def _valid(digits: str, region: str | None, *, mobile: bool = False) -> str | None:
    library = _phonenumbers()
    number = _parsed(digits, region)
    if number is None or not library.is_valid_number(number):
        return None
    if mobile and library.number_type(number) not in _mobiles():
        return None
    return _form(number)


@lru_cache(maxsize=20_000)
def _possible(digits: str, region: str | None) -> str | None:
    library = _phonenumbers()
    number = _parsed(digits, region)
    if number is None or number.italian_leading_zero:
        return None
    if not library.is_possible_number_for_type(number, library.PhoneNumberType.MOBILE):
        return None
    return _form(number)


def _parsed(digits: str, region: str | None) -> Any:
    library = _phonenumbers()
    try:
        return library.parse(digits, region)
    except library.NumberParseException:
        return None


def _form(number: Any) -> str:
    library = _phonenumbers()
    form: str = library.format_number(number, library.PhoneNumberFormat.E164)
    return form


@cache
def _trunk(region: str) -> str | None:
    metadata = _phonenumbers().PhoneMetadata.metadata_for_region(region)
    prefix: str | None = metadata.national_prefix if metadata else None
    return prefix


@cache
def _code(region: str) -> str:
    return str(_phonenumbers().country_code_for_region(region))
