"""Sends posts out of the house: pseudonymised, or raw for a named purpose that is logged."""

import os
import pwd
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from crawler.failure import Failure
from crawler.items import RESTRICTED, Post, as_json
from dashboards import exports, pseudonyms
from dashboards.registry import load
from index.desk import Desk
from index.rows import Rows
from index.tables import posts

BATCH = 500  # posts held in memory at a time
RAW: Mapping[str, str] = {
    "id": "text", "site": "text", "source": "text", "platform": "text", "board": "json",
    "thread": "json", "position": "integer", "url": "text", "page": "json", "author": "text",
    "posted_at": "text", "posted_precision": "text", "posted_raw": "text", "edited_at": "text",
    "first_seen": "text", "last_seen": "text", "gone_at": "text", "title": "text", "text": "text",
    "quotes": "list", "revision": "integer", "language": "text", "language_confidence": "number",
    "languages": "list", "role": "text", "role_confidence": "number", "hits": "json",
    "indicators": "list", "mitigating": "list", "contacts": "json", "contact_values": "list",
    "facts": "json", "lane": "text", "restricted": "flag", "priority": "integer",
    "reasons": "json", "cluster": "text", "status": "text", "rules": "text", "seq": "integer",
}  # fmt: skip


def export(rows: Rows, name: str, ids: Sequence[str] | None = None) -> Iterator[bytes]:
    """A pseudonymised export in the format *name*, of *ids* or of every post; never restricted ones.

    Failure names the formats there are.
    """
    return _render(name)(map(pseudonyms.Pseudonyms().record, _open(rows, ids)), pseudonyms.COLUMNS)


def export_raw(
    rows: Rows, name: str, purpose: str, ids: Sequence[str] | None = None
) -> Iterator[bytes]:
    """A raw export, its *purpose* in the journal before the first byte; never restricted posts."""
    if not purpose.strip():
        raise Failure("a raw export holds personal data: say what for with --purpose")
    render = _render(name)
    chosen = rows.ids(posts.c.doc.is_not(None)) if ids is None else ids
    detail = f"format {name}, at most {len(chosen)} posts, purpose: {' '.join(purpose.split())}"
    Desk(rows).note("raw export", whoami(), detail)
    return render(map(as_json, _open(rows, chosen)), RAW)


def write(parts: Iterator[bytes], out: Path | None) -> None:
    """Write to the file *out*, whole or not at all; to standard output when it is None."""
    if out is None:
        _to_stdout(parts)
        return
    whole = out.with_name(f".{out.name}.{uuid4().hex[:8]}.part")
    try:
        with _private(whole) as handle:
            for part in parts:
                handle.write(part)
            handle.flush()
            os.fsync(handle.fileno())
        whole.replace(out)
    except OSError as error:
        raise Failure(
            f"{out}: cannot be written: {error.strerror}; nothing was left there, try another place"
        ) from error
    finally:
        whole.unlink(missing_ok=True)


def _to_stdout(parts: Iterator[bytes]) -> None:
    try:
        for part in parts:
            sys.stdout.buffer.write(part)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Failure(f"standard output: cannot be written: {error.strerror}") from error


def whoami() -> str:
    """The account this runs under, for the journal."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def _private(path: Path) -> BinaryIO:
    """A new file only its owner may read: even a pseudonymised export is not for everybody."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _render(name: str) -> Callable[..., Iterator[bytes]]:
    render: Callable[..., Iterator[bytes]] = load(exports, name, "format").render
    return render


def _open(rows: Rows, ids: Sequence[str] | None) -> Iterator[Post]:
    """The posts that may leave, a batch at a time."""
    chosen = rows.ids(posts.c.doc.is_not(None)) if ids is None else ids
    for at in range(0, len(chosen), BATCH):
        for post in rows.many(chosen[at : at + BATCH]):
            if not post.restricted and post.lane not in RESTRICTED and post.role != "disclosure":
                yield post
