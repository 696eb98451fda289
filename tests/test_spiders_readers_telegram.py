"""Telegram's channel preview: whose words, which quotes, where older posts are."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from spiders.pages.document import Document
from spiders.readers import choose, telegram
from tests.reading_pages import cases, document, expected, shown

NOW = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.mark.parametrize("page", cases("telegram"), ids=lambda page: page.stem)
def test_page(page: Path) -> None:
    assert shown(page) == expected(page)


@pytest.mark.parametrize("page", cases("telegram"), ids=lambda page: page.stem)
def test_telegram_is_surest(page: Path) -> None:
    name, sure = choose(document(page))
    assert name == "telegram"
    assert sure >= 0.8


def test_no_media_is_ever_led_to() -> None:
    page = next(page for page in cases("telegram") if page.stem == "newest_uk")
    reading = telegram.read(document(page))
    links = [*reading.next_pages, *reading.boards, *(one.url or "" for one in reading.posts)]
    assert not [link for link in links if "cdn.example" in link or "single" in link]


def test_a_page_that_embeds_or_names_a_channel_is_not_its_preview() -> None:
    text = (
        '<script async src="https://telegram.org/js/telegram-widget.js" data-telegram-post="a/1">'
        '</script><a href="https://t.me/s/a">tgme_widget_message</a><div class="tgme">x</div>'
    )
    assert choose(Document(url="https://t.me/s/a", text=text, fetched_at=NOW))[0] != "telegram"


def test_one_number_in_two_channels_is_two_posts() -> None:
    text = '<div class="tgme_widget_message js-widget_message" data-post="{}/7">'
    first, second = (
        telegram.read(
            Document(url="https://t.me/s/x", text=text.format(name), fetched_at=NOW)
        ).site_root
        for name in ("One", "two")
    )
    assert (first, second) == ("/one", "/two")


def said(check: str, name: str) -> str | None:
    found = re.search(rf"\b{name}=('(?:[^'\\]|\\.)*'|\"[^\"]*\"|None|True|False|\d+)", check)
    return None if found is None else found[1]


@pytest.mark.shared
def test_real_messages(shared: Path) -> None:
    folder, seen = shared / "pages/telegram", 0
    for case in json.loads((folder / "tchan-expected.json").read_text()):
        check = next((one for one in case["checks"] if "ChannelMessage" in one), None)
        if check is None:
            continue
        text = (folder / case["html"][0]).read_text()
        page = Document(url="https://t.me/s/tchantest", text=text, fetched_at=NOW)
        posts = telegram.read(page).posts
        seen += 1
        if said(check, "type") == "'service'":
            assert not posts
            continue
        [post] = posts
        assert post.key == said(check, "id")
        assert (post.edited_at is not None) == (said(check, "edited") == "True")
        author, wanted = said(check, "author"), said(check, "text")
        assert author in ("None", f"'{post.author}'")
        words = post.text
        if source := said(check, "forwarded_author"):
            assert not words
            head, _, words = post.quotes[0].partition("\n")
            assert source.strip("'") in head
        if wanted != "None":
            assert words == wanted.strip("'").replace("\\n", "\n")
        when = "datetime.datetime({0.year}, {0.month}, {0.day}, {0.hour}, {0.minute}, {0.second}"
        assert when.format(post.posted_at) in check
    assert seen == 7


@pytest.mark.shared
def test_a_real_preview(shared: Path) -> None:
    for path in sorted((shared / "pages/telegram").glob("any2feed-*.html")):
        text = path.read_text()
        page = Document(url="https://t.me/s/x", text=text, fetched_at=NOW)
        reading = telegram.read(page)
        numbers = re.findall(r'data-post="[^"/]+/(\d+)"', text)
        assert [post.key for post in reading.posts] == numbers
        assert all(post.author and post.posted_at and post.url for post in reading.posts)
        assert not [post.text for post in reading.posts if "\n\n\n" in post.text]
        before = re.findall(r'data-before="(\d+)"', text)
        assert [link.rpartition("=")[2] for link in reading.next_pages] == before
