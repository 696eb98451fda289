"""Pages of a platform, each with the JSON beside it that its reader must give.

The JSON holds `address`, where the page stands (and `clock`, when it was answered, where that
matters), and beside these the whole reading, without what is empty.
"""

import json
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
    return sorted((PAGES / platform).glob("*.html"))


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
