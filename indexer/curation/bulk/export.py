"""The collection given back: as a folder that can be imported again, or as a table."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from indexer.corpus_store.metadata_writer import stated_keys
from indexer.curation.bulk.readers.spreadsheet import guarded
from indexer.curation.bulk.readers.table import list_cell
from indexer.curation.bulk.source_lines import sources_cell
from indexer.curation.bulk.work_cell import work_cell
from indexer.curation.editing.document_files import EditableDocument
from indexer.domain.documents.metadata_schema import KNOWN_KEYS
from indexer.domain.errors import InvalidEntry

SEPARATOR = ";"
_COLUMNS = ("id", *KNOWN_KEYS, "file", "body", "body_other")


def export_folder(corpus_folder: Path, target: Path) -> int:
    """Copy the whole corpus into an empty or new folder; the number of files.

    Raises:
        InvalidEntry: the folder holds something already.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise InvalidEntry("folder-not-empty", path=target)
    count = 0
    for path in corpus_files(corpus_folder):
        copy = target / path.relative_to(corpus_folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, copy)
        count += 1
    return count


def corpus_files(corpus_folder: Path) -> Iterator[Path]:
    """Every file of the corpus that is not hidden or temporary, in a fixed order."""
    for path in sorted(corpus_folder.rglob("*")):
        hidden = any(part.startswith((".", "~")) for part in path.relative_to(corpus_folder).parts)
        if path.is_file() and not path.is_symlink() and not hidden:
            yield path


def export_csv(documents: Iterable[EditableDocument]) -> str:
    """A table with a row for each document: every key, and the text of write-ups; by semicolons, as Danish Excel reads.

    Lists are separated by semicolons within their cell; sources have a line each.
    """
    target = io.StringIO()
    writer = csv.writer(target, delimiter=SEPARATOR, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for document in documents:
        texts = {"body": document.body.strip("\n"), "body_other": document.other_body.strip("\n")}
        keys = stated_keys(document.metadata) | {"id": document.id} | texts
        if not document.is_write_up:
            keys["file"] = document.file.location
        keys["describes"] = work_cell(document.metadata.describes)
        keys["sources"] = sources_cell(document.metadata.sources)
        writer.writerow([guarded(_cell(keys.get(column, ""))) for column in _COLUMNS])
    return target.getvalue()


def _cell(value: object) -> str:
    return list_cell(value) if isinstance(value, list) else str(value)
