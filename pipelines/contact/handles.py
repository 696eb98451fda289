"""Names and links on messengers and social networks, as @name or the number they stand for."""

import re
from collections.abc import Iterator

from crawler.items import Contact, ContactKind
from pipelines.clean import View, latin
from pipelines.contact.hint import Hint, messengers
from pipelines.contact.signs import (
    AT_STEMS,
    AT_WORDS,
    DOT,
    NAME_DOT,
    SLASH,
    TLD,
    UNDERSCORE,
    UNDERSCORE_STEMS,
)  # fmt: skip

_NAME = r"[A-Za-z][A-Za-z0-9_]{2,31}"
_WEB = r"(?:https?://)?(?:www\.|m\.)?"
_TELEGRAM = re.compile(
    rf"(?<![\w@])(?=[htwmтHTWMТ]){_WEB}(?:t(?:elegram)?(?:{DOT}|/|,)me|тэ?(?:{DOT}|\s?точка\s?)м[еэ]|tg://resolve\?domain=){SLASH}?"
    rf"(?:s/)?@?(?P<name>\+?[A-Za-z][\w-]{{3,40}}|\+[\w-]{{6,40}}|joinchat/[\w-]+)",
    re.IGNORECASE,
)
_WHATSAPP = re.compile(
    rf"(?<![\w@]){_WEB}(?:wa(?:{DOT})me{SLASH}|api\.whatsapp\.com/send/?\?phone=|viber://(?:chat|add)\?number=|signal\.me/#p/)"
    r"(?:%2B|\+)?\s?(?P<number>\d(?:[ -]?\d){7,14})",
    re.IGNORECASE,
)
_SOCIAL = re.compile(
    rf"(?<![\w@]){_WEB}(?P<site>(?:instagram|facebook|fb)(?:{DOT})com|instagr\.am|fb\.me|m\.me){SLASH}@?(?P<name>[\w.]{{3,40}})/?",
    re.IGNORECASE,
)
_PART = r"[A-Za-z0-9][A-Za-z0-9.]{0,31}"
_AT_NAME = re.compile(
    rf"(?<![\w.@])(?:@\s?|(?<!\w)(?P<said>{AT_WORDS}|at)\s)(?P<name>[A-Za-z](?:\s_)?[A-Za-z0-9_.]{{0,31}}"
    rf"(?:(?:{UNDERSCORE}|{NAME_DOT}(?=[A-Za-z]))[A-Za-z0-9_]{{1,31}}){{0,5}})",
    re.IGNORECASE,
)
_SPACED = re.compile(
    r"(?<![\w.@])@(?P<name>(?:\s[A-Za-z0-9_.]){4,}(?:\s?[A-Za-z0-9_]{1,8})?(?!\w))"
)
_SAID_NAME = re.compile(
    rf"(?<![\w.@])(?P<name>{_PART}(?:{UNDERSCORE}{_PART}){{1,5}})(?!\w)", re.IGNORECASE
)
_AFTER_WORD = re.compile(
    r"(?: ?[:=→>–—-]+>? ?| )(?:@\s?)?(?P<name>[A-Za-z][A-Za-z0-9_.]{3,31})(?![\w@])"
)
# A name of letters alone is one only where nothing but the name follows the messenger's colon.
_ALONE = re.compile(r" ?: ?(?P<name>[a-z][a-z0-9]{5,31})(?=[.,;)]?\s*(?:\n|$))")
_UNDERSCORES = re.compile(UNDERSCORE, re.IGNORECASE)
_DOTS = re.compile(NAME_DOT, re.IGNORECASE)
_HOST = re.compile(rf".*\.{TLD}")
_TELLING = re.compile(r"[_\d]|[a-z]\.[a-z]")
_NUMBER_LINKS = (
    "wa.me",
    "wa .",
    "wa (",
    "wa [",
    "wa dot",
    "wa[",
    "wa(",
    "whatsapp.com",
    "viber://",
    "signal.me",
)
_SITES = ("instagram", "instagr.", "facebook", "fb.com", "fb .", "fb.me", "m.me")
_NEAR = 48
_NAMED: tuple[ContactKind, ...] = ("telegram", "instagram", "facebook")


