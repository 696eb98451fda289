"""Says when words are denied ("no fees", "opłaty brak") and when somebody else pays."""

import re
from collections.abc import Sequence

from crawler.words import Word, cut, fold
from pipelines.clauses import breaking

BEFORE, AFTER = 3, 3
_JOINS = ("", ":", "-", "–", "—")
_BEFORE = {
    "en": "no not never without cannot nor isn't don't doesn't won't aren't nobody zero",
    "pl": "nie bez brak żaden żadna żadne żadnych żadnej żadnego nigdy ani zero",
    "uk": "не без немає нема ні жодний жоден жодна жодних жодної жодного ніяких ніколи",
    "ru": "не без нет ни никаких никакой никакого никогда",
    "ro": "nu fără nici niciun nicio niciodată n-",
    "de": "kein keine keinen keiner keinerlei nicht ohne nie niemals",
    "es": "no sin ningún ninguna ninguno nunca ni jamás",
    "fr": "ne n' pas sans aucun aucune jamais ni",
}
# What stands after a noun and takes it back.
_AFTER = {
    "en": "not required|not needed|are not|is not|do not apply",
    "pl": "brak|nie ma|nie wymagamy|nie pobieramy|nie pobiera|nie obowiązuje|nie są|nie jest",
    "uk": "немає|нема|відсутні|не потрібно|не потрібна|не потрібен|не беремо|не стягуємо",
    "ru": "нет|отсутствуют|не нужно|не нужна|не нужен|не требуется|не берём|не взимаем",
    "ro": "nu există|nu sunt|nu este|nu se percep|nu percepem|nu e",
    "de": "entfällt|entfallen|nicht nötig|nicht erforderlich|gibt es nicht|fallen nicht an|keine",
    "es": "no hay|no se cobra|no es necesario|no se requiere|ninguno|ninguna",
    "fr": "n'est pas|ne sont pas|non requis|aucun|aucune",
}
# Another party bears the cost.
_PAYER = (
    r"employer (?:pays|covers)|paid by (?:us|the employer|the company)|(?:company|we) (?:pays?|covers?)|"
    r"at (?:our|the employer's|company) (?:cost|expense)|free of charge|refund|reimburse|"
    r"pracodawca (?:pokrywa|placi|oplaca)|(?:na )?koszt (?:pracodawcy|firmy)|bezplatn|darmow|gratis|"
    r"zwrot (?:koszt|kaucji)|pokrywamy|oplacamy|"
    r"роботодав\w+ (?:оплач|сплач|покрива)|за рахунок (?:роботодав|компан|фирм|фірм)|безкоштовн|безоплатн|"
    r"работодател\w+ (?:оплач|плат|покрыва)|за счет (?:работодат|компан|фирм)|бесплатн|компенсир|"
    r"angajator\w* (?:plate|suport|acoper)|suportat\w* de (?:angajator|firma|noi)|gratuit|"
    r"arbeitgeber (?:zahlt|ubernimmt|tragt|bezahlt)|kosten (?:ubernehmen|tragen) wir|wir ubernehmen|"
    r"kostenlos|kostenfrei|erstatt|auf kosten des arbeitgebers|"
    r"(?:la empresa|empleador) (?:paga|cubre)|a cargo de la empresa|pagamos nosotros|gratis|sin coste|"
    r"employeur (?:paie|prend)|pris en charge|a la charge de l'employeur|a nos frais|rembours"
)
COSTS = frozenset({"offer.fee.recruitment", "offer.fee.documents_training", "debt.advance"})

_DENIES = frozenset(fold(word) for line in _BEFORE.values() for word in line.split())
_TAKEN_BACK = tuple(
    tuple(fold(words).split()) for line in _AFTER.values() for words in line.split("|")
)
_PAYS = re.compile(rf"\b(?:{_PAYER})")


def denied(words: Sequence[Word], gaps: Sequence[str], start: int, end: int) -> bool:
    """Are words[start:end] denied by what stands shortly before or after in their sentence?

    A run that begins with a negator itself ("no contract") is meant as it stands.
    """
    if words[start].form in _DENIES:
        return False
    return _denied_before(words, gaps, start) or _taken_back(words, gaps, end)


def denies(text: str) -> bool:
    """Is there a negator anywhere in *text*?"""
    return any(word.form in _DENIES for word in cut(text, None))


def paid_by_others(clause: str) -> bool:
    """Does the *clause* say that the employer pays, or that it is free or refunded?"""
    return _PAYS.search(fold(clause)) is not None


def _denied_before(words: Sequence[Word], gaps: Sequence[str], start: int) -> bool:
    for index in range(start - 1, max(start - 1 - BEFORE, -1), -1):
        if breaking(gaps[index]) == 2:
            return False
        if words[index].form in _DENIES:
            return True
    return False


def _taken_back(words: Sequence[Word], gaps: Sequence[str], end: int) -> bool:
    after = []
    for index in range(end, min(end + AFTER, len(words))):
        if gaps[index - 1].strip() not in _JOINS or "\n" in gaps[index - 1]:
            break
        after.append(words[index].form)
    return any(tuple(after[: len(run)]) == run for run in _TAKEN_BACK)
