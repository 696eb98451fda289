"""The keys under which contacts and addresses are found, in whatever spelling they are asked for."""

import re

_PHONE = re.compile(r"(?:tel:|whatsapp:)?\+?[\d\s().\-/\u2010-\u2015\u00a0]+", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_MAIL = re.compile(r"(?:mailto:)?[^\s@]+@[^\s@]+\.[^\s@]+", re.IGNORECASE)
_HANDLE = re.compile(r"@[\w.\-]{2,}")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w\-]+(?:\.[\w\-]+)*\.[a-z]{2,}/\S*", re.IGNORECASE)
_PROFILE = re.compile(r"(?:t\.me|telegram\.me|instagram\.com|wa\.me)/\+?([\w.\-]+)/?$")
SHORTEST, LONGEST = 7, 15  # digits of a phone number


def keys(value: str) -> list[str]:
    """What a kept contact *value* is indexed under: itself, and every end of a phone number."""
    plain = _plain(value)
    digits = plain.removeprefix("+")
    if not (digits.isdecimal() and SHORTEST <= len(digits) <= LONGEST):
        return [plain] if plain else []
    return [f"+{digits}", *(digits[cut:] for cut in range(len(digits) - SHORTEST + 1))]


def asked(text: str) -> list[str]:
    """The keys, any of which answers *text*; none when it does not look like a contact."""
    text = text.strip()
    if _PHONE.fullmatch(text) and not _DATE.fullmatch(text):
        return _phone(text)
    if _MAIL.fullmatch(text) or _HANDLE.fullmatch(text) or _ADDRESS.fullmatch(text):
        plain = _plain(text)
        profile = _PROFILE.search(plain)
        return [plain, *([profile[1], f"+{profile[1]}"] if profile else [])]
    return []


def address(url: str) -> str:
    """The one spelling of an address: no scheme, no www, no fragment, no slash at the end."""
    bare = re.sub(r"^[a-z][a-z0-9+.\-]*://", "", url.strip().casefold())
    return bare.partition("#")[0].removeprefix("www.").rstrip("/")


def _plain(value: str) -> str:
    """A contact without case, scheme, @ in front or white space."""
    value = re.sub(r"^(?:mailto|tel|whatsapp):", "", "".join(value.split()).casefold())
    return address(value.removeprefix("@")) if "://" in value or "." in value else value.lstrip("@")


def _phone(text: str) -> list[str]:
    """A number as an end of the full one; with its country in front, the full one itself."""
    text = re.sub(r"^(?:tel|whatsapp):", "", text.casefold()).replace("(0)", "")
    digits = "".join(sign for sign in text if sign.isdecimal())
    if not SHORTEST <= len(digits) <= LONGEST + 2:
        return []
    if "+" in text or digits.startswith("00"):
        return [f"+{digits.removeprefix('00')}"]
    national = digits.removeprefix("0")
    return [digits, national] if national != digits and len(national) >= SHORTEST else [digits]
