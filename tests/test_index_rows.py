"""The record keeps every post, numbers every change and forgets what it must."""

from datetime import UTC, datetime, timedelta

import pytest

from crawler.items import Contact, PageRef, Post
from index.rows import Rows
from index.tables import posts

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def rows(tmp_path):
    """Rows in a fresh SQLite file."""
    with_rows = Rows(f"sqlite:///{tmp_path / 'rows.db'}")
    yield with_rows
    with_rows.close()


def made(one="a" * 32, text="Picking apples near the lake", **more):
    """A post as the road hands it on."""
    return Post(id=one, site="board.example", source="board", text=text, language="en", **more)


def test_a_new_post_is_kept_whole_with_its_page(rows):
    kept = rows.add([made()], page=PageRef(url="http://board.example/t1"), now=NOW)
    post = rows.get("a" * 32)
    assert kept.new == ["a" * 32]
    assert (post.text, post.page.url, post.first_seen) == (
        "Picking apples near the lake", "http://board.example/t1", NOW,
    )  # fmt: skip


def test_every_change_draws_the_next_seq(rows):
    rows.add([made("a" * 32), made("b" * 32)], now=NOW)
    rows.add([made("a" * 32, text="Picking pears")], now=NOW)
    assert [(change.id[0], change.seq) for change in rows.changes(0)] == [("b", 2), ("a", 3)]
    assert rows.last_seq() == 3


def test_an_edit_is_a_revision_and_the_earlier_text_stays(rows):
    rows.add([made()], now=NOW)
    rows.add([made(text="Picking pears")], now=NOW + timedelta(hours=1))
    assert rows.get("a" * 32).revision == 2
    assert rows.get("a" * 32).first_seen == NOW
    assert rows.texts("a" * 32) == [(1, "", "Picking apples near the lake")]


def test_a_sighting_on_the_same_day_is_no_change_for_the_index(rows):
    rows.add([made()], now=NOW)
    assert rows.add([made()], now=NOW + timedelta(hours=1)).seen == ["a" * 32]
    assert rows.last_seq() == 1
    rows.add([made()], now=NOW + timedelta(days=1))
    assert rows.last_seq() == 2


def test_a_post_that_is_shown_again_is_no_longer_gone(rows):
    rows.add([made()], now=NOW)
    assert rows.mark_gone(["a" * 32], NOW) == 1
    assert rows.mark_gone(["a" * 32], NOW) == 0
    rows.add([made()], now=NOW)
    assert rows.get("a" * 32).gone_at is None


def test_what_was_erased_stays_erased_when_it_is_met_again(rows):
    rows.add([made()], now=NOW)
    rows.erase(["a" * 32, "c" * 32])
    assert rows.add([made(), made("c" * 32)], now=NOW).refused == ["a" * 32, "c" * 32]
    assert rows.get("a" * 32) is None
    assert [change.post for change in rows.changes(0)] == [None, None]


def test_a_purged_post_is_known_but_empty_and_only_new_words_bring_it_back(rows, tmp_path):
    phone = Contact(kind="phone", value="+48511111111", raw="511 111 111")
    rows.add([made(contacts=[phone])], now=NOW)
    assert rows.purge(["a" * 32], b"key", NOW) == 1
    assert rows.add([made()], now=NOW).seen == ["a" * 32]
    assert rows.get("a" * 32) is None
    assert b"apples" not in b"".join(p.read_bytes() for p in tmp_path.glob("rows.db"))
    assert rows.add([made(text="Pears instead")], now=NOW).changed == ["a" * 32]
    assert rows.get("a" * 32).text == "Pears instead"


def test_contacts_find_their_posts(rows):
    phone = Contact(kind="phone", value="+48511111111", raw="511 111 111")
    rows.add([made(contacts=[phone]), made("b" * 32)], now=NOW)
    assert [post.id for post in rows.by_contact(["+48511111111"])] == ["a" * 32]


def test_a_family_is_the_same_in_every_order_of_arrival(tmp_path):
    near = {
        "a": [1] * 128,
        "b": [1] * 100 + [2] * 28,
        "c": [2] * 28 + [1] * 60 + [3] * 40,
        "d": [9] * 128,
    }
    named = set()
    for n, order in enumerate(("abcd", "dcba", "cabd", "bdca")):
        rows = Rows(f"sqlite:///{tmp_path / f'{n}.db'}")
        for one in order:
            rows.add([made(one * 32, text=one)], signatures={one * 32: near[one]}, now=NOW)
        named.add(tuple(sorted((post.id[0], post.cluster) for post in rows.where())))
        rows.close()
    assert len(named) == 1
    assert dict(named.pop())["d"] is None


def test_two_writers_never_share_or_skip_a_number(rows, tmp_path):
    import threading

    other = Rows(f"sqlite:///{tmp_path / 'rows.db'}")

    def write(to, first):
        for n in range(40):
            to.add([made(f"{first}{n:031}")], now=NOW)

    threads = [threading.Thread(target=write, args=pair) for pair in ((rows, "a"), (other, "b"))]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    other.close()
    assert [change.seq for change in rows.changes(0)] == list(range(1, 81))


def test_rows_can_be_asked_by_column(rows):
    rows.add(
        [made(priority=3, lane="queue"), made("b" * 32, priority=9, lane="queue"), made("c" * 32)]
    )
    assert [post.id[0] for post in rows.where(posts.c.lane == "queue")] == ["b", "a"]


def test_a_new_reading_never_overwrites_an_edit_that_came_meanwhile(rows):
    rows.add([made()], now=NOW)
    stale = rows.get("a" * 32)
    rows.add([made(text="Picking pears")], now=NOW)
    stale.role = "offer"
    assert rows.update([stale]) == 0
    fresh = rows.get("a" * 32)
    fresh.role, fresh.gone_at = "offer", NOW
    assert rows.update([fresh]) == 1
    assert (rows.get("a" * 32).role, rows.get("a" * 32).gone_at) == ("offer", None)
    assert rows.update([fresh]) == 0
