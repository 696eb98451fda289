"""Sees that a post may concern somebody under 18: an age said of a person, or parents kept out.

Lawful youth work (with consent, in school holidays) and ages of children to be cared for are not
meant. When in doubt the post goes to people, not to the queue.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from crawler.items import OFFERS, Post
from crawler.words import fold, folded
from pipelines.negation import denies

_NUMBER = (
    r"1[0-7]|fourteen|fifteen|sixteen|seventeen|czternasto?|pietnasto?|szesnasto?|siedemnasto?|"
    r"чотирнадцят|п'ятнадцят|шістнадцят|сімнадцят|четырнадцат|пятнадцат|шестнадцат|семнадцат|"
    r"paisprezece|cincisprezece|saisprezece|saptesprezece|vierzehn|funfzehn|sechzehn|siebzehn|"
    r"catorce|quince|dieciseis|diecisiete|quatorze|quinze|seize|dix-sept"
)
_UNIT = (
    r"(?:years?(?:[- ]olds?)?|y\.?o\.?\b|lat(?:ka|ki|ek|kow)?\b|letni|року|рок|літн|лет|года?\b|ani\b|anisori|"
    r"jahr|jahrig|anos\b|anitos|ans\b)"
)
# Cheap to look for: without one of these there is no age and no pupil in a text.
_HINTS = (
    "fourteen", "fifteen", "sixteen", "seventeen", "nastol", "tnast",
    "надцят", "надцат", "sprezece", "zehn", "catorce", "quince", "diecis", "quatorze", "quinze",
    "seize", "dix-sept", "schoolgirl", "schoolboy", "school kid", "pupil", "uczni", "uczenn", "liceal",
    "liceen", "osmokl", "школяр", "школьн", "старшокл", "eleva", "eleve", "elevi", "schuler", "schüler",
    "colegial", "collegien", "collégien", "lyceen", "lycéen", " klas", " клас", "clasa", "grade",
)  # fmt: skip
_AGED = re.compile("1[0-7]")
_FROM = (
    r"(?:from|aged?|over|ab|od|від|з|с|от|de la|desde(?: los)?|des|a partir de|zwischen|between|"
    r"entre|miedzy|возраст\w*(?: от)?|вік(?: від)?|wiek(?: od)?|varsta(?: de la)?|alter(?: ab)?)"
)
AGE = re.compile(
    rf"(?<![\w.,:+/€$£-])(?:{_NUMBER})(?:\s?(?:-|to|bis|do|до|la|a|y|und|and|or)\s?1[1-9])?"
    rf"(?:\s?-?\s?{_UNIT})"
)
_NOT_AGE = (
    r"(?![\d:.,]*\d|\s?(?:%|€|\$|£|:|h\b|uhr|hours?|godz|час|год(?:ин|\.)|ore\b|horas|heures|days?|dni|дн|zile|"
    r"tage|dias|jours|eur|zl|usd|lei|pln|месяц|місяц|months?|luni|monat|mes|km|kg|people|osob|osób|pers|чел|осіб))"
)
START = re.compile(
    rf"(?<!\w){_FROM}\s(?:{_NUMBER})[^\W\d]*{_NOT_AGE}"
    rf"|(?<![\w.,:+/€$£-])1[0-7]\s?(?:\+|and (?:over|up|older)|or older|plus\b|i wiecej|и старше|і старше|si peste|und alter|o mas|et plus)"
)
RANGE = re.compile(
    rf"(?<![\w.,:+/€$£-])1[0-7]\s?(?:-|to|bis|do|до|la|a|y|and|und|et)\s?1[1-7]\s?-?\s?{_UNIT}"
    r"|\b(?:aged?|ages|teen\w*|girls?|boys?|wiek\w*|вік\w*|возраст\w*|varsta|alter|edad|entre|zwischen|between|age)\s"
    r"(?:\w+\s)?1[0-7]\s?(?:-|to|bis|do|до|la|a|y|and|und|et)\s?1[1-7](?![\w:.]|\s?(?:%|€|uhr|h\b))"
)
# Somebody is of that age; the unit is often left out.
_PERSON = re.compile(
    r"\b(?:i am|i'm|i was|she is|she's|he is|he's|mam|mialam|ma|мені|мне|їй|йому|ей|ему|aveam|ich bin|ich war|"
    r"sie ist|er ist|tengo|tenia|tiene|j'ai|j'avais|elle a|elle aura|il a)\s(?:only|just|tylko|dopiero|лише|тільки|"
    rf"только|всего|doar|erst|solo|seulement)?\s?(?:{_NUMBER})[^\W\d]*{_NOT_AGE}"
    rf"|\b(?:am|are|avea)\s(?:{_NUMBER}) ani\b"
)
_RELATIVE = re.compile(
    r"\b(?:daughter|son|sister|brother|niece|nephew|cousin|corka|corke|syn|siostra|siostre|brat|дочка|донька|доньці|син|сын|"
    r"дочь|дочке|сестра|сестре|сестрі|брат|племінниця|племянница|fiica|sora|fratele|nepoata|tochter|sohn|schwester|bruder|"
    r"nichte|hija|hijo|hermana|hermano|sobrina|fille|fils|soeur|frere|niece|girlfriend|friend)(?: mea| meu)?,?\s"
    rf"(?:(?:is|ma|ist|tiene|are|a|has|has just turned|має|виповнилося|исполнилось)\s)?(?:only|tylko|лише|только|erst|solo)?\s?"
    rf"(?:{_NUMBER})[^\W\d]*{_NOT_AGE}"
)
_PUPIL = re.compile(
    r"\b(?:school ?(?:girl|boy|kid)s?|pupils?|uczni\w+|uczennic\w*|licealist\w*|osmoklasist\w*|школяр\w*|старшоклас\w*|"
    r"школьни\w+|elev(?:a|e|i|ii|ele)|liceen\w*|schuler\w*|colegial\w*|collegien\w*|lyceen\w*|"
    r"klas\w* [78]|[89]\. klasse|(?:8|9|10)(?:th)? (?:grade|class)|(?:8|9|10) (?:клас|класс)|clasa a? ?(?:viii|ix|x|8|9|10)\b)"
)
# One of these is in whatever the expressions above find.
_MAY = re.compile(rf"(?<!\d)1[0-7](?!\d)|{_NUMBER.removeprefix('1[0-7]|')}|{_PUPIL.pattern}")
# Years that are not somebody's age, or the age of a child who is cared for.
_OTHER = re.compile(
    r"experien|erfahr|doswiadcz|досвід|опыт|стаж|rynku|market|ринку|рынке|markt|piata|mercado|marche|"
    r"business|since|seit|depuis|warrant|garant|babysit|nanny|niani|нян|няня|kinderbetreu|dona|niñera|nounou|"
    r"опыта|lang\b|ago\b|temu|назад|тому|acum|hace\b|il y a|vertrag|contract|pension"
    r"|\b(?:od|for|seit|desde hace|depuis|de|вже|уже) (?:ponad|over|more than|uber|mehr als|mas de|plus de|peste|понад|более|больше)"
)
_CONSENT = re.compile(
    r"\b(?:consent|permission|zgod|oswiadczeni|згод|дозв|согласи|разреш|acord|zustimm|einwillig|einverstand|erlaubnis|"
    r"autoriz|permiso|consentim|accord|autoris|jugendarbeitsschutz)\w*"
)
_PARENT = re.compile(
    r"\b(?:parent|mum|mom|mother|father|rodzic|mama|mamy|tata|батьк|батьків|мам[аиоу]|родител|parint|eltern|mutti|"
    r"padres|madre|mere|pere|guardian|opiekun|опікун|опекун|vormund|tutor|tutore|tuteur|sorgeberecht)\w*"
)
_FAMILY = re.compile(
    r"\b(?:my|our|moja|moj|mojej|мо[яїєй]\w*|мой|моя|моей|моего|fiica mea|sora mea|nepoata|meine?r?|mi|ma|mon)\s(?:\w+\s)?"
    r"(?:daughter|son|sister|brother|niece|nephew|cousin|cork|syn|siostr|brat|siostrzenic|дочк|доньк|син|сын|сестр|брат|племінниц|племянниц|"
    r"fiic|fiu|sor|frat|tochter|sohn|schwester|bruder|nichte|hija|hijo|hermana|hermano|sobrina|fille|fils|soeur|frere|niece)\w*|"
    r"\b(?:i am|i'm|i was|mam|mialam|мені|мне|am|aveam|ich bin|ich war|tengo|tenia|j'ai|j'avais|she is|she's|he is|он[аи]?|вона|її|їй|"
    r"ей|ему|ona ma|ea are|sie ist|ella tiene|tiene|elle a|elle aura)\b"
)
MINOR = "minor.language"
NEAR = 60
# Between these chances of the post reader, ages and parents decide.
LOW, HIGH = 0.02, 0.5


class Minor(NamedTuple):
    """Why a post may concern a minor: indices of its hits that show it (none outside offers)."""

    hits: tuple[int, ...]


def may_concern_minor(post: Post, chance: float | None = None) -> Minor | None:
    """Whether and by which hits *post* may concern somebody under 18.

    *chance* is the post reader's, 0 to 1, where it has read the post.
    """
    hits = tuple(number for number, hit in enumerate(post.hits) if hit.id == MINOR)
    if post.role in ("seek", "warning"):
        return None
    if chance is not None and not LOW <= chance < HIGH:
        lawful = post.role in OFFERS and not hits and asks_consent(post.text)
        return Minor(hits) if chance >= HIGH and not lawful else None
    personal = post.role in ("disclosure", "ask", "other")
    if hits or (personal and any(_of_relative(fold(text)) for text in (post.title, post.text))):
        return Minor(hits)
    return None


def asks_consent(text: str) -> bool:
    """Does an offer ask for the consent of parents, as lawful youth work does?"""
    return _with_consent(fold(text))


def minor_spans(text: str) -> Iterator[tuple[int, int]]:
    """Places in an offer's *text* that accept or address somebody under 18."""
    small = text.casefold()
    if not _AGED.search(small) and not any(hint in small for hint in _HINTS):
        return
    plain = fold(text)
    found = list(_accepted(plain)) if _MAY.search(plain) else []
    if found and not _with_consent(plain):
        places = folded(text)[1]
        yield from ((places[start], places[end]) for start, end in found)


