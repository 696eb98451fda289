"""A page goes in, the JSON beside it comes out."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from spiders.pages.document import Document
from spiders.readers import choose, load

PAGES = sorted((Path(__file__).parent / "pages").glob("*/*.html"))
WHERE = {
    "subsilver_topic": "http://kuchnia.example/forum/viewtopic.php?t=81",
    "subsilver_listing": "http://harbour.example/viewforum.php?f=9",
    "subsilver2_topic": "http://orchard.example/b/viewtopic.php?f=2&t=31&start=15",
    "prosilver_cs": "https://ulipy.example/forum/viewtopic.php?p=911",
    "dark_uk": "https://prychal.example/dok/viewtopic.php?t=208",
    "other_theme_pl": "https://targ.example/ogl/praca/pomoc-kuchenna_i73",
    "job_de": "https://arbeit.example/stelle/4711",
}
CLOCK = datetime(2026, 8, 24, 22, 30, tzinfo=UTC)  # already the 25th in Prague


def document(page: Path) -> Document:
    url = WHERE.get(page.stem, f"http://board.example/{page.stem}.php")
    return Document(url=url, text=page.read_bytes().decode(), fetched_at=CLOCK)


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: plain(each) for key, each in value.items() if each not in (None, [], "", "none")
        }
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value.isoformat() if isinstance(value, datetime) else value


def shown(page: Path) -> dict[str, Any]:
    found = document(page)
    reader, _ = choose(found)
    return plain(asdict(load(reader or page.parent.name).read(found)))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}-{page.stem}")
def test_page(page: Path) -> None:
    assert shown(page) == json.loads(page.with_suffix(".json").read_text())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}-{page.stem}")
def test_the_right_reader_is_surest(page: Path) -> None:
    name, sure = choose(document(page))
    assert (name, sure > 0) == (page.parent.name, True)
