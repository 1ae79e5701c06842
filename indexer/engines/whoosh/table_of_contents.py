"""Whoosh's table of contents, with a checksum behind it: it is pickled, and a changed byte may well be readable.

Whoosh reads a table from its beginning and never looks behind it. Tables of older versions have no checksum.
"""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

from whoosh.filedb.filestore import RamStorage
from whoosh.index import _DEF_INDEX_NAME, TOC

from indexer.storage.array_file import DamagedFile
from indexer.storage.atomic_files import atomic_write

_CHECKSUM = struct.Struct("<8sI")
_MAGIC = b"SAMSPILT"


def write_contents(folder: Path, contents: TOC, name: str) -> None:
    """Write a table; whoever opens the index sees the one before or this one, which is on the disk then."""
    storage = RamStorage()
    contents.write(storage, name)
    file_name = TOC._filename(name, contents.generation)
    content: bytes = storage.files[file_name]
    atomic_write(folder / file_name, content + _CHECKSUM.pack(_MAGIC, zlib.crc32(content)))


def check_contents(folder: Path) -> None:
    """Make sure that the newest table of an index is what was written.

    Raises:
        DamagedFile: it is not.
        FileNotFoundError: there is none, or a commit has just replaced it.
        OSError: it cannot be read.
    """
    pattern = TOC._pattern(_DEF_INDEX_NAME)
    found = [(int(match.group(1)), path) for path in folder.iterdir() if (match := pattern.match(path.name))]
    if not found:
        raise FileNotFoundError(folder / TOC._filename(_DEF_INDEX_NAME, 0))
    content = max(found)[1].read_bytes()
    magic, checksum = _CHECKSUM.unpack_from(content.rjust(_CHECKSUM.size), max(0, len(content) - _CHECKSUM.size))
    if magic == _MAGIC and zlib.crc32(content[: -_CHECKSUM.size]) != checksum:
        raise DamagedFile("the table of contents was changed after it was written")
