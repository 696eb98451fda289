"""The encoder's layers: as shipped in floats, and in the 8-bit integers in which they are run.

A channel of a state may be ten times as large as the rest, and one scale for all would leave those
no room. So before a matrix each channel is made even, and the matrix's rows take up the difference
(Xiao et al. 2023, SmoothQuant). Integers go to 63, not 127: the sum of two products then fits into
16 bits, so that processors with and without the newer instructions come to the same sums.
"""

from collections.abc import Mapping

import numpy
import numpy.typing

from pipelines.encoder.packed import Floats, Packed

Layer = dict[str, Floats]
Arrays = dict[str, numpy.typing.NDArray[numpy.generic]]

MATRICES = ("qkv", "ao", "fi", "fo")
VECTORS = ("qkvb", "aob", "fib", "fob", "alw", "alb", "olw", "olb")
GREATEST = 63


def base_layer(packed: Packed, number: int) -> Layer:
    """Layer *number* as shipped, its matrices ready to be multiplied from the left."""
    width, inner = packed.width, packed.inner

    def matrix(name: str, columns: int) -> Floats:
        return packed.matrix(f"l{number}.{name}", columns)

    def floats(name: str) -> Floats:
        return packed.floats(f"l{number}.{name}")

    asked = numpy.concatenate([matrix(f"{name}.w", width) for name in "qkv"])
    return {
        "qkv": numpy.ascontiguousarray(asked.T),
        "qkvb": numpy.concatenate([floats(f"{name}.b") for name in "qkv"]),
        "ao": numpy.ascontiguousarray(matrix("ao.w", width).T), "aob": floats("ao.b"),
        "alw": floats("aln.w"), "alb": floats("aln.b"),
        "fi": numpy.ascontiguousarray(matrix("fi.w", width).T), "fib": floats("fi.b"),
        "fo": numpy.ascontiguousarray(matrix("fo.w", inner).T), "fob": floats("fo.b"),
        "olw": floats("oln.w"), "olb": floats("oln.b"),
    }  # fmt: skip


def in_integers(layer: Mapping[str, Floats], even: Mapping[str, Floats]) -> Arrays:
    """*layer* as it is run: for each matrix its integers, `.scale` a column and `.even` a channel.

    *even* holds, by matrix, what each channel that comes in is multiplied by.
    """
    made: Arrays = {name: numpy.asarray(layer[name], "f4") for name in VECTORS}
    for name in MATRICES:
        channels = numpy.asarray(even[name], "f4")
        rows = layer[name] / channels[:, None]
        scale = numpy.maximum(numpy.abs(rows).max(0), 1e-8) / GREATEST
        made[name] = numpy.round(rows / scale).astype("i1")
        made[f"{name}.scale"], made[f"{name}.even"] = scale.astype("f4"), channels
    return made
