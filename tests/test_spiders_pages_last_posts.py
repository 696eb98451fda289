"""What a listing says of its threads' last posts can be held against what it says tomorrow."""

from datetime import UTC, datetime, timedelta

import pytest

from spiders.pages.dates import Reckoning
from spiders.pages.last_posts import settled
from spiders.pages.reading import ThreadLink

CLOCK = datetime(2026, 8, 24, 22, 30, tzinfo=UTC)


def told(*shown: str | None, clock: datetime = CLOCK) -> list[str | None]:
    links = [ThreadLink(url="http://b.example/", last_post=one) for one in shown]
    settled(links, Reckoning(clock))
    return [link.last_post for link in links]


def test_today_is_yesterday_tomorrow() -> None:
    wanted = ["2026-08-24T09:30:00+00:00"]
    assert told("Today 09:30:12") == wanted
    assert told("Yesterday 09:30", clock=CLOCK + timedelta(days=1)) == wanted
    assert told("2026-08-24 09:30:12") == wanted


@pytest.mark.parametrize("words", ["5 hours ago", "3 days ago", "Never", "2026-08-24", None])
def test_what_strays_or_is_no_minute_keeps_its_words(words: str | None) -> None:
    assert told(words) == [words]


def test_the_whole_list_says_which_figure_is_the_day() -> None:
    assert told("06-07-2026 10:00", "06-13-2026 10:00")[0] == "2026-06-07T10:00:00+00:00"
    assert told("06-07-2026 10:00") == ["06-07-2026 10:00"]
