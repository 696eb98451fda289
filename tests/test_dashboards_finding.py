"""Search shows what may be seen; lookup says what was seen, in any spelling, without anybody's words."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from crawler.config import Config
from crawler.home import Home
from crawler.items import Contact, Post
from crawler.locks import only
from dashboards.finding import find
from dashboards.lookup import contacts_in, lookup
from dashboards.printing import answer, answer_json, clean, found, marked, snippet
from index.opening import opened
from index.query import QueryError
from index.rows import Rows
from pipelines.repost import signature

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
OFFER = (
    "We look for two people to pack apples near the lake in autumn, housing is in the old mill, "
    "the driver comes on Sunday evening, call or write and we start at once"
)


@pytest.fixture
def home(tmp_path):
    """A home with the built-in index."""
    (tmp_path / "data").mkdir()
    return Home(tmp_path, Config())


@pytest.fixture
def rows(home):
    """The rows of that home."""
    kept = Rows(home.rows)
    yield kept
    kept.close()


def made(one="a", text=OFFER, **more):
    """A post as the road hands it on."""
    return Post(**{
        "id": one * 32, "site": "board.example", "source": "board", "text": text, "language": "en",
        "url": f"https://board.example/p?{one}", "role": "offer", "posted_at": NOW,
    } | more)  # fmt: skip


def with_phone(one="a", value="+48511111111", **more):
    """A post that shows a phone number."""
    phone = Contact(kind="phone", value=value, raw=value, start=0, end=5)
    return made(one, contacts=[phone], contact_values=[value], **more)


def hidden(one, lane="child"):
    """A post of a restricted lane, with the same number and words of its own."""
    return with_phone(one, text="SECRETWORD apples", title="SECRETTITLE", lane=lane,
                      restricted=True, author="SECRETNAME", indicators=["minor.language"])  # fmt: skip


def test_words_are_found_in_their_forms_and_marked(home, rows):
    rows.add([made("a"), made("b", text="Nothing of the kind")], now=NOW)
    with opened(home) as (kept, engine):
        total, shown = find(kept, engine, "apple")
    assert (total, [one.post.id[0] for one in shown]) == (1, ["a"])
    start, end = shown[0].text[0]
    assert shown[0].post.text[start:end] == "apples"
    assert "»apples«" in found(total, shown)


@pytest.mark.parametrize("lane", ["child", "disclosure"])
@pytest.mark.parametrize(
    "query",
    [
        "apples",
        "SECRETWORD",
        "restricted:true",
        "lane:child OR lane:disclosure",
        "*",
        "-nosuchword",
    ],
)
def test_no_query_finds_a_restricted_post_unless_it_is_asked_for(home, rows, query, lane):
    rows.add([made("a"), hidden("c", lane)], now=NOW)
    with opened(home) as (kept, engine):
        _, shown = find(kept, engine, query)
        assert "c" * 32 not in [one.post.id for one in shown]
        _, shown = find(kept, engine, "SECRETWORD", restricted=True)
        assert [one.post.id for one in shown] == ["c" * 32]


def test_a_post_restricted_since_the_index_followed_is_not_shown(home, rows):
    rows.add([made("a")], now=NOW)
    with opened(home) as (kept, engine):
        rows.update([replace(rows.get("a" * 32), lane="child", restricted=True)])
        assert find(kept, engine, "apples")[1] == []


def test_search_works_while_another_process_follows(home, rows):
    rows.add([made("a")], now=NOW)
    with opened(home):
        pass
    rows.add([made("b")], now=NOW)
    with only(home.data / "follow.lock"), opened(home) as (kept, engine):
        assert find(kept, engine, "apples")[0] == 1
    with opened(home) as (kept, engine):
        assert find(kept, engine, "apples")[0] == 2


def test_a_bad_query_names_the_place(home, rows):
    with opened(home) as (kept, engine), pytest.raises(QueryError, match="sign"):
        find(kept, engine, "apples AND (")


@pytest.mark.parametrize(
    "asked",
    [
        "+48511111111", "0048 511 11 11 11", "511111111", "511-111-111", "(511) 111 111",
        "+48 511.111.111", "five one one, one one one, one one one", "48 511 111 111",
        "pięć jeden jeden jeden jeden jeden jeden jeden jeden", "call me 511 111 111",
        "tel: 5 1 1 1 1 1 1 1 1", "wa.me/48511111111",
    ],
)  # fmt: skip
def test_a_number_in_any_spelling_is_the_same_number(home, rows, asked):
    rows.add([with_phone()], now=NOW)
    assert [one.posts for one in lookup(home, rows, asked).sightings if one.posts] == [1]


@pytest.mark.parametrize(
    "asked", ["@star_jobs77", "star_jobs77", "t.me/star_jobs77", "STAR_jobs77"]
)
def test_a_handle_in_any_spelling_is_the_same_handle(home, rows, asked):
    handle = Contact(kind="telegram", value="@star_jobs77", raw="@star_jobs77")
    rows.add([made(contacts=[handle], contact_values=["@star_jobs77"])], now=NOW)
    assert lookup(home, rows, asked).seen


@pytest.mark.parametrize("asked", ["Job.Star@mail.example", "job.star (at) mail.example"])
def test_a_mail_address_is_found(home, rows, asked):
    mail = Contact(kind="email", value="job.star@mail.example", raw="x")
    rows.add([made(contacts=[mail], contact_values=["job.star@mail.example"])], now=NOW)
    assert lookup(home, rows, asked).seen


def test_the_address_of_an_ad_is_found(home, rows):
    rows.add([made("a")], now=NOW)
    assert lookup(home, rows, "https://board.example/p?a").sightings[0].posts == 1
    assert not lookup(home, rows, "https://board.example/p?%").seen


def test_a_number_of_another_country_is_not_taken_for_it(home, rows):
    rows.add([with_phone()], now=NOW)
    assert not lookup(home, rows, "+36511111111").seen
    assert not lookup(home, rows, "511111112").seen


def test_a_pasted_text_finds_its_reposts_with_small_changes(home, rows):
    kept = made("a")
    rows.add([kept], signatures={kept.id: signature(kept)}, now=NOW)
    pasted = OFFER.replace("Sunday", "Monday") + " !!!"
    said = lookup(home, rows, pasted)
    assert [(one.kind, one.posts) for one in said.sightings] == [("text", 1)]
    assert not lookup(
        home, rows, "Our choir sings on Tuesdays, come and bring a friend or two"
    ).seen


def test_a_text_too_short_to_compare_says_so(home, rows):
    said = lookup(home, rows, "Anna Nowak")
    assert said.too_short
    assert "too short" in answer(said, "en")


def test_what_was_purged_is_still_known_by_its_number(home, rows):
    rows.add([with_phone(indicators=["offer.fee.recruitment"])], now=NOW)
    rows.purge(["a" * 32], home.key(), NOW + timedelta(days=20))
    rows.add([with_phone("b")], now=NOW + timedelta(days=30))
    (one,) = lookup(home, rows, "511 11 11 11").sightings
    assert (one.posts, one.gone, one.sites) == (1, 1, {"board.example": 2})
    assert one.indicators == {"offer.fee.recruitment": 1}
    assert (one.first_seen, one.last_seen) == (NOW, NOW + timedelta(days=30))
    assert "Worker pays for the job (1)" in answer(lookup(home, rows, "511 11 11 11"), "en")


def test_another_homes_key_opens_nothing(home, rows):
    rows.add([with_phone()], now=NOW)
    rows.purge(["a" * 32], b"another key", NOW)
    assert not lookup(home, rows, "511111111").seen


@pytest.mark.parametrize("lane", ["child", "disclosure"])
def test_of_a_restricted_post_a_counsellor_hears_that_it_is_there_and_no_word(home, rows, lane):
    kept = hidden("c", lane)
    rows.add([kept, with_phone("a")], signatures={kept.id: [1] * 128}, now=NOW)
    said = lookup(home, rows, "511111111")
    (one,) = said.sightings
    assert (one.posts, one.restricted) == (2, 1)
    everything = answer(said, "en") + str(answer_json(said))
    for secret in ("SECRET", "c" * 32, "p?c", "minor.language", "Under-18s"):
        assert secret not in everything


@pytest.mark.parametrize(
    ("language", "warning"),
    [("en", "does not mean it is safe"), ("pl", "To nie znaczy, że jest bezpiecznie"),
     ("uk", "Це не означає, що безпечно")],
)  # fmt: skip
@pytest.mark.parametrize("asked", ["+48 600 100 200", "@nobody_77x", OFFER])
def test_not_seen_is_never_said_to_be_safe_and_advice_is_given(
    home, rows, asked, language, warning
):
    said = answer(lookup(home, rows, asked), language)
    assert warning in said
    assert "112" in said


def test_a_number_without_its_country_may_belong_to_any():
    ((kind, values),) = contacts_in("511 111 111")
    assert kind == "phone"
    assert values[0] == "+48511111111"
    assert contacts_in("0048 511 111 111") == [("phone", ["+48511111111"])]
    assert contacts_in("12") == []


def test_one_number_in_a_pasted_text_is_one_answer_whatever_country_it_is_of(home, rows):
    rows.add([with_phone()], now=NOW)
    said = lookup(home, rows, f"{OFFER}, 511 111 111 or @star_jobs77")
    assert [one.kind for one in said.sightings] == ["phone", "telegram", "text"]
    assert [one.seen for one in said.sightings] == [True, False, False]


def test_nothing_a_post_says_steers_the_terminal():
    nasty = "a\x1b[2Jb\r\nc\u202ed"
    assert clean(nasty) == "a [2Jb c d"
    assert marked("pay me", [(0, 3)]) == "»pay« me"
    long = "x " * 200 + "apples" + " y" * 200
    assert "»apples«" in snippet(long, [(400, 406)])
    assert len(snippet(long, [(400, 406)])) < 300
