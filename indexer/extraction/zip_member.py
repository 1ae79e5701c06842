"""One member of a zip file that we wrote, read without listing the others: a text of 300 pages has 301 of them.

Source of the layout: PKWARE, APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from pathlib import Path
from typing import IO

_END = struct.Struct("<4s4H2LH")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")


def read_member(path: Path, name: str) -> bytes:
    """The content of a member of an archive that has no comment and is smaller than 4 GB, checked by its CRC.

    Raises:
        OSError: the file cannot be read.
        zipfile.BadZipFile: it is damaged or of another kind.
        KeyError: there is no such member.
    """
    try:
        with path.open("rb") as stream:
            return _read_member(stream, name.encode("ascii"))
    except (struct.error, zlib.error, ValueError) as error:
        raise zipfile.BadZipFile(f"{path.name} is damaged") from error


def _read_member(stream: IO[bytes], name: bytes) -> bytes:
    length = stream.seek(0, 2)
    stream.seek(max(0, length - _END.size))
    signature, *_, size, offset, _ = _END.unpack(stream.read(_END.size))
    if signature != b"PK\5\6":
        raise ValueError(signature)
    stream.seek(offset)
    directory = stream.read(min(size, length))
    place = _entry_place(directory, name)
    _, _, _, _, method, _, _, checksum, packed_size, *_, local = _ENTRY.unpack_from(directory, place)
    stream.seek(local)
    signature, *_, name_length, extra_length = _LOCAL.unpack(stream.read(_LOCAL.size))
    if signature != b"PK\3\4" or method not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ValueError(signature)
    stream.seek(name_length + extra_length, 1)
    packed = stream.read(min(packed_size, length))
    content = zlib.decompress(packed, -zlib.MAX_WBITS) if method == zipfile.ZIP_DEFLATED else packed
    if zlib.crc32(content) != checksum:
        raise ValueError(checksum)
    return content


def _entry_place(directory: bytes, name: bytes) -> int:
    """Where the member's entry begins in the central directory."""
    found = directory.find(name)
    while found != -1:
        place = found - _ENTRY.size
        is_entry = place >= 0 and directory.startswith(b"PK\1\2", place)
        if is_entry and _ENTRY.unpack_from(directory, place)[10] == len(name):
            return place
        found = directory.find(name, found + 1)
    raise KeyError(name.decode())
