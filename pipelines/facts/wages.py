"""Signs in a wage: far above what such work pays, or below what the law of the country allows.

Both compare only what is certain: sum, currency, period and country are said, and the currency is
the country's own. Lawful part-time work, pay by the shift and training allowances stay out.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Literal, NamedTuple

from crawler.items import Fact, Post, field_text
from crawler.words import fold
from pipelines.facts.money import Amount, amounts, rates, table

HIGH, LOW = "deception.too_good_wage", "exploitation.below_minimum_pay"
# Work for which nobody asks skills, so that the norm is near the country's minimum.
UNSKILLED = frozenset({
    "care", "cleaning", "warehouse", "farm", "food_industry", "hospitality", "nightlife", "modelling",
    "beauty", "customer_service", "domestic", "au_pair", "online_tasks", "accounts", "manufacturing",
    "street", "forestry", "retail", "textile", "body", "marriage",
})  # fmt: skip
# A pocket money or a training allowance is lawful under the minimum.
ALLOWED_LESS = frozenset({"au_pair", "study", "education"})
# Times the minimum from which unskilled pay is out of proportion; euros a month below which it never
# is, and from which it is where no minimum is known; a sum above the last is misread.
FACTOR, NEVER, ANYWHERE, MISREAD = 4.0, 2_000, 5_000, 60_000
# A month's pay of a smaller share of the minimum is an allowance or a bonus.
ALLOWANCE = 0.2
# An hour's pay of less is a supplement, and so is what stands beside these words.
_SUPPLEMENT = re.compile(
    r"\b(?:dodat|premi|extra|bonus|allowance|zuschl|zulage|supplement|spor\b|sporuri|доплат|надбавк|prime|plus\b|"
    r"recargo|age\b|under 18|apprentic|per child|na dziecko|kindergeld|(?:to|do|bis|до|a|à|la)\s?[€£$]?\d)"
)
_SKILLED = re.compile(
    r"\b(?:manager|engineer|speciali|director|supervisor|lead(?:er)?\b|senior (?!care)|head of|it\b|software|"
    r"kierownik|inzynier|specjalist|dyrektor|programist|b2b|руководител|инженер|менеджер|директор|начальник|"
    r"інженер|керівник|inginer|director|leiter|ingenieur|fachkraft|arzt|ingeniero|jefe|ingenieur|chef de|cadre|"
    r"doctor|nurse|consultant|analyst|accountant|developer)"
)
# A sum is under the minimum by more than taxes explain.
GROSS, NET = 0.95, 0.7


class Sign(NamedTuple):
    """An indicator's id and the words that show it: `field_text(post, field)[start:end]`."""

    id: str
    field: Literal["title", "text"]
    start: int
    end: int


def wage_signs(post: Post) -> list[Sign]:
    """The wage signs of *post*, whose facts are already found; at most one of each."""
    pay = post.facts.get("pay")
    amount = _amount(post, pay) if pay and pay.state == "stated" else None
    if pay is None or amount is None:
        return []
    names = _signs(post, pay, amount)
    return [Sign(name, pay.field, pay.start, pay.end) for name in names]


def _signs(post: Post, pay: Fact, amount: Amount) -> Iterator[str]:
    country = post.facts["country"].value if "country" in post.facts else None
    if _too_good(post, pay, amount, country):
        yield HIGH
    if country and _below_minimum(post, amount, country):
        yield LOW


def _amount(post: Post, pay: Fact) -> Amount | None:
    """The sum in the words of the fact; its period may stand after them."""
    text = field_text(post, pay.field)
    near = (one for one in amounts(text[: pay.end + 60]) if one.end > pay.start)
    return next((one for one in near if one.start < pay.end), None)


def _too_good(post: Post, pay: Fact, amount: Amount, country: str | None) -> bool:
    """Is the lower end of the pay out of proportion to work that asks no skill?"""
    sector = post.facts.get("sector")
    if not pay.monthly or not sector or sector.value not in UNSKILLED or amount.period == "year":
        return False
    minimum = _monthly_minimum(country)
    limit = max(FACTOR * minimum, NEVER) if minimum else ANYWHERE
    return limit <= pay.monthly[0] < MISREAD and not _skilled(post)


def _supplement(post: Post, amount: Amount) -> bool:
    """Do the words beside the sum say that it comes on top of a wage, or is the end of a range?"""
    text = field_text(post, post.facts["pay"].field)
    beside = (
        f"{text[max(0, amount.start - 40) : amount.start]} {text[amount.end : amount.end + 40]}"
    )
    return _SUPPLEMENT.search(fold(beside)) is not None


def _skilled(post: Post) -> bool:
    """Does the title, the job or the beginning of the post ask for a trade, a degree or a rank?"""
    job = post.facts.get("job")
    return (
        _SKILLED.search(fold(f"{post.title}\n{job.value if job else ''}\n{post.text[:200]}"))
        is not None
    )


def _below_minimum(post: Post, amount: Amount, country: str) -> bool:
    """Is even the upper end of an hour's or a full month's pay under the country's minimum?"""
    law = table()["minimum"].get(country)
    if law is None or law["currency"] != amount.currency or amount.period not in ("hour", "month"):
        return False
    if _supplement(post, amount):
        return False
    least = _least(law, amount.period, country, post.posted_at)
    if amount.period == "month" and not _full_time(post):
        return False
    sector = post.facts.get("sector")
    if sector and sector.value in ALLOWED_LESS:
        return False
    return ALLOWANCE * least < amount.high < least * (GROSS if amount.kind == "gross" else NET)


def _least(
    law: dict[str, dict[int, float]], period: str, country: str, at: datetime | None
) -> float:
    """The minimum for an hour or a month in the year of the post, else in the first year known."""
    hours = table()["hours"]
    month = float(hours.get(country, hours["usual"])) * 52 / 12
    if period == "hour":
        return (
            _of_year(law["hourly"], at) if "hourly" in law else _of_year(law["monthly"], at) / month
        )
    return _of_year(law["monthly"], at) if "monthly" in law else _of_year(law["hourly"], at) * month


def _of_year(years: dict[int, float], at: datetime | None) -> float:
    """The latest value that had begun when the post was written."""
    known = {int(year): value for year, value in years.items()}
    begun = [year for year in known if at is not None and year <= at.year]
    return known[max(begun, default=min(known))]


def _monthly_minimum(country: str | None) -> float:
    """Euros a month by the youngest law; 0 where no minimum of the country is in the tables."""
    law = table()["minimum"].get(country or "")
    if law is None:
        return float(table()["norm"].get(country or "", 0))
    return _least(law, "month", country or "", datetime.max) / rates()[law["currency"]]


_FULL = ("full time", "full-time", "pelny etat", "vollzeit", "полный день", "повний день", "jornada completa", "temps plein", "norma intreaga", "40 h", "40h", "live-in", "interna", "dia y noche", "dzien i noc", "tag und nacht", "круглосуточно", "цілодобово", "non-stop", "non stop", "24/7", "jour et nuit", "12 hours a day", "12 hours per day", "12h/day", "6 days a week", "six days", "24-stunden")  # fmt: skip

_PART = ("part time", "part-time", "half time", "pol etatu", "czesc etatu", "teilzeit", "minijob", "неполный", "неповний", "media jornada", "tiempo parcial", "temps partiel", "mi-temps", "jumatate de norma", "weekend")  # fmt: skip


def _full_time(post: Post) -> bool:
    """Does the post say that the work is full time, or more?"""
    text = fold(f"{post.title}\n{post.text}"[:12_000])
    return any(words in text for words in _FULL) and not any(words in text for words in _PART)
