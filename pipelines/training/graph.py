"""The encoder's layers as a graph for onnxruntime; the weights are given to it where it is run."""

from collections.abc import Mapping, Sequence
from typing import Any

from pipelines.encoder.engine import INPUT, OUTPUT
from pipelines.encoder.layers import MATRICES
from pipelines.encoder.packed import Packed
from pipelines.training.libraries import need

OPERATIONS, OURS, FORMAT = 20, "com.microsoft", 9


def graph(packed: Packed, layers: Sequence[Mapping[str, Any]]) -> bytes:
    """The graph of *layers* in integers, from words to states, both (pieces, width)."""
    drawn = _Drawing(packed)
    state = INPUT
    for number, layer in enumerate(layers):
        state = drawn.layer(state, number, layer)
    drawn.add("Identity", [state], OUTPUT)
    return drawn.done()


class _Drawing:
    def __init__(self, packed: Packed) -> None:
        self._onnx = need("onnx")
        self._packed = packed
        self._nodes: list[Any] = []
        self._weights: list[Any] = []
        each = packed.width // packed.heads
        self._constant("heads", [0, 3, packed.heads, each])
        self._constant("whole", [0, packed.width])
        self._constant("less", each**-0.5)
        for place in range(3):
            self._constant(f"at{place}", place)

    def add(self, kind: str, given: Sequence[str], made: str, **how: Any) -> str:
        """One operation; returns the name of what it makes."""
        self._nodes.append(self._onnx.helper.make_node(kind, given, [made], **how))
        return made

    def layer(self, state: str, number: int, layer: Mapping[str, Any]) -> str:
        """Attention and the inner network, each added to what came in and made normal."""
        for name, array in layer.items():
            self._outside(f"{number}.{name}", array)
        for name in MATRICES:
            self._constant(f"{number}.{name}.zero", [0] * layer[name].shape[1], "int8")
        seen = self._product(self._attention(state, number), number, "ao")
        state = self._sum(state, seen, number, "al")
        inner = self._product(state, number, "fi")
        inner = self.add("Gelu", [inner], f"{inner}.gelu", approximate="tanh")
        return self._sum(state, self._product(inner, number, "fo"), number, "ol")

    def _attention(self, state: str, number: int) -> str:
        asked = self.add(
            "Reshape", [self._product(state, number, "qkv"), "heads"], f"{number}.asked"
        )
        made = []
        for place, turn in enumerate(([1, 0, 2], [1, 2, 0], [1, 0, 2])):
            one = self.add("Gather", [asked, f"at{place}"], f"{number}.{place}", axis=1)
            made.append(self.add("Transpose", [one], f"{number}.{place}.turned", perm=turn))
        query, key, value = made
        likeness = self.add("MatMul", [query, key], f"{number}.likeness")
        likeness = self.add("Mul", [likeness, "less"], f"{number}.less")
        share = self.add("Softmax", [likeness], f"{number}.share", axis=-1)
        seen = self.add("MatMul", [share, value], f"{number}.seen")
        seen = self.add("Transpose", [seen], f"{number}.seen.turned", perm=[1, 0, 2])
        return self.add("Reshape", [seen, "whole"], f"{number}.seen.whole")

    def _product(self, state: str, number: int, name: str) -> str:
        full = f"{number}.{name}"
        even = self.add("Mul", [state, f"{full}.even"], f"{state}.{name}.even")
        given = [even, full, f"{full}.scale", f"{full}.zero", f"{full}b"]
        return self.add("DynamicQuantizeMatMul", given, f"{full}.made", domain=OURS)

    def _sum(self, state: str, more: str, number: int, name: str) -> str:
        both = self.add("Add", [state, more], f"{number}.{name}.sum")
        given = [both, f"{number}.{name}w", f"{number}.{name}b"]
        epsilon = self._packed.epsilon
        return self.add("LayerNormalization", given, f"{number}.{name}.normal", epsilon=epsilon)

    def _constant(self, name: str, value: Any, kind: str | None = None) -> None:
        import numpy

        array = numpy.asarray(value, kind or ("f4" if isinstance(value, float) else "i8"))
        self._weights.append(self._onnx.numpy_helper.from_array(array, name))

    def _outside(self, name: str, array: Any) -> None:
        """A weight whose values stay outside of the graph."""
        kinds = {"float32": "FLOAT", "int8": "INT8"}
        kind = getattr(self._onnx.TensorProto, kinds[array.dtype.name])
        weight = self._onnx.TensorProto(
            name=name, dims=array.shape, data_type=kind,
            data_location=self._onnx.TensorProto.EXTERNAL,
        )  # fmt: skip
        weight.external_data.add(key="location", value="given-where-it-is-run")
        self._weights.append(weight)

    def done(self) -> bytes:
        """The whole graph as onnxruntime reads it."""
        make, floats = self._onnx.helper, self._onnx.TensorProto.FLOAT
        ends = [
            make.make_tensor_value_info(name, floats, ["pieces", self._packed.width])
            for name in (INPUT, OUTPUT)
        ]
        drawn = make.make_graph(self._nodes, "encoder", ends[:1], ends[1:], self._weights)
        sets = [make.make_opsetid("", OPERATIONS), make.make_opsetid(OURS, 1)]
        model = make.make_model(drawn, opset_imports=sets)
        model.ir_version = FORMAT
        written: bytes = model.SerializeToString(deterministic=True)
        return written
