"""The file that `check --save` writes: every key explained, what was found filled in, and it loads."""

import re
from datetime import UTC, datetime

import pytest

from crawler.config import HomeError
from crawler.home import make_home
from spiders import draft
from spiders.source import Source, adhoc, read_source

NOW = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
SEEN = {
    "reader": "phpbb", "sure": {"phpbb": 0.95, "generic": 0.6}, "posts": [{}] * 10, "wall": None,
    "language": "pl-PL", "timezone": "Europe/Warsaw", "missing": ["author: 1 of 10"],
    "pages": [{"url": "https://board.example/"}, {"url": "https://board.example/t?t=1"}],
}  # fmt: skip


def written(source=None, **seen):
    return draft.written(source or adhoc("https://board.example/"), SEEN | seen, NOW)


def loaded(tmp_path, text):
    path = tmp_path / "mine.yml"
    path.write_text(text, encoding="utf-8")
    return read_source(path)


def test_what_was_found_is_filled_in(tmp_path):
    source = loaded(tmp_path, written())
    assert (source.start, source.reader) == (("https://board.example/",), "phpbb")
    assert (source.language, source.timezone, source.schedule) == ("pl", "Europe/Warsaw", "6h")


def test_the_file_says_when_and_from_what_it_was_made():
    head = written().split("\n\n")[0]
    assert "on 2026-03-01 12:30 UTC from https://board.example/" in head
    assert "https://board.example/t?t=1" in head
    assert "10 posts by the reader phpbb, 95% sure; missing author: 1 of 10" in head


def test_every_key_of_a_source_is_there_with_a_word_on_what_it_does():
    blocks = written().split("\n\n")[1:]
    shown = [re.match(r"(?:# )?(\w+): ", block.splitlines()[-1])[1] for block in blocks]
    assert sorted(shown) == sorted(set(Source.model_fields) - {"name"})
    assert all(block.startswith("# ") and len(block.splitlines()) > 1 for block in blocks)


def test_every_line_that_is_a_comment_may_be_taken_in(tmp_path):
    keys = "|".join(Source.model_fields)
    text = re.sub(rf"(?m)^# (?=(?:{keys}): )", "", written(language=None, timezone=None))
    source = loaded(tmp_path, text)
    assert source.expect.posts == 40
    assert source.silent_days == 14
    assert set(source.selectors) == {"post", "author", "date", "text"}


def test_what_the_defaults_are_is_what_the_comments_say(tmp_path):
    text = re.sub(
        r"(?m)^# (?=(?:revisit|revisit_every|whole|render|allow_private): )", "", written()
    )
    bare = Source(name="mine", start="https://board.example/")
    for key in ("revisit", "revisit_every", "whole", "render", "allow_private"):
        assert getattr(loaded(tmp_path, text), key) == getattr(bare, key)


def test_a_source_that_says_more_is_copied_whole(tmp_path):
    said = {
        "start": ["https://a.example/x?y=1&z=%22", "https://b.example/"], "reader": "generic",
        "hosts": ["c.example"], "schedule": "5 4 * * *", "expect": {"posts": 3}, "revisit": "3d",
        "selectors": {"post": "//div[@class='a: b']"}, "since": "2026-01-05", "delay": 7.5,
        "proxy": "socks5://127.0.0.1:9050", "allow_private": True, "language": "de",
    }  # fmt: skip
    source = Source.model_validate({"name": "mine", **said})
    assert loaded(tmp_path, written(source, timezone=None)) == source


def test_selectors_are_copied_so_that_they_find_the_same(tmp_path):
    said = {"post": "div.post > p, li", "author": ".author"}
    source = loaded(tmp_path, "start: https://a.example/\nselectors: " + str(said))
    again = loaded(tmp_path, written(source)).selectors
    assert [one.removeprefix("./") for one in again.values()] == [
        one.removeprefix("./") for one in source.selectors.values()
    ]


def test_a_zone_and_a_language_that_cannot_be_named_are_notes():
    text = written(timezone="UTC+03:00", language="cs")
    assert "# The pages show UTC+03:00; name the place" in text
    assert "# The pages say cs" in text
    assert "\n# timezone: " in text
    assert "\n# language: " in text


@pytest.mark.parametrize(
    "evil", ["x\nschedule: 1m", "x\u2028hosts: evil.example", "\x1b[2J", "x\ry: 1"]
)
def test_what_a_page_says_never_becomes_a_key(tmp_path, evil):
    text = written(language=evil, timezone=evil, missing=[evil], pages=[{"url": evil}])
    source = loaded(tmp_path, text)
    assert (source.schedule, source.hosts) == ("6h", ())
    assert "\x1b" not in text


def test_a_page_nobody_reads_leaves_the_reader_open(tmp_path):
    text = written(reader=None, wall="captcha", language=None, timezone=None)
    assert loaded(tmp_path, text).reader == "auto"
    assert "# No reader knew these pages then." in text


@pytest.mark.parametrize("name", ["../evil", "Ups", "a/b", "", ".hidden", "a" * 65])
def test_a_name_that_is_no_file_of_the_sources_is_refused(tmp_path, name):
    with pytest.raises(HomeError, match="a name is lower-case letters"):
        draft.place(make_home(tmp_path), name)


def test_a_source_that_is_there_is_never_touched(tmp_path):
    home = make_home(tmp_path)
    path = draft.save(home, "mine", adhoc("https://board.example/"), SEEN, NOW)
    before = path.read_bytes()
    with pytest.raises(HomeError, match="is there already"):
        draft.save(home, "mine", adhoc("https://other.example/"), SEEN, NOW)
    assert path.read_bytes() == before
