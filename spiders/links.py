"""Where a page led, kept without its words, for the day it answers "not modified"."""

from dataclasses import replace
from typing import Any

import msgspec

from crawler.items import Board, Thread
from spiders.pages.reading import Reading, ThreadLink


def packed(reading: Reading) -> str:
    """*reading* without posts and titles, as JSON."""
    bare: dict[str, Any] = {
        "platform": reading.platform,
        "kind": reading.kind,
        "boards": reading.boards,
        "threads": [replace(one, title=None) for one in reading.threads],
        "next_pages": reading.next_pages,
    }
    return msgspec.json.encode(bare, enc_hook=str).decode()


def unpacked(links: str) -> Reading:
    """The reading that `packed` wrote down; its posts, board and thread stay unknown."""
    said = msgspec.json.decode(links)
    found = [ThreadLink(**one) for one in said.get("threads", ())]
    return Reading(
        platform=said.get("platform", ""),
        kind=said.get("kind", "other"),
        boards=said.get("boards", []),
        threads=found,
        next_pages=said.get("next_pages", []),
        board=Board(),
        thread=Thread(),
    )
