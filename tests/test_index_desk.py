"""People's own records outlive the index and a restart."""

from datetime import UTC, datetime

import pytest

from crawler.items import Contact, Fact, Post
from index.desk import Desk, Watch
from index.rows import Rows

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def rows(tmp_path):
    """Rows in a fresh SQLite file."""
    kept = Rows(f"sqlite:///{tmp_path / 'rows.db'}")
    yield kept
    kept.close()


def made(one, text="Berries", **more):
    """A post in the queue."""
    return Post(id=one * 32, site="b.example", source="b", text=text, lane="queue", **more)


def family(rows, *ones):
    """Keep posts of nearly one text."""
    for one in ones:
        rows.add([made(one, text=one)], signatures={one * 32: [1] * 128}, now=NOW)


def test_a_verdict_goes_to_the_whole_family_and_to_who_joins_it_later(rows):
    family(rows, "a", "b")
    assert Desk(rows).decide("b" * 32, "dismissed", "known farm", "Anna") == 2
    family(rows, "c")
    assert [rows.get(one * 32).status for one in "abc"] == ["dismissed"] * 3


@pytest.mark.parametrize(
    "news",
    [
        {
            "contacts": [Contact(kind="telegram", value="@x_77", raw="@x_77")],
            "contact_values": ["@x_77"],
        },
        {"indicators": ["documents.retention"]},
        {"facts": {"pay": Fact(state="stated", value="900 eur")}},
        {"facts": {"place": Fact(state="stated", value="Oslo")}},
    ],
    ids=["contact", "indicator", "pay", "place"],
)
def test_what_nobody_had_seen_when_they_decided_makes_it_new_again(rows, news):
    family(rows, "a", "b")
    Desk(rows).decide("a" * 32, "dismissed", "known farm", "Anna")
    rows.add([made("c", text="c", **news)], signatures={"c" * 32: [1] * 128}, now=NOW)
    assert rows.get("c" * 32).status == "new"
    assert rows.get("a" * 32).status == "dismissed"


def test_nobody_can_decide_on_a_post_that_is_not_there(rows):
    with pytest.raises(KeyError):
        Desk(rows).decide("a" * 32, "watch", "", "Anna")


def test_watches_are_kept_by_name_and_a_name_is_taken_once(rows, tmp_path):
    desk = Desk(rows)
    desk.add_watch(Watch("berries", "Anna", "berries OR ягоди"))
    with pytest.raises(ValueError, match="berries"):
        desk.add_watch(Watch("berries", "Olena", "x"))
    again = Rows(f"sqlite:///{tmp_path / 'rows.db'}")
    assert Desk(again).watches() == [Watch("berries", "Anna", "berries OR ягоди")]
    again.close()
    assert desk.remove_watch("berries") is True
    assert desk.remove_watch("berries") is False


def test_being_told_is_kept_by_person_and_telling_twice_is_harmless(rows):
    desk = Desk(rows)
    desk.tell("Anna", ["1", "2"], "<m1>")
    desk.tell("Anna", ["2", "3"], "<m2>")
    assert desk.untold("Anna", ["1", "2", "3", "4"]) == {"4"}
    assert desk.untold("Olena", ["1"]) == {"1"}
    assert desk.untold("Anna", []) == set()


def test_the_journal_only_grows(rows):
    desk = Desk(rows)
    for n in range(3):
        desk.note("raw export", "anna", f"purpose {n}")
    assert [note["detail"] for note in desk.notes()] == ["purpose 0", "purpose 1", "purpose 2"]
