"""The encoder as an ONNX graph: twelve layers over the vectors of pieces, its products with eight-bit numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from indexer.meaning.model.onnx_format import MICROSOFT, Graph, GraphInput
from indexer.meaning.model.weights_file import BLOCK, WeightsFile

_BITS = 4
_BY_EIGHT_BITS = 4
"""onnxruntime's accuracy level at which each block of what is multiplied is rounded to eight bits."""
INPUT, MASK, OUTPUT = "vectors", "mask", "hidden"


def encoder_graph(weights: WeightsFile) -> bytes:
    """The file of the graph: vectors (text, piece, hidden) and mask (text, piece) -> hidden states, shaped alike."""
    layers = _Layers(weights)
    graph, sizes = layers.graph, weights.sizes
    norm = [layers.row("emb.ln.w"), layers.row("emb.ln.b")]
    state = graph.node("LayerNormalization", [INPUT, *norm], ["h"], epsilon=sizes.epsilon, axis=-1)
    for number in range(sizes.layers):
        state = layers.add(f"l{number}.", state, OUTPUT if number == sizes.layers - 1 else f"l{number}.out")
    shape = ("texts", "pieces", sizes.hidden)
    inputs = [GraphInput(INPUT, "float32", shape), GraphInput(MASK, "int32", shape[:2])]
    return graph.model(inputs, [GraphInput(OUTPUT, "float32", shape)])


class _Layers:
    """Layers of a graph that is being made."""

    def __init__(self, weights: WeightsFile) -> None:
        self.graph = Graph()
        self._weights = weights
        self._sizes = weights.sizes

    def add(self, name: str, state: str, output: str) -> str:
        """A layer: attention, then a network of two layers, each added to what came in and levelled."""
        graph, hidden, inner = self.graph, self._sizes.hidden, self._sizes.inner
        parts = [self._product(f"{name}{part}", state, hidden, hidden) for part in "qkv"]
        bias = np.concatenate([self._weights.floats(f"{name}{part}.b", hidden) for part in "qkv"])
        attention = [*parts, graph.constant(f"{name}qkv.b", bias), MASK]
        attended = graph.node("MultiHeadAttention", attention, [f"{name}att"], MICROSOFT, num_heads=self._sizes.heads)
        state = self._added(name, "a", self._product(f"{name}ao", attended, hidden, hidden), state, f"{name}mid")
        widened = [self._product(f"{name}fi", state, inner, hidden), self.row(f"{name}fi.b")]
        active = graph.node("BiasGelu", widened, [f"{name}gelu"], MICROSOFT)
        return self._added(name, "f", self._product(f"{name}fo", active, hidden, inner), state, output)

    def row(self, name: str) -> str:
        """A tensor of one dimension."""
        return self.graph.constant(name, self._weights.floats(name, -1))

    def _added(self, name: str, part: str, change: str, state: str, output: str) -> str:
        """The normalized sum of a state, its change and the bias of the change."""
        norm = f"{name}{'aln' if part == 'a' else 'oln'}"
        inputs = [change, state, self.row(f"{norm}.w"), self.row(f"{norm}.b"), self.row(f"{name}{part}o.b")]
        return self.graph.node("SkipLayerNormalization", inputs, [output], MICROSOFT, epsilon=self._sizes.epsilon)

    def _product(self, name: str, state: str, rows: int, columns: int) -> str:
        """A state times a matrix, whose four-bit blocks stay as they are; see decision 0049."""
        factors, halves = self._weights.blocks(f"{name}.w")
        blocks = columns // BLOCK
        matrix = self.graph.constant(f"{name}.w", _interleaved(halves).reshape(rows, blocks, BLOCK // 2))
        scales = self.graph.constant(f"{name}.s", factors.astype(np.float32).reshape(rows, blocks))
        sizes = {"K": columns, "N": rows, "bits": _BITS, "block_size": BLOCK, "accuracy_level": _BY_EIGHT_BITS}
        return self.graph.node("MatMulNBits", [state, matrix, scales], [f"{name}.out"], MICROSOFT, **sizes)


def _interleaved(halves: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Half bytes in the order that onnxruntime reads: neighbours share a byte, the first in its low half."""
    numbers = np.concatenate((halves & 15, halves >> 4), axis=-1)
    packed: NDArray[np.uint8] = numbers[..., 0::2] | numbers[..., 1::2] << 4
    return packed
