"""Writes the trained post reader: matrices as bytes with a scale a row, the rest in half precision."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy

from pipelines.encoder.packed import Floats


def keep(path: Path, head: Mapping[str, Any], parameters: Mapping[str, Any]) -> None:
    """Write *head* (plain values) and all *parameters* at *path*; some 5 MB."""
    arrays = {name: array for full, one in named(parameters) for name, array in _small(full, one)}
    text = json.dumps(head, sort_keys=True, ensure_ascii=False).encode()
    with path.open("wb") as file:
        numpy.savez_compressed(file, head=numpy.frombuffer(text, "u1"), **arrays)


def named(parameters: Mapping[str, Any]) -> Iterator[tuple[str, Floats]]:
    """Every array with its name; those of a layer begin with its number and a dot."""
    for name, one in sorted(parameters.items()):
        if name != "layers":
            yield name, numpy.asarray(one, "f4")
            continue
        for number, layer in enumerate(one):
            yield from ((f"{number}.{part}", numpy.asarray(layer[part], "f4")) for part in layer)


def _small(name: str, array: Floats) -> Iterator[tuple[str, Any]]:
    """A layer's matrix as 8-bit rows and their scales; anything else in half precision."""
    if name == "directions":
        yield name, array.astype("i1")
        return
    if array.ndim < 2 or "." not in name:
        yield name, array.astype("f2")
        return
    scale = numpy.maximum(numpy.abs(array).max(1, keepdims=True), 1e-8) / 127
    yield f"{name}#", numpy.round(array / scale).astype("i1")
    yield f"{name}#scale", scale.astype("f4")
