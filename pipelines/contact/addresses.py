"""Mail and web addresses, plain or spelled out, in normal form."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from crawler.items import Contact
from pipelines.clean import View, latin
from pipelines.contact.hint import Hint
from pipelines.contact.signs import AT, AT_STEMS, DOT, DOT_STEMS, SPOKEN_DOT, TLD, WEAK_AT

_LOCAL = r"[A-Za-z0-9а-яёіїА-Я][\w+-]{0,40}"
_LABEL = r"[\w][\w-]{0,40}"
_EMAIL = re.compile(
    rf"(?<![\w.@/+-])(?P<local>{_LOCAL}(?:{DOT}[\w+-]{{1,40}}){{0,4}})(?P<at>{AT})"
    rf"(?P<domain>{_LABEL}(?:{DOT}{_LABEL}){{0,3}}?{DOT}(?:{TLD}|ру|ком))(?![\w@])",
    re.IGNORECASE,
)
_BRACKETED = re.compile(rf"[\[({{<]\s*(?:{WEAK_AT}|a|а|æt)\s*[\])}}>]")
_DOTS = re.compile(DOT, re.IGNORECASE)
_SPOKEN = re.compile(SPOKEN_DOT, re.IGNORECASE)
_SPELLED = {"ру": "ru", "ком": "com"}
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
    if not _may_hold_mail(view.text.lower()):
        return
    for match in _EMAIL.finditer(view.text):
        if not _is_loose(match):
            start, end = view.span(*match.span())
            raw, value = original[start:end], _address(match)
            yield Contact(
                kind="email", value=value, raw=raw, start=start, end=end,
                disguised=raw.lower() != value,
            )  # fmt: skip


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


def _address(match: re.Match[str]) -> str:
    local, domain = (_DOTS.sub(".", match[part]) for part in ("local", "domain"))
    labels = domain.lower().split(".")
    labels[-1] = _SPELLED.get(labels[-1], labels[-1])
    return f"{latin(local).lower()}@{latin('.'.join(labels))}"


def _trimmed(shown: str) -> str:
    shown = shown.rstrip(".,;:!?…»”\"'*_~")
    if shown.endswith(")") and "(" not in shown:
        shown = shown.rstrip(").,;")
    return shown
