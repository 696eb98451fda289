"""A page's own clock, zone and order, from what boards of several engines say of themselves."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from spiders.pages import clock, dates
from spiders.pages.document import Document

ANSWERED = datetime(2026, 11, 24, 10, 2, 20, tzinfo=UTC)


def page(body: str, **given: object) -> Document:
    given = {"answered_at": ANSWERED, "fetched_at": ANSWERED + timedelta(days=9), **given}
    return Document(url="https://board.example/", text=f"<html><body>{body}</body></html>", **given)


def hours(by: dates.Reckoning) -> float:
    return by.zone.utcoffset(by.clock.replace(tzinfo=None)).total_seconds() / 3600


@pytest.mark.parametrize(
    ("body", "clock_shown", "zone"),
    [
        # the engines' own footers and headers, in the languages they ship
        ("<p>It is currently Tue Nov 24 2026 10:01 am</p>", "2026-11-24T10:01", 0),
        ("<p>It is currently Tue Nov 24, 2026 12:02 pm</p>", "2026-11-24T10:02", 2),
        (
            "<li>All times are GMT +2. The time now is <span class='time'>12:01 PM</span>.</li>",
            "2026-11-24T10:01",
            2,
        ),
        ("<div>Часовой пояс GMT +3, время: 13:02.</div>", "2026-11-24T10:02", 3),
        ("<p>Текущее время: Вт ноя 24, 2026 1:02 pm</p><p>Часовой пояс: UTC + 3 часа</p>",
         "2026-11-24T10:02", 3),
        ("<p>Сейчас: Вт ноя 24, 2026 1:02 pm</p>", "2026-11-24T10:02", 3),
        ("<p>Teraz jest wt lis 24, 2026 11:02 am</p><p>Strefa czasowa UTC+1</p>",
         "2026-11-24T10:02", 1),
        ("<p>Aktuelle Zeit: Di 24. Nov 2026, 11:02</p>", "2026-11-24T10:02", 1),
        ("<p>Alle Zeitangaben in WEZ +1. Es ist jetzt <b>11:02</b> Uhr.</p>", "2026-11-24T10:02", 1),
        ("<p>Nous sommes le Mar 24 Nov 2026 11:02</p>", "2026-11-24T10:02", 1),
        ("<p>Právě je úte 24. lis 2026 11:02</p><p>Všechny časy jsou v Europe/Prague</p>",
         "2026-11-24T10:02", 1),
        ("<p><strong>Current time:</strong> 11-24-2026, 04:02 AM</p>", "2026-11-24T10:02", -6),
        ("<p>Oggi è mar 24 nov 2026, 11:02</p>", "2026-11-24T10:02", 1),
        ("<p>Fecha actual Mar Nov 24, 2026 7:02 am</p>", "2026-11-24T10:02", -3),
        ("<p>Pontos idő: kedd nov. 24, 2026 11:02</p>", "2026-11-24T10:02", 1),
        # a zone without a clock, and a summer hour the zone's name does not tell
        ("<p>All times are UTC+05:30</p>", "2026-11-24T10:02", 5.5),
        ("<p>All times are GMT + 5.5 Hours</p>", "2026-11-24T10:02", 5.5),
        ("<p>All times are GMT -5. The time now is 06:02 AM.</p>", "2026-11-24T10:02", -4),
        ("<p>Alle Zeiten sind <span title='Europa/Berlin'>UTC+01:00</span></p>",
         "2026-11-24T10:02", 1),
        # no clock
        ("<p>Most users ever online was 12 on Tue Mar 3, 2020 10:02 am</p>", "2026-11-24T10:02", 0),
        ("<p>Meet at 10 UTC+3 by the door, bring gloves</p>", "2026-11-24T10:02", 0),
        ("", "2026-11-24T10:02", 0),
    ],
)  # fmt: skip
def test_the_clock_and_the_zone_a_page_shows(body: str, clock_shown: str, zone: float) -> None:
    by = clock.reckoning(page(body))
    assert by.clock.strftime("%Y-%m-%dT%H:%M") == clock_shown
    assert hours(by) == zone


def test_a_saved_page_counts_from_its_own_clock() -> None:
    """Years later the Date header says nothing of the page, its own clock does."""
    old = page("<p>It is currently Mon Mar 3, 2014 9:02 pm</p><p>All times are UTC+01:00</p>")
    by = clock.reckoning(old)
    assert by.clock == datetime(2014, 3, 3, 20, 2, tzinfo=UTC)
    assert dates.read("Yesterday, 23:50", by).at == datetime(2014, 3, 2, 22, 50, tzinfo=UTC)
    bare = clock.reckoning(page("<p>It is currently Mon Mar 3, 2014 9:02 pm</p>"))
    assert (bare.clock, hours(bare)) == (datetime(2014, 3, 3, 21, 2, tzinfo=UTC), 0)


def test_the_clock_settles_the_order_of_the_page() -> None:
    by = clock.reckoning(page("<p>Current time: 12-11-2026, 10:02 AM</p>", answered_at=None,
                              fetched_at=datetime(2026, 12, 11, 10, 3, tzinfo=UTC)))  # fmt: skip
    assert by.order == "mdy"
    assert dates.read("03-04-2025, 09:12 AM", by).at == datetime(2025, 3, 4, 9, 12, tzinfo=UTC)


def test_the_source_knows_the_zone_better_than_an_offset() -> None:
    prague = ZoneInfo("Europe/Prague")
    by = clock.reckoning(page("<p>All times are UTC+01:00</p>", timezone=prague))
    assert by.zone is prague
    assert clock.reckoning(page("", timezone=prague)).zone is prague


def test_without_a_clock_the_answer_counts_then_the_fetching() -> None:
    assert clock.reckoning(page("")).clock == ANSWERED
    assert clock.reckoning(page("", answered_at=None)).clock == ANSWERED + timedelta(days=9)


def test_all_a_page_dates_in_figures_tells_its_order() -> None:
    """The date its author joined has a 30th day; what a post says of dates is not the board's."""
    body = """<p>Joined: 04-30-2019</p><p>Last edit 05-06-2025</p><script>"13/04/2025"</script>
        <div class="postbody"><p>13-04-2025</p></div><p>+1 555-01-12 and 1-2-3</p>"""
    found = list(clock.dated(page(body)))
    assert found == ["Joined: 04-30-2019", "Last edit 05-06-2025"]
    by = clock.reckoning(page(body))
    read = dates.settle(["03-04-2025, 09:12 AM"], by, others=found)
    assert read[0].at == datetime(2025, 3, 4, 9, 12, tzinfo=UTC)
    assert not list(clock.dated(page("<p>13.04.2025</p>")))


def test_a_server_whose_clock_is_years_behind_loses_no_date() -> None:
    behind = page("", answered_at=datetime(1999, 1, 1, tzinfo=UTC), fetched_at=ANSWERED)
    by = clock.reckoning(behind)
    assert dates.read("12 Mar 2025, 09:12", by).at == datetime(2025, 3, 12, 9, 12, tzinfo=UTC)
    assert dates.machine("2025-03-12", by).at == datetime(2025, 3, 12, tzinfo=UTC)
    assert dates.read("12 Mar 2027, 09:12", by).at is None
