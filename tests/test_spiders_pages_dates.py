"""Dates are read, never guessed."""

import gzip
import json
import random
import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from lxml import html

from spiders.pages import calendars, clock, dates
from spiders.pages.dates import Moment, Reckoning, texts
from spiders.pages.document import Document
from tests.truth import documents

CLOCK = datetime(2026, 11, 21, 23, 30, 20, tzinfo=UTC)  # already the 22nd in Prague
PRAGUE = Reckoning(CLOCK, ZoneInfo("Europe/Prague"))
TABLE = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "pages/dates.tsv").read_text().splitlines()[1:]
]
TUESDAY = datetime(2026, 11, 24, 10, 2, 20, tzinfo=UTC)  # the clock of the table, zone UTC
FORMS = {"minute": "%Y-%m-%dT%H:%M", "day": "%Y-%m-%d", "month": "%Y-%m", "none": "-"}


def told(moment: Moment) -> str:
    return moment.at.strftime(FORMS[moment.precision]) if moment.at else "-"


@pytest.mark.parametrize("language", sorted({language for _, language, _ in TABLE}))
def test_the_table(language: str) -> None:
    by = Reckoning(TUESDAY, language=language or None)
    cases = [(text, wanted) for text, spoken, wanted in TABLE if spoken == language]
    read = [(text, dates.read(text, by)) for text, _ in cases]
    assert [(text, told(moment)) for text, moment in read] == cases
    assert [moment.raw for _, moment in read] == [" ".join(t.split()) or None for t, _ in cases]


def test_the_table_is_wide() -> None:
    languages = Counter(language for _, language, _ in TABLE)
    assert len(TABLE) >= 800
    assert len([name for name, cases in languages.items() if cases >= 2]) >= 30
    assert sum(wanted == "-" for *_, wanted in TABLE) >= 120


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
        ("Monday, 14:05", "2026-11-16T13:05"),
        ("Sat Mar 08 2025 15:04:05 GMT+0100", "2025-03-08T14:04"),  # its own offset, not ours
    ],
)
def test_minutes_in_the_zone_of_the_board(text: str, wanted: str) -> None:
    when = dates.read(text, PRAGUE)
    assert (told(when), when.precision) == (wanted, "minute")


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


@pytest.mark.parametrize(
    ("text", "clock_at", "wanted"),
    [
        ("Yesterday, 23:50", "2026-11-21T22:30+00:00", "2026-11-20T22:50"),  # 23:30 there
        ("Yesterday, 23:50", "2026-11-21T23:30+00:00", "2026-11-21T22:50"),  # 00:30 there
        ("31 Dec, 23:50", "2026-01-02T10:00+00:00", "2025-12-31T22:50"),
        ("1 Jan, 00:10", "2026-01-02T10:00+00:00", "2025-12-31T23:10"),
        ("Dnes, 00:10", "2025-12-31T23:30+00:00", "2025-12-31T23:10"),
        ("29 Feb, 10:00", "2024-03-02T10:00+00:00", "2024-02-29T09:00"),
        ("29 Feb, 10:00", "2025-03-02T10:00+00:00", "-"),
        ("Sat Mar 29, 2025 10:00", "2026-01-01T00:00+00:00", "2025-03-29T09:00"),
        ("Mon Mar 31, 2025 10:00", "2026-01-01T00:00+00:00", "2025-03-31T08:00"),
        ("Sun Mar 30, 2025 02:30", "2026-01-01T00:00+00:00", "2025-03-30T01:30"),  # not on clocks
        ("Sun Oct 26, 2025 02:30", "2026-01-01T00:00+00:00", "2025-10-26T00:30"),  # the first one
        ("12 Mar 2025 24:00", "2026-01-01T00:00+00:00", "2025-03-12T23:00"),
        ("12 Jan 2026, 10:00", "2026-01-01T00:00+00:00", "-"),  # still to come
        ("1 Jan 2026, 23:00", "2026-01-01T00:00+00:00", "2026-01-01T22:00"),  # clocks differ
    ],
)
def test_midnights_and_years_turn_where_the_board_is(text: str, clock_at: str, wanted: str) -> None:
    by = replace(PRAGUE, clock=datetime.fromisoformat(clock_at), language="cs")
    assert told(dates.read(text, by)) == wanted


def test_a_zone_of_several_meanings_is_the_board_s_own_or_tells_the_day_only() -> None:
    london, dublin = ZoneInfo("Europe/London"), ZoneInfo("Europe/Dublin")
    for text, zone, wanted in (
        ("13 July 2025 at 21:05 BST", london, "2025-07-13T20:05"),
        ("13 July 2025 at 21:05 IST", dublin, "2025-07-13T20:05"),
        ("13 July 2025 at 21:05 IST", london, "2025-07-13"),
        ("13 July 2025 at 21:05 CST", london, "2025-07-13"),
        ("13 July 2025 at 21:05 CEST", london, "2025-07-13T19:05"),
    ):
        assert told(dates.read(text, Reckoning(TUESDAY, zone))) == wanted


