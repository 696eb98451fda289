"""Dates are read, never guessed."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from spiders.pages import dates, zones
from spiders.pages.dates import Reckoning

CLOCK = datetime(2026, 11, 21, 23, 30, 20, tzinfo=UTC)  # already the 22nd in Prague
PRAGUE = Reckoning(CLOCK, ZoneInfo("Europe/Prague"))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Tue Jun 17, 2024 9:37 am", "2024-06-17T07:37"),
        ("Sat Dec 31, 2022 12:05 am", "2022-12-30T23:05"),
        ("Mon Jun 17, 2024 12:05 pm", "2024-06-17T10:05"),
        ("Dnes v 14:05", "2026-11-22T13:05"),
        ("Вчера, 14:05", "2026-11-21T13:05"),
        ("Сьогодні, 0:05", "2026-11-21T23:05"),
        ("Dzisiaj, 0:15", "2026-11-21T23:15"),
        ("Hoy, 00:10", "2026-11-21T23:10"),
        ("Gestern, 09:05", "2026-11-21T08:05"),
        ("Aujourd’hui, 14h05", "2026-11-22T13:05"),
        ("Ieri, 08:00", "2026-11-21T07:00"),
        ("3 hours ago", "2026-11-21T20:30"),
        ("vor 2 Stunden", "2026-11-21T21:30"),
        ("5 минут назад", "2026-11-21T23:25"),
        ("acum 4 ore", "2026-11-21T19:30"),
        ("Less than a minute ago", "2026-11-21T23:29"),
        ("17 июн 2024, 09:37", "2024-06-17T07:37"),
        ("Сер січ 12, 2011 10:00", "2011-01-12T09:00"),
        ("Mar 12 Nov 2013 19:39", "2013-11-12T18:39"),
        ("Lun 12 Aoû 2013 13:16", "2013-08-12T11:16"),
        ("čtv 01. črc 2021 12:00", "2021-07-01T10:00"),
        ("pon 17 cze 2024, 9:37", "2024-06-17T07:37"),
        ("Mo 17. Jun 2024, 09:37", "2024-06-17T07:37"),
        ("Lun Iun 17, 2024 9:37 pm", "2024-06-17T19:37"),
        ("21.01.2009, 05:42", "2009-01-21T04:42"),
        ("17/06/2024 9:37", "2024-06-17T07:37"),
        ("06-17-2024, 21:37", "2024-06-17T19:37"),
        ("Posted: Tue Jun 17, 2003 9:37 am", "2003-06-17T07:37"),
        ("Dec 31, 10:00", "2025-12-31T09:00"),
    ],
)
def test_minutes(text: str, wanted: str) -> None:
    when = dates.read(text, PRAGUE)
    assert (when.at and when.at.strftime("%Y-%m-%dT%H:%M"), when.precision) == (wanted, "minute")


@pytest.mark.parametrize(
    ("text", "wanted", "precision"),
    [
        ("November 18, 2026", "2026-11-18", "day"),
        ("17 czerwca 2024", "2024-06-17", "day"),
        ("12. prosince 2024", "2024-12-12", "day"),
        ("05/05/2024", "2024-05-05", "day"),
        ("yesterday", "2026-11-21", "day"),
        ("hace 2 días", "2026-11-20", "day"),
        ("2 months ago", "2026-09-01", "month"),
    ],
)
def test_days_are_midnight_utc_of_the_day_shown(text: str, wanted: str, precision: str) -> None:
    when = dates.read(text, PRAGUE)
    assert when.at == datetime.fromisoformat(f"{wanted}T00:00:00+00:00")
    assert when.precision == precision


@pytest.mark.parametrize(
    "text", ["06/07/2024 9:37 am", "99.99.2024, 25:61", "32 Jun 2024 10:00", "Sunday, 14:05", "new"]
)
def test_what_cannot_be_settled_is_none_with_its_words(text: str) -> None:
    when = dates.read(text, PRAGUE)
    assert (when.at, when.precision, when.raw) == (None, "none", text)


def test_a_neighbour_or_the_language_settles_the_order() -> None:
    assert dates.order(["06/07/2024", "13/07/2024"]) == "dmy"
    assert dates.order(["06/07/2024", "07/13/2024"]) == "mdy"
    assert dates.order(["13/07/2024", "07/13/2024"]) is None
    for by, day in ((Reckoning(CLOCK, order="mdy"), 7), (Reckoning(CLOCK, language="pl"), 6)):
        assert dates.read("06/07/2024", by).at.day == day
    assert dates.read("06/07/2024", Reckoning(CLOCK, language="en-us")).at is None


def test_a_datetime_attribute_is_taken_as_it_is() -> None:
    assert dates.machine("2024-06-17T07:37:11+02:00", PRAGUE).at.isoformat() == (
        "2024-06-17T05:37:11+00:00"
    )
    assert dates.machine("2024-06-17", PRAGUE).precision == "day"
    assert dates.machine("soon", PRAGUE).at is None


@pytest.mark.parametrize(
    ("texts", "hours"),
    [
        (["All times are UTC+01:00"], 1),
        (["All times are UTC − 5 hours"], -5),
        (["Všechny časy jsou v UTC + 1 hodina [ Letní čas ]"], 2),
        (["Všechny časy jsou v Europe/Prague"], 2),
        (["UTC+01:00", "Europe/Kyiv"], 3),
        (["Nowhere/Land"], 0),
        ([], 0),
    ],
)
def test_the_zone_a_board_shows(texts: list[str], hours: float) -> None:
    july = datetime(2026, 7, 1, 12)
    zone = zones.shown(texts, CLOCK, None)
    assert zone.utcoffset(july).total_seconds() / 3600 == hours


def test_an_offset_of_the_day_means_the_zone_we_know() -> None:
    """A board that shows UTC+01:00 in November shows its July posts in UTC+02:00."""
    prague = ZoneInfo("Europe/Prague")
    assert zones.shown(["UTC+01:00"], CLOCK, prague) is prague
    assert zones.shown(["UTC+05:00"], CLOCK, prague) is not prague
