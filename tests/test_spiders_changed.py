"""A second crawl asks for what changed, finds all of it, and asks for little else."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from crawler.home import make_home
from index.rows import Rows
from index.tables import visits
from tests.living import Living
from tests.running import crawl
from tests.server import Board

LISTS = 2  # the front page and the first page of the list


@pytest.fixture
def home(tmp_path):
    return make_home(tmp_path / "home").root


@pytest.fixture
def rows(home):
    found = Rows(f"sqlite:///{home / 'data' / 'offerwatch.db'}")
    yield found
    found.close()


@pytest.fixture
def living():
    """Six threads on two pages of the list, one of them of three pages."""
    board = Living()
    board.new(1, 8)
    for thread in range(2, 7):
        board.new(thread, 2)
    return board


def run(home, board, *words):
    """Crawl *board*: the counts, and the pages it was asked for."""
    before = len(board.asked)
    ran = crawl(home, f"{board.url}/", "--json", *words)
    assert ran.code == 0, ran.err
    asked = [one for one in board.asked[before:] if one != "/robots.txt"]
    return json.loads(ran.out)["counts"], asked


def threads(asked):
    return [one for one in asked if one.startswith("/t")]


def shown(rows):
    """The numbers of the posts that are there, by what their words end with."""
    return {one.text.split("note ")[1].split()[0] for one in rows.where() if one.gone_at is None}


def test_a_board_on_which_nothing_happened_costs_its_lists_only(home, living):
    with Board(living) as board:
        first, asked = run(home, board)
        assert (first["new"], len(asked)) == (18, 3 + 3 + 5)
        again, asked = run(home, board)
    assert asked == ["/", "/b"]
    assert again["unchanged"] == LISTS
    assert not again.get("new", 0) + again.get("changed", 0) + again.get("gone", 0)


def test_a_reply_costs_one_request_and_one_that_opens_a_page_two(home, living, rows):
    with Board(living) as board:
        run(home, board)
        living.new(1)
        found, asked = run(home, board)
        assert (found["new"], threads(asked)) == (1, ["/t?t=1&p=3"])
        living.new(1)
        found, asked = run(home, board)
        assert (found["new"], threads(asked)) == (1, ["/t?t=1&p=3", "/t?t=1&p=4"])
    assert len(shown(rows)) == 20


def test_a_new_thread_is_found_and_read_whole(home, living, rows):
    with Board(living) as board:
        run(home, board)
        living.new(9, 4)
        found, asked = run(home, board)
    assert (found["new"], threads(asked)) == (4, ["/t?t=9", "/t?t=9&p=2"])


def test_a_deleted_post_is_gone_and_those_that_slid_are_not(home, living, rows):
    with Board(living) as board:
        run(home, board)
        living.drop("2")  # from the first of three pages: all the later ones shift
        living.new(1)
        found, asked = run(home, board)
    assert (found["gone"], found["new"]) == (1, 1)
    assert set(threads(asked)) == {"/t?t=1", "/t?t=1&p=2", "/t?t=1&p=3"}
    assert shown(rows) == {str(n) for n in range(1, 20) if n != 2}
    gone = next(one for one in rows.where() if one.gone_at)
    assert "note 2 " in gone.text


def test_a_thread_that_grew_shorter_than_its_last_page(home, living, rows):
    living.per_list = 10
    with Board(living) as board:
        run(home, board)
        for key in ("7", "8"):
            living.drop(key)
        found, _ = run(home, board)
        assert found["gone"] == 2
        _, asked = run(home, board)
    assert not threads(asked)
    assert len(shown(rows)) == 16


@pytest.mark.parametrize("never_404", [False, True])
def test_a_thread_that_the_list_lacks_is_asked_for_once_and_gone(home, living, rows, never_404):
    living.never_404 = never_404
    with Board(living) as board:
        run(home, board)
        living.threads[6] = []
        found, asked = run(home, board)
        assert (found["gone"], threads(asked)) == (2, ["/t?t=6"])
        assert not threads(run(home, board)[1])
    assert len(shown(rows)) == 16


def test_a_thread_that_lives_though_its_list_lacks_it_is_asked_for_once(home, living, rows):
    with Board(living) as board:
        run(home, board)
        living.hidden.add(6)
        found, asked = run(home, board)
        assert (threads(asked), found.get("gone", 0)) == (["/t?t=6"], 0)
        assert not threads(run(home, board)[1])
    assert len(shown(rows)) == 18


def test_a_soft_block_makes_nothing_gone(home, living, rows):
    with Board(living) as board:
        run(home, board)
        living.new(6)
        living.blocked = True
        found, asked = run(home, board)
        assert threads(asked)
        assert not found.get("gone")
        living.blocked = False
        assert run(home, board)[0]["new"] == 1  # it is still on the list of what is to be read
    assert len(shown(rows)) == 19


def age(rows, days=1.5):
    """Let the last visits be as old as that."""
    then = datetime.now(UTC) - timedelta(days=days)
    with rows.writing() as connection:
        connection.execute(visits.update().values(visited_at=then, met_at=then, newest=then))


def test_an_edit_shows_on_no_list_so_young_threads_are_asked_again(home, living, rows):
    with Board(living) as board:
        run(home, board)
        living.edit("4", "Other words, note 4 of this board")
        assert "changed" not in run(home, board)[0]
        age(rows)
        found, asked = run(home, board)
        assert found["changed"] == 1
        assert found["unchanged"] == LISTS + 7  # lists and all pages of threads but one
        assert len(threads(asked)) == 8
        assert not threads(run(home, board)[1])
    edited = next(one for one in rows.where() if one.text.startswith("Other"))
    assert edited.revision == 2
    assert "We look for" in rows.texts(edited.id)[0][2]


def test_an_old_thread_is_asked_again_only_while_a_post_of_it_is_raised(home, living, rows):
    living.edit("5", "URGENT, note 5 of this board")
    with Board(living) as board:
        run(home, board)
        age(rows, days=40)
        _, asked = run(home, board)
    assert threads(asked) == ["/t?t=1&p=2"]


def test_looking_for_edits_takes_no_more_than_its_share_of_the_budget(home, living, rows):
    living.edit("5", "URGENT, note 5 of this board")
    with Board(living) as board:
        run(home, board)
        age(rows)
        _, asked = run(home, board, "--max-pages", 16)
    assert len(threads(asked)) == 4
    assert "/t?t=1&p=2" in asked  # what is raised comes first


def test_a_clock_that_jumped_ahead_does_not_hide_edits_for_ever(home, living, rows):
    with Board(living) as board:
        run(home, board)
        age(rows, days=-900)
        assert len(threads(run(home, board)[1])) == 8


def test_what_a_budget_or_a_crash_left_unread_is_read_next_time(home, living, rows):
    with Board(living) as board:
        run(home, board, "--max-pages", 5)
        assert len(shown(rows)) < 18
        run(home, board)
        assert len(shown(rows)) == 18
        assert run(home, board)[1] == ["/", "/b"]


def test_a_list_that_says_nothing_leaves_it_to_the_pages(home, living):
    living.mute = True
    with Board(living) as board:
        run(home, board)
        living.new(1)
        found, asked = run(home, board)
    assert found["new"] == 1
    assert "/t?t=1&p=3" in asked
    assert found["unchanged"] >= 4


def test_a_board_that_shows_the_newest_first(home, living, rows):
    living.newest_first = True
    with Board(living) as board:
        run(home, board)
        living.new(1, 5)
        found, _ = run(home, board)
    assert found["new"] == 5
    assert not found.get("gone")
    assert len(shown(rows)) == 23


def test_what_vanishes_far_down_a_list_is_found_within_a_day(home, living, rows):
    with Board(living) as board:
        run(home, board)
        living.drop("8")
        assert not threads(run(home, board)[1])  # the list stops being read where nothing moved
        age(rows)
        assert run(home, board)[0]["gone"] == 1


def test_whole_asks_for_everything(home, living):
    with Board(living) as board:
        run(home, board)
        found, asked = run(home, board, "--whole")
    assert (len(asked), found["seen"]) == (11, 18)