def test_a_neighbour_or_the_language_settles_the_order() -> None:
    assert dates.order(["06/07/2024", "13/07/2024"]) == "dmy"
    assert dates.order(["06/07/2024", "07/13/2024"]) == "mdy"
    assert dates.order(["13/07/2024", "07/13/2024"]) is None
    assert dates.order(["Tue 03/11/2025 09:12"]) == "mdy"
    for by, day in ((Reckoning(CLOCK, order="mdy"), 7), (Reckoning(CLOCK, language="pl"), 6)):
        assert dates.read("06/07/2024", by).at.day == day
    assert dates.read("06/07/2024", Reckoning(CLOCK, language="en-us")).at is None


@pytest.mark.parametrize(
    ("shown", "wanted"),
    [
        # one that can be read one way only
        (["03/04/2025", "13/04/2025"], ["2025-04-03", "2025-04-13"]),
        (["03/04/2025", "04/13/2025"], ["2025-03-04", "2025-04-13"]),
        # the course of the thread
        (["03/04/2025", "02/05/2025"], ["2025-04-03", "2025-05-02"]),
        (["04/03/2025", "05/02/2025"], ["2025-04-03", "2025-05-02"]),
        (["28 Mar 2025", "03/04/2025", "04/04/2025"], ["2025-03-28", "2025-04-03", "2025-04-04"]),
        # both readings rise: open
        (["03/04/2025", "05/06/2025"], ["-", "-"]),
        (["03/04/2025"], ["-"]),
        (["03/04/2025", "03/04/2025"], ["-", "-"]),
        # neither does: open
        (["03/04/2025", "02/05/2025", "01/01/2024"], ["-", "-", "2024-01-01"]),
        # two that tell against each other: open
        (["13/04/2025", "04/13/2025", "03/04/2025"], ["2025-04-13", "2025-04-13", "-"]),
        # dots part day, month, year, unless the page shows that they do not
        (["03.04.2025", "05.06.2025"], ["2025-04-03", "2025-06-05"]),
        (["04.25.2025", "05.06.2025"], ["2025-04-25", "2025-05-06"]),
        # a day that has not come is none
        (["03/12/2026", "04/12/2026"], ["2026-03-12", "2026-04-12"]),
        # in figures without a doubt, and what is no date stays none
        (["05/05/2025", "never", "06/06/2025"], ["2025-05-05", "-", "2025-06-06"]),
    ],
)
def test_a_thread_settles_what_a_date_leaves_open(shown: list[str], wanted: list[str]) -> None:
    by = Reckoning(TUESDAY, language="en")
    assert [told(moment) for moment in dates.settle(shown, by)] == wanted


def test_a_post_out_of_its_place_does_not_upset_a_long_thread() -> None:
    """The answer of 9 June is shown above all others; read the other way, five posts jump."""
    shown = ["09/06/2025", *(f"{day:02}/{month:02}/2025" for month, day in
             ((1, 12), (2, 3), (2, 11), (3, 2), (4, 8), (5, 1), (6, 7), (7, 1)))]  # fmt: skip
    read = dates.settle(shown, Reckoning(TUESDAY, language="en"))
    assert told(read[0]) == "2025-06-09"
    assert told(read[1]) == "2025-01-12"


def test_the_order_can_come_from_elsewhere_on_the_page() -> None:
    by, shown = Reckoning(TUESDAY, language="en"), ["03/04/2025", "05/06/2025"]
    there = dates.settle(shown, by, others=["Joined: 04/30/2019"])
    assert list(map(told, there)) == ["2025-03-04", "2025-05-06"]
    assert told(dates.settle(shown, by, others=["Version 13.04.2025"])[0]) == "-"
    newest_first = dates.settle(["02/05/2025", "03/04/2025"], by, rising=False)
    assert list(map(told, newest_first)) == ["2025-05-02", "2025-04-03"]
    assert told(dates.settle(["02/05/2025", "03/04/2025"], by, rising=None)[0]) == "-"


def test_a_page_without_a_language_is_read_in_the_one_all_its_dates_are_in() -> None:
    """ "lis" is November in Polish and Czech, October in Croatian; "gru" is Polish."""
    by = Reckoning(TUESDAY)
    assert list(map(told, dates.settle(["12 lis 2025"], by))) == ["-"]
    read = dates.settle(["12 lis 2025", "3 gru 2025"], by)
    assert list(map(told, read)) == ["2025-11-12", "2025-12-03"]


