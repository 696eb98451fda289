"""Amounts of money in a text: numbers, currency, period, gross or net, and monthly euros."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from price_parser import Price

from crawler.words import fold

TABLE = Path(__file__).with_name("money.toml")
PERIODS = {
    "hour": r"hour|hr|/h\b|p\.?h\b|godz|/g\b|год(?:ин|\b)|час|chas|hod\b|ora\b|ore\b|std|stunde|hora|heure|h\b",
    "day": r"day|dzien|dniowk|dzien\w*|за день|день|ден|сут|zi\b|ziua|/zi|zilnic|tag\b|taglich|dia\b|diari\w*|jornada|jour\w*|denn\w*",
    "week": r"week|wk\b|tydzien|tygodni\w*|tyg\b|тижд\w*|тижн\w*|недел\w*|sapt\w*|woche\w*|wochentl\w*|semana\w*|semaine|hebdo",
    "month": r"month\w*|mth|pcm|p\.?m\b|mies\w*|msc\b|mc\b|месяц\w*|мес\b|місяц\w*|міс\b|luna\b|lunar\w*|monat\w*|mtl|mes\b|mensual\w*|mois|mensuel\w*",
    "year": r"year\w*|annum|annual\w*|p\.?a\b|yr\b|rok\b|roczn\w*|рік|год\b(?=в)|anual\w*|jahr\w*|al ano|(?:par|l'|/)an\b|annuel\w*",
    "shift": r"shift|night|zmian\w*|noc\b|dyzur|змін\w*|смен\w*|вахт\w*|tura|schicht|turno|noche|nuit|cycle|cykl\w*",
    "piece": r"kg|kilo\w*|piece|sztuk\w*|szt\b|ящик\w*|штук\w*|bucata|kiste|stuck|caja|pieza|caisse|client\w*|klient\w*|клиент\w*|клієнт\w*|box|tray|par\b",
}  # fmt: skip
WEEKS = 52 / 12
_DAYS = {"day": 5 * WEEKS, "week": WEEKS, "month": 1.0, "year": 1 / 12}
_NUMBER = r"\d{1,3}(?:[ .,'\u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?|\d{1,7}(?:[.,]\d{1,2})?"
_TIMES = (
    r"(?:k|к|tys\.?|tysi\w{1,5}|tysiak\w?|kola|kolo|kafl\w{1,3}|тис\.?|тыс\.?|тыщ\w?|тысяч\w?|тисяч\w?|mii|mil|mille|tausend|"
    r"thousand|grand)(?![^\W\d])"
)
_AMOUNT = re.compile(
    rf"(?<![\d.,/:+#-])(?P<low>{_NUMBER})(?![\d/:]|[.,]\d|\s?%)"
    rf"(?:\s?(?P<first>[€£$]|eur|zl))?"
    rf"(?:\s?(?:-|–|—|to|do|bis|до|a|à|la|hasta|până la)\s?[€£$]?(?P<high>{_NUMBER})(?![\d/:]|[.,]\d|\s?%))?"
    rf"(?:\s?(?P<times>{_TIMES}))?",
    re.IGNORECASE,
)
_BREAK = re.compile(r"[!?;\n(]|,\s|[.](?:\s|$)|\d")
_BEFORE = re.compile(r"(?:([€£$₴₽₪₺])|([a-z]{3}|us\$))\s?$", re.IGNORECASE)
_AFTER = re.compile(r"\s?(?:de\s|w\s)?([€£$₴₽₪₺₸₾]|[^\W\d_]{1,12}\.?)")
_KIND = re.compile(
    r"\b(?:(netto|net|netos?|nette|na reke|do reki|чистыми|на руки|чистими|in mana|на руку)|(brutto|brut|brutos?|gross))"
)
_PERIOD = re.compile("|".join(rf"(?P<{name}>\b(?:{said}))" for name, said in PERIODS.items()))


class Amount(NamedTuple):
    """A sum: words are text[start:end]; currency None where only the number is said."""

    start: int
    end: int
    low: float
    high: float
    currency: str | None
    period: str | None
    kind: str

    @property
    def value(self) -> str:
        """`900-1100 EUR/month net`, as far as it is said."""
        span = f"{self.low:g}" if self.low == self.high else f"{self.low:g}-{self.high:g}"
        parts = f"{span} {self.currency}" if self.currency else span
        return f"{parts}{f'/{self.period}' if self.period else ''}{f' {self.kind}' if self.kind else ''}"

    def monthly(self, country: str | None) -> list[int]:
        """Euros a month, both ends; empty where currency or period is not said."""
        rate = rates().get(self.currency or "")
        factor = _factor(self.period, country)
        return (
            [round(end / rate * factor) for end in (self.low, self.high)] if rate and factor else []
        )


def amounts(text: str) -> Iterator[Amount]:
    """Every sum of *text* in order: a number with a currency, a thousand, or gross or net beside it."""
    for match in _AMOUNT.finditer(text):
        found = _read(text, match)
        if found:
            yield found


def _read(text: str, match: re.Match[str]) -> Amount | None:
    start, end = match.span()
    currency, start, end = _currency(text, start, end, match["first"])
    after = _BREAK.split(fold(text[end : end + 28]), maxsplit=1)[0]
    kind = _kind(after)
    if not (currency or match["times"] or kind):
        return None
    times = 1000 if match["times"] else 1
    low = _number(match["low"])
    high = _number(match["high"]) if match["high"] else low
    if not low or high < low or high > 20 * low:
        high = low
    if times > 1 and low >= 1000:
        times = 1
    return Amount(start, end, low * times, high * times, currency, _period(after), kind)


def _currency(text: str, start: int, end: int, first: str | None) -> tuple[str | None, int, int]:
    """The currency beside text[start:end], and the span with it."""
    after = _AFTER.match(text, end)
    if after and (code := _code(fold(after[1]).rstrip("."))):
        return code, start, after.end()
    before = _BEFORE.search(text, max(0, start - 4), start)
    if before and (code := _code(fold(before[1] or before[2]))):
        return code, before.start(), end
    return (_code(fold(first)) if first else None), start, end


def _number(words: str) -> float:
    """What the digits mean; price-parser knows which sign parts thousands."""
    amount = Price.fromstring(words).amount
    return float(amount) if amount is not None else 0.0


def _kind(after: str) -> str:
    found = _KIND.search(after)
    return "" if not found else "net" if found[1] else "gross"


def _period(after: str) -> str | None:
    """The first period named right after a sum, before its sentence ends."""
    found = _PERIOD.search(after)
    return found.lastgroup if found else None


def _factor(period: str | None, country: str | None) -> float:
    if period == "hour":
        hours = table()["hours"]
        return float(hours.get(country, hours["usual"])) * WEEKS
    return _DAYS.get(period or "", 0.0)


@lru_cache(maxsize=5_000)
def _code(word: str) -> str | None:
    """The currency that a folded *word* or sign names."""
    whole, starts = _written()
    if word in whole:
        return whole[word]
    return next((starts[word[:n]] for n in range(len(word), 2, -1) if word[:n] in starts), None)


@cache
def _written() -> tuple[dict[str, str], dict[str, str]]:
    whole: dict[str, str] = {}
    starts: dict[str, str] = {}
    for code, words in table()["written"].items():
        for word in words.split():
            (starts if word.endswith("*") else whole).setdefault(fold(word.rstrip("*")), code)
    return whole, starts


@cache
def rates() -> dict[str, float]:
    """Units of each currency for one euro."""
    return {code: float(rate) for code, rate in table()["rates"].items() if code != "date"}


@cache
def table() -> dict[str, Any]:
    """The tables of money.toml."""
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))
