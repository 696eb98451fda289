"""Telephone numbers, plain or disguised, in E.164; what only looks like one is left alone."""

import re
from collections.abc import Iterator

from crawler.items import Contact, ContactKind
from pipelines.clean import View
from pipelines.contact.hint import NUMBERED, Hint, messengers
from pipelines.contact.numbers import Group, Run, runs
from pipelines.contact.plans import abroad, e164

_SHORTEST, _LONGEST = 8, 15
_DATE = re.compile(
    r"(?<!\d)(?<!\d[./-])(?:(?:0?[1-9]|[12]\d|3[01])[./-](?:0?[1-9]|1[0-2])[./-](?:19|20)?\d\d"
    r"|(?:19|20)\d\d[./-](?:0?[1-9]|1[0-2])[./-](?:0?[1-9]|[12]\d|3[01]))(?![./-]?\d)"
)
_HOURS = re.compile(r"(?<!\d)[0-2]?\d[.:][0-5]\d\s?[-–—]\s?[0-2]?\d[.:][0-5]\d(?!\d)")
_YEARS = re.compile(r"(?:19|20)\d\d\s*[-–—/]\s*(?:19|20)\d\d")
_MONEY_AFTER = re.compile(
    r"\s?(?:[€$£₴₽]|(?:zł|pln|eur\w*|usd|gbp|chf|грн|руб|uah|lei|ron|kč|huf)\b)", re.IGNORECASE
)
_MONEY_BEFORE = re.compile(r"(?:[€$£₴₽]|\b(?:pln|eur|usd|gbp|chf|aed|sar|qar))\s?$", re.IGNORECASE)
# Words after which a row of digits is a number of something else.
_OTHER_NUMBER = re.compile(
    r"(?<!\w)(?:krs|nip|regon|pesel|siret|siren|cif|nif|nie|cui|cod|idno|inn|инн|огрн\w*|кпп|унп|бин|снилс|"
    r"єдрпоу|едрпоу|іпн|рнокпп|ref\w*|реф|licen\w*|licencj\w*|лиценз\w*|ліценз\w*|lizenz\w*|passport|"
    r"pas[sz]+aport\w*|paszport\w*|reisepass\w*|pasaporte|passeport|паспорт\w*|plz|post\s?code|zip|iban|"
    r"account|konto|cont|счет|счёт|рахун\w*|sygn\w*|hrb|hra|ust\w*|vat|tva|nav|gln|isbn|imei|kvk|cvr|"
    r"gewo|urn|crn|company number|reg(?:istration)?\.? no|order|invoice|id|ид|art\.?|nr\.? ref|nr ogł\w*|"
    r"company no|ogrn|finess|nipc|org\.?\s?nr|cert\w*|zertif\w*|сертиф\w*|матрикул\w*|batch|seria|serie|серия|серія|karta|card|карт\w*|карты)"
    r"[\s.:#№)-]{0,4}(?:(?:nr|no|n°|nº|№|num\w*|numer|номер)[\s.:#№]{0,3})?[A-ZА-ЯІЇЄ]{0,3}[\s-]?$",
    re.IGNORECASE,
)  # fmt: skip
_TAIL = re.compile(r"[\w%€$£°]")
_STRONG = re.compile(r"[,;\n•|]")
_FULL_STOP = re.compile(r"(?<![.\s])\.\s(?!\.)")
# "three six, and a nought in front": the last digit belongs before the first.
_IN_FRONT = re.compile(
    r"\s(?:davor|vorne|vorweg|in front|at the start|al principio|delante|devant|z przodu|спереди|попереду|впереди)\b"
)


def find(view: View, original: str, hint: Hint) -> Iterator[Contact]:
    """The telephone numbers of one field; kind is the messenger named just before, else phone."""
    for run in runs(view.text, hint.language):
        for piece in _pieces(run):
            yield from _numbers(piece, view, original, hint)


def _pieces(run: Run) -> Iterator[Run]:
    """Digits alone are held apart by a comma or a new line where each side can be a number."""
    strong = None if any(group.made == "word" for group in run.groups) else _STRONG
    piece = Run()
    for at, (group, gap) in enumerate(zip(run.groups, run.gaps, strict=True)):
        if piece.groups and _is_break(gap, strong, piece, run.groups[at:]):
            yield piece
            piece = Run()
        if at in run.plus:
            piece.plus.add(len(piece.groups))
        piece.groups.append(group)
        piece.gaps.append(gap)
    yield piece


