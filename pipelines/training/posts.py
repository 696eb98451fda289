"""The labelled posts of corpus/: what each does, its lane, and the words that show an indicator."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from crawler.failure import Failure
from crawler.items import ROLES, Role

CORPUS = Path(__file__).parents[2] / "corpus"
LANES = (None, "queue", "fraud", "disclosure", "child")
Place = tuple[Literal["title", "text"], int, int]  # field, start, end in code points


@dataclass(frozen=True, slots=True)
class Labelled:
    """One post with what people say of it; `signs` holds every place of each indicator.

    A verdict of an analyst knows the lane alone: then `told` is false and `signs` is empty.
    """

    id: str
    language: str
    title: str
    text: str
    role: Role
    lane: str | None
    signs: dict[str, list[Place]] = field(default_factory=dict)
    told: bool = True

    def __hash__(self) -> int:
        return hash(self.id)


def labelled(folder: Path = CORPUS) -> list[Labelled]:
    """All posts of a folder's .jsonl files, in the order of file names; Failure names a bad line."""
    found: list[Labelled] = []
    for path in sorted(folder.glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            found += from_lines(lines, str(path))
    if not found:
        raise Failure(f"{folder}: no .jsonl file with labelled posts; see corpus/README.md")
    return found


def from_lines(lines: Iterable[str], name: str) -> Iterator[Labelled]:
    """The posts of *lines* of JSON, in the format of corpus/README.md."""
    for number, line in enumerate(lines, 1):
        try:
            yield _post(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Failure(f"{name}, line {number}: {error!r}; see corpus/README.md") from error


def digest(posts: Sequence[Labelled]) -> str:
    """Twelve digits of what is trained on."""
    return digest_of([asdict(post) for post in posts])


def digest_of(plain: Any) -> str:
    """Twelve digits of plain values."""
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _post(plain: dict[str, Any]) -> Labelled:
    if plain["role"] not in ROLES:
        raise ValueError(f"role {plain['role']!r} is none of {', '.join(ROLES)}")
    shown = {
        name: list(_places(plain["title"], plain["text"], words))
        for name, words in plain["indicators"].items()
    }
    return Labelled(
        plain["id"], plain["lang"], plain["title"], plain["text"], plain["role"], _lane(plain),
        {name: places for name, places in shown.items() if places}, plain.get("told", True),
    )  # fmt: skip


def _lane(plain: dict[str, Any]) -> str | None:
    """The lane, worked out from the labels where an older post does not say it."""
    if "lane" in plain:
        lane: str | None = plain["lane"]
        return lane
    if "minor.language" in plain["indicators"]:
        return "child"
    if plain["role"] == "disclosure":
        return "disclosure"
    if "fraud.task_scam" in plain["indicators"]:
        return "fraud"
    return "queue" if plain["queue"] else None


def _places(title: str, text: str, words: str | list[str]) -> Iterator[Place]:
    """Where the *words* stand; what runs from the title into the text counts in both."""
    whole, gap = f"{title}\n{text}", len(title)
    for one in [words] if isinstance(words, str) else words:
        start = whole.find(one)
        if start < 0:
            raise ValueError(f"{one!r} is not in the post")
        end = start + len(one)
        if start < gap:
            yield "title", start, min(end, gap)
        if end > gap + 1:
            yield "text", max(0, start - gap - 1), end - gap - 1
