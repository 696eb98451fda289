"""Telephone numbers, plain or disguised, in E.164; what only looks like one is left alone."""

import re
from collections.abc import Callable, Iterator

from crawler.items import Contact, ContactKind
from pipelines.clean import View
from pipelines.contact.hint import NUMBERED, Hint, messengers
from pipelines.contact.numbers import Group, Run, runs
from pipelines.contact.plans import abroad, e164, spoken

_SHORTEST, _LONGEST = 8, 15
_MOST_SPOKEN = 60  # groups: nobody dictates more
_Ask = Callable[[Run, int, list[int], str, Hint], tuple[int, str] | None]
_DATE = re.compile(
    r"(?<!\d)(?<!\d[./-])(?:(?:0?[1-9]|[12]\d|3[01])[./-](?:0?[1-9]|1[0-2])[./-](?:19|20)?\d\d"
    r"|(?:19|20)\d\d[./-](?:0?[1-9]|1[0-2])[./-](?:0?[1-9]|[12]\d|3[01]))(?![./-]?\d)"
)
_HOURS = re.compile(r"(?<!\d)[0-2]?\d[.:][0-5]\d\s?[-–—]\s?[0-2]?\d[.:][0-5]\d(?!\d)")
_POSTCODE = re.compile(r"\d[A-Za-z]?,?\s\d\d-\d{3}$")  # "Młynarska 43/45, 01-170"
_SUMS = re.compile(r"\d{1,3}[ .\u00a0]\d00\s?[-–—]\s?\d{1,3}[ .\u00a0]\d00")  # "8 000 - 12 000"
_DECIMAL = re.compile(r",\d\d(?!\d)")
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
_PICTURE = re.compile(r"[\u2600-\u27bf\U0001f000-\U0001faff]")
_HIDING = re.compile(r"[OoОоIlіІЗб]")
_FULL_STOP = re.compile(r"(?<![.\s])\.\s(?!\.)")
# "three six, and a nought in front": the last digit belongs before the first.
_IN_FRONT = re.compile(
    r"\s(?:davor|vorne|vorweg|in front|at the start|al principio|delante|devant|z przodu|спереди|попереду|впереди)\b"
)


def find(view: View, original: str, hint: Hint) -> Iterator[Contact]:
    """The telephone numbers of one field; kind is the messenger named just before, else phone."""
    for run in runs(view.text, hint.language):
        for piece in _pieces(run, hint):
            yield from _numbers(piece, view, original, hint)


def _pieces(run: Run, hint: Hint) -> Iterator[Run]:
    """Digits alone are held apart by a comma or a new line where each side can be a number."""
    strong = None if any(group.made == "word" for group in run.groups) else _STRONG
    piece = Run()
    for at, (group, gap) in enumerate(zip(run.groups, run.gaps, strict=True)):
        if piece.groups and _is_break(gap, strong, piece, run, at, hint):
            yield piece
            piece = Run()
        if at in run.plus:
            piece.plus.add(len(piece.groups))
        piece.groups.append(group)
        piece.gaps.append(gap)
    yield piece


def _is_break(
    gap: str, strong: re.Pattern[str] | None, piece: Run, run: Run, at: int, hint: Hint
) -> bool:
    if _FULL_STOP.search(gap) or ("+" in gap.strip() and _enough(piece.groups)):
        return True
    if strong is None:
        return False
    if (picture := _PICTURE.search(gap)) and sum(picture[0] in other for other in run.gaps) < 2:
        return True
    if not strong.search(gap):
        return False
    if "," in gap and _enough(run.groups[at : at + 1]):
        return True
    return _enough(piece.groups) and not ("\n" in gap and _goes_on(gap, piece, run, at, hint))


def _goes_on(gap: str, piece: Run, run: Run, at: int, hint: Hint) -> bool:
    """Whether a number is broken over lines: a dash ends the line, or it is none without the next."""
    if all(len(group.digits) == 1 for group in (*piece.groups[-2:], run.groups[at])):
        return True
    if e164("".join(group.digits for group in piece.groups), hint.regions):
        return False
    return not _enough(run.groups[at : at + 1])


def _enough(groups: list[Group]) -> bool:
    return sum(len(group.digits) for group in groups) >= _SHORTEST


