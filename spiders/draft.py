"""A source written down from what was seen: every key explained, those that are not set as comments."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crawler.config import HomeError
from crawler.home import Home
from spiders.glance import spoken
from spiders.source import NAME, Source

# In the order they are written: key, what it does, what stands there as long as it is a comment.
_KEYS = (
    ("start", "Where a crawl begins: an address, or a list; no other hosts are asked.", None),
    ("reader", "What reads the pages: a platform's reader, generic, or auto (the surest).", "auto"),
    ("schedule", "How often `offerwatch run` crawls it: 6h, 1d, or five cron fields (UTC).", "6h"),
    ("language", "The language its dates are in; without it, what each page says.", "pl"),
    ("timezone", "Where its clock is; without it, what each page says, else UTC.", "Europe/Warsaw"),
    ("hosts", "Further hosts a crawl may go to, such as www. or a host for one part of it.",
     ["www.board.example"]),
    ("allow_private", "Whether the site may be at a private address of this network.", False),
    ("max_pages", "The most pages one crawl asks for.", 5000),
    ("since", "The oldest day looked for in a first crawl.", "2026-01-01"),
    ("delay", "Seconds between two requests; robots.txt may ask for more.", 2.0),
    ("whole", "Ask for every page in each crawl, not only for what changed.", False),
    ("revisit", "How long a thread is looked at again for edits, which no list shows.", "14d"),
    ("revisit_every", "How often at most it is.", "24h"),
    ("render", "Open the pages in a browser, for boards that JavaScript writes (slow).", False),
    ("proxy", "Reach the site through a proxy, such as Tor's for a hidden service.",
     "socks5://127.0.0.1:9050"),
    ("expect", "What a whole crawl brings at least; what is not said is learned from its past.",
     {"posts": 40, "with_text": 0.95, "with_date": 0.9, "with_author": 0.9}),
    ("silent_days", "After how many days without a new post the operator is told; learned too.", 14),
    ("selectors", "CSS or XPath where a reader is wrong; see docs/configuration.md for the names.",
     {"post": "div.post", "author": ".author", "date": "time", "text": ".text"}),
)  # fmt: skip


def place(home: Home, name: str) -> Path:
    """Where the source *name* will be; HomeError when the name is no name, or is taken."""
    path = home.sources / f"{name}.yml"
    if not re.fullmatch(NAME, name):
        raise HomeError(f"--save {name}: a name is lower-case letters, digits, - and _")
    if path.exists():
        raise HomeError(f"{path}: is there already; choose another name with --save")
    return path


def save(home: Home, name: str, source: Source, seen: dict[str, Any], now: datetime) -> Path:
    """Write the source down, commented, as *name*; a source that is there is never touched."""
    path = place(home, name)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(written(source, seen, now))
    except FileExistsError as error:
        raise HomeError(f"{path}: is there already; choose another name with --save") from error
    except OSError as error:
        raise HomeError(f"{path}: cannot be written: {error.strerror}; mend its rights") from error
    return path


def written(source: Source, seen: dict[str, Any], now: datetime) -> str:
    """The text of the source's file."""
    lines = list(_origin(source, seen, now))
    known = _known(source, seen)
    for key, says, shown in _KEYS:
        lines += ["", f"# {says}", *_notes(key, seen)]
        hidden = "" if key in known else "# "
        lines.append(f"{hidden}{key}: {_yaml(known.get(key, shown))}")
    return "\n".join([*lines, ""])


def _known(source: Source, seen: dict[str, Any]) -> dict[str, Any]:
    """What the source says already, and what was found."""
    said = source.model_dump(mode="json", exclude_defaults=True, exclude={"name"})
    if source.proxy:
        said["proxy"] = source.proxy.get_secret_value()
    if "selectors" in said:  # kept as XPath, which begins so that it is known as such
        said["selectors"] = {
            k: v if v[0] in "./(" else f"./{v}" for k, v in said["selectors"].items()
        }
    for key in ("revisit", "revisit_every"):
        if key in said:
            said[key] = f"{int(getattr(source, key).total_seconds() // 60)}m"
    starts = list(source.start)
    zone = seen.get("timezone") or ""
    found = {
        "start": starts[0] if len(starts) == 1 else starts,
        "reader": source.reader if source.reader != "auto" else seen["reader"] or "auto",
        "schedule": source.schedule or "6h",
        "language": source.language or spoken(seen.get("language")),
        "timezone": source.timezone or (zone if "/" in zone else None),
    }
    return said | {key: value for key, value in found.items() if value is not None}


def _origin(source: Source, seen: dict[str, Any], now: datetime) -> Iterator[str]:
    """Of when, and from what, the file was made."""
    at = now.astimezone(UTC).strftime("%Y-%m-%d %H:%M")
    yield f"# Made by `offerwatch check` on {at} UTC from {_line(source.start[0])}"
    looked = [_line(one["url"]) for one in seen["pages"]]
    yield f"# Looked at: {', '.join(looked)}"
    if seen["reader"]:
        sure = seen["sure"].get(seen["reader"])
        how = f", {sure:.0%} sure" if sure is not None else ""
        lacks = "; missing " + ", ".join(map(_line, seen["missing"])) if seen["missing"] else ""
        yield f"# Read: {len(seen['posts'])} posts by the reader {seen['reader']}{how}{lacks}"
    else:
        yield "# No reader knew these pages then."
    if seen["wall"]:
        yield f"# It was not shown to us then: {seen['wall']}"


def _notes(key: str, seen: dict[str, Any]) -> Iterator[str]:
    """What was found for *key* and is no value for it."""
    language, zone = seen.get("language"), seen.get("timezone")
    if key == "language" and language and not spoken(language):
        yield f"# The pages say {_line(language)}, which cannot be named here and is read from them."
    if key == "timezone" and zone and "/" not in zone:
        yield f"# The pages show {_line(zone)}; name the place, so that summer time is right too."


def _line(text: str) -> str:
    """*text* as it may stand in a comment: one line, and nothing that steers a terminal."""
    return "".join(sign for sign in text if sign.isprintable())[:300]


def _yaml(value: Any) -> str:
    """A value on one line; JSON is YAML, and plain words need no quotes."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_yaml(one)}" for key, one in value.items()) + "}"
    if isinstance(value, str) and re.fullmatch(r"[a-z][\w/]*|\d+[mhdw]|\d{4}-\d\d-\d\d", value):
        return value
    if isinstance(value, list):
        return "[" + ", ".join(map(_yaml, value)) + "]"
    return json.dumps(value, ensure_ascii=not str(value).isprintable())
