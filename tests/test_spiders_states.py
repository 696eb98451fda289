"""Whether a thread moved, from what two listings said of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from spiders.pages.document import Document
from spiders.pages.reading import ThreadLink
from spiders.states import moved, state_of

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


def page(hours=0):
    return Document(
        url="https://b.example/f", text="<html lang='en'>", fetched_at=NOW + timedelta(hours=hours)
    )


def told(hours=0, last=None, replies=None, done=True):
    link = ThreadLink(url="https://b.example/t/1", id="1", replies=replies, last_post=last)
    return replace(state_of(link, page(hours), "b"), done=done)


@pytest.mark.parametrize(
    ("before", "after", "hours", "says"),
    [
        ("3 hours ago", "5 hours ago", 2, False),
        ("3 hours ago", "1 hour ago", 2, True),
        ("Today, 09:12", "Yesterday, 09:12", 24, False),
        ("Today, 09:12", "Today, 09:12", 24, True),
        ("2026-03-01 10:00", "2026-03-01 10:00", 50, False),
        ("2026-03-01 10:00", "2026-03-01 10:05", 50, True),
        ("by ana in Work", "by ana in Work", 1, False),
        ("by ana in Work", "by bo in Work", 1, True),
    ],
)
def test_the_moment_of_the_last_post_counts_not_its_words(before, after, hours, says):
    assert moved(told(0, before), told(hours, after), page(hours)) is says


def test_another_number_of_replies_is_enough_and_the_same_with_no_moment_is_none():
    assert moved(told(replies=4), told(replies=3), page())
    assert moved(told(replies=4), told(replies=4), page()) is False
    assert moved(told(), told(), page()) is None


def test_a_thread_never_read_to_its_end_is_asked_for():
    same = "2026-03-01 10:00"
    assert moved(told(0, same, 4, done=False), told(0, same, 4), page())


def test_a_feed_that_tells_of_an_older_post_moves_nothing():
    known = told(0, "2026-03-05 10:00", 4)
    assert not moved(known, told(0, "2026-03-01 10:00"), page(), feed=True)
    assert moved(known, told(0, "2026-03-06 10:00"), page(), feed=True)
