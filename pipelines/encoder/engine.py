"""Runs the encoder's layers with onnxruntime on one core: BERT's, as a graph that training made.

Devlin et al. 2019; Wang et al. 2024 for multilingual-e5. A state is a row of `width` floats.
"""

import importlib.util
from collections.abc import Sequence

from pipelines.encoder.layers import Arrays
from pipelines.encoder.packed import EncoderError, Floats, Packed
from pipelines.encoder.words import words

INPUT, OUTPUT = "words", "states"


class Encoder:
    """Layers in integers (`layers.in_integers`), run by *graph*, which knows their names."""

    def __init__(self, packed: Packed, layers: Sequence[Arrays], graph: bytes) -> None:
        if importlib.util.find_spec("onnxruntime") is None:
            raise EncoderError("onnxruntime is not installed; pip install 'offerwatch[embeddings]'")
        import onnxruntime

        self.packed = packed
        how = onnxruntime.SessionOptions()
        how.intra_op_num_threads = how.inter_op_num_threads = 1
        how.log_severity_level = 3
        named = [
            (f"{number}.{name}", onnxruntime.OrtValue.ortvalue_from_numpy(array))
            for number, layer in enumerate(layers) for name, array in layer.items()
        ]  # fmt: skip
        how.add_external_initializers([name for name, _ in named], [one for _, one in named])
        self._session = onnxruntime.InferenceSession(graph, how, ["CPUExecutionProvider"])

    def states(self, numbers: Sequence[int]) -> Floats:
        """(pieces + 2, width): the states of the pieces between the marks of begin and end."""
        given = words(self.packed, [self.packed.first, *numbers, self.packed.last])
        states: Floats = self._session.run([OUTPUT], {INPUT: given})[0]
        return states
