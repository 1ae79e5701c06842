"""Files that wait to be imported through the site: state/imports/<id>/, with the name they came with."""

from __future__ import annotations

import re
import secrets
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from indexer.corpus_store.folder import CorpusFolder
from indexer.curation.bulk.folder_import import plan_folder, unpack
from indexer.curation.bulk.import_plan import ImportPlan, plan_records
from indexer.curation.bulk.table_readers import Table, read_table
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.domain.errors import DocumentNotFound, InvalidEntry
from indexer.storage.atomic_files import atomic_write, shown_name

IMPORT_ENDINGS = (".csv", ".ris", ".bib", ".zip")
_ID = re.compile(r"[0-9a-f]{16}$")


class ImportFiles:
    """The files below one folder; each is kept until it is imported or thrown away."""

    def __init__(self, folder: Path, corpus_folder: Path, corpus: CorpusFolder, *, limit_bytes: int) -> None:
        self._folder, self._corpus_folder, self._corpus = folder, corpus_folder, corpus
        self._limit_bytes = limit_bytes

    def receive(self, name: str, stream: IO[bytes]) -> str:
        """Take a file in; its id.

        Raises:
            InvalidEntry: the ending is none that can be imported, or the file is larger than the limit.
        """
        shown = shown_name(name)
        if Path(shown).suffix.lower() not in IMPORT_ENDINGS:
            raise InvalidEntry("import-wrong-type", name=shown)
        content = stream.read(self._limit_bytes + 1)
        if len(content) > self._limit_bytes:
            raise InvalidEntry("file-too-large", megabytes=self._limit_bytes >> 20)
        import_id = secrets.token_hex(8)
        atomic_write(self._folder / import_id / "name", shown.encode(), is_private=True)
        atomic_write(self._folder / import_id / "content", content, is_private=True)
        return import_id

    def name(self, import_id: str) -> str:
        """What the file is called.

        Raises:
            DocumentNotFound: there is none.
        """
        return (self._place(import_id) / "name").read_text("utf-8")

    def table(self, import_id: str) -> Table | None:
        """The file as a table; None for a zip file.

        Raises:
            InvalidEntry: it cannot be read.
        """
        name = self.name(import_id)
        if name.lower().endswith(".zip"):
            return None
        return read_table(name, (self._place(import_id) / "content").read_bytes())

    def plan(
        self, import_id: str, vocabulary: Vocabulary, *, mapping: Mapping[str, str], defaults: Mapping[str, str]
    ) -> ImportPlan:
        """What importing the file would do.

        Raises:
            InvalidEntry: it cannot be read.
        """
        table = self.table(import_id)
        if table is not None:
            return plan_records(table.records(mapping), self._corpus, vocabulary, defaults=defaults)
        with tempfile.TemporaryDirectory(dir=self._folder, prefix=".unpacked-") as place:
            unpack(self._place(import_id) / "content", Path(place), limit_bytes=4 * self._limit_bytes)
            return plan_folder(
                Path(place), self._corpus_folder, self._corpus, vocabulary, kind=defaults.get("kind", "case")
            )

    def discard(self, import_id: str) -> None:
        """Throw the file away."""
        shutil.rmtree(self._place(import_id), ignore_errors=True)

    def _place(self, import_id: str) -> Path:
        place = self._folder / import_id
        if not _ID.match(import_id) or not (place / "content").is_file():
            raise DocumentNotFound("no-such-import")
        return place
