"""Whatever bytes come, the readers of our own answer with a document or a reason, never with an exception.

A number of tries by default, or as many as fit into a time:
`FUZZ_SECONDS=300 .venv/bin/python -m pytest tests/robustness/test_fuzzing_readers.py`.
"""

from __future__ import annotations

import io
import os
import random
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.corpus_store.folder import CorpusFolder
from indexer.corpus_store.metadata_reader import read_metadata
from indexer.extraction.formats.mails.mail import mail_text, parse_mail, read_web_archive
from indexer.extraction.formats.markdown import extract_markdown
from indexer.extraction.formats.office_files.office import extract_office
from indexer.extraction.formats.office_files.ole import extract_container
from indexer.extraction.formats.rich_text import read_rich_text
from indexer.extraction.formats.web_files.html import read_html
from indexer.extraction.limits import Allowance, ExtractionLimits
from tests.builders import a_vocabulary
from tests.containers import an_outlook_mail
from tests.files import a_docx, a_pptx, an_epub, an_odt
from tests.unit.extractors.test_spreadsheets import FORMATS, a_workbook, an_ods, cell, rows, text_cell

SECONDS = float(os.environ.get("FUZZ_SECONDS", "0")) / 7
PIECES = [
    b"", b"\0", b"<", b">", b"&", b"&a;", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"<!--", b"]]>", b"\xff\xfe", b"../",
    b"%2e%2e/", b"[" * 5000, b"{a=" * 3000, b"9" * 5000, b'"""', b"'''", b"+++\n", b"= ", b"\r", b"1979-13-45",
    b"nan", b"inf", b"\xc3", b"w:p", b"text:s", b'text:c="99999999999"', b'text:c="\xc2\xb2"', b"<w:p>" * 300,
    b"xmlns", b"rId1", b"PK\x03\x04",
]  # fmt: skip
ROWS = rows(text_cell("Ærø") + '<c s="1"><v>45292</v></c>', '<c t="s"><v>0</v></c>')
TABLE = f'<table:table table:name="A"><table:table-row>{cell("Ærø")}{cell("1")}</table:table-row></table:table>'
RICH_TEXT = (
    rb"{\rtf1\ansi{\fonttbl{\f0\fcharset238 A;}}\f0 R\'f8d \u230?\par{\footnote n}{\v x}{\pict\bin3 abc}\cell\row}"
)
MAIL = (
    b"Subject: =?utf-8?B?w4Y=?=\r\nFrom: a@b.dk\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
    b"Content-Type: text/html; charset=utf-8\r\n\r\n<p>Tekst</p>\r\n--b\r\n"
    b"Content-Type: message/rfc822\r\n\r\nSubject: B\r\n\r\nIndre"
    b"\r\n--b\r\nContent-Disposition: attachment; filename*=utf-8''%C3%86.txt\r\n\r\nBilag\r\n--b--\r\n"
)
FRONT_MATTER = """+++
title = "Blåbær"
kind = "case"
language = "da"
year_start = 2010
[[sources]]
title = "x"
+++

# A

B
"""


def mutated(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        start = chance.randrange(len(changed) + 1)
        end = min(len(changed), start + chance.choice((0, 0, 1, 2, 30)))
        changed[start:end] = chance.choice(PIECES) if chance.random() < 0.7 else chance.randbytes(chance.randint(0, 8))
    return bytes(changed)


def mutated_archive(content: bytes, chance: random.Random) -> bytes:
    """A change within the parts, packed again; one time in three a change of the packed bytes."""
    if chance.random() < 0.33:
        return mutated(content, chance)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as archive:
        names = source.namelist()
        for name in names:
            part = source.read(name)
            archive.writestr(name, mutated(part, chance) if chance.random() < 1.5 / len(names) else part)
    return out.getvalue()


def keep_trying(attempt: Callable[[random.Random], None], seed: int, tries: int) -> None:
    """Try so many times and for so long; the number of the failing try stands in the traceback's locals."""
    ends = time.monotonic() + SECONDS
    number = 0
    while number < tries or time.monotonic() < ends:
        attempt(random.Random(seed * 1_000_003 + number))
        number += 1


def test_office_files() -> None:
    sound = [
        a_docx("Forord", "Mål", styles='<w:style w:styleId="A"><w:name w:val="heading 1"/></w:style>'),
        an_odt('<text:h text:outline-level="1">Mål</text:h><text:p>To<text:s text:c="3"/>ord</text:p>'),
        a_pptx(),
        an_epub("<h1>Et</h1><p>Første</p>", "<p>Andet</p>"),
        a_workbook(ROWS, ROWS, styles=FORMATS),
        an_ods(TABLE),
    ]

    def attempt(chance: random.Random) -> None:
        content = mutated_archive(chance.choice(sound), chance)
        extraction = extract_office(io.BytesIO(content), Allowance(ExtractionLimits()))
        assert bool(extraction.pages) != bool(extraction.refused)

    keep_trying(attempt, 1, tries=4000)


def test_rich_text() -> None:
    def attempt(chance: random.Random) -> None:
        read_rich_text(mutated(RICH_TEXT, chance))

    keep_trying(attempt, 5, tries=2000)


def test_e_mails() -> None:
    def attempt(chance: random.Random) -> None:
        content = mutated(MAIL, chance)
        mail_text(parse_mail(content), lambda name, inner: None)
        read_web_archive(content)

    keep_trying(attempt, 6, tries=300)


def test_old_containers(tmp_path: Path) -> None:
    sound = an_outlook_mail("Mødet", "Tekst", attachments={"a.txt": b"Bilag"})
    path = tmp_path / "a.msg"

    def attempt(chance: random.Random) -> None:
        path.write_bytes(mutated(sound, chance))
        extraction = extract_container(path, ExtractionLimits(), None)
        assert bool(extraction.pages) != bool(extraction.refused)

    keep_trying(attempt, 7, tries=1000)


def test_write_ups() -> None:
    def attempt(chance: random.Random) -> None:
        extraction = extract_markdown(mutated(FRONT_MATTER.encode(), chance))
        assert bool(extraction.pages) != bool(extraction.refused)

    keep_trying(attempt, 2, tries=4000)


def test_front_matter_and_sidecars(tmp_path: Path) -> None:
    vocabulary = a_vocabulary()
    corpus = CorpusFolder(tmp_path)
    path = tmp_path / "cases" / "a.md"
    path.parent.mkdir()

    def attempt(chance: random.Random) -> None:
        content = mutated(FRONT_MATTER.encode(), chance)
        path.write_bytes(content)
        file = corpus.find("a")  # type: ignore[arg-type]  # an id
        assert file is not None
        metadata, faults = corpus.metadata(file, vocabulary)
        assert metadata is not None or faults
        sidecar = content.decode("utf-8", "replace").replace("+++", "")
        metadata, faults = read_metadata("a.toml", sidecar, 1, vocabulary)
        assert metadata is not None or faults

    keep_trying(attempt, 3, tries=4000)


@pytest.mark.filterwarnings("ignore")
def test_web_pages() -> None:
    page = (
        "<html><head><title>A</title><meta charset=utf-8></head><body><h1>B</h1><p>Blåbær</p><table><tr><td>C".encode()
    )

    def attempt(chance: random.Random) -> None:
        read_html(mutated(page, chance))

    keep_trying(attempt, 4, tries=320)
