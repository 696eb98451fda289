"""Saved pages of real sites in the shared folder, for the readers of platforms we cannot run."""

import gzip
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from spiders.pages.document import Document
from spiders.pages.reading import Reading
from tests.truth import documents

CLOCK = datetime(2026, 3, 1, tzinfo=UTC)
Recognise = Callable[[Document], float]


@dataclass(frozen=True)
class Saved:
    """One page: its file below the folder, and the main text people say it has, if they do."""

    name: str
    document: Document
    truth: str


@cache
def everything(shared: Path) -> list[Saved]:
    """All saved pages, read once."""
    return list(_all(shared / "pages"))


def _all(folder: Path) -> Iterator[Saved]:
    listed = json.loads((folder / "manifest.json").read_text())["pages"]
    where = {page["file"]: page.get("url") for page in listed}
    for path in sorted(folder.glob("*/*.html.gz")):
        beside = path.with_name(path.name.replace(".html.gz", ".json"))
        told = json.loads(beside.read_text()) if beside.exists() else {}
        name = str(path.relative_to(folder))
        url = told.get("url") or where.get(name) or "http://saved.example/"
        text = gzip.decompress(path.read_bytes()).decode("utf-8", "replace")
        truth = told.get("ground_truth", {}).get("main_content") or ""
        yield Saved(name, Document(url=url, text=text, fetched_at=CLOCK), truth)


@cache
def pages(shared: Path, recognise: Recognise) -> list[Saved]:
    """The saved pages a reader knows as its own."""
    return [one for one in everything(shared) if recognise(one.document) >= 0.5]


def taken(shared: Path, recognise: Recognise) -> list[str]:
    """The pages of the captured boards (other engines all) a reader takes for its own."""
    boards = ("phpbb", "mybb", "fluxbb", "nodebb", "osclass")
    found = (page for name in boards for page in documents(shared / "forums" / name))
    return [page.url for page in found if recognise(page) >= 0.5]


def agreement(reading: Reading, truth: str) -> tuple[float, float]:
    """The share of the words read that *truth* has, and of its words that were read."""
    own = _words(" ".join(post.text for post in reading.posts))
    quoted = (" ".join([post.author or "", *post.quotes, post.text]) for post in reading.posts)
    whole, wanted = _words(" ".join(quoted)), _words(truth)
    return (own & wanted).total() / max(1, own.total()), (whole & wanted).total() / wanted.total()


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))