def find_links(view: View, original: str, hint: Hint) -> Iterator[Contact]:
    """t.me, wa.me, instagram.com, facebook.com and their kin, spelled out or not."""
    for match in _TELEGRAM.finditer(view.text):
        name = latin(match["name"])
        invited = name.startswith(("+", "joinchat/"))
        yield _made(
            match, "telegram", f"t.me/{name}" if invited else f"@{name.lower()}", view, original
        )
    lower = view.text.lower()
    for match in (
        _WHATSAPP.finditer(view.text) if any(sign in lower for sign in _NUMBER_LINKS) else ()
    ):
        kind: ContactKind = (
            "viber" if "viber" in match[0] else "signal" if "signal" in match[0] else "whatsapp"
        )
        number = re.sub(r"\D", "", match["number"])
        yield _made(match, kind, f"+{number}", view, original)
    for match in _SOCIAL.finditer(view.text) if any(sign in lower for sign in _SITES) else ():
        kind = "instagram" if match["site"].lower().startswith("insta") else "facebook"
        yield _made(match, kind, f"@{match['name'].lower().rstrip('.')}", view, original)


def find_names(view: View, original: str, hint: Hint) -> Iterator[Contact]:
    """@name, a name after the word for a messenger, or a name with its signs spelled out."""
    taken: list[tuple[int, int]] = []
    for match, kind in _names(view.text, hint):
        start, end = match.span("name")
        if any(start < right and left < end for left, right in taken):
            continue
        value = _spelled(match["name"])
        if len(value) < 4:
            continue
        taken.append((start, end))
        yield _made(match, kind, f"@{value}", view, original)


def _names(text: str, hint: Hint) -> Iterator[tuple[re.Match[str], ContactKind]]:
    lower = text.lower()
    if any(stem in lower for stem in (*AT_STEMS, *UNDERSCORE_STEMS)):
        for pattern in (_SPACED, _AT_NAME):
            for match in pattern.finditer(text):
                kind = _kind(text, match.start(), _spelled(match["name"]), hint)
                if kind and _is_name(match, hint):
                    yield match, kind
        for match in _SAID_NAME.finditer(text):
            named = _named_before(text, match.start())
            if named and _UNDERSCORES.search(match["name"]):
                yield match, named
    yield from _after_messengers(text)


def _after_messengers(text: str) -> Iterator[tuple[re.Match[str], ContactKind]]:
    for named, end in messengers(text):
        if named not in _NAMED:
            continue
        match = _AFTER_WORD.match(text, end)
        if match and _TELLING.search(match["name"]):
            yield match, named
        elif alone := _ALONE.match(text, end):
            yield alone, named


def _is_name(match: re.Match[str], hint: Hint) -> bool:
    """A word for @ is a word first, and "thanks @anna" greets a member of the forum."""
    if _TELLING.search(_spelled(match["name"])):
        return True
    return bool(hint.whole) and not match.groupdict().get("said") and match[0][1] != " "


def _spelled(name: str) -> str:
    if re.fullmatch(r"(?:\s\S)+.*", name):
        name = re.sub(r"\s", "", name)
    name = _DOTS.sub(".", _UNDERSCORES.sub("_", name))
    return re.sub(r"\s", "", latin(name)).lower().strip(".")


def _kind(text: str, start: int, name: str, hint: Hint) -> ContactKind | None:
    """Whose name it is; None where it is a host's or stands on a network that is not read.

    Telegram allows no dot in a name, so a dotted one is Instagram's unless Facebook is named.
    """
    near = [kind for kind, _ in messengers(text[max(0, start - _NEAR) : start])]
    if near and near[-1] is None:
        return None
    named = [kind for kind in near if kind in _NAMED]
    if "." in name:
        if not named and _HOST.fullmatch(name):
            return None
        return "facebook" if named[-1:] == ["facebook"] else "instagram"
    social = hint.whole & set(_NAMED)
    return named[-1] if named else next(iter(social)) if len(social) == 1 else "telegram"


def _named_before(text: str, start: int) -> ContactKind | None:
    near = messengers(text[max(0, start - _NEAR) : start])
    named = [kind for kind, _ in near if kind in _NAMED]
    return named[-1] if named else None


def _made(
    match: re.Match[str], kind: ContactKind, value: str, view: View, original: str
) -> Contact:
    start, end = view.span(*match.span())
    if match.re in (_AFTER_WORD, _ALONE):
        start, end = view.span(*match.span("name"))
    raw = original[start:end]
    plain = value.lstrip("@+") in raw.lower()
    return Contact(kind=kind, value=value, raw=raw, start=start, end=end, disguised=not plain)