def _numbers(run: Run, view: View, original: str, hint: Hint) -> Iterator[Contact]:
    """What is a number as it stands, then what is one only because it is hidden."""
    if run.hidden and len(run.groups) > _MOST_SPOKEN:
        return
    found = list(_search(run, 0, len(run.groups), view.text, hint, _as_written))
    free = [0, *(end for _, end, _ in found)]
    for start, end in zip(free, [*(start for start, _, _ in found), len(run.groups)], strict=True):
        found += _search(run, start, end, view.text, hint, _as_hidden)
    for start, end, value in sorted(found):
        yield _contact(run.groups[start:end], value, view, original)


def _search(
    run: Run, start: int, stop: int, text: str, hint: Hint, ask: _Ask
) -> Iterator[tuple[int, int, str]]:
    """The longest numbers, from the left, among the groups *start* to *stop*."""
    while start < stop:
        ends = _ends(run, start, stop, text)
        found = ask(run, start, ends, text, hint) if ends else None
        if found and not run.groups[start].loud and ask(run, start + 1, [found[0]], text, hint):
            start += 1
        if found:
            yield (start, *found)
        start = found[0] if found else start + 1


def _as_written(
    run: Run, start: int, ends: list[int], text: str, hint: Hint
) -> tuple[int, str] | None:
    """The post's own country is asked first: other countries have longer numbers."""
    digits = {end: _digits(run, start, end, text) for end in ends}
    for end in ends:
        value = e164(digits[end], hint.home)
        if value and not _is_other(run, start, end, text):
            return end, value
    for end in ends:
        value = e164(digits[end], hint.regions) or abroad(digits[end])
        if value and not _is_other(run, start, end, text):
            return end, value
    return None


def _as_hidden(
    run: Run, start: int, ends: list[int], text: str, hint: Hint
) -> tuple[int, str] | None:
    for end in ends:
        groups = run.groups[start:end]
        if _is_hidden(groups):
            others = hint.dictated if _is_hidden(groups, 3) else ()
            value = spoken(_digits(run, start, end, text), hint.regions, others)
            if value and not _is_other(run, start, end, text):
                return end, value
    return None


def _is_hidden(groups: list[Group], least: int = 2) -> bool:
    """Whether the row is written as nothing but a number to be hidden would be."""
    if all(len(group.digits) == 1 for group in groups):
        return True
    hidden = sum(group.made != "plain" for group in groups)
    return hidden >= least and hidden * 3 >= len(groups)


def _ends(run: Run, start: int, stop: int, text: str) -> list[int]:
    """Where a number that begins with group *start* may end, the longest first."""
    ends, total = [], 0
    for end in range(start + 1, min(start + 20, stop) + 1):
        group = run.groups[end - 1]
        total += len(group.digits)
        if total > _LONGEST + 2:
            break
        if total >= _SHORTEST and not (group.digits == "0" and _IN_FRONT.match(text, group.end)):
            ends.append(end)
    ends.reverse()
    return sorted(ends, key=lambda end: not run.groups[end - 1].loud)


def _digits(run: Run, start: int, end: int, text: str) -> str:
    groups = run.groups[start:end]
    plus = start in run.plus or _plus_before(text, groups[0].start)
    return "+" * plus + "".join(group.digits for group in groups)


def _plus_before(text: str, start: int) -> bool:
    return text[max(0, start - 3) : start].rstrip(" (").endswith("+")


def _is_other(run: Run, first: int, stop: int, text: str) -> bool:
    """Dates, sums, years, registers and the like, which a valid number may look like."""
    start, end = run.groups[first].start, run.groups[stop - 1].end
    words = any(group.made == "word" for group in run.groups[first:stop])
    if not words and _is_code(run.groups[first:stop], text):
        return True
    raw, before, after = text[start:end], text[max(0, start - 40) : start], text[end : end + 8]
    if _TAIL.match(after) or _MONEY_AFTER.match(after) or _MONEY_BEFORE.search(before):
        return True
    if _DECIMAL.match(after) or re.search(r"\d[.:/]$", before) or re.match(r"[.:]\d", after):
        return True
    if (before[-1:].isalnum() and not words) or before[-1:] in ("#", "№", "_"):
        return True
    return bool(
        _DATE.search(raw)
        or _HOURS.search(raw)
        or _YEARS.search(raw)
        or _POSTCODE.search(raw)
        or _SUMS.fullmatch(raw)
        or _OTHER_NUMBER.search(before)
    )


def _is_code(groups: list[Group], text: str) -> bool:
    """House numbers, norms, kinds of steel: figures with a letter that seldom hides a digit."""
    looks = [text[group.start : group.end] for group in groups if group.made == "look"]
    return 0 < len(looks) < 3 and not any(_HIDING.search(look) for look in looks)


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
