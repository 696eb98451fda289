"""The words of dates in the languages boards speak: months, today, yesterday, "3 hours ago"."""

from functools import cache

_MONTHS = {
    1: "jan janv ian sty stycz led ene янв янва січ січн gen янв яну",
    2: "feb febr fév fev févr lut úno uno фев февр лют лютого luty února февраля",
    3: "mar märz mär mars marz bře bre мар марта бер берез март",
    4: "apr avr abr kwi kwie dub апр квіт кві апреля",
    5: "may mai maj mag kvě kve мая май тра трав",
    6: "jun juin iun cze czerw čer cer června giu июн июня чер черв червня",
    7: "jul juil iul lip lipca črc crc července lug июл июля лип липня",
    8: "aug août aou aoû ago sie sierp srp авг августа сер серп серпня",
    9: "sep sept sett set wrz wrześ zář zar сен сент сентября вер верес",
    10: "oct okt paź paz paźdz říj rij ott окт октября жов жовт",
    11: "nov noi lis listop listopadu нов ноя нояб ноября лис листоп",
    12: "dec déc dez gru grudz pro prosince dic дек декабря гру груд",
}
_FULL = {
    1: "january januar janvier stycznia styczeń leden ledna enero января январь січня січень "
    "ianuarie gennaio",
    2: "february februar février lutego únor febrero февраль лютий februarie febbraio",
    3: "march marzec marca březen března marzo березня березень martie",
    4: "april avril kwietnia kwiecień duben dubna abril апрель квітня квітень aprilie aprile",
    5: "maja květen května mayo травня травень maggio",
    6: "june juni czerwca czerwiec červen junio июнь червень iunie giugno",
    7: "july juli juillet lipiec červenec julio июль липень iulie luglio",
    8: "august sierpnia sierpień srpen srpna agosto август серпень",
    9: "september septembre września wrzesień září septiembre сентябрь вересня вересень "
    "septembrie settembre",
    10: "october oktober octobre października październik říjen října octubre октябрь жовтня "
    "жовтень octombrie ottobre",
    11: "november novembre listopada listopad noviembre ноябрь листопада noiembrie",
    12: "december dezember décembre grudnia grudzień prosinec diciembre декабрь грудня грудень "
    "decembrie dicembre",
}
_DAYS = {
    0: "today heute dnes dzisiaj dziś dzis сегодня сьогодні hoy aujourd astăzi azi oggi днес",
    1: "yesterday gestern včera vcera wczoraj вчера вчора учора ayer hier ieri",
}
_UNITS = {
    1: "second sekund секунд seconde segundo secund sec",
    60: "minut минут хвилин min мин хв",
    3600: "hour stund hodin godzin час годин hora heure or oră ore h hr",
    86400: "day tag den dny dní dni dnů dzień день дня дней дні днів día jour zi zil",
    604800: "week woche týden týdn tydzień tygodn недел тижд тижн semana semain săptămân",
    2592000: "month monat měsíc miesiąc miesięc месяц місяц mes mois lun lună",
}
_AGO = frozenset(
    ["ago", "vor", "před", "pred", "temu", "назад", "тому", "hace", "il", "acum", "fa", "há"]
)


@cache
def _index(table: tuple[tuple[int, str], ...]) -> dict[str, int]:
    return {word: number for number, words in table for word in words.split()}


def months(words: list[str]) -> list[int]:
    """The months *words* (case-folded) name, in their order."""
    index = _index((*_MONTHS.items(), *_FULL.items()))
    return [index[word] for word in words if word in index]


def days_back(words: list[str]) -> int | None:
    """0 for today, 1 for yesterday, None when *words* name neither."""
    index = _index(tuple(_DAYS.items()))
    return next((index[word] for word in words if word in index), None)


def unit(word: str) -> int | None:
    """The seconds in the unit *word* (case-folded, inflected) stands for, or None."""
    stems = _index(tuple(_UNITS.items()))
    fits = (stem for stem in stems if word == stem or (len(stem) > 2 and word.startswith(stem)))
    return stems.get(max(fits, key=len, default=""))


def is_ago(words: list[str]) -> bool:
    """Whether *words* say that a span lies before now."""
    return not _AGO.isdisjoint(words)
