"""A scanned PDF -> the same PDF with its text recognised, by ocrmypdf and tesseract, programs of their own."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from indexer.corpus_store.document_names import recognised_copy
from indexer.domain.documents.extraction import Extraction
from indexer.domain.errors import ExtractionFailed
from indexer.domain.messages import Message
from indexer.extraction.notes import SCANNED_PAGE, UNREADABLE_PAGE
from indexer.extraction.port import Extractor
from indexer.extraction.refusals import UNREADABLE
from indexer.storage.atomic_files import atomic_write

_LANGUAGES = ("dan", "eng")
_REASONS = {
    2: Message("ocr-no-pdf"),
    6: Message("ocr-done-already"),
    8: Message("ocr-password"),
}
"""Of ocrmypdf's exit codes, those that a curator can do something about."""


def recognise_text(path: Path, extractor: Extractor) -> Path:
    """Write the copy beside the original and return its path; a copy from before is replaced when all went well.

    Pages whose text is no text, as the extractor finds, are recognised from their picture like scans.

    Raises:
        ExtractionFailed: a program or its Danish is missing, or it cannot read the file; nothing is left behind.
    """
    target = recognised_copy(path)
    if target is None:
        raise ExtractionFailed("ocr-wrong-file", path=path)
    program = _program("ocrmypdf")
    _require_danish()
    pages = _which_pages(extractor.extract(path))
    # Hidden by its dot from exports and backups that run meanwhile.
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".ocr-") as folder:
        made = Path(folder) / target.name
        options = [
            "--language",
            "+".join(_LANGUAGES),
            *pages,
            "--rotate-pages",
            # Not PDF/A, the default, for which the pages themselves are written anew.
            "--output-type",
            "pdf",
            "--quiet",
        ]
        # A program on the path, and a file that the curator named.
        run = subprocess.run(
            [program, *options, "--", str(path), str(made)], capture_output=True, text=True, check=False
        )
        if run.returncode != 0 or not made.is_file():
            last = run.stderr.strip().splitlines()[-1:] or [f"exit code {run.returncode}"]
            reason = _REASONS.get(run.returncode, last[0])
            raise ExtractionFailed("ocr-failed", path=path, reason=reason)
        atomic_write(target, made.read_bytes())
    return target


def _which_pages(extraction: Extraction) -> list[str]:
    """Options: pages with text keep it, without which ocrmypdf refuses the whole file; signs are no text."""
    if extraction.refused == UNREADABLE:
        return ["--force-ocr"]
    notes = [note for note in extraction.notes if note.code in (SCANNED_PAGE, UNREADABLE_PAGE)]
    if all(note.code == SCANNED_PAGE for note in notes):
        return ["--skip-text"]
    return ["--force-ocr", "--pages", ",".join(str(note.page) for note in notes)]


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise ExtractionFailed("ocr-program-missing", name=name)
    return found


def _require_danish() -> None:
    tesseract = _program("tesseract")
    listed = subprocess.run([tesseract, "--list-langs"], capture_output=True, text=True, check=False)
    missing = set(_LANGUAGES) - set((listed.stdout + listed.stderr).split())
    if missing:
        raise ExtractionFailed("ocr-language-missing", languages=", ".join(sorted(missing)))
