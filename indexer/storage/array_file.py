"""A file of named numpy arrays: written once, fsynced, validated on opening, mapped and never unpickled.

    magic (8 bytes) · place, length (u64) and CRC-32 (u32) of the header · arrays, each aligned to 64 · header (JSON)

The header names every array with its type, shape, place and CRC-32, and the length of the whole file.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import weakref
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, BinaryIO, NamedTuple

import numpy as np
from numpy.typing import NDArray

MAGIC = b"SAMSPIL2"
_FIXED = struct.Struct("<8sQQI")
# A cache line, and as much as any array type asks for.
_ALIGNMENT = 64
# Nothing that could be an object: what is read from a file is numbers and no more.
_TYPES = frozenset({"|u1", "<u2", "<u4", "<u8", "<i4", "<i8", "<f4", "<f8"})
_READ_BYTES = 1 << 20

Arrays = Mapping[str, NDArray[Any]]


class DamagedFile(ValueError):
    """The file is not what was written: cut short, changed, or another kind of file."""


@dataclass(slots=True)
class _Reserved:
    """A place for an array, filled from its beginning."""

    kind: np.dtype[Any]
    count: int
    start: int
    filled: int = 0
    checksum: int = 0


class ArrayFileWriter:
    """Writes arrays piece by piece, several at a time, so that none need fit into memory.

    As a context: the file is complete and on the disk when the block ends; after an exception it is no array file.
    """

    def __init__(self, path: Path, facts: Mapping[str, object]) -> None:
        self.facts = dict(facts)
        self._stream: BinaryIO = path.open("wb")
        self._reserved: dict[str, _Reserved] = {}
        self._end = _aligned(_FIXED.size)

    def __enter__(self) -> ArrayFileWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._stream:
            if kind is None:
                self._finish()

    def add(self, name: str, array: NDArray[Any]) -> None:
        """Write a whole array of one dimension."""
        self.reserve(name, array.dtype, len(array))
        self.append(name, array)

    def reserve(self, name: str, kind: np.dtype[Any] | type, count: int) -> None:
        """Make room for an array of one dimension that `append` fills."""
        place = _Reserved(np.dtype(kind), count, _aligned(self._end))
        self._end = place.start + count * place.kind.itemsize
        self._reserved[name] = place

    def append(self, name: str, piece: NDArray[Any]) -> None:
        """Write the next piece of a reserved array."""
        place = self._reserved[name]
        content = np.ascontiguousarray(piece, dtype=place.kind).data.cast("B") if len(piece) else b""
        self._stream.seek(place.start + place.filled * place.kind.itemsize)
        self._stream.write(content)
        place.checksum = zlib.crc32(content, place.checksum)
        place.filled += len(piece)
        assert place.filled <= place.count, name

    def add_from(self, name: str, spool: IO[bytes]) -> None:
        """Write all bytes of a stream, up to where it stands, as an array of bytes; the stream is closed."""
        self.reserve(name, np.uint8, spool.tell())
        spool.seek(0)
        while content := spool.read(_READ_BYTES):
            self.append(name, np.frombuffer(content, dtype=np.uint8))
        spool.close()

    def _finish(self) -> None:
        assert all(place.filled == place.count for place in self._reserved.values())
        directory = {n: (p.kind.str, [p.count], p.start, p.checksum) for n, p in self._reserved.items()}
        header = json.dumps({"facts": self.facts, "arrays": directory}).encode()
        start = _aligned(self._end)
        self._stream.seek(start)
        self._stream.write(header)
        # The magic comes last: a file that was cut off before is none of ours.
        self._stream.seek(0)
        self._stream.write(_FIXED.pack(MAGIC, start, len(header), zlib.crc32(header)))
        self._stream.flush()
        os.fsync(self._stream.fileno())


def write_arrays(path: Path, arrays: Arrays, facts: Mapping[str, object]) -> None:
    """Write arrays of one dimension and JSON-able facts; the file is on the disk when this returns."""
    with ArrayFileWriter(path, facts) as writer:
        for name, array in arrays.items():
            writer.add(name, array)


class ArrayFile:
    """The arrays of a file, mapped read-only; they stay valid as long as they are referred to."""

    def __init__(self, path: Path) -> None:
        """Open and validate; the checksums are taken by ordinary reading, so that no page stays resident for them.

        Raises:
            DamagedFile: magic, header, sizes or a checksum do not fit.
            OSError: the file cannot be read.
        """
        self._name = str(path)
        with path.open("rb") as stream:
            self._stamp = _stamp(os.fstat(stream.fileno()))
            size = os.fstat(stream.fileno()).st_size
            if size < _FIXED.size:
                raise DamagedFile(f"{path.name} is cut short")
            magic, start, length, checksum = _FIXED.unpack(stream.read(_FIXED.size))
            if magic != MAGIC or start + length != size:
                raise DamagedFile(f"{path.name} is another kind of file, or cut short")
            stream.seek(start)
            header = stream.read(length)
            if zlib.crc32(header) != checksum:
                raise DamagedFile(f"{path.name} has a damaged header")
            content = json.loads(header)
            self._header = start, header
            self._directory: dict[str, tuple[str, list[int], int, int]] = content["arrays"]
            self._validate(stream)
            self._map = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
            self._descriptor = os.dup(stream.fileno())  # for `read`, after the stream is closed
        weakref.finalize(self, os.close, self._descriptor)
        self._starts = {name: place for name, (_, _, place, _) in content["arrays"].items()}
        self.facts: dict[str, Any] = content["facts"]
        self._arrays: dict[str, NDArray[Any]] = {
            name: np.frombuffer(self._map, dtype=kind, count=shape[0], offset=place)
            for name, (kind, shape, place, _) in content["arrays"].items()
        }

    def check(self) -> None:
        """Make sure that the file under its name is still the one that was validated, and validate one that changed.

        Raises:
            DamagedFile: it was changed, cut short, replaced or removed.
        """
        try:
            stamp = _stamp(os.stat(self._name))  # noqa: PTH116 (asked by every request)
            if stamp == self._stamp:
                return
            if stamp.inode != self._stamp.inode or stamp.size != self._stamp.size:
                raise DamagedFile(f"{self._name} was replaced or cut short")
            with open(self._descriptor, "rb", closefd=False) as stream:
                start, header = self._header
                stream.seek(start)
                if stream.read(len(header)) != header:
                    raise DamagedFile(f"{self._name} has a damaged header")
                self._validate(stream)
        except OSError as error:
            raise DamagedFile(f"{self._name} is gone") from error
        self._stamp = stamp

    def check_unwritten(self) -> None:
        """Make sure that nothing was written to the file since, whether or not it still has its name.

        Raises:
            DamagedFile: something was.
        """
        state = os.fstat(self._descriptor)
        if (state.st_mtime_ns, state.st_size) != (self._stamp.written, self._stamp.size):
            raise DamagedFile(f"{self._name} was written to")

    def _validate(self, stream: BinaryIO) -> None:
        for kind, shape, place, expected in self._directory.values():
            if kind not in _TYPES or _checksum(stream, place, shape[0] * np.dtype(kind).itemsize) != expected:
                raise DamagedFile(f"{self._name} was changed after it was written")

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self._arrays[name]

    def get(self, name: str) -> NDArray[Any]:
        """An array, an empty one where the file has none of the name."""
        return self._arrays.get(name, _NO_ARRAY)

    def release_pages(self) -> None:
        """Let go of the pages that were read, which come back when they are asked for: keeps a long pass small."""
        self._map.madvise(mmap.MADV_DONTNEED)

    def read(self, name: str, first: int, last: int) -> bytes:
        """Some bytes of an array, read past the mapping: touching a mapped page makes its neighbours resident too."""
        return os.pread(self._descriptor, last - first, self._starts[name] + first)

    def view(self, name: str) -> memoryview:
        """The bytes of an array, none where the file has none of the name."""
        array = self.get(name)
        return array.data.cast("B") if array.size else memoryview(b"")


class _Stamp(NamedTuple):
    """What changes with a file: `touched` whatever is done to it, even where `written` is set back."""

    inode: int
    size: int
    written: int
    touched: int


def _stamp(state: os.stat_result) -> _Stamp:
    return _Stamp(state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns)


def _checksum(stream: BinaryIO, start: int, length: int) -> int:
    stream.seek(start)
    checksum = 0
    while length > 0 and (content := stream.read(min(length, _READ_BYTES))):
        checksum = zlib.crc32(content, checksum)
        length -= len(content)
    return checksum


def _aligned(position: int) -> int:
    return (position + _ALIGNMENT - 1) & ~(_ALIGNMENT - 1)


_NO_ARRAY = np.zeros(0, dtype=np.uint8)
