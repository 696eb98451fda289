"""The texts that speed is measured on: real ordinary ads, gold, the corpus, and chatter of boards."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from crawler.items import Post

ROOT = Path(__file__).parents[1]
NO_OFFER = frozenset({"seek", "ask", "other", "warning", "disclosure"})
PIECE = 400  # code points a post of chatter has at least


class Text(NamedTuple):
    """One post to read: where it is from, the language its file names, and the post itself."""

    source: str
    lang: str | None
    post: Post


def whole(shared: Path, every: int = 1) -> Iterator[Text]:
    """Each *every*-th post of the ordinary ads of *shared*, then of gold, in the order of the files."""
    paths = [*sorted((shared / "data").glob("*.gz")), *sorted(ROOT.glob("gold/*.jsonl"))]
    texts = (_text(path, line) for path in paths for line in lines(path))
    yield from (text for n, text in enumerate(texts) if n % every == 0)


def labelled(*folders: str) -> Iterator[Text]:
    """Every post of the project's own *folders* (gold, corpus)."""
    for folder in folders:
        for path in sorted(ROOT.glob(f"{folder}/*.jsonl")):
            yield from (_text(path, line) for line in lines(path))


def not_offers(shared: Path) -> Iterator[Text]:
    """Posts of gold and corpus labelled as no offer, then chatter of the boards in *shared*."""
    for folder in ("gold", "corpus"):
        for path in sorted(ROOT.glob(f"{folder}/*.jsonl")):
            kept = (line for line in lines(path) if line["role"] in NO_OFFER)
            yield from (_text(path, line, folder) for line in kept)
    yield from chatter(shared)


def chatter(shared: Path) -> Iterator[Text]:
    """Talk of boards of every subject, cut to the size of posts; nothing where *shared* is absent."""
    for path in sorted((shared / "pages" / "wcxb").glob("*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))["ground_truth"]
        for piece in _pieces(told["main_content"] or ""):
            yield Text("chatter", "en", Post(title=told["title"] or "", text=piece))


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file of JSON Lines, gzip too."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as rows:
        yield from map(json.loads, rows)


def _text(path: Path, line: dict[str, Any], source: str | None = None) -> Text:
    post = Post(title=line.get("title") or "", text=line["text"])
    return Text(source or path.name.partition(".")[0], line.get("lang"), post)


def _pieces(text: str) -> Iterator[str]:
    """Whole paragraphs, together of the size of a post."""
    piece = ""
    for paragraph in text.split("\n\n"):
        piece = f"{piece}\n{paragraph}" if piece else paragraph
        if len(piece) >= PIECE:
            yield piece
            piece = ""
    if piece:
        yield piece
