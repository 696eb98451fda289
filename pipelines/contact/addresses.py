"""Mail and web addresses, plain or spelled out, in normal form."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from crawler.items import Contact
from pipelines.clean import View, latin
from pipelines.contact.hint import Hint
from pipelines.contact.signs import (
    AT,
    AT_STEMS,
    AT_WORDS,
    DOT,
    DOT_STEMS,
    SPOKEN_DOT,
    TLD,
    WEAK_AT,
)
from pipelines.contact.stretches import near

_LOCAL = r"[A-Za-z0-9а-яёіїА-Я][\w+-]{0,40}"
_LABEL = r"[\w][\w-]{0,40}"
_EMAIL = re.compile(
    rf"(?<![\w.@/+-])(?P<local>{_LOCAL}(?:{DOT}[\w+-]{{1,40}}){{0,4}})(?P<at>{AT})"
    rf"(?P<domain>{_LABEL}(?:{DOT}{_LABEL}){{0,3}}?{DOT}(?:{TLD}|ру|ком))(?![\w@])",
    re.IGNORECASE,
)
# Who keeps most private mail: after these a space may stand for the dot.
_PROVIDERS = (
    r"gmail|g-mail|googlemail|yahoo|hotmail|outlook|proton|protonmail|icloud|mail|inbox|yandex|rambler|list|bk|"
    r"ukr|i|wp|onet|o2|interia|op|gmx|web|t-online|freenet|orange|free|laposte|sfr|libero|seznam|"
    r"мэйл|мейл|маил|гмейл|гмэйл|джимейл|яндекс|укр"
)
_KNOWN_HOST = (
    rf"(?:{_PROVIDERS})(?:{DOT}|\s)"
    r"(?:com|net|org|ru|ua|pl|de|fr|es|ro|uk|it|cz|me|у?кр|ру|ком|нет)(?![\w@])"
)
_KNOWN = re.compile(
    rf"(?<![\w.@/+-])(?P<local>{_LOCAL}(?:{DOT}[\w+-]{{1,40}}?){{0,4}}?)"
    rf"(?:{AT}|\s?_(?:at|ат)_\s?)(?P<domain>{_KNOWN_HOST})",
    re.IGNORECASE,
)
_KNOWN_SIGN = re.compile(rf"(?<![^\W_]){_KNOWN_HOST}", re.IGNORECASE)
_KNOWN_WORDS = frozenset({*_PROVIDERS.split("|"), "online"})
_SPACED = re.compile(
    r"(?<!\S)(?P<local>[A-Za-z0-9](?: [A-Za-z0-9._-]){2,40}) @(?P<domain>(?: [A-Za-z0-9-]){2,30} \.(?: [A-Za-z]){2,6})(?!\S)"
)
# In every address: an @ that is no common word, or a dot that is spelled out.
_SIGN = re.compile(
    rf"@|{AT_WORDS}|[\[({{<]\s{{0,3}}(?:{WEAK_AT}|a|а|æt)\s{{0,3}}[\])}}>]|{SPOKEN_DOT}",
    re.IGNORECASE,
)
_BRACKETED = re.compile(rf"[\[({{<]\s*(?:{WEAK_AT}|a|а|æt)\s*[\])}}>]")
_DOTS = re.compile(DOT, re.IGNORECASE)
_SPOKEN = re.compile(SPOKEN_DOT, re.IGNORECASE)
_SPELLED = {
    "ру": "ru", "ком": "com", "нет": "net", "мэйл": "mail", "мейл": "mail", "маил": "mail",
    "гмейл": "gmail", "гмэйл": "gmail", "джимейл": "gmail", "яндекс": "yandex", "укр": "ukr",
    "g-mail": "gmail",
}  # fmt: skip
_LINK = re.compile(
    r"https?://[^\s<>\"'`\]\[|\x00]+|(?<![\w@./-])www\.[^\s<>\"'`\]\[|\x00]+", re.IGNORECASE
)
_HOST = re.compile(
    rf"(?<![\w@./+-])(?P<host>(?:[a-z0-9](?:[a-z0-9-]{{0,40}}[a-z0-9])?\.){{1,4}}{TLD})(?![\w@-]|\.\w)(?:/[^\s<>\"'`|\x00]*)?"
)
_DOTTED = re.compile(rf"[a-z0-9]\.{TLD}(?!\w)|://|www\.|WWW\.")
_IS_HOST = re.compile(r"(?:[^@/]*@)?(?:[\w-]+\.)*[\w-]{2,}\.[\w-]{2,}(?::\d+)?")
# Names of products, written like hosts.
_PRODUCT = frozenset({"asp.net", "ado.net", "vb.net", "socket.io", "booking.com", "e.on"})


def find_emails(view: View, original: str, hint: Hint) -> Iterator[Contact]:
    """Mail addresses in lower case."""
    taken: list[tuple[int, int]] = []
    for match in _mails(view.text, hint):
        start, end = view.span(*match.span())
        if any(start < right and left < end for left, right in taken):
            continue
        taken.append((start, end))
        raw, value = original[start:end], _address(match)
        yield Contact(
            kind="email", value=value, raw=raw, start=start, end=end,
            disguised=raw.lower() != value,
        )  # fmt: skip


def _mails(text: str, hint: Hint) -> Iterator[re.Match[str]]:
    lower = text.lower()
    if " @ " in lower:
        yield from _SPACED.finditer(text)
    if _may_hold_mail(lower):
        yield from (match for match in near(_EMAIL, _SIGN, text) if not _is_loose(match))
    if not _KNOWN_WORDS.isdisjoint(hint.words):
        yield from (match for match in near(_KNOWN, _KNOWN_SIGN, text) if not _is_said(match))


def find_urls(view: View, original: str, hint: Hint) -> Iterator[Contact]:
    """Web addresses: scheme and host in lower case, no closing slash; https where none is given."""
    text = view.text
    if not _DOTTED.search(text):
        return
    for pattern in (_LINK, _HOST):
        for match in pattern.finditer(text):
            shown = _trimmed(match[0])
            if shown.lower() in _PRODUCT or not (value := normal(shown)):
                continue
            start, end = view.span(match.start(), match.start() + len(shown))
            yield Contact(kind="url", value=value, raw=original[start:end], start=start, end=end)
        text = pattern.sub(lambda match: "\x00" * len(match[0]), text)


def normal(url: str) -> str | None:
    """The normal form of *url*, None where it has no host."""
    if "://" not in url:
        url = f"https://{url}"
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if not _IS_HOST.fullmatch(parts.netloc):
        return None
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme.lower()}://{parts.netloc.lower()}{parts.path.rstrip('/')}{query}"


def _may_hold_mail(lower: str) -> bool:
    if any(stem in lower for stem in AT_STEMS) or _BRACKETED.search(lower):
        return True
    return any(f" {stem}" in lower for stem in DOT_STEMS)


def _is_loose(match: re.Match[str]) -> bool:
    """ "works at amazon.com", "@ home.com": a common word is an @ only if the dot is spelled too."""
    if match["weak"]:
        return not _SPOKEN.search(match["domain"])
    return False


def _is_said(match: re.Match[str]) -> bool:
    """ "Write at mail ru": a small word for @ wants a name that is no word, or a known provider."""
    return bool(match["weak"]) and not re.search(
        r"[\d._]|\b(?:gmail|yahoo|hotmail|outlook|proton)",
        f"{match['local']} {match['domain']}".lower(),
    )


def _address(match: re.Match[str]) -> str:
    if match.re is _SPACED:
        return f"{match['local']}@{match['domain']}".replace(" ", "").lower()
    local, domain = (_DOTS.sub(".", match[part]) for part in ("local", "domain"))
    labels = re.sub(r"\s", ".", domain.strip()).lower().split(".")
    labels = [_SPELLED.get(label, label) for label in labels]
    return f"{latin(local).lower()}@{latin('.'.join(labels))}"


def _trimmed(shown: str) -> str:
    shown = shown.rstrip(".,;:!?…»”\"'*_~")
    if shown.endswith(")") and "(" not in shown:
        shown = shown.rstrip(").,;")
    return shown