def _is_break(gap: str, strong: re.Pattern[str] | None, piece: Run, rest: list[Group]) -> bool:
    if _FULL_STOP.search(gap):
        return True
    return (
        strong is not None
        and bool(strong.search(gap))
        and (_enough(piece.groups) or ("," in gap and _enough(rest[:1])))
    )


def _enough(groups: list[Group]) -> bool:
    return sum(len(group.digits) for group in groups) >= _SHORTEST


def _numbers(run: Run, view: View, original: str, hint: Hint) -> Iterator[Contact]:
    first = 0
    while first < len(run.groups):
        found = _longest(run, first, view.text, hint)
        if found is None:
            first += 1
            continue
        last, value = found
        yield _contact(run.groups[first : last + 1], value, view, original)
        first = last + 1


def _longest(run: Run, first: int, text: str, hint: Hint) -> tuple[int, str] | None:
    """The last group and the value of the longest number that begins with group *first*.

    The post's own country is asked first: other countries have longer numbers.
    """
    ends = [last for last in _ends(run, first, text) if not _is_other(run, first, last, text)]
    digits = {last: _digits(run, first, last, text) for last in ends}
    for last in ends:
        if value := e164(digits[last], hint.home):
            return last, value
    for last in ends:
        if value := e164(digits[last], hint.regions) or abroad(digits[last]):
            return last, value
    for last in ends:
        spoken = all(group.made == "word" for group in run.groups[first : last + 1])
        if spoken and (value := e164(digits[last], hint.regions, spoken=True)):
            return last, value
    return None


def _ends(run: Run, first: int, text: str) -> list[int]:
    ends, total = [], 0
    for last in range(first, min(first + 20, len(run.groups))):
        group = run.groups[last]
        total += len(group.digits)
        if total > _LONGEST + 2:
            break
        if total >= _SHORTEST and not (group.digits == "0" and _IN_FRONT.match(text, group.end)):
            ends.append(last)
    return ends[::-1]


def _digits(run: Run, first: int, last: int, text: str) -> str:
    groups = run.groups[first : last + 1]
    plus = first in run.plus or _plus_before(text, groups[0].start)
    return "+" * plus + "".join(group.digits for group in groups)


def _plus_before(text: str, start: int) -> bool:
    return text[max(0, start - 3) : start].rstrip(" (").endswith("+")


def _is_other(run: Run, first: int, last: int, text: str) -> bool:
    """Dates, sums, years, registers and the like, which a valid number may look like."""
    start, end = run.groups[first].start, run.groups[last].end
    if any(group.made == "word" for group in run.groups[first : last + 1]):
        return False
    raw, before, after = text[start:end], text[max(0, start - 40) : start], text[end : end + 8]
    if _TAIL.match(after) or _MONEY_AFTER.match(after) or _MONEY_BEFORE.search(before):
        return True
    if re.search(r"\d[.:]$", before) or re.match(r"[.:]\d", after):
        return True
    if before[-1:].isalnum() or before[-1:] in ("#", "№", "_"):
        return True
    return bool(
        _DATE.search(raw)
        or _HOURS.search(raw)
        or _YEARS.search(raw)
        or _OTHER_NUMBER.search(before)
    )


def _contact(groups: list[Group], value: str, view: View, original: str) -> Contact:
    start, end = _outline(view.text, groups[0].start, groups[-1].end)
    left, right = view.span(start, end)
    raw = original[left:right]
    return Contact(
        kind=_kind(view.text, start, end), value=value, raw=raw, start=left, end=right,
        disguised=_is_disguised(groups, raw),
    )  # fmt: skip


def _outline(text: str, start: int, end: int) -> tuple[int, int]:
    """Take in the + or the bracket that opens the number."""
    if text[start - 1 : start] == "(" and ")" in text[start:end]:
        start -= 1
    if text[max(0, start - 1) : start] == "+":
        start -= 1
    return start, end


def _is_disguised(groups: list[Group], raw: str) -> bool:
    if any(group.made != "plain" for group in groups) or not raw.isascii():
        return True
    return sum(len(group.digits) == 1 for group in groups) > len(groups) // 2 + 2


def _kind(text: str, start: int, end: int) -> ContactKind:
    """The one messenger named in the clause before the number, or in brackets after it."""
    clause = re.split(r"[\n;!?]|\.\s", text[max(0, start - 40) : start])[-1]
    near = {kind for kind, _ in messengers(clause)} | {
        kind for kind, place in messengers(text[end : end + 14]) if place <= 14
    }
    named = [kind for kind in near if kind in NUMBERED]
    if len(named) == 1 and named[0]:
        return named[0]
    return "viber" if "viber" in near else "whatsapp" if "whatsapp" in near else "phone"
