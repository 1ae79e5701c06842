"""Files of old office programs: converted where LibreOffice is installed, else refused with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.domain.documents.extraction import Extraction
from indexer.extraction.formats.office_files.ole import extract_container
from indexer.extraction.limits import ExtractionLimits
from tests.containers import a_container
from tests.files import SENTENCE, a_docx

WORD_FILE = a_container({"WordDocument": b"\xec\xa5" + b"\0" * 5000})
LOCKED_WORD_FILE = a_container({"WordDocument": b"\xec\xa5" + b"\0" * 8 + b"\x00\x01" + b"\0" * 5000})


def read(content: bytes, folder: Path, *, seconds: float = 15) -> Extraction:
    path = folder / "fil.doc"
    path.write_bytes(content)
    return extract_container(path, ExtractionLimits(timeout_seconds=seconds), lambda name, content: None)


def an_office(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """A program of LibreOffice's name that does what the script says; $out is the folder for what it makes."""
    program = folder / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nwhile [ "$1" != --outdir ]; do shift; done\nout="$2"; mkdir -p "$out"\n{script}\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")


def test_an_old_file_is_read_by_way_of_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "made.docx").write_bytes(a_docx(SENTENCE))
    an_office(tmp_path, monkeypatch, f'cp "{tmp_path}/made.docx" "$out/source.docx"')

    extraction = read(WORD_FILE, tmp_path)

    assert [page.text for page in extraction.pages] == [SENTENCE]


@pytest.mark.parametrize("script", ["exit 1", "sleep 600"], ids=["fails", "hangs"])
def test_what_libreoffice_cannot_convert_is_refused(
    script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_office(tmp_path, monkeypatch, script)

    extraction = read(WORD_FILE, tmp_path, seconds=1)

    assert extraction.refused is not None and extraction.refused.code == "limit"


def test_without_libreoffice_the_refusal_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    extraction = read(WORD_FILE, tmp_path)

    assert extraction.refused is not None
    assert (extraction.refused.code, extraction.refused.case) == ("wrong-type", "old-office")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (LOCKED_WORD_FILE, "password"),
        (a_container({"EncryptedPackage": b"\1" * 5000, "EncryptionInfo": b"\1" * 80}), "password"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (a_container({"Andet": b"\1" * 80}), "wrong-type"),
        (WORD_FILE[:700], "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "damaged"),
    ],
    ids=["locked", "package", "cut-off-package", "other", "cut-off", "empty"],
)
def test_what_is_locked_or_damaged_is_told_apart(content: bytes, code: str, tmp_path: Path) -> None:
    extraction = read(content, tmp_path)

    assert extraction.refused is not None and extraction.refused.code == code