def _accepted(plain: str) -> Iterator[tuple[int, int]]:
    """Ages under 18 said of a person, or said where parents are kept out."""
    out: bool | None = None  # asked once: a text may be full of ages
    for start, end in _ages(plain):
        around = plain[max(0, start - NEAR) : end + NEAR]
        if _OTHER.search(around):
            continue
        person = RANGE.search(around) or _PERSON.search(around)
        if not person and out is None:
            out = _parents_out(plain)
        if person or out:
            yield start, end


def _with_consent(plain: str) -> bool:
    """Is the consent of parents asked for?"""
    return any(
        _PARENT.search(around) and not denies(around)
        for match in _CONSENT.finditer(plain)
        for around in [plain[max(0, match.start() - 30) : match.end() + 30]]
    )


def _ages(plain: str) -> Iterator[tuple[int, int]]:
    for pattern in (AGE, START, RANGE, _PERSON, _RELATIVE, _PUPIL):
        for match in pattern.finditer(plain):
            yield match.span()


def _parents_out(plain: str) -> bool:
    """Is it said that parents need not know, sign or come?"""
    return any(
        denies(plain[max(0, match.start() - 40) : match.end() + 40])
        for match in _PARENT.finditer(plain)
    )


def _of_relative(plain: str) -> bool:
    """Is an age under 18 said of the writer or of somebody of theirs?"""
    return any(
        (_FAMILY.search(plain[max(0, start - NEAR) : end + 20]) or _RELATIVE.match(plain, start))
        and not _OTHER.search(plain[max(0, start - 30) : end + 30])
        for start, end in _ages(plain)
    )
