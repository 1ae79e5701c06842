"""Short texts of many documents in an array file, compressed some documents at a time with a shared dictionary.

A block is a raw deflate stream (RFC 1951) over the dictionary `text_dictionary`. It holds the lengths of all texts of
its documents, document by document in the order of the names, 32 bits each, then the texts. All blocks but the last
hold `documents_per_block` documents.
"""

from __future__ import annotations

import struct
import threading
import zlib
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import accumulate, islice
from typing import NamedTuple

import numpy as np

from indexer.storage.array_file import ArrayFile, ArrayFileWriter
from indexer.storage.packed_arrays import PackedArrayWriter, packed_array
from indexer.storage.ragged import Int64Array, cumulated

Texts = tuple[bytes, ...]
"""The texts of a document, in the order of the names."""

# About so many bytes are unpacked to read one text; smaller blocks compress less.
_BLOCK_BYTES = 1024
_MAX_DOCUMENTS_PER_BLOCK = 64
# A dictionary pays where it is read many times; the samples that it is made of.
_DICTIONARY_BYTES = 4096
_MIN_BYTES_PER_DICTIONARY = 16 * _DICTIONARY_BYTES
_LEVEL = 6
_MAX_BYTES_KEPT = 4 << 20


def write_texts(
    file: ArrayFileWriter,
    arrays: PackedArrayWriter,
    names: Sequence[str],
    documents: Iterable[Texts],
    samples: Sequence[Texts],
    size: int,
) -> None:
    """Write the texts of `size` documents; `samples` are texts like theirs, of documents from all over."""
    together = [b"".join(texts) for texts in samples]
    average = sum(map(len, together)) / max(1, len(together))
    per_block = max(1, min(_MAX_DOCUMENTS_PER_BLOCK, int(_BLOCK_BYTES / max(1.0, average))))
    is_worth_it = average * size > _MIN_BYTES_PER_DICTIONARY
    dictionary = b"".join(together)[-_DICTIONARY_BYTES:] if is_worth_it else b""
    file.facts["texts"] = {"names": list(names), "documents_per_block": per_block}
    file.add("text_dictionary", np.frombuffer(dictionary, dtype=np.uint8))
    spool = arrays.spool()
    lengths = []
    remaining = iter(documents)
    while block := list(islice(remaining, per_block)):
        packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS, zdict=dictionary)
        text_lengths = np.array([len(text) for texts in block for text in texts], dtype="<u4")
        content = packer.compress(text_lengths.tobytes() + b"".join(map(b"".join, block))) + packer.flush()
        spool.write(content)
        lengths.append(len(content))
    file.add_from("text_blocks", spool)
    arrays.add("text_block_lengths", np.array(lengths, dtype=np.int64))


class _Block(NamedTuple):
    content: bytes
    offsets: list[int]


class TextBlocks:
    """Reads texts; safe to share between threads. What was unpacked last is kept for a while."""

    def __init__(self, file: ArrayFile) -> None:
        self._file = file
        facts = file.facts["texts"]
        self.names: tuple[str, ...] = tuple(facts["names"])
        self._ordinals = {name: ordinal for ordinal, name in enumerate(self.names)}
        self._per_block = int(facts["documents_per_block"])
        self._kept: OrderedDict[int, _Block] = OrderedDict()
        self._bytes_kept = 0
        self._lock = threading.Lock()

    def text(self, name: str, document: int) -> str:
        """A text of a document."""
        return self._text(self._ordinals[name], document).decode()

    def texts(self, document: int) -> Texts:
        """All texts of a document."""
        number, place = divmod(document, self._per_block)
        content, offsets = self._kept.get(number) or self._unpacked(number)
        first = place * len(self.names)
        return tuple([content[offsets[n] : offsets[n + 1]] for n in range(first, first + len(self.names))])

    def _text(self, ordinal: int, document: int) -> bytes:
        number, place = divmod(document, self._per_block)
        block = self._kept.get(number) or self._unpacked(number)
        first = place * len(self.names) + ordinal
        return block.content[block.offsets[first] : block.offsets[first + 1]]

    def _unpacked(self, number: int) -> _Block:
        # Read and not mapped: a page of results touches twenty blocks, and each would make its neighbours resident.
        content = self._file.read("text_blocks", int(self._offsets[number]), int(self._offsets[number + 1]))
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS, zdict=self._dictionary)
        content = unpacker.decompress(content)
        count = min(self._per_block, self._size - number * self._per_block) * len(self.names)
        lengths = struct.unpack_from(f"<{count}I", content)
        block = _Block(content, list(accumulate(lengths, initial=4 * count)))
        with self._lock:
            if number not in self._kept:
                self._kept[number] = block
                self._bytes_kept += len(content)
            while self._bytes_kept > _MAX_BYTES_KEPT:
                self._bytes_kept -= len(self._kept.popitem(last=False)[1].content)
        return block

    @property
    def _size(self) -> int:
        return int(self._file.facts["size"])

    @cached_property
    def _dictionary(self) -> bytes:
        return bytes(self._file.view("text_dictionary"))

    @cached_property
    def _offsets(self) -> Int64Array:
        return cumulated(packed_array(self._file, "text_block_lengths").all())
