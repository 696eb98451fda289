"""`indicators` shows what there is, what a new one would find, and what people made of it."""

import json
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.home import make_home
from crawler.items import Post
from index.desk import Desk
from index.rows import Rows
from pipelines.road import read
from tests import rake
from tests.rake import GARDEN

ROOT = Path(__file__).parent.parent
SIGN = rake.SIGN + "  pl: {{confidence: high, words: [grabie]}}\n"
OGROD = "Zatrudnimy ogrodników w Gdyni, umowa o pracę, 31 zł za godzinę, proszę dzwonić do biura."


@pytest.fixture
def home(tmp_path):
    """A home with twelve kept posts: every third English one and every second Polish one has a rake."""
    place = make_home(tmp_path / "home")
    with closing(Rows(place.rows)) as rows:
        rows.add([made(n) for n in range(12)])
    return place


def made(n):
    if n < 8:
        text = f"{GARDEN} Bring a {'rakehandle' if n % 3 == 0 else 'spade'}. Ref {n}"
    else:
        text = f"{OGROD} Trzeba mieć własne {'grabie' if n % 2 else 'rękawice'}. Nr {n}"
    day = datetime(2026, 10, n + 1, tzinfo=UTC)
    return read(Post(id=f"{n:032x}", site="b.example", source="b", text=text, posted_at=day, posted_precision="day"))  # fmt: skip


def write(folder, name="home.rake", word="rakehandle", alone="true", text=""):
    path = folder / f"{name}.yml"
    path.write_text(text or SIGN.format(word=word, alone=alone), encoding="utf-8")
    return path


def run(place, *words):
    command = [sys.executable, str(ROOT / "offerwatch.py"), "indicators", *map(str, words)]
    command += ["--home", str(place.root)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def said(place, *words):
    done = run(place, *words, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def last_seq(place):
    with closing(Rows(place.rows)) as rows:
        return rows.last_seq()


def test_a_new_indicator_is_tried_on_kept_posts_and_nothing_is_written(home, tmp_path):
    file, before = write(tmp_path), last_seq(home)
    told = said(home, "test", file)
    assert (told["read"], told["hit"], told["lost"]) == (12, 5, 0)
    assert told["languages"] == {"en": 3, "pl": 2}
    assert told["lanes"] == {"queue": 5}
    assert {int(one["id"], 16) for one in told["moved"]} == {0, 3, 6, 9, 11}
    assert all((one["before"], one["after"]) == (None, "queue") for one in told["moved"])
    words = {hit["words"] for post in told["posts"] for hit in post["hits"]}
    assert words == {"rakehandle", "grabie"}
    shown = run(home, "test", file).stdout
    assert "hits 5 of 12 kept posts" in shown
    assert "Bring a »rakehandle«. Ref" in shown
    assert "not raised -> queue: 5" in shown
    assert last_seq(home) == before
    assert list(home.indicators.iterdir()) == []


def test_since_leaves_older_posts_out(home, tmp_path):
    told = said(home, "test", write(tmp_path), "--since", "2026-10-07")
    assert (told["read"], told["hit"]) == (6, 3)
    assert run(home, "test", write(tmp_path), "--since", "Tuesday").returncode == 2


def test_a_weak_sign_is_hit_but_moves_nothing(home, tmp_path):
    file = write(tmp_path, text=SIGN.format(word="spade", alone="false").replace("strong", "weak"))
    told = said(home, "test", file)
    assert (told["hit"], told["moved"], told["lanes"]) == (7, [], {"not raised": 7})
    assert len(told["posts"]) == 7


def test_a_changed_indicator_that_already_counts_is_compared_with_the_home_without_it(home):
    from pipelines.retag import retag

    write(home.indicators, word="spade")
    with closing(Rows(home.rows)) as rows:
        retag(rows, home.indicators)
    told = said(home, "test", home.indicators / "home.rake.yml")
    assert (told["hit"], len(told["moved"])) == (7, 7)


def test_switching_off_shows_what_would_be_lost(home, tmp_path):
    from pipelines.retag import retag

    write(home.indicators)
    with closing(Rows(home.rows)) as rows:
        retag(rows, home.indicators)
    file = write(tmp_path, text=SIGN.format(word="rakehandle", alone="true") + "enabled: false\n")
    told = said(home, "test", file)
    assert (told["off"], told["hit"], told["lost"], len(told["moved"])) == (True, 0, 5, 5)
    assert {one["after"] for one in told["moved"]} == {None}


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("home.rake", "title: x\n", "home.rake.yml: why: missing; write it"),
        ("home.rake", SIGN.format(word="a .. ", alone="true"), "home.rake.yml: terms.en: "),
        (
            "rake",
            SIGN.format(word="rake", alone="true"),
            "rake.yml: rake: not an id; name the file",
        ),
        ("home.gone", "enabled: false\n", "home.gone.yml: enabled: there is no home.gone"),
    ],
)
def test_a_broken_file_is_named_with_its_key_and_what_to_do(home, tmp_path, name, text, words):
    done = run(home, "test", write(tmp_path, name, text=text))
    assert done.returncode == 1
    assert words in done.stderr
    assert "mend" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_is_not_there_is_named(home, tmp_path):
    done = run(home, "test", tmp_path / "no.such.yml")
    assert done.returncode == 1
    assert "no.such.yml: cannot be read" in done.stderr


