"""The little of the ONNX format that an encoder needs, written by hand.

Source: onnx.proto of ONNX 1.16 (Apache-2.0), field numbers as there; the encoding is that of Protocol Buffers.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

MICROSOFT = "com.microsoft"
"""The domain of onnxruntime's own operators."""
_IR_VERSION, _OPSET, _MICROSOFT_OPSET = 9, 17, 1
_ELEMENT_TYPES = {"float32": 1, "uint8": 2, "int8": 3, "int32": 6, "int64": 7}
_FLOAT_ATTRIBUTE, _INT_ATTRIBUTE = 1, 2


@dataclass(frozen=True, slots=True)
class GraphInput:
    """An input or output: its name, the numpy name of its type, and a name or a length for each dimension."""

    name: str
    kind: str
    shape: tuple[str | int, ...]


@dataclass(slots=True)
class Graph:
    """A graph that grows by one node after the other."""

    _parts: list[bytes] = field(default_factory=list)

    def constant(self, name: str, values: NDArray[Any]) -> str:
        """Add an array under a name, which is given back."""
        dimensions = b"".join(_integer(1, length) for length in values.shape)
        content = dimensions + _integer(2, _ELEMENT_TYPES[values.dtype.name]) + _text(8, name)
        self._parts.append(_bytes(5, content + _bytes(9, np.ascontiguousarray(values).tobytes())))
        return name

    def node(
        self, operator: str, inputs: Sequence[str], outputs: Sequence[str], domain: str = "", **attributes: int | float
    ) -> str:
        """Add a node; the name of its first output is given back. "" stands for an input that is left out."""
        ends = b"".join(_text(1, name) for name in inputs) + b"".join(_text(2, name) for name in outputs)
        named = b"".join(_bytes(5, _attribute(name, value)) for name, value in attributes.items())
        self._parts.append(_bytes(1, ends + _text(4, operator) + named + _text(7, domain)))
        return outputs[0]

    def model(self, inputs: Sequence[GraphInput], outputs: Sequence[GraphInput]) -> bytes:
        """The file of a model that is this graph."""
        ends = b"".join(_bytes(11, _value_info(one)) for one in inputs)
        ends += b"".join(_bytes(12, _value_info(one)) for one in outputs)
        graph = b"".join(self._parts) + _text(2, "encoder") + ends
        opsets = b"".join(_bytes(8, _text(1, name) + _integer(2, version)) for name, version in _OPSETS.items())
        return _integer(1, _IR_VERSION) + _text(2, "samspil") + _bytes(7, graph) + opsets


_OPSETS: Mapping[str, int] = {"": _OPSET, MICROSOFT: _MICROSOFT_OPSET}


def _value_info(value: GraphInput) -> bytes:
    dimensions = b"".join(
        _bytes(1, _text(2, length) if isinstance(length, str) else _integer(1, length)) for length in value.shape
    )
    tensor = _integer(1, _ELEMENT_TYPES[value.kind]) + _bytes(2, dimensions)
    return _text(1, value.name) + _bytes(2, _bytes(1, tensor))


def _attribute(name: str, value: int | float) -> bytes:
    if isinstance(value, float):
        return _text(1, name) + _key(2, 5) + struct.pack("<f", value) + _integer(20, _FLOAT_ATTRIBUTE)
    return _text(1, name) + _integer(3, value) + _integer(20, _INT_ATTRIBUTE)


def _integer(number: int, value: int) -> bytes:
    return _key(number, 0) + _varint(value & 0xFFFF_FFFF_FFFF_FFFF)


def _text(number: int, text: str) -> bytes:
    return _bytes(number, text.encode())


def _bytes(number: int, content: bytes) -> bytes:
    return _key(number, 2) + _varint(len(content)) + content


def _key(number: int, wire_type: int) -> bytes:
    return _varint(number << 3 | wire_type)


def _varint(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    found.append(value)
    return bytes(found)
