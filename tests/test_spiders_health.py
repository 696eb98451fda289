"""What a run is called, by what it counted and what came before; where that puts its source."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from index.runs import Run
from spiders.health import silence
from spiders.health.judging import Ended, Past, judge
from spiders.health.measures import MEASURES, learned
from spiders.health.standing import standing
from spiders.health.states import FAILING, STATES, of_run
from spiders.source import Expect, Source

NOW = datetime(2026, 3, 31, 12, tzinfo=UTC)
WHOLE = {
    "pages": 60, "listings": 10, "thread_pages": 50, "with_posts": 50, "posts": 500, "new": 500,
    "with_text": 500, "with_date": 495, "with_author": 500, "threads_seen": 200, "threads_moved": 200,
}  # fmt: skip
QUIET = {"pages": 8, "listings": 8, "threads_seen": 160, "unchanged": 0}
BUSY = {
    "pages": 14, "listings": 8, "thread_pages": 6, "with_posts": 6, "posts": 20, "new": 7,
    "with_text": 20, "with_date": 20, "with_author": 19, "threads_seen": 160, "threads_moved": 6,
}  # fmt: skip


def run(n, state="done", days=0.0, **counts):
    at = NOW - timedelta(days=days)
    return Run(n, "board", at, at, state, counts or dict(WHOLE), "because")


def past(*counts, state="done"):
    """Runs with these counts, one a day, newest first."""
    return [run(99 - n, state, 1 + n, **one) for n, one in enumerate(counts)]


def judged(counts, before=(), expect=None, silent_days=None, **more):
    start = "https://board.example/"
    source = Source(name="board", start=start, expect=expect or Expect(), silent_days=silent_days)
    return judge(source, Ended(counts, **more), Past(before, before), NOW)


LONG = past(BUSY, QUIET, WHOLE, BUSY, WHOLE, BUSY)


@pytest.mark.parametrize("before", [(), LONG], ids=["first", "later"])
@pytest.mark.parametrize("counts", [WHOLE, BUSY, QUIET], ids=["whole", "busy", "quiet"])
def test_a_quiet_week_is_as_well_as_a_busy_one(counts, before):
    assert judged(counts, before).state == "done"


def test_nothing_has_changed_at_all_and_that_is_well():
    assert judged({"pages": 8, "unchanged": 8}, LONG).state == "done"


@pytest.mark.parametrize(
    ("counts", "more", "state"),
    [
        ({"refused/robots": 1}, {"why": {"robots": "robots.txt forbids it"}}, "robots"),
        ({"refused/robots_unknown": 1}, {}, "robots"),
        ({"refused/no_such_host": 1}, {"trouble": "board.example has no address"}, "unreachable"),
        ({"refused/http_503": 1}, {}, "unreachable"),
        ({"refused/http_403": 1, "walls/captcha": 1}, {}, "captcha"),
        ({"refused/http_401": 1}, {}, "login_wall"),
        ({"pages": 3, "refused/timeout": 9, "listings": 3, "threads_seen": 60}, {}, "unreachable"),
        ({**BUSY, "refused/http_404": 40}, {}, "done"),
        ({"pages": 1, "unrecognised": 1, "walls/captcha": 1}, {}, "captcha"),
        ({"pages": 9, "listings": 2, "walls/login_wall": 7, "threads_seen": 40}, {}, "login_wall"),
        ({"pages": 2, "login_walls": 2}, {}, "login_wall"),
        ({"pages": 1, "unrecognised": 1, "walls/consent_wall": 1}, {}, "consent_wall"),
        ({"pages": 1, "unrecognised": 1, "walls/soft_block": 1}, {}, "soft_block"),
        ({**QUIET, "pages": 9, "walls/login_wall": 1}, {}, "done"),
        ({"pages": 4, "unrecognised": 4}, {"trouble": "no reader"}, "layout_changed"),
        ({"pages": 4, "listings": 1}, {}, "layout_changed"),
        ({**QUIET, "pages": 14, "thread_pages": 6, "threads_moved": 6}, {}, "layout_changed"),
        ({**QUIET, "pages": 9, "thread_pages": 1, "threads_moved": 1}, {}, "done"),
        ({**WHOLE, "with_author": 120}, {}, "layout_changed"),
        ({**WHOLE, "with_date": 0}, {}, "layout_changed"),
        ({**WHOLE, "with_posts": 12, "posts": 120, "with_text": 120, "with_date": 120,
          "with_author": 120}, {}, "layout_changed"),
        ({**WHOLE, "threads_seen": 20}, {}, "short"),
        ({"pages": 1, "listings": 1, "over_budget": 9}, {}, "done"),
        ({"pages": 1, "listings": 1, "older_than_since": 1}, {}, "done"),
        ({**BUSY, "refused/reader_failed": 8}, {"trouble": "the reader failed"}, "failed"),
        ({**BUSY, "refused/reader_failed": 1}, {}, "done"),
        ({**BUSY, "refused/host": 90}, {}, "done"),
        ({"pages": 1, "refused/redirect_same": 30}, {}, "unreachable"),
        ({"pages": 1, "refused/redirect_same": 30, "walls/login_wall": 1}, {}, "login_wall"),
        ({"pages": 1, "listings": 1, "refused/busy": 1, "walls/soft_block": 1}, {}, "unreachable"),
        ({}, {"finished": False}, "stopped"),
        ({"pages": 3, "walls/captcha": 3}, {"finished": False}, "stopped"),
    ],
)  # fmt: skip
def test_each_trouble_has_its_name(counts, more, state):
    verdict = judged(counts, LONG, **more)
    assert verdict.state == state
    assert state == "done" or verdict.why


def test_a_first_crawl_learns_nothing_and_compares_nothing():
    bare = {**WHOLE, "with_author": 0, "with_date": 0}
    assert judged(bare).state == "done"
    assert judged(bare, past(WHOLE)).state == "layout_changed"


def test_little_is_learned_from_only_when_it_was_so_three_times():
    bare = {**BUSY, "with_date": 0}
    assert judged(bare, past(BUSY, BUSY)).state == "done"
    assert judged(bare, past(BUSY, QUIET, BUSY, BUSY)).state == "layout_changed"


def test_a_quiet_run_does_not_make_well_what_is_not():
    bad = past({**BUSY, "with_date": 0}, state="layout_changed")
    assert judged(QUIET, [*bad, *LONG]).state == "layout_changed"
    assert judged({"pages": 8, "unchanged": 8}, [*bad, *LONG]).state == "layout_changed"
    assert judged(BUSY, [*bad, *LONG]).state == "done"


def test_a_slow_board_is_judged_by_a_few_runs_together():
    def two(with_date):
        found = {"thread_pages": 2, "with_posts": 2, "posts": 2, "with_text": 2, "with_author": 2}
        return {**QUIET, **found, "with_date": with_date}

    assert judged(two(0), LONG).state == "done"
    assert judged(two(0), [*past(two(0), two(0)), *LONG]).state == "layout_changed"
    assert judged(two(2), [*past(two(2), two(0)), *LONG]).state == "done"


def test_a_site_that_never_was_read_has_no_changed_layout():
    assert judged({"pages": 1, "unrecognised": 1}, trouble="no reader knows it").state == "failed"
    assert judged({"pages": 3, "listings": 1}).state == "soft_block"


def test_what_failed_is_not_learned_from():
    bare = {**WHOLE, "with_author": 0}
    before = [
        *past(bare, bare, bare, bare, bare, state="layout_changed"),
        *past(WHOLE, WHOLE, WHOLE),
    ]
    assert judged(bare, before).state == "layout_changed"


def test_pages_of_one_post_where_there_were_ten_are_short():
    one = {**WHOLE, "posts": 50, "with_text": 50, "with_date": 50, "with_author": 50}
    assert judged(one, past(*[WHOLE] * 5)).state == "short"
    assert (
        judged(
            {**one, "posts": 150} | dict.fromkeys(("with_text", "with_date", "with_author"), 150),
            past(*[WHOLE] * 5),
        ).state
        == "done"
    )


def test_a_few_posts_without_a_date_are_no_changed_layout():
    few = {**BUSY, "posts": 6, "with_posts": 3, "with_text": 6, "with_date": 4, "with_author": 6}
    assert judged(few, LONG).state == "done"
    assert judged({**few, "with_date": 0}, LONG).state == "layout_changed"


def test_a_board_where_half_are_guests_stays_as_it_is():
    half = {**WHOLE, "with_author": 250}
    assert judged({**half, "with_author": 210}, past(*[half] * 5)).state == "done"
    assert judged({**half, "with_author": 100}, past(*[half] * 5)).state == "layout_changed"


def test_what_a_source_states_counts_and_is_said_in_numbers():
    verdict = judged({**WHOLE, "with_date": 440}, LONG, Expect(posts=600, with_date=0.95))
    assert verdict.state == "short"
    assert verdict.missing == [
        "500 posts, expected 600", "88% of the posts have a date, expected 95% at least",
    ]  # fmt: skip
    assert judged({**WHOLE, "with_date": 0}, LONG, Expect(with_date=0)).state == "done"


def test_a_stated_number_of_posts_is_that_of_a_whole_crawl():
    expect = Expect(posts=400)
    assert judged(WHOLE, (), expect).state == "done"
    assert judged(BUSY, LONG, expect).state == "done"  # 6 of 160 threads moved: 15 posts are due
    assert judged(QUIET, LONG, expect).state == "done"
    assert judged({**BUSY, "posts": 9, "threads_moved": 80}, LONG, expect).state == "short"
    assert judged({"pages": 1, "posts": 10, "over_budget": 5}, (), expect).state == "done"


def test_the_least_of_a_share_widens_as_less_is_read():
    (share,) = (one for one in MEASURES if one.name == "with_date")
    known, few = [WHOLE] * 3, [BUSY] * 2
    assert learned(share, known, 100) == pytest.approx(0.99 - 0.1 - 0.1)
    assert learned(share, known, 25) == pytest.approx(0.99 - 0.1 - 0.2)
    assert learned(share, few, 25) is None
    assert learned(share, known[:1], 25) is not None
    assert learned(share, [QUIET] * 9 + known, 25) is not None


def news(*days):
    return [run(100 - n, days=one, new=1) for n, one in enumerate(days)]


def test_a_source_is_silent_after_fourteen_days_while_its_past_says_nothing():
    assert judged(QUIET, [*past(QUIET), *news(13.9)]).state == "done"
    verdict = judged(QUIET, [*past(QUIET), *news(15)])
    assert verdict.state == "silent"
    assert "15 days" in verdict.why
    assert judged({**BUSY, "new": 1}, news(90)).state == "done"
    assert judged(QUIET, news(15), silent_days=30).state == "done"
    assert judged(QUIET, news(4), silent_days=3).state == "silent"


def test_silence_is_learned_from_the_longest_time_between_news():
    slow = news(21, 31, 41, 51, 61, 71)  # every ten days
    assert silence.allowed(slow, NOW, None) == timedelta(days=20)
    assert judged(QUIET, slow).state == "silent"
    assert judged(QUIET, news(19, 29, 39, 49, 59, 69)).state == "done"
    assert silence.allowed(news(*range(1, 20)), NOW, None) == timedelta(days=7)


def test_a_site_that_brought_nothing_at_all_is_silent_from_its_first_crawl_on():
    assert judged(QUIET, [run(n, days=20 - n, **QUIET) for n in range(10)][::-1]).state == "silent"


@pytest.mark.parametrize("days", [-4000.0, 20_000.0], ids=["to come", "long ago"])
def test_a_clock_that_jumped_makes_no_silence_and_hides_none(days):
    jumped = run(50, days=days, new=3)
    assert judged(QUIET, [jumped, *news(2)]).state == "done"
    assert judged(QUIET, [jumped, *news(15)]).state == "silent"
    assert silence.allowed([jumped, *news(1, 2, 3, 4, 5, 6)], NOW, None) == silence.LEAST
    assert judged(QUIET, [jumped]).state in ("done", "silent")


def test_a_source_stands_where_its_newest_runs_put_it():
    captchas = [
        run(5, "captcha", 1),
        run(4, "stopped", 2),
        run(3, "captcha", 3),
        run(2, "short", 4),
    ]
    at = standing("board", captchas)
    assert (at.state.name, at.since, at.failing) == ("captcha", NOW - timedelta(days=3), 3)
    assert at.why == "because"
    assert "ask the site's owner" in at.next
    well = standing("board", [run(6, "done"), *captchas])
    assert (well.state.name, well.failing, well.next) == ("well", 0, "")


def test_a_run_under_way_or_stopped_says_how_it_was_before():
    for state in ("running", "stopped"):
        at = standing("board", [run(5, state), run(4, "done", 1)])
        assert at.state.name == state
        assert at.why.endswith("the crawl before was well")
    assert standing("board", []).state.name == "never crawled"
    assert "offerwatch crawl board" in standing("board", []).next


def test_the_operators_guide_has_every_state_as_it_is():
    guide = (Path(__file__).parent.parent / "docs/operating.md").read_text(encoding="utf-8")
    for one in STATES.values():
        assert f"| `{one.name}` | {one.means} | {one.next or '–'} |" in guide


def test_every_state_says_what_it_means_and_every_failing_one_what_to_do():
    assert all(one.means for one in STATES.values())
    assert all(STATES[name].next for name in FAILING)
    assert {"short", "layout_changed", "soft_block", "captcha", "login_wall", "silent"} <= {
        *FAILING
    }
    assert of_run("from the future").name == "failed"
