"""Stems of folded words: Snowball where it has the language, light rules of our own beside it.

Our rules run over the stem Snowball leaves, so all forms of a word pass the same last step.
"""

import re
import threading
from typing import Any

LANGUAGES = ("en", "pl", "uk", "ru", "ro", "de", "es", "fr")

_ALGORITHM = {
    "en": "english", "pl": "polish", "ru": "russian", "ro": "romanian",
    "de": "german", "es": "spanish", "fr": "french",
}  # fmt: skip
_Rules = tuple[tuple[re.Pattern[str], str], ...]


def _rules(*pairs: tuple[str, str]) -> _Rules:
    """Compiled rules; all are tried, in order."""
    return tuple((re.compile(pattern), into) for pattern, into in pairs)


_AFTER: dict[str, _Rules] = {
    # -ów and the infinitives lose their marks by folding; opiekunek, opiekunce → opiekunk
    "pl": _rules(
        (r"(?<=.{4})ow$", ""),
        (r"(?<=.{3})(?:uj|owa[cl]|owan)$", ""),
        (r"(?<=.{4})[ai][cl]$|(?<=.{3})ic$", ""),
        (r"(?<=..[bcdfghjklmnprstwz])i?e(?=[kc]$)", ""),
        (r"(?<=..[bdfghjklmnprstwz])c$", "k"),
    ),
    # хозяек → хозяйк, сиделок → сиделк, нянек and нянька → нянк
    "ru": _rules(
        (r"(?<=[аеиоуыэюя])ек$", "йк"),
        (r"(?<=..[бвгджзклмнпрстфхцчшщ])[ое](?=[кц]$)", ""),
        (r"ьк$", "к"),
    ),
    # locuri → loc, fetei → fet, menajeră → menaj, floare and flori, fată and fete
    "ro": _rules(
        (r"(?<=...)(?:ul|ur|er|[aeiu]{1,2})$", ""),
        (r"oa(?=[^aeiou]+$)", "o"),
        (r"ea(?=[^aeiou]+$)", "e"),
        (r"^([^aeiou]+)a([^aeiou]{1,2})$", r"\1e\2"),
    ),
    # employée → employ, serveuse and serveur, travail and travaux
    "fr": _rules((r"(?<=...)e$", ""), (r"eux$", "eur"), (r"ail$", "al")),
}

_VERB = (
    r"(?<=...)(?:(?:ува|юва)(?:ти|в|ла|ло|ли|нн[яюі]|нням)|[ую]ю(?:ть|чи)?|[ую]є(?:мо|те|ш)?"
    r"|(?:ати|яти|ити|іти)(?:ме|му|муть)?|[ая]ють|[ая]є(?:мо|те|ш)?|[ая]ю|[аия]в|[аия]л[аои]|ів"
    r"|[ая]ть|імо|имо|ите|ить|иш)$"
)
_NOUN = (
    r"(?<=...)(?:ового|овому|ьому|ього|ого|ому|ими|іми|ями|ами|ьми|еві|єві|ові|ією|ієї|ий|ій|их|іх"
    r"|им|ім|ою|ею|єю|ої|оі|еі|єі|іі|ія|ію|іє|ом|ем|єм|ам|ям|ах|ях|ів|ей|єй|[аеєиіоуюяйь])$"
    r"|(?<=..)(?:ами|ою|ею|ам|ах|[аеєиіоуюя])$"
)
# жінок → жінк, доглядальниць → доглядальниц, жінці → жінк
_UKRAINIAN = (
    _rules((r"'", ""), (r"(?<=...)с[яь]$", "")),
    _rules((_VERB, ""), (_NOUN, "")),
    _rules(
        (r"(?<=...)ь$", ""),
        (r"(?<=..[бвгджзклмнпрстфхцчшщ])[оеі](?=[кц]$)", ""),
        (r"ьк$", "к"),
        (r"(?<=.[бвгджзклмнпрстфхчшщ])ц$", "к"),
        (r"нн$", "н"),
    ),
)
_local = threading.local()


def snowball(form: str, language: str) -> str:
    """The stem of a folded *form* in one of LANGUAGES, not cached; never empty."""
    if language == "uk":
        return _ukrainian(form) or form
    stem: str = _stemmer(language).stemWord(form)
    for pattern, into in _AFTER.get(language, ()):
        stem = pattern.sub(into, stem)
    return stem or form


def _stemmer(language: str) -> Any:
    """This thread's stemmer: Snowball's keep the word they are at in themselves."""
    found = getattr(_local, language, None)
    if found is None:
        import Stemmer

        found = Stemmer.Stemmer(_ALGORITHM[language], 0)  # we keep the stems met ourselves
        setattr(_local, language, found)
    return found


def _ukrainian(form: str) -> str:
    """Drops one ending of a verb, noun or adjective and evens out the last vowel."""
    before, endings, after = _UKRAINIAN
    for pattern, into in before:
        form = pattern.sub(into, form)
    for pattern, into in endings:
        shorter = pattern.sub(into, form)
        if shorter != form:
            form = shorter
            break
    for pattern, into in after:
        form = pattern.sub(into, form)
    return form