def test_an_hour_told_twice_is_the_second_after_a_later_one() -> None:
    read = dates.settle(["Oct 26, 2025 02:50", "Oct 26, 2025 02:10"], PRAGUE)
    assert list(map(told, read)) == ["2025-10-26T00:50", "2025-10-26T01:10"]


def test_settling_takes_what_a_reader_has() -> None:
    known = Moment(TUESDAY, "minute", "x")
    element = html.fromstring("<span title='13/04/2025, 09:12'>3 weeks ago</span>")
    read = dates.settle([known, None, element, Moment(raw="03/04/2025")], Reckoning(TUESDAY),
                        rising=None)  # fmt: skip
    assert list(map(told, read)) == ["2026-11-24T10:02", "-", "2025-04-13T09:12", "2025-04-03"]
    assert dates.settle([], PRAGUE) == []


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("2024-06-17T07:37:11+02:00", "2024-06-17T05:37"),
        ("2024-06-17T07:37:11", "2024-06-17T05:37"),  # the board's zone
        ("2024-06-17 07:37:11Z", "2024-06-17T07:37"),
        ("2024-06-17", "2024-06-17"),
        ("2024-06", "2024-06"),
        ("1718602631", "2024-06-17T05:37"),
        ("1718602631000", "2024-06-17T05:37"),
        ("0", "-"),
        ("1970-01-01T00:00:00Z", "-"),
        ("0001-01-01T00:00:00Z", "-"),
        ("9999-12-31T23:59:59-10:00", "-"),
        ("2030-01-01T00:00:00Z", "-"),
        ("soon", "-"),
        ("", "-"),
        ("17186", "-"),
    ],
)
def test_a_stamp_for_machines_is_taken_as_it_is(value: str, wanted: str) -> None:
    assert told(dates.machine(value, PRAGUE)) == wanted
    assert dates.machine(value, PRAGUE).raw == (value or None)


@pytest.mark.parametrize(
    ("markup", "wanted"),
    [
        ("<time datetime='2024-06-17T07:37:11+02:00'>Today</time>", "2024-06-17T05:37"),
        ("<time datetime='Mon, 17 Jun 2024 05:37:11 GMT'>x</time>", "2024-06-17T05:37"),
        ("<abbr data-time='1718602631'>Monday at 7:37 AM</abbr>", "2024-06-17T05:37"),
        ("<span data-time='1718602631000'>Jun 17</span>", "2024-06-17T05:37"),
        ("<span title='Jun 17, 2024 at 7:37 AM'>Monday at 7:37 AM</span>", "2024-06-17T05:37"),
        ("<b><span title='17-06-2024'>Yesterday</span>, 07:37 AM</b>", "2026-11-21T06:37"),
        ("<b><span title='17-06-2024, 07:37 AM'>3 hours ago</span></b>", "2024-06-17T05:37"),
        ("<i title='Nina'>Jun 17, 2024</i>", "2024-06-17"),
        ("<span content='2024-06-17'>x</span>", "2024-06-17"),
        ("<time datetime=''>17.06.2024 07:37</time>", "2024-06-17T05:37"),
        ("<time datetime='0000-00-00'>never</time>", "-"),
    ],
)
def test_an_element_tells_what_it_knows_best(markup: str, wanted: str) -> None:
    assert told(dates.element(html.fromstring(markup), PRAGUE)) == wanted


def test_a_sentence_may_tell_a_date_unless_the_whole_is_asked_for() -> None:
    sentence, by = "Last edited by Nina on 12 Mar 2025, 09:12", Reckoning(TUESDAY)
    assert told(dates.read(sentence, by)) == "2025-03-12T09:12"
    assert dates.read(sentence, by, whole=True).at is None
    assert told(dates.read("Posted: 12 Mar 2025, 09:12", by, whole=True)) == "2025-03-12T09:12"


def test_words_of_any_length_do_no_harm() -> None:
    for text in ("mar " * 400, "1 " * 150, "a mar o de m d h " * 20, "9:" * 300, "\0\1 12", "１２"):
        start = time.perf_counter()
        assert dates.read(text, Reckoning(TUESDAY)).at is None
        assert time.perf_counter() - start < 0.5


