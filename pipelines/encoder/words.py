"""What goes into the encoder's first layer: the words' own states at their places."""

import numpy

from pipelines.encoder.packed import Floats, Packed


def words(packed: Packed, numbers: list[int]) -> Floats:
    """(pieces, width): the pieces of *numbers*, the marks of begin and end among them."""
    width = packed.width
    placed = packed.matrix("emb.word", width, numbers)
    placed = placed + packed.floats("emb.pos").reshape(-1, width)[: len(numbers)]
    placed = placed + packed.floats("emb.type")[:width]
    return _normal(placed, packed.floats("emb.ln.w"), packed.floats("emb.ln.b"), packed.epsilon)


def _normal(state: Floats, weight: Floats, bias: Floats, epsilon: float) -> Floats:
    """Each row with mean 0 and variance 1, then scaled and moved."""
    centred = state - state.mean(-1, keepdims=True)
    spread = numpy.sqrt((centred * centred).mean(-1, keepdims=True) + numpy.float32(epsilon))
    made: Floats = centred / spread * weight + bias
    return made
