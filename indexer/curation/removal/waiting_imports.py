"""Files that wait to be imported and hold a document that goes."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Collection, Iterator
from pathlib import PurePosixPath

from indexer.curation.bulk.import_files import ImportFiles
from indexer.domain.documents.metadata import Metadata
from indexer.domain.errors import InvalidEntry

_MIN_CHARACTERS = 8
"""Shorter names stand in files by chance, where nothing tells which cells they fill."""

_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "cp1252")


def names_of(document_id: str, metadata: Metadata) -> tuple[str, ...]:
    """What a row or a file that holds a document names it by: its id and its titles."""
    return tuple(dict.fromkeys(filter(None, (document_id, metadata.title, metadata.title_other))))


def imports_naming(imports: ImportFiles, names: Collection[str]) -> list[str]:
    """The ids of the waiting imports with a row or a file of that name; what is being saved is none any more."""
    if not names:
        return []
    return [one for one in imports.waiting() if _names_one(imports, one, {name.casefold() for name in names})]


def _names_one(imports: ImportFiles, import_id: str, names: Collection[str]) -> bool:
    try:
        table = imports.table(import_id)
    except InvalidEntry:  # nobody can tell its cells apart: then any mention counts
        return _mentions(imports, import_id, names)
    if table is None:
        return _mentions(imports, import_id, names)
    if any(_is_one(cell, names) for row in table.rows for cell in row.values()):
        return True
    # Rows that could not be read are none of these.
    return bool(table.faults) and _mentions(imports, import_id, names)


def _is_one(cell: str, names: Collection[str]) -> bool:
    text = cell.strip().casefold()
    # An export names a document by its address, which ends with its id.
    return text in names or text.rpartition("/")[2] in names


def _mentions(imports: ImportFiles, import_id: str, names: Collection[str]) -> bool:
    sought = [name for name in names if len(name) >= _MIN_CHARACTERS]
    for path, content in _contents(imports, import_id):
        stem = PurePosixPath(path).name.partition(".")[0].casefold()
        if stem in names or (sought and _holds_one(content, sought)):
            return True
    return False


def _contents(imports: ImportFiles, import_id: str) -> Iterator[tuple[str, bytes]]:
    """(name, content) of the file, or of each file within a zip file; of one that cannot be read, as it is."""
    path, name = imports.content(import_id), imports.name(import_id)
    if not name.lower().endswith(".zip"):
        yield name, path.read_bytes()
        return
    try:
        imports.refuse_bomb(import_id)
        with zipfile.ZipFile(path) as opened:
            yield from ((member.filename, opened.read(member)) for member in opened.infolist())
    except (InvalidEntry, zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, zlib.error):
        yield name, path.read_bytes()


def _holds_one(content: bytes, names: Collection[str]) -> bool:
    return any(_stands_in(content.decode(encoding, "ignore").casefold(), names) for encoding in _ENCODINGS)


def _stands_in(text: str, names: Collection[str]) -> bool:
    # Apart from its caller, so that no more than one text is held at a time: a file may have tens of megabytes.
    return any(name in text for name in names)