def test_no_mixture_of_pieces_breaks_it() -> None:
    """Pieces of dates put together by chance: read or not, nothing to come, nothing before 1990."""
    draw = random.Random(4)
    pieces = sorted({piece for text, *_ in TABLE for piece in text.split()})
    pieces += [
        "9999",
        "31",
        "12",
        "9999-12-31",
        "23:59",
        "-12:00",
        "UTC-14",
        "\x00",
        "\x01",
        "²",
        "٣",
    ]
    for _ in range(3000):
        text = " ".join(draw.choice(pieces) for _ in range(draw.randint(1, 6)))
        language = draw.choice(["", "en", "pl", "hu", "vi", "ja", "xx"])
        at = dates.read(text, replace(PRAGUE, language=language)).at
        assert at is None or datetime(1989, 12, 31, tzinfo=UTC) < at < CLOCK + timedelta(days=2)


def test_a_known_form_costs_less_than_a_tenth_of_a_millisecond() -> None:
    shown = [(text, language) for text, language, wanted in TABLE if wanted != "-"]
    dates.read("12 March 2025", PRAGUE)
    texts.shown.cache_clear()
    start = time.perf_counter()
    for text, language in shown:
        dates.read(text, Reckoning(TUESDAY, language=language))
    each = (time.perf_counter() - start) / len(shown)
    assert each < 0.0005  # measured: 0.00006; a busy machine is slower


def test_the_tables_hold_what_boards_write() -> None:
    assert {m.value for m in calendars.meanings("mar") if m.kind == "month"} == {3}
    assert calendars.mask_of("sr") > calendars.mask_of("pl") > 0 == calendars.mask_of("xx")
    assert calendars.fold("Dziś, środę — Ağu, Μάϊος, ٣") == "dzis, srode — agu, μαιοσ, 3"


@pytest.mark.shared
@pytest.mark.parametrize("name", ["phpbb", "mybb", "fluxbb", "fluxbb-t2"])
def test_dates_that_captured_boards_show(shared: Path, name: str) -> None:
    """Every post's date of the truth is read from the words of its page, nothing later than the
    page is; boards without <time>, dates in figures, a clock that tells the zone."""
    truth = json.loads((shared / "forums" / name / "truth.json").read_text())
    posts = [post for topic in truth["topics"] for post in topic["posts"]]
    found, missed = 0, []
    pages = {page.url: page for page in documents(shared / "forums" / name)}
    for address in sorted({post["page_url"] for post in posts} & pages.keys()):
        read = {moment.at for moment in spoken_on(pages[address])}
        for post in posts:
            if post["page_url"] == address and post["posted_at"]:
                at = datetime.fromisoformat(post["posted_at"]).replace(second=0)
                missed += [] if at in read else [(post["url"], at)]
                found += at in read
    assert found / (found + len(missed)) >= 0.995, missed[:5]


def spoken_on(page: Document) -> list[Moment]:
    """Every moment the words of a page tell."""
    lines = [" ".join(text.split()) for text in page.tree.itertext()]
    lines += [" ".join(around.itertext()) for around in page.tree.iter("span", "div", "p", "a")]
    lines += [around.get("title") for around in page.tree.iter("span") if around.get("title")]
    shown, by = [line for line in lines if 0 < len(line) < 120], clock.reckoning(page)
    return dates.settle(shown, by, rising=None)


@pytest.mark.shared
def test_what_time_elements_of_real_pages_say(shared: Path) -> None:
    """What people see in a <time> is read as what its `datetime` tells, or not at all."""
    seen: Counter[str] = Counter()
    for file in sorted((shared / "pages").glob("*/*.html.gz")):
        text = gzip.decompress(file.read_bytes()).decode(errors="replace")
        page = Document(url="https://x.example/", text=text, fetched_at=datetime.now(UTC))
        stamps = [
            (found, dates.machine(found.get("datetime"), Reckoning(page.clock)).at)
            for found in page.tree.iter("time")
        ]
        saved = max((at for _, at in stamps if at), default=page.clock)
        by = Reckoning(saved, language=page.shown_language)
        for found, exact in stamps:
            found.attrib.clear()  # only its words are left
            if exact and "".join(found.itertext()).strip():
                seen[judged(dates.element(found, by), exact)] += 1
    assert seen["wrong"] == 0, seen
    assert seen["right"] / (seen.total() - seen["relative"]) > 0.93, seen


def judged(moment: Moment, exact: datetime) -> str:
    """Whether *moment* is *exact* as far as it tells, in any zone; "3 days ago" is not judged,
    for who knows when the page was saved."""
    shown = texts.shown(moment.raw or "", "", False)
    if shown and shown.kind in ("ago", "back", "weekday", "now"):
        return "relative"
    hours = {"none": 0, "minute": 26, "day": 38, "month": 24 * 31}[moment.precision]
    if moment.at is None:
        return "unread"
    return "right" if abs(moment.at - exact) <= timedelta(hours=hours) else "wrong"
