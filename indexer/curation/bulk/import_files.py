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
from indexer.curation.bulk.folder_import import plan_folder
from indexer.curation.bulk.import_job import SAVING, STOPPED, JobFolder
from indexer.curation.bulk.import_plan import ImportPlan, Progress, plan_table, unheard
from indexer.curation.bulk.job_files import CONTENT
from indexer.curation.bulk.readers.read_file import SPREADSHEET_ENDINGS, TABLE_ENDINGS, read_table
from indexer.curation.bulk.readers.table import Table
from indexer.curation.bulk.zip_folders import refuse_bomb, unpack
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.domain.errors import DocumentNotFound, InvalidEntry
from indexer.storage.atomic_files import atomic_write, shown_name

IMPORT_ENDINGS = (*TABLE_ENDINGS, ".zip")
_ID = re.compile(r"[0-9a-f]{16}$")
_MAX_BYTES_AT_ONCE = 200_000
"""What a page reads itself, in about a second; larger files have a process of their own."""


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
        # One byte more than may be: what a browser says of the length need not be true.
        content = stream.read(self._limit_bytes + 1)
        if len(content) > self._limit_bytes:
            raise InvalidEntry("file-too-large", megabytes=self._limit_bytes >> 20)
        import_id = secrets.token_hex(8)
        atomic_write(self._folder / import_id / "name", shown.encode(), is_private=True)
        atomic_write(self._folder / import_id / CONTENT, content, is_private=True)
        return import_id

    def name(self, import_id: str) -> str:
        """What the file is called.

        Raises:
            DocumentNotFound: there is none.
        """
        return (self.content(import_id).parent / "name").read_text("utf-8")

    def is_spreadsheet(self, import_id: str) -> bool:
        """Whether its rows are counted as spreadsheets do; raises DocumentNotFound where there is none."""
        return Path(self.name(import_id)).suffix.lower() in SPREADSHEET_ENDINGS

    def table(self, import_id: str) -> Table | None:
        """The file as a table; None for a zip file.

        Raises:
            InvalidEntry: it cannot be read.
        """
        name = self.name(import_id)
        if name.lower().endswith(".zip"):
            return None
        return read_table(name, self.content(import_id).read_bytes())

    def refuse_bomb(self, import_id: str) -> None:
        """See that a zip file unpacks to no more than can be imported, before anything is unpacked.

        Raises:
            InvalidEntry: it does, or cannot be read.
        """
        if self.name(import_id).lower().endswith(".zip"):
            refuse_bomb(self.content(import_id), limit_bytes=4 * self._limit_bytes)

    def is_large(self, import_id: str) -> bool:
        """Whether reading it takes longer than a page should.

        Raises:
            DocumentNotFound: there is none.
        """
        return self.content(import_id).stat().st_size > _MAX_BYTES_AT_ONCE

    def job(self, import_id: str) -> JobFolder:
        """The job that reads or imports the file.

        Raises:
            DocumentNotFound: there is none.
        """
        return JobFolder(self.content(import_id).parent)

    def plan(
        self,
        import_id: str,
        vocabulary: Vocabulary,
        *,
        table: Table | None,
        mapping: Mapping[str, str],
        defaults: Mapping[str, str],
        progress: Progress = unheard,
    ) -> ImportPlan:
        """What importing the file would do; `table` is what `table` gave.

        Raises:
            InvalidEntry: it cannot be read.
        """
        if table is not None:
            return plan_table(table, self._corpus, vocabulary, mapping=mapping, defaults=defaults, progress=progress)
        with tempfile.TemporaryDirectory(dir=self._folder, prefix=".unpacked-") as place:
            unpack(self.content(import_id), Path(place), limit_bytes=4 * self._limit_bytes)
            return plan_folder(
                Path(place), self._corpus_folder, self._corpus, vocabulary, kind=defaults.get("kind", "case")
            )

    def waiting(self) -> tuple[str, ...]:
        """The ids of the files that wait; one that is being saved is none."""
        paths = sorted((*self._folder.glob(f"*/{CONTENT}"), *self._folder.glob(f"*/{STOPPED}")))
        return tuple(dict.fromkeys(path.parent.name for path in paths if _ID.match(path.parent.name)))

    def discard(self, import_id: str) -> None:
        """Throw the file away."""
        shutil.rmtree(self.content(import_id).parent, ignore_errors=True)

    def content(self, import_id: str) -> Path:
        """The file, whatever its job made of its name; raises DocumentNotFound where there is none."""
        names = (CONTENT, SAVING, STOPPED) if _ID.match(import_id) else ()
        for name in names:
            if (path := self._folder / import_id / name).is_file():
                return path
        raise DocumentNotFound("no-such-import")
