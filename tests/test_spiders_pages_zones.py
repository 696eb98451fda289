"""The zone a board shows its times in, from its own words."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from spiders.pages import zones

CLOCK = datetime(2026, 11, 21, 23, 30, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("texts", "hours"),
    [
        (["All times are UTC+01:00"], 1),
        (["All times are UTC − 5 hours"], -5),
        (["All times are GMT -5. The time now is 06:02 AM."], -5),
        (["All times are GMT + 5.5 Hours"], 5.5),
        (["All times are GMT +5:45"], 5.75),
        (["(GMT-03:30) Newfoundland"], -3.5),
        (["UTC+0300"], 3),
        (["UTC±00:00"], 0),
        (["Часовой пояс: UTC + 3 часа"], 3),
        (["Часовой пояс GMT +3, время: 14:05."], 3),
        (["Strefa czasowa UTC+1"], 1),
        (["Strefa czasowa: UTC + 1 [ DST ]"], 2),
        (["Alle Zeitangaben in WEZ +2. Es ist jetzt 14:05 Uhr."], 2),
        (["Alle Zeiten sind MESZ"], 2),
        (["Все время указано по МСК"], 3),
        (["Všechny časy jsou v UTC + 1 hodina [ Letní čas ]"], 2),
        (["Všechny časy jsou v Europe/Prague"], 2),
        (["Time zone: US/Eastern"], -4),
        (["UTC+01:00", "Europe/Kyiv"], 3),
        (["Nowhere/Land"], 0),
        (["GMT +25"], 0),
        (["Europe/Nowhere"], 0),
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


@pytest.mark.parametrize(
    ("line", "tells"),
    [
        ("All times are GMT +2", True),
        ("Alle Zeitangaben in WEZ +1. Es ist jetzt 11:02 Uhr.", True),
        ("Годината е UTC+2, Часовой пояс", True),
        ("Tutti gli orari sono UTC+01:00", True),
        ("Fuseau horaire sur UTC+01:00", True),
        ("Todos los horarios son UTC+01:00", True),
        ("Toate orele sunt UTC+02:00", True),
        ("Tüm zamanlar UTC+03:00", True),
        ("Minden időpont UTC+01:00 időzóna szerinti", True),
        ("Kaikki ajat ovat UTC+02:00", True),
        ("All times are in EST", True),
        ("LINGUA EST OPTIMA PARS", False),
        ("Il EST temps, EST", False),
        ("Meet at 10 UTC by the door", False),
        ("Part time work, GMT +2 " + "and more of it " * 30, False),
        ("", False),
    ],
)
def test_a_line_that_tells_the_zone(line: str, tells: bool) -> None:
    assert zones.tells(line) is tells


@pytest.mark.parametrize(
    ("minutes", "wanted"),
    [(59.5, 60), (-300.5, -300), (329.6, 330), (0, 0), (42, None), (30, None), (15 * 60, None)],
)
def test_a_clock_ahead_of_utc_tells_a_zone_or_the_age_of_a_page(
    minutes: float, wanted: float | None
) -> None:
    found = zones.distance(timedelta(minutes=minutes))
    assert found == (None if wanted is None else timedelta(minutes=wanted))
