"""Accounts and wallets: IBANs and crypto addresses whose checksums hold."""

import re
from collections.abc import Callable, Iterator
from hashlib import sha256

from crawler.items import Contact
from pipelines.clean import View
from pipelines.contact.hint import Hint

_IBAN = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z]{2}[ -]?\d{2}(?:[ -]?[A-Za-z0-9]{4}){2,7}(?:[ -]?[A-Za-z0-9]{1,3})?"
    r"(?![A-Za-z0-9])"
)
# Within Poland people give an account without the letters of its country.
_POLISH = re.compile(r"(?<![A-Za-z0-9])\d\d(?:[ -]?\d{4}){6}(?![A-Za-z0-9])")
_FEWEST_DIGITS = 8
_BASE58 = re.compile(r"(?<![A-Za-z0-9])[13LMDT][1-9A-HJ-NP-Za-km-z]{25,34}(?![A-Za-z0-9])")
_BECH32 = re.compile(
    r"(?<![A-Za-z0-9])(?:bc1|ltc1)[02-9ac-hj-np-z]{11,71}(?![A-Za-z0-9])", re.IGNORECASE
)
_HEX = re.compile(r"(?<![A-Za-z0-9])0x[0-9a-fA-F]{40}(?![A-Za-z0-9])")
_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_CHARSET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def find(view: View, original: str, hint: Hint) -> Iterator[Contact]:
    """IBANs without spaces and in capitals, and crypto addresses as written."""
    taken = []
    for match in _IBAN.finditer(view.text):
        for contact in _iban(match, view, original):
            taken.append(contact.end)
            yield contact
    for match in _POLISH.finditer(view.text):
        if view.span(*match.span())[1] not in taken:
            yield from _iban(match, view, original, country="PL")
    lower = view.text.lower()
    for signs, pattern, holds in _WALLETS:
        for match in pattern.finditer(view.text) if any(sign in lower for sign in signs) else ():
            if holds(match[0]):
                start, end = view.span(*match.span())
                yield Contact(
                    kind="crypto", value=match[0], raw=original[start:end], start=start, end=end
                )


def _iban(match: re.Match[str], view: View, original: str, country: str = "") -> Iterator[Contact]:
    """The longest head of the match that is an IBAN: what follows may be a word."""
    from stdnum import iban

    if sum(char.isdigit() for char in match[0]) < _FEWEST_DIGITS:
        return
    for end in range(match.end(), match.start() + 14, -1):
        value = country + re.sub(r"[ -]", "", view.text[match.start() : end]).upper()
        if iban.is_valid(value, check_country=False):
            left, right = view.span(match.start(), end)
            yield Contact(kind="iban", value=value, raw=original[left:right], start=left, end=right)
            return


def is_base58(address: str) -> bool:
    """The last four bytes are the double SHA-256 of the rest (Bitcoin, Litecoin, Tron)."""
    number = 0
    for char in address:
        number = number * 58 + _ALPHABET.index(char)
    if number >= 1 << 200:
        return False
    raw = number.to_bytes(25, "big")
    return sha256(sha256(raw[:-4]).digest()).digest()[:4] == raw[-4:]


def is_bech32(address: str) -> bool:
    """The checksum of BIP 173 (segwit v0) or BIP 350 (later) holds."""
    address = address.lower()
    prefix, _, data = address.rpartition("1")
    if not prefix or any(char not in _CHARSET for char in data):
        return False
    values = [ord(char) >> 5 for char in prefix] + [0] + [ord(char) & 31 for char in prefix]
    return _polymod(values + [_CHARSET.index(char) for char in data]) in (1, 0x2BC830A3)


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(_GENERATOR):
            check ^= generator if top >> bit & 1 else 0
    return check


_WALLETS: tuple[tuple[tuple[str, ...], re.Pattern[str], Callable[[str], bool]], ...] = (
    (("",), _BASE58, is_base58),
    (("bc1", "ltc1"), _BECH32, is_bech32),
    (("0x",), _HEX, bool),
)
