"""Development only: writes `minilm.onnx`, a graph whose weights point into the published checkpoint (needs `onnx`).

    python -m assistant.embedding.build_graph path/to/model.safetensors assistant/embedding/minilm.onnx

Outputs, each a unit vector of 384 dimensions: `sentence_embedding` (mean of the last layer, as published), and for
the embedded reader `mean_2` and `mean_4` (means of layers 2 and 4) and `max_6` (maximum over the last layer):
linear heads read these four together better than the published vector alone (CONTRIBUTING, decisions).
"""

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

HIDDEN, HEADS, LAYERS = 384, 12, 6
MIDDLE_LAYERS = (2, 4)
OPSET = 20


class Graph:
    """A graph under construction over one safetensors file."""

    def __init__(self, weights: Path) -> None:
        """Read the checkpoint's header."""
        with weights.open("rb") as raw:
            length = int.from_bytes(raw.read(8), "little")
            self.header: dict[str, Any] = json.loads(raw.read(length))
        self.start = 8 + length
        self.nodes: list[NodeProto] = []
        self.tensors: dict[str, TensorProto] = {}
        self.file = weights.name

    def const(self, name: str, value: object, dtype: type) -> str:
        """Add a constant."""
        self.tensors[name] = numpy_helper.from_array(np.array(value, dtype), name)
        return name

    def weight(self, name: str) -> str:
        """Refer to a weight by its place in the file."""
        if name not in self.tensors:
            meta = self.header[name]
            begin, end = meta["data_offsets"]
            tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=meta["shape"])
            tensor.data_location = TensorProto.EXTERNAL
            where = {
                "location": self.file,
                "offset": self.start + begin,
                "length": end - begin,
            }
            for key, value in where.items():
                tensor.external_data.add(key=key, value=str(value))
            self.tensors[name] = tensor
        return name

    def op(self, kind: str, *inputs: str, out: str | None = None, **attrs: Any) -> str:  # noqa: ANN401 - ONNX attributes of any kind
        """Add a node; returns the name of its output."""
        name = out or f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], **attrs))
        return name

    def linear(self, x: str, name: str) -> str:
        """A dense layer; the transpose is folded when the graph is loaded."""
        weight = self.op("Transpose", self.weight(name + ".weight"), perm=[1, 0])
        return self.op("Add", self.op("MatMul", x, weight), self.weight(name + ".bias"))

    def norm(self, x: str, name: str) -> str:
        """A layer normalisation."""
        scale, bias = self.weight(name + ".weight"), self.weight(name + ".bias")
        return self.op("LayerNormalization", x, scale, bias, axis=-1, epsilon=1e-12)

    def heads(self, x: str, name: str, perm: list[int]) -> str:
        """Project and split into attention heads."""
        return self.op("Transpose", self.op("Reshape", self.linear(x, name), "split"), perm=perm)

    def layer(self, x: str, bias: str, number: int) -> str:
        """One transformer layer."""
        p = f"encoder.layer.{number}."
        q = self.heads(x, f"{p}attention.self.query", [0, 2, 1, 3])
        v = self.heads(x, f"{p}attention.self.value", [0, 2, 1, 3])
        k = self.heads(x, f"{p}attention.self.key", [0, 2, 3, 1])
        score = self.op("Mul", self.op("MatMul", q, k), "scale")
        share = self.op("Softmax", self.op("Add", score, bias), axis=-1)
        y = self.op("Transpose", self.op("MatMul", share, v), perm=[0, 2, 1, 3])
        y = self.linear(self.op("Reshape", y, "merge"), p + "attention.output.dense")
        x = self.norm(self.op("Add", y, x), p + "attention.output.LayerNorm")
        y = self.op("Gelu", self.linear(x, p + "intermediate.dense"))
        y = self.op("Add", self.linear(y, p + "output.dense"), x)
        return self.norm(y, p + "output.LayerNorm")

    def mean(self, x: str, mask: str, length: str, out: str) -> None:
        """The normalised mean over the tokens that are not padding."""
        total = self.op("ReduceSum", self.op("Mul", x, mask), "ax1", keepdims=0)
        self.op("LpNormalization", self.op("Div", total, length), out=out, axis=-1, p=2)


def build(weights: Path) -> ModelProto:
    """Build the graph for one checkpoint."""
    g = Graph(weights)
    for name, value in {"ax0": [0], "ax1": [1], "ax2": [2], "ax12": [1, 2], "zero": 0}.items():
        g.const(name, value, np.int64)
    g.const("split", [0, 0, HEADS, HIDDEN // HEADS], np.int64)
    g.const("merge", [0, 0, HIDDEN], np.int64)
    g.const("f1", 1, np.float32)
    g.const("neg", -1e9, np.float32)
    g.const("scale", (HIDDEN / HEADS) ** -0.5, np.float32)
    x, mask = _embeddings(g), g.op("Cast", "attention_mask", to=TensorProto.FLOAT)
    bias = g.op("Mul", g.op("Sub", "f1", g.op("Unsqueeze", mask, "ax12")), "neg")
    layers = []
    for number in range(LAYERS):
        x = g.layer(x, bias, number)
        layers.append(x)
    mask = g.op("Unsqueeze", mask, "ax2")
    length = g.op("ReduceSum", mask, "ax1", keepdims=0)
    g.mean(x, mask, length, "sentence_embedding")
    for number in MIDDLE_LAYERS:
        g.mean(layers[number - 1], mask, length, f"mean_{number}")
    padding = g.op("Mul", g.op("Sub", "f1", mask), "neg")
    top = g.op("ReduceMax", g.op("Add", x, padding), "ax1", keepdims=0)
    g.op("LpNormalization", top, out="max_6", axis=-1, p=2)
    return _model(g)


def _embeddings(g: Graph) -> str:
    e = "embeddings."
    length = g.op("Gather", g.op("Shape", "input_ids"), "ax1")
    words = g.op("Gather", g.weight(e + "word_embeddings.weight"), "input_ids")
    positions = g.weight(e + "position_embeddings.weight")
    places = g.op("Slice", positions, "ax0", length, "ax0")
    kind = g.op("Gather", g.weight(e + "token_type_embeddings.weight"), "zero")
    return g.norm(g.op("Add", g.op("Add", words, kind), places), e + "LayerNorm")


def _model(g: Graph) -> ModelProto:
    size = ["batch", "length"]
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, size) for name in ("input_ids", "attention_mask")]
    outputs = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", HIDDEN])
        for name in ("sentence_embedding", *(f"mean_{n}" for n in MIDDLE_LAYERS), "max_6")
    ]
    graph = helper.make_graph(g.nodes, "minilm", inputs, outputs, list(g.tensors.values()))
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=10)


if __name__ == "__main__":
    Path(sys.argv[2]).write_bytes(build(Path(sys.argv[1])).SerializeToString())
