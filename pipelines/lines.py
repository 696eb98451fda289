"""Posts as JSON Lines: what comes in keeps its id, text and unknown keys; the rest is ours."""

import gzip
import io
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import msgspec

from crawler.failure import Failure
from crawler.items import Post, as_json, from_json, post_id

# What the writer of a post knows of it. Everything else a Post holds is computed here, and is never
# taken from the input; neither are the labels that gold files carry.
GIVEN = frozenset({
    "id", "site", "source", "platform", "board", "thread", "position", "url", "page", "author",
    "posted_at", "posted_precision", "posted_raw", "edited_at", "first_seen", "last_seen",
    "gone_at", "title", "text", "quotes", "revision",
})  # fmt: skip
LABELS = frozenset({"lang", "queue", "why"})
KNOWN = frozenset(field for field in Post.__dataclass_fields__)
GZIP = b"\x1f\x8b"


@dataclass(slots=True)
class Line:
    """One line read: the post, the id as it came in (None: none) and the keys we do not know."""

    post: Post
    given: Any
    others: dict[str, Any]


def open_lines(path: Path | None) -> IO[bytes]:
    """The bytes of *path* (None: standard input), unpacked if gzip; Failure if not readable."""
    try:
        raw: Any = path.open("rb") if path else sys.stdin.buffer
        plain = raw if hasattr(raw, "peek") else io.BufferedReader(raw)
        packed = plain.peek(2)[:2] == GZIP
    except OSError as error:
        why = error.strerror or error
        raise Failure(f"{path}: cannot be read ({why}); name a file of JSON Lines") from error
    opened: IO[bytes] = gzip.open(plain, "rb") if packed else plain  # noqa: SIM115 - the caller closes
    return opened


def read_lines(lines: IO[bytes], name: str) -> Iterator[Line]:
    """Each post of *lines* in order; blank lines are passed over. Failure names the line."""
    try:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield parse(line, f"{name}: line {number}", number)
    except (EOFError, gzip.BadGzipFile, OSError) as error:
        raise Failure(f"{name}: ends early or is damaged ({error}); pack it again") from error


def parse(line: bytes, place: str, number: int) -> Line:
    """One line; Failure with *place* if it is no JSON object with a text."""
    try:
        plain = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Failure(f"{place}: not JSON ({error}); mend or remove the line") from error
    if not isinstance(plain, dict):
        raise Failure(f'{place}: not an object; write {{"text": …}}')
    if not isinstance(plain.get("text"), str):
        raise Failure(f"{place}: has no text; give it a `text` in quotes")
    given = {key: value for key, value in plain.items() if key in GIVEN and value is not None}
    known = given.pop("id", None)
    given["id"] = str(known) if known is not None else post_id("", "line", str(number))
    try:
        post = from_json(given)
    except msgspec.ValidationError as error:
        raise Failure(f"{place}: {error}; mend the value or leave the key out") from error
    others = {key: plain[key] for key in plain if key not in KNOWN and key not in LABELS}
    return Line(post, known, others)


def dump(line: Line) -> dict[str, Any]:
    """The line as it goes out: unknown keys, then the post with the id it came with."""
    whole = line.others | as_json(line.post)
    if line.given is not None:
        whole["id"] = line.given
    return whole