def test_words_of_a_restricted_post_are_not_shown(home, tmp_path):
    text = "Help, I am held in a flat near Leeds with a rakehandle by the door, they took my passport and my phone and I cannot leave."  # fmt: skip
    with closing(Rows(home.rows)) as rows:
        post = read(Post(id="f" * 32, site="b.example", source="b", text=text))
        assert post.restricted
        rows.add([post])
    sign = SIGN.format(word="rakehandle", alone="false").replace("other]", "other, disclosure]")
    told = said(home, "test", write(tmp_path, text=sign))
    mine = [post for post in told["posts"] if post["id"] == "f" * 32]
    assert [post["hits"] for post in mine] == [[]]


def test_the_list_says_where_each_is_from_and_what_is_off(home):
    write(home.indicators)
    write(home.indicators, "offer.fee.recruitment", text="enabled: false\n")
    write(home.indicators, "offer.vague.duties", text=SIGN.format(word="rake", alone="false"))
    write(home.indicators, "home.broken", text="[]")
    told = said(home, "list")
    found = {one["id"]: one for one in told["indicators"]}
    assert len(found) == 81
    assert (found["home.rake"]["from"], found["home.rake"]["on"]) == ("home", True)
    assert (found["offer.fee.recruitment"]["from"], found["offer.fee.recruitment"]["on"]) == ("catalogue", False)  # fmt: skip
    assert found["offer.vague.duties"]["from"] == "home, in place of ours"
    assert told["broken"] == ["home.broken.yml: not a table of keys; see docs/indicators.md"]
    shown = run(home, "list")
    assert "home.broken.yml: not a table" in shown.stderr
    line = next(line for line in shown.stdout.splitlines() if line.startswith("home.rake "))
    assert line.split() == [
        "home.rake",
        "strong",
        "on",
        "home",
        *["A", "rake", "must", "be", "bought"],
    ]


def test_the_report_counts_verdicts_by_family(home):
    from pipelines.retag import retag

    write(home.indicators)
    with closing(Rows(home.rows)) as rows:
        retag(rows, home.indicators)
        desk = Desk(rows)
        for n, status in ((0, "referred"), (3, "dismissed"), (6, "watch"), (9, "dismissed")):
            desk.decide(f"{n:032x}", status, "a test", "t")
    told = {(one["indicator"], one["language"]): one for one in said(home, "report")}
    english, polish = told["home.rake", "en"], told["home.rake", "pl"]
    assert (english["posts"], english["referred"], english["watch"], english["dismissed"]) == (3, 1, 1, 1)  # fmt: skip
    assert english["precision"] == pytest.approx(2 / 3)
    assert (polish["posts"], polish["dismissed"], polish["precision"]) == (2, 1, 0.0)
    shown = run(home, "report").stdout
    assert any(line.split()[:3] == ["home.rake", "en", "3"] for line in shown.splitlines())


def test_a_report_of_an_empty_home_says_what_to_do(tmp_path):
    place = make_home(tmp_path / "empty")
    assert "crawl first" in run(place, "report").stdout
    assert said(place, "report") == []


def test_a_name_of_the_home_is_shown_instead_of_the_id(home):
    from dashboards.reasons import explain, own_titles
    from dashboards.screens.cards import card

    write(home.indicators)
    post = read(made(0), home.indicators)
    assert "home.rake" in post.indicators
    for shown in (explain(post, "pl", own=own_titles(home)).why, card(post, own=own_titles(home)).told.why):  # fmt: skip
        assert "A rake must be bought" in " ".join(shown)
        assert "home.rake" not in " ".join(shown)


def test_the_daemon_notices_a_changed_and_a_broken_file_without_a_restart(home, caplog):
    from dashboards.daemon import Daemon

    caplog.set_level("INFO")
    daemon = Daemon(home)
    daemon._complain(daemon._indicators())
    assert caplog.messages == []
    write(home.indicators)
    broken = write(home.indicators, "home.broken", text="[]")
    for _ in range(3):
        daemon._complain(daemon._indicators())
    assert sum("indicators changed" in line for line in caplog.messages) == 1
    assert sum("home.broken.yml: not a table" in line for line in caplog.messages) == 1
    broken.unlink()
    assert daemon._indicators() == {}


def test_following_takes_back_what_a_purge_ended(home):
    from dashboards.daemon import follow
    from pipelines.structure import MANY_NAMES

    said = ("au pair, call Anna", "farm work in Kent, ask Marek", "bar in Köln, write to Lena")
    texts = [f"Girls wanted for {one} +48 500 000 731, free room" for one in said]
    with closing(Rows(home.rows)) as rows:
        rows.add([read(Post(id=f"{n:x}" * 32, site="b.example", source="b", text=text)) for n, text in enumerate(texts, 10)])  # fmt: skip
        follow(str(home.root))
        assert sum(MANY_NAMES in post.indicators for post in rows.where()) == 3
        rows.purge(["a" * 32], home.key())
        follow(str(home.root))
        assert sum(MANY_NAMES in post.indicators for post in rows.where()) == 0
