"""Writes the trained post reader: its layers in integers, what reads their states, and the graph."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy

from pipelines.encoder.layers import Arrays, base_layer, in_integers
from pipelines.encoder.packed import Floats, Packed
from pipelines.post_reader import EXAMPLES, GRAPH, READINGS
from pipelines.training.even import evened
from pipelines.training.graph import graph
from pipelines.training.states import Made


def keep(
    path: Path, head: Mapping[str, Any], parameters: Mapping[str, Any], made: Made,
    directions: Any, packed: Packed,
) -> None:  # fmt: skip
    """Write *head* (plain values) and all *parameters* at *path*; some 5 MB."""
    trained = _trained(parameters, made)
    frozen = [in_integers(base_layer(packed, number), one) for number, one in enumerate(made.even)]
    drawn = graph(packed, [*frozen, *trained])
    arrays = dict(_layers(trained, len(frozen))) | dict(_even(made.even))
    arrays |= {name: numpy.asarray(parameters[name], "f2") for name in READINGS}
    text = json.dumps(head, sort_keys=True, ensure_ascii=False).encode()
    plain = {"head": text, GRAPH: drawn}
    arrays |= {name: numpy.frombuffer(one, "u1") for name, one in plain.items()}
    with path.open("wb") as file:
        numpy.savez_compressed(file, **{EXAMPLES: directions}, **arrays)


def _trained(parameters: Mapping[str, Any], made: Made) -> list[Arrays]:
    layers = [
        {name: numpy.asarray(one, "f4") for name, one in layer.items()}
        for layer in parameters["layers"]
    ]
    even = evened(layers, [one.rows for one in made.bare.values()])
    return [in_integers(layer, one) for layer, one in zip(layers, even, strict=True)]


def _layers(layers: Sequence[Arrays], first: int) -> Iterator[tuple[str, Any]]:
    for number, layer in enumerate(layers, first):
        yield from ((f"{number}.{name}", array) for name, array in layer.items())


def _even(even: Sequence[Mapping[str, Floats]]) -> Iterator[tuple[str, Any]]:
    for number, one in enumerate(even):
        yield from ((f"{number}.{name}.even", rows.astype("f2")) for name, rows in one.items())
