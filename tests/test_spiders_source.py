"""Sources as the home's YAML says them: what is wrong is said with file, key and next step."""

import pytest

from crawler.config import HomeError
from crawler.home import make_home
from spiders.source import adhoc, load_source, load_sources

START = "start: https://board.example/viewforum.php?f=7\n"


@pytest.fixture
def home(tmp_path):
    return make_home(tmp_path / "home")


def put(home, name, text):
    (home.sources / f"{name}.yml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (START + "reder: auto\n", "reder: unknown key"),
        (START + "reader: frobnicate\n", "reader: no reader called 'frobnicate'; there is auto"),
        (START + "language: no\n", "language: "),
        (START + "language: xx\n", "language: 'xx' is not read"),
        (START + START, "start: said twice (line 2)"),
        (START + "no: 1\n", "key no (line 2) is not a word; put it in quotes"),
        (START + "expect: {posts: 1, posts: 2}\n", "posts: said twice"),
        (START + "expect: {with_text: 3}\n", "expect.with_text: "),
        (START + "schedule: sometimes\n", "schedule: 'sometimes' is no schedule"),
        (START + "timezone: Warsaw\n", "timezone: 'Warsaw' is no time zone"),
        (START + "timezone: ../../etc/passwd\n", "timezone: "),
        (START + "proxy: board.example\n", "proxy: is no proxy; write it as socks5://"),
        (START + "hosts: [https://x.example/]\n", "hosts: "),
        (START + "max_pages: 0\n", "max_pages: "),
        (START + "name: other\n", "name: a source is called as its file"),
        ("start: board.example\n", "start: 'board.example' is not a web address"),
        ("start: file:///etc/passwd\n", "is not a web address"),
        ("start: []\n", "start: "),
        ("reader: auto\n", "start: "),
        ("- a\n", "holds no keys"),
        ("start: [\n", "not valid YAML"),
        ("start: !!python/object/apply:os.system [ls]\n", "not valid YAML"),
        ("", "holds no keys"),
    ],
)
def test_what_is_wrong_is_one_line_with_file_and_key(home, text, said):
    put(home, "one", text)
    with pytest.raises(HomeError) as caught:
        load_source(home, "one")
    assert str(caught.value).startswith("one.yml: ")
    assert said in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_all_broken_files_are_told_together(home):
    put(home, "a", "start: x\nreder: y\n")
    put(home, "b", START)
    put(home, "c", "start: [\n")
    with pytest.raises(HomeError) as caught:
        load_sources(home)
    assert [line.split(":")[0] for line in str(caught.value).splitlines()] == ["a.yml"] * 2 + [
        "c.yml"
    ]


def test_a_whole_source(home):
    put(
        home,
        "board",
        "start: ['https://www.Board.example:8443/a?sid=0123456789abcdef0123', http://b.example/]\n"
        "schedule: '*/20 6-22 * * mon-fri'\nlanguage: pl\ntimezone: Europe/Warsaw\n"
        "hosts: img.board.example\nsince: 2026-01-02\ndelay: 5\nmax_pages: 9\n",
    )
    source = load_sources(home)[0]
    assert source.name == "board"
    assert source.start == ("https://www.board.example:8443/a", "http://b.example/")
    assert source.allowed == {"www.board.example", "b.example", "img.board.example"}
    assert source.oldest.isoformat() == "2026-01-02T00:00:00+00:00"
    assert source.zone.key == "Europe/Warsaw"


def test_a_bare_address_is_its_own_allow_list():
    source = adhoc("https://Board.example:8443/x", allow_private=None, delay=None)
    assert (source.name, source.allowed) == ("board.example-8443", {"board.example"})
    assert not source.allow_private
    assert adhoc("http://[::1]:80/").name


def test_an_unknown_name_says_which_there_are(home):
    put(home, "board", START)
    for name in ("nope", "../../etc/passwd", "board/../board"):
        with pytest.raises(HomeError, match="there is board"):
            load_source(home, name)
