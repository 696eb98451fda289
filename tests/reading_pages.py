"""Pages of a platform, each with the JSON beside it that its reader must give.

The JSON holds `address`, where the page stands (and `clock`, when it was answered, where that
matters), and beside these the whole reading, without what is empty.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from spiders.pages.document import Document
from spiders.pages.reading import Reading
from spiders.readers import choose, load

PAGES = Path(__file__).parent / "pages"
CLOCK = datetime(2026, 8, 24, 22, 30, tzinfo=UTC)
_EMPTY: tuple[Any, ...] = (None, "", "none", [], {})


def cases(platform: str) -> list[Path]:
    """The pages of *platform* there is an expected reading for."""
    return sorted(one for one in (PAGES / platform).iterdir() if one.suffix in (".html", ".xml"))


def document(page: Path) -> Document:
    """*page* as it would be fetched from its address."""
    told = json.loads(page.with_suffix(".json").read_text())
    clock = datetime.fromisoformat(told["clock"]) if "clock" in told else CLOCK
    return Document(url=told["address"], text=page.read_text(), fetched_at=clock)


def shown(page: Path) -> dict[str, Any]:
    """What the reader that knows *page* best makes of it, as plain JSON."""
    found = document(page)
    name, sure = choose(found)
    assert sure >= 0.5, f"{page}: no reader knows it"
    return plain(load(name).read(found))


def expected(page: Path) -> dict[str, Any]:
    """What is to come out of *page*."""
    told: dict[str, Any] = json.loads(page.with_suffix(".json").read_text())
    return {key: value for key, value in told.items() if key not in ("address", "clock")}


def plain(reading: Reading) -> dict[str, Any]:
    """A reading as plain JSON, without what is empty."""
    told: dict[str, Any] = _plain(asdict(reading))
    return told


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        told = {key: _plain(each) for key, each in value.items() if each is not False}
        return {key: each for key, each in told.items() if each not in _EMPTY}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, datetime) else value


def broken(page: Path) -> Iterator[Document]:
    """*page* as an attacker or a bad line would have it: cut off, with absurd figures and links."""
    whole = document(page)
    ends = (len(whole.text) * n // 7 for n in range(1, 7))
    texts = [
        *(whole.text[:end] for end in ends),
        re.sub(r"\d+", lambda figure: figure[0] * 3000, whole.text),
        re.sub("(href|content|url)=(['\"]).*?\\2", r"\1=\2http://[::1\2", whole.text),
        re.sub("datetime=(['\"]).*?\\1", r"datetime=\g<1>9999-99-99T99:99\1", whole.text),
        whole.text.replace('"', ""),
        whole.text.replace("<head>", '<head><base href="http://[">'),
    ]
    for text in texts:
        yield Document(url=whole.url, text=text, fetched_at=whole.fetched_at)
