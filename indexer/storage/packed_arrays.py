"""Packed numbers in an array file: written at once or as they come, read in place.

The bytes of a list stand in an array under its name, how many numbers they are in the file's facts, under "counts".
"""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from indexer.storage.array_file import ArrayFile, ArrayFileWriter
from indexer.storage.packed_numbers import PackedNumbers, Packer, packed

# What waits for its place in the file: up to so much in memory, more of it beside the file.
_SPOOL_BYTES = 32 << 20


class PackedStream:
    """Numbers that are packed as they come, before it is known how many they will be."""

    def __init__(self, spool: IO[bytes]) -> None:
        self._spool = spool
        self._packer = Packer()

    def add(self, numbers: NDArray[np.integer[Any]], is_first: NDArray[np.bool_] | None = None) -> None:
        """Pack the next numbers; see Packer.add."""
        self._spool.write(self._packer.add(numbers, is_first).data)

    def write_into(self, file: ArrayFileWriter, name: str) -> int:
        """Move everything into the file; gives the count."""
        self._spool.write(self._packer.finish().data)
        file.add_from(name, self._spool)
        return self._packer.count


class PackedArrayWriter:
    """Packed arrays on their way into a file, whose folder holds what does not fit into memory."""

    def __init__(self, file: ArrayFileWriter, folder: Path) -> None:
        self._file = file
        self._folder = folder
        self._counts: dict[str, int] = {}
        self._spools = ExitStack()

    def add(self, name: str, numbers: NDArray[np.integer[Any]]) -> None:
        """Write a whole array; nothing of an empty one."""
        if len(numbers):
            self._file.add(name, packed(numbers))
            self._counts[name] = len(numbers)

    def stream(self) -> PackedStream:
        """An array that is not known yet."""
        return PackedStream(self.spool())

    def spool(self) -> IO[bytes]:
        """Where bytes wait for their place in the file; closed with this at the latest."""
        # It has no name in the folder and goes with its last reader, whatever becomes of this process.
        return self._spools.enter_context(tempfile.SpooledTemporaryFile(_SPOOL_BYTES, dir=str(self._folder)))

    def add_stream(self, name: str, stream: PackedStream) -> None:
        """Write an array that is now known."""
        self._counts[name] = stream.write_into(self._file, name)

    def close(self) -> None:
        """Let go of what waits, and note the counts among the file's facts."""
        self._spools.close()
        self._file.facts["counts"] = self._counts


def packed_array(file: ArrayFile, name: str) -> PackedNumbers:
    """The numbers of an array; none where there is no such array."""
    count = file.facts["counts"].get(name, 0)
    return PackedNumbers(file[name] if count else _NOTHING, count)


_NOTHING = np.zeros(0, dtype=np.uint8)
