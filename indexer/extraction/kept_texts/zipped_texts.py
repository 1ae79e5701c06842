"""Texts as versions before 0.2 kept them, to be taken over: one zip file per text in version-<n>/ab/<hash>.zip."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import zipfile
from pathlib import Path

from indexer.domain.documents.document import Page
from indexer.domain.documents.extraction import Extraction
from indexer.extraction.kept_texts.text_records import extraction_of

_HASH = re.compile(r"[0-9a-f]{64}$")
_DAMAGE = (OSError, KeyError, ValueError, TypeError, zipfile.BadZipFile)


class ZippedTexts:
    """The zip files below one folder; they are read and removed, never written."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self, content_hash: str) -> Extraction | None:
        """The text; None if there is none or it is damaged."""
        try:
            with zipfile.ZipFile(self._path(content_hash)) as archive:
                content = archive.read("extraction.json")
                facts = json.loads(content)
                names = [f"page-{number:05}.json" for number in range(1, facts["pages"] + 1)]
                pages = [Page(**json.loads(archive.read(name))) for name in names]
            return extraction_of(content, pages, tuple(facts["sketch"]))
        except _DAMAGE:
            return None

    def hashes(self) -> list[str]:
        """What texts are kept under."""
        return [path.stem for path in self._folder.glob("*/*.zip") if _HASH.match(path.stem)]

    def remove(self, content_hash: str) -> None:
        """Remove a text that was taken over or is not needed any more, if that is possible now."""
        with contextlib.suppress(OSError):
            self._path(content_hash).with_suffix(".sketch").unlink(missing_ok=True)
            self._path(content_hash).unlink(missing_ok=True)

    def remove_folder(self) -> None:
        """Remove the folder, unless it still holds a text."""
        if self._folder.is_dir() and not self.hashes():
            shutil.rmtree(self._folder, ignore_errors=True)

    def _path(self, content_hash: str) -> Path:
        if not _HASH.match(content_hash):
            raise ValueError(f"{content_hash!r} is no hash")
        return self._folder / content_hash[:2] / f"{content_hash}.zip"
