"""Weights of many regressions as whole numbers, one a feature: a 16-bit lane for each label.

So a text is read by plain additions, without numpy. Weights are bytes, each BIAS more than it is
worth; the lowest lane counts the features added. Both trained readers of words keep theirs so.
"""

import json
import zlib
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from crawler.failure import Failure

LANE, HALF, BIAS = 16, 1 << 15, 128


class Weights(NamedTuple):
    """One training: its head {labels, biases, unit, version …}, and each feature's summand by key."""

    head: dict[str, Any]
    summands: dict[int, int]


def load(path: Path, magic: bytes, error: type[Failure]) -> Weights:
    """The weights kept at *path*; *error* if there are none or they are not of make *magic*."""
    try:
        raw = path.read_bytes()
    except OSError as fault:
        raise error(f"{path.name}: cannot be read ({fault.strerror}); train it again") from fault
    if not raw.startswith(magic):
        raise error(f"{path.name}: not weights of this version; train it again")
    head, _, body = raw.removeprefix(magic).partition(b"\n")
    return _weights(json.loads(head), zlib.decompress(body))


def write(path: Path, magic: bytes, head: dict[str, Any], keys: Sequence[int], rows: bytes) -> None:
    """Keep a training: its head, the keys of its features, and a row of bytes for each."""
    head = {**head, "features": len(keys)}
    body = zlib.compress(array("I", keys).tobytes() + rows, 9)
    path.write_bytes(magic + json.dumps(head, sort_keys=True).encode() + b"\n" + body)


def key_of(feature: str) -> int:
    """The 32-bit key a feature is kept under."""
    return zlib.crc32(feature.encode("utf-8", "surrogatepass"))


def _weights(head: dict[str, Any], plain: bytes) -> Weights:
    keys = array("I")
    keys.frombytes(plain[: 4 * head["features"]])
    rows = plain[4 * head["features"] :]
    return Weights(head, dict(zip(keys, _wide(rows, len(head["labels"])), strict=True)))


def _wide(rows: bytes, labels: int) -> Iterator[int]:
    """The summand of each feature: its bytes widened to lanes, above the lane that counts."""
    wide, width = bytearray(2 * len(rows)), 2 * labels
    wide[::2] = rows
    for place in range(0, len(wide), width):
        yield (int.from_bytes(wide[place : place + width], "little") << LANE) + 1
