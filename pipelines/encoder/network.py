"""The encoder's layers in numpy: BERT's, with the activation's usual approximation by tanh.

Devlin et al. 2019; Wang et al. 2024 for multilingual-e5. A state is a row of `width` floats.
"""

from collections.abc import Sequence

import numpy

from pipelines.encoder.packed import Floats, Packed

Layer = dict[str, Floats]


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


class Encoder:
    """The first layers as shipped; what stands above them is the reader's own."""

    def __init__(self, packed: Packed, layers: int) -> None:
        self.packed = packed
        self.layers = [base_layer(packed, number) for number in range(layers)]
        self._places = packed.floats("emb.pos").reshape(-1, packed.width)
        self._always = packed.floats("emb.type")[: packed.width]

    def states(self, numbers: Sequence[int]) -> Floats:
        """(pieces + 2, width): the states of the pieces between the marks of begin and end."""
        state = self._words([self.packed.first, *numbers, self.packed.last])
        for layer in self.layers:
            state = run(layer, state, self.packed)
        return state

    def _words(self, numbers: list[int]) -> Floats:
        packed = self.packed
        words = packed.matrix("emb.word", packed.width, numbers)
        placed = words + self._places[: len(numbers)] + self._always
        return normal(placed, packed.floats("emb.ln.w"), packed.floats("emb.ln.b"), packed.epsilon)


def run(layer: Layer, state: Floats, packed: Packed) -> Floats:
    """One layer: attention and the inner network, each added to what came in and made normal."""
    seen = _attention(layer, state, packed.heads) @ layer["ao"] + layer["aob"]
    state = normal(state + seen, layer["alw"], layer["alb"], packed.epsilon)
    inner = _gelu(state @ layer["fi"] + layer["fib"]) @ layer["fo"] + layer["fob"]
    return normal(state + inner, layer["olw"], layer["olb"], packed.epsilon)


def normal(state: Floats, weight: Floats, bias: Floats, epsilon: float) -> Floats:
    """Each row with mean 0 and variance 1, then scaled and moved."""
    centred = state - state.mean(-1, keepdims=True)
    spread = numpy.sqrt((centred * centred).mean(-1, keepdims=True) + numpy.float32(epsilon))
    made: Floats = centred / spread * weight + bias
    return made


def _attention(layer: Layer, state: Floats, heads: int) -> Floats:
    length, width = state.shape
    asked = (state @ layer["qkv"] + layer["qkvb"]).reshape(length, 3, heads, width // heads)
    query, key, value = asked.transpose(1, 2, 0, 3)
    likeness = query @ key.transpose(0, 2, 1) * numpy.float32((width // heads) ** -0.5)
    share = numpy.exp(likeness - likeness.max(-1, keepdims=True))
    share /= share.sum(-1, keepdims=True)
    seen: Floats = (share @ value).transpose(1, 0, 2).reshape(length, width)
    return seen


def _gelu(value: Floats) -> Floats:
    curve = numpy.tanh(numpy.float32(0.7978845608) * (value + 0.044715 * value * value * value))
    made: Floats = 0.5 * value * (1 + curve)
    return made
