"""From bytes to text: what a page says of its encoding is believed as far as its bytes bear it out."""

import codecs
import re
from collections import Counter

from charset_normalizer import from_bytes
from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    read_bom,
    resolve_encoding,
)

_KNOWN = [
    "cp1252", "cp1250", "iso8859_2", "iso8859_16", "cp1254", "cp1257",
    "cp1251", "koi8_u", "koi8_r", "iso8859_5", "cp866",
]  # fmt: skip
_ALPHABETS = (
    "äöüß", "áéíóúüñ¿¡ºª", "àâæçéèêëîïôœùûü", "àèéìòù", "ãõáâàçéêíóôú", "åäöæø", "ąćęłńóśźż",
    "ăâîșțşţ", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "čćđšž", "çğıöşü",
    "ąčęėįšųūž", "абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяё",
)  # fmt: skip
_SIGNS = frozenset("„”“«»‘’‚–—…•№€§©®°·× \u00a0\u00ad")
_SURE = 0.9  # a smaller share of the signs that fit no language of these says: another script
_INNER = re.compile("(?<=[a-zß-öø-ÿа-яёґєії])[À-ÖØ-ÞА-ЯЁҐЄІЇ]")
_NOT_ASCII = re.compile(rb"[^\x00-\x7f]+")
_MARKUP = re.compile(rb"<[^<>]*>")
_ENOUGH = 20_000  # bytes of words that are weighed
_TORN = 0.25  # the share of a UTF-8 page's signs that may be torn: boards cut names and titles


def decode(body: bytes, content_type: str = "") -> str:
    """The text of an HTML *body*, answered with the header *content_type*; never fails.

    A byte order mark wins, then UTF-8 where the bytes are that; then what the header or the page's
    <meta> says, if its words look right so; else the encoding they look right in.
    """
    mark, size = read_bom(body)
    if mark:
        return body[len(size) if isinstance(size, bytes) else 0 :].decode(mark, "replace")
    if _is_utf8(body):
        return body.decode("utf-8", "replace")
    return body.decode(_likeliest(body, _said(body, content_type)), "replace")


def _is_utf8(body: bytes) -> bool:
    """Whether *body* is UTF-8, a few torn signs aside."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("utf-8", "replace")
        signs = sum(ord(one) > 127 for one in text)
        return text.count("�") < _TORN * signs
    return True


def _said(body: bytes, content_type: str) -> list[str]:
    """The encodings header and markup name, UTF-8 aside, for the bytes are not that."""
    named = (http_content_type_encoding(content_type), html_body_declared_encoding(body))
    found = (resolve_encoding(one) for one in named if one)
    return list(dict.fromkeys(one for one in found if one and _bears(body, one)))


def _bears(body: bytes, name: str) -> bool:
    if codecs.lookup(name).name == "utf-8":
        return False
    try:
        return body.decode(name, "replace").count("�") < _TORN * len(_NOT_ASCII.findall(body))
    except (LookupError, UnicodeError, ValueError):
        return False


def _likeliest(body: bytes, said: list[str]) -> str:
    """The encoding the page's words look best in: of those *said*, of those known, of all."""
    words = b" ".join(_MARKUP.sub(b" ", body).split())[:_ENOUGH]
    for some in (said, _KNOWN):
        fits = {name: _fit(words.decode(name, "replace")) for name in some}
        best = max(fits, key=lambda name: fits[name], default="")
        if fits.get(best, 0) >= _SURE:
            return best
    found = None if said else from_bytes(words).best()
    return found.encoding if found else (said or _KNOWN)[0]


def _fit(text: str) -> float:
    """The share of the signs beyond ASCII that one language writes, less capitals inside words."""
    signs = Counter(one for one in text if ord(one) > 127 and one not in _SIGNS)
    inner = len(_INNER.findall(text))
    most = max(sum(signs[c] + signs[c.upper()] for c in letters) for letters in _ALPHABETS)
    return (most - 2 * inner) / max(signs.total(), 1)
