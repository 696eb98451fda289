"""How well posts read agree with what a captured site's truth.json says of them."""

import gzip
import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from spiders.pages.document import Document

KEYS = ("author", "posted_at", "board", "text", "title")


@dataclass
class Scores:
    """Shares from 0 to 1: of posts read that are true, of true posts read, and of the posts
    found those whose field is right; `wrong` lists what is not, to be shown."""

    precision: float = 0.0
    recall: float = 0.0
    author: float = 0.0
    posted_at: float = 0.0
    board: float = 0.0
    text: float = 0.0
    title: float = 0.0
    found: int = 0
    wrong: list[str] = field(default_factory=list)


def fold(text: str | None) -> str:
    """*text* after NFC with its white space folded: how texts are compared."""
    return " ".join(unicodedata.normalize("NFC", text or "").split())


def expected(truth: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What *truth* (of a forum or of a classifieds site) says, by the post's address."""
    if "items" in truth:
        return {item["url"]: _ad(item) for item in truth["items"]}
    return {
        post["url"]: {
            "author": post["author"],
            "posted_at": _minute(post["posted_at"]),
            "board": topic["board"],
            "text": fold(post["body_text"]),
            "title": fold(topic["title"]),
            "quotes": [fold(quote["text"]) for quote in post["quotes"]],
        }
        for topic in truth["topics"]
        for post in topic["posts"]
    }


def _ad(item: dict[str, Any]) -> dict[str, Any]:
    return {
        "author": item["author"],
        "posted_at": item["posted_at_local"][:10] + "T00:00",
        "board": item["category"],
        "text": fold(item["body_text"]),
        "title": fold(item["title"]),
    }


def _minute(stamp: str | None) -> str | None:
    """The UTC minute of an RFC 3339 time: what a board shows is not always told to the second."""
    if not stamp:
        return None
    when = datetime.fromisoformat(stamp).astimezone(UTC)
    return when.strftime("%Y-%m-%dT%H:%M")


def compare(posts: list[dict[str, Any]], truth: dict[str, Any]) -> Scores:
    """*posts* (contract JSON, as `crawl --out` writes them) against *truth*, matched by url."""
    wanted = expected(truth)
    read = {post["url"]: post for post in posts}
    both = wanted.keys() & read.keys()
    scores = Scores(found=len(both))
    scores.precision = len(both) / max(1, len(posts))
    scores.recall = len(both) / max(1, len(wanted))
    scores.wrong += [f"not in the truth: {url}" for url in read.keys() - both]
    scores.wrong += [f"not read: {url}" for url in wanted.keys() - both]
    for key in KEYS:
        right = [url for url in both if _of(read[url], key) == wanted[url][key]]
        setattr(scores, key, len(right) / max(1, len(both)))
        scores.wrong += [
            f"{url} {key}: {_of(read[url], key)!r} for {wanted[url][key]!r}"
            for url in sorted(both - set(right))
        ]
    return scores


def _of(post: dict[str, Any], key: str) -> Any:
    values = {
        "author": lambda: post["author"],
        "posted_at": lambda: _minute(post["posted_at"]),
        "board": lambda: post["board"]["name"],
        "text": lambda: fold(post["text"]),
        "title": lambda: fold(post["thread"]["title"]),
    }
    return values[key]()


def documents(capture: Path) -> Iterator[Document]:
    """The HTML pages of a captured site, straight from its files, at the clock of the capture."""
    index = json.loads((capture / "index.json").read_text())
    for path, row in index["urls"].items():
        if not row.get("file") or "html" not in (row["content_type"] or ""):
            continue
        raw = (capture / row["file"]).read_bytes()
        yield Document(
            url=urljoin(index["base_url"], path),
            text=(gzip.decompress(raw) if row["file"].endswith(".gz") else raw).decode(),
            fetched_at=datetime.fromisoformat(row["fetched_at"]),
        )
