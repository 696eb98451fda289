"""The record keeps every post, numbers every change and forgets what it must."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql.pg8000 import PGDialect_pg8000
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.exc import IntegrityError

from crawler.items import Contact, Page, PageRef, Post
from index import families
from index.desk import Desk
from index.rows import Rows
from index.tables import posts
from index.tokens import tokens

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
    gone = Page(source="s", ref=PageRef(url="https://board.example/t"), gone=["a" * 32])
    assert rows.keep(gone, now=NOW).gone == ["a" * 32]
    assert rows.get("a" * 32).gone_at == NOW
    assert rows.keep(gone, now=NOW).gone == []
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


def shown(post):
    return (
        post.first_seen, post.last_seen, post.seq, post.cluster, post.status, post.revision,
    )  # fmt: skip


def test_the_posts_handed_in_show_what_was_kept(rows):
    """What is written out after a crawl is what the rows hold, a sighting's exact time included."""
    later, next_day = NOW + timedelta(hours=1), NOW + timedelta(days=1)
    near = {"a" * 32: [1] * 128, "b" * 32: [1] * 128}
    for post, at in (
        (made(), NOW),
        (made("b" * 32), NOW),
        (made(), later),
        (made(text="Picking pears"), later),
        (made(text="Picking pears"), next_day),
    ):
        rows.add([post], signatures=near, now=at)
        kept = rows.get(post.id)
        assert post.last_seen == at
        assert shown(post) == (kept.first_seen, at, *shown(kept)[2:])
    assert shown(post)[0] == NOW
    assert shown(post)[3:] == ("a" * 32, "new", 2)


def test_a_post_refused_or_a_page_that_fails_shows_nothing(rows):
    rows.erase(["a" * 32], NOW)
    refused, fine, broken = made(), made("b" * 32), made("c" * 32)
    broken.source = None
    rows.add([refused], now=NOW)
    with pytest.raises(IntegrityError):
        rows.add([fine, broken], now=NOW)
    for post in (refused, fine, broken):
        assert shown(post) == (None, None, 0, None, "new", 1)
    assert (rows.get("b" * 32), rows.last_seq()) == (None, 1)


def test_a_decision_does_not_turn_back_when_a_post_was_last_seen(rows):
    rows.add([made()], now=NOW)
    rows.add([made()], now=NOW + timedelta(hours=5))
    rows.set_status("a" * 32, "watch")
    assert rows.ids(posts.c.last_seen == NOW + timedelta(hours=5)) == ["a" * 32]


@pytest.mark.parametrize("seed", range(6))
def test_families_are_the_connected_parts_however_pages_cut_the_posts(tmp_path, seed):
    """Sightings, edits and bridges between old families among them."""
    dice = random.Random(seed)
    texts = {f"{n:032x}": signature(dice) for n in range(24)}
    first = {one: signature(dice) for one in texts}
    rows = Rows(f"sqlite:///{tmp_path / 'rows.db'}")
    early = dice.sample(sorted(texts), 8)
    rows.add([made(one, text="before " + one) for one in early], signatures=first, now=NOW)
    rest = dice.sample(sorted(texts), 24)
    while rest:
        some, rest = rest[: (k := dice.randint(1, 7))], rest[k:]
        rows.add([made(one, text=one) for one in some], signatures=texts, now=NOW)
        rows.add([made(one, text=one) for one in some], signatures=texts, now=NOW)
    kept = {post.id: post.cluster for post in rows.where()}
    changes = rows.changes(0)
    rows.close()
    assert kept == {one: least(texts, one) for one in texts}
    assert sorted({change.seq for change in changes}) == [change.seq for change in changes]


def signature(dice):
    """Near to one of four, so that some are alike, some only through others, some not at all."""
    least = dice.randrange(4)
    return [
        least if place >= dice.randrange(75) else dice.randrange(1 << 32) for place in range(128)
    ]


def least(texts, one):
    """The least id that is reached from *one* by pairs alike in 0.7 of values and in a band."""
    found, ahead = {one}, [one]
    while ahead:
        here = ahead.pop()
        for other in texts.keys() - found:
            same = [a == b for a, b in zip(texts[here], texts[other], strict=True)]
            if sum(same) >= 0.7 * 128 and any(all(same[n : n + 4]) for n in range(0, 128, 4)):
                found.add(other)
                ahead.append(other)
    return min(found) if len(found) > 1 else None


def test_who_joins_a_decided_post_is_as_decided_whatever_its_id(rows):
    near = {one * 32: [1] * 128 for one in "abcd"}
    rows.add([made("c" * 32)], signatures=near, now=NOW)
    Desk(rows).decide("c" * 32, "dismissed", "known", "Anna")
    for one in "adb":
        rows.add([made(one * 32)], signatures=near, now=NOW)
    assert {(post.cluster[0], post.status) for post in rows.where()} == {("a", "dismissed")}


def test_a_page_of_hundreds_alike_is_one_family(rows):
    many = [made(f"{n:032x}") for n in range(400)]
    rows.add(many, signatures={post.id: [7] * 128 for post in many}, now=NOW)
    assert {post.cluster for post in rows.where()} == {f"{0:032x}"}
    assert rows.last_seq() == 400


def test_words_that_come_with_a_page_are_kept_and_others_are_cut(rows):
    posts_read = [made("a" * 32), made("b" * 32, text="Picking pears")]
    page = Page(source="board", ref=PageRef(url="http://board.example/t1"), posts=posts_read)
    page.words = {"a" * 32: tokens(made(text="Given words")), "c" * 32: "never read"}
    rows.keep(page, NOW)
    given, own = rows.changes(0)
    assert [word.form for word in given.text_words] == ["given", "words"]
    assert [word.form for word in own.text_words] == ["picking", "pears"]


def test_bands_are_told_as_tuples_only_to_a_database_that_takes_them():
    assert families._insert(sqlite.dialect()).endswith("VALUES (?, ?, ?)")
    assert families._insert(PGDialect_pg8000()).count("%s") == 3
    assert families._insert(PGDialect_psycopg()) is None
