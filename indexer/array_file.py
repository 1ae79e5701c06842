"""A file of named numpy arrays: written once, fsynced, validated on opening, mapped and never unpickled.

    magic (8 bytes) · header length (u64) · CRC-32 of the header (u32) · header (JSON) · arrays, each aligned to 64

The header names every array with its type, shape, place and CRC-32, and the length of the whole file.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

MAGIC = b"SAMSPIL1"
_FIXED = struct.Struct("<8sQI")
_ALIGNMENT = 64
_TYPES = frozenset({"|u1", "<u2", "<u4", "<u8", "<i4", "<i8", "<f4", "<f8"})

Arrays = Mapping[str, NDArray[Any]]


class DamagedFile(ValueError):
    """The file is not what was written: cut short, changed, or another kind of file."""


def write_arrays(path: Path, arrays: Arrays, facts: Mapping[str, object]) -> None:
    """Write arrays and JSON-able facts; the file is on the disk when this returns."""
    directory: dict[str, object] = {}
    position = 0
    for name, array in arrays.items():
        content = np.ascontiguousarray(array)
        position = _aligned(position)
        directory[name] = (content.dtype.str, content.shape, position, zlib.crc32(content.tobytes()))
        position += content.nbytes
    header = json.dumps({"facts": facts, "arrays": directory, "bytes": position}).encode()
    start = _aligned(_FIXED.size + len(header))
    with path.open("wb") as stream:
        stream.write(_FIXED.pack(MAGIC, len(header), zlib.crc32(header)) + header)
        for name, array in arrays.items():
            stream.write(b"\0" * (start + directory[name][2] - stream.tell()))  # type: ignore[index]
            stream.write(np.ascontiguousarray(array).tobytes())
        stream.write(b"\0" * (start + position - stream.tell()))
        stream.flush()
        os.fsync(stream.fileno())


class ArrayFile:
    """The arrays of a file, mapped read-only; they stay valid as long as they are referred to."""

    def __init__(self, path: Path) -> None:
        """Open and validate.

        Raises:
            DamagedFile: magic, header, sizes or a checksum do not fit.
            OSError: the file cannot be read.
        """
        with path.open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            if size < _FIXED.size:
                raise DamagedFile(f"{path.name} is cut short")
            self._map = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        magic, header_bytes, checksum = _FIXED.unpack_from(self._map)
        header = self._map[_FIXED.size : _FIXED.size + header_bytes] if header_bytes < size else b""
        if magic != MAGIC or zlib.crc32(header) != checksum or not header:
            raise DamagedFile(f"{path.name} has a damaged header")
        content = json.loads(header)
        start = _aligned(_FIXED.size + header_bytes)
        if start + content["bytes"] != size:
            raise DamagedFile(f"{path.name} has {size} bytes and not {start + content['bytes']}")
        self.facts: dict[str, Any] = content["facts"]
        self._arrays = {name: self._array(path, start, *place) for name, place in content["arrays"].items()}

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self._arrays[name]

    def view(self, name: str) -> memoryview:
        """The bytes of an array."""
        return self._arrays[name].data.cast("B") if self._arrays[name].size else memoryview(b"")

    def _array(self, path: Path, start: int, kind: str, shape: list[int], position: int, checksum: int) -> NDArray[Any]:
        if kind not in _TYPES:
            raise DamagedFile(f"{path.name} holds an unknown type {kind!r}")
        count = int(np.prod(shape, dtype=np.int64))
        array = np.frombuffer(self._map, dtype=kind, count=count, offset=start + position)
        if zlib.crc32(array.tobytes()) != checksum:
            raise DamagedFile(f"{path.name} was changed after it was written")
        return array.reshape(shape)


def _aligned(position: int) -> int:
    return (position + _ALIGNMENT - 1) & ~(_ALIGNMENT - 1)
