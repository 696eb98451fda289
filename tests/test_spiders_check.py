"""Which page `check` looks at next, and what it says of those it looked at."""

from datetime import UTC, datetime, timedelta, timezone
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from crawler.items import Board
from spiders.check import MOST, Trial
from spiders.glance import Glance, look, spoken, summary
from spiders.pages.document import Document
from spiders.pages.reading import Reading, ReadPost, ThreadLink
from spiders.report_check import SHOWN, checked
from spiders.source import Source

AT = "https://board.example"


def listing(url="/", boards=(), threads=(), **more):
    links = [ThreadLink(url=f"{AT}{one}", replies=n) for one, n in threads]
    reading = Reading(
        platform="p", kind="listing", boards=[f"{AT}{b}" for b in boards], threads=links
    )
    return Glance(f"{AT}{url}", 200, {"p": 0.9}, "p", reading, **more)


def thread(url="/t", posts=1, **more):
    read = [ReadPost(key=str(n), text=f"text {n}", author="ola") for n in range(posts)]
    reading = Reading(platform="p", kind="thread", posts=read, board=Board("Work"))
    return Glance(f"{AT}{url}", 200, {"p": 0.9}, "p", reading, **more)


def onward(*pages, most=MOST):
    wants = Trial.onward(SimpleNamespace(pages=list(pages), most=most))
    return [one.address.removeprefix(AT) for one in wants]


def test_a_board_first_then_a_thread_that_has_replies_and_then_no_more():
    front = listing("/", boards=["/b1", "/b2"])
    shown = listing("/b1", threads=[("/t1", 0), ("/t2", 7), ("/t3", None)])
    assert onward(front) == ["/b1"]
    assert onward(front, shown) == ["/t2"]
    assert onward(front, listing("/b1")) == ["/b2"]
    assert onward(front, shown, thread()) == []
    assert onward(thread()) == []


def test_never_more_pages_than_asked_for_and_none_twice():
    front = listing("/", boards=["/", "/b1"])
    assert onward(front, most=1) == []
    assert onward(front, listing("/b1", boards=["/"])) == []
    assert onward(*[listing(f"/{n}", boards=["/x"]) for n in range(MOST)]) == []
    assert onward(Glance(AT, 200, {})) == []


def test_a_page_that_only_says_where_it_leads_misses_posts():
    seen = summary([listing(boards=["/b1"]), listing("/b1")])
    assert seen["missing"] == ["posts: none on the pages looked at", "threads: no list shows one"]
    assert "missing posts: none" in checked(seen)


def test_pages_that_need_two_readers_are_read_by_the_surest_of_each():
    first, second = listing(), thread()
    second.reader = "other"
    assert summary([first, second])["reader"] == "auto"
    assert summary([Glance(AT, 200, {})])["reader"] is None


@pytest.mark.parametrize(
    ("zone", "shown"),
    [(ZoneInfo("Europe/Warsaw"), "Europe/Warsaw"), (UTC, None), (None, None), (ZoneInfo("UTC"), None),
     (timezone(timedelta(hours=3)), "UTC+03:00"), (timezone(timedelta(0)), None)],
)  # fmt: skip
def test_a_zone_is_named_by_its_place_or_its_distance(zone, shown):
    assert summary([thread(zone=zone)])["timezone"] == shown


@pytest.mark.parametrize(
    ("language", "name"),
    [("pl-PL", "pl"), ("de_AT", "de"), ("cs", None), (None, None), ("", None), ("UK", "uk")],
)
def test_a_language_is_named_when_a_source_may_name_it(language, name):
    assert spoken(language) == name


def test_many_posts_are_counted_and_a_few_are_shown():
    told = checked(summary([thread(posts=SHOWN + 5)]))
    assert f"posts: {SHOWN + 5}" in told
    assert told.count("ola: text") == SHOWN
    assert "… and 5 more" in told


def test_what_trouble_kept_further_pages_away_is_said():
    assert "trouble: /b answered 503" in checked(summary([listing()], "/b answered 503"))


def test_the_generic_reader_is_forced_and_names_no_platform_it_does_not_know():
    page = Document(url=f"{AT}/", text="<html><p>x</p></html>", fetched_at=datetime.now(UTC))
    found = look(page, Source(name="x", start=f"{AT}/", reader="generic"))
    assert (found.reader, found.reading.platform) == ("generic", "page")
    assert look(page, Source(name="x", start=f"{AT}/")).reader is None
