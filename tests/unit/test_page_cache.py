from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.domain.documents.document import ExtractionNote, Page
from indexer.domain.documents.extraction import Extraction, FileInformation, OutlineEntry, Refusal
from indexer.extraction.text_cache import PageCache

HASH = hashlib.sha256(b"x").hexdigest()
EXTRACTION = Extraction(
    media_type="application/pdf",
    engine="pdfium",
    pages=(Page(1, "Blåbær", "i", "en"), Page(2, "Mere")),
    language="da",
    title_guess="Blåbær",
    notes=(ExtractionNote("bad-page", 2),),
    seconds=0.5,
    information=FileInformation("T", "A", 2012, (OutlineEntry("Kapitel", 2, 1),)),
    sketch=(1, 2**64 - 1),
)


def test_what_is_kept_is_given_back_whole_or_in_part(tmp_path: Path) -> None:
    cache = PageCache(tmp_path, "7")

    cache.store(HASH, EXTRACTION)

    assert cache.load(HASH) == EXTRACTION
    assert cache.page(HASH, 2) == EXTRACTION.pages[1]
    assert cache.sketch(HASH) == EXTRACTION.sketch


def test_a_page_that_was_read_is_the_newest_one_stored_here(tmp_path: Path) -> None:
    cache = PageCache(tmp_path, "7")
    cache.store(HASH, EXTRACTION)
    assert cache.page(HASH, 1) == EXTRACTION.pages[0] and cache.page(HASH, 3) is None

    cache.store(HASH, replace(EXTRACTION, pages=(Page(1, "Nyt"),)))

    assert cache.page(HASH, 1) == Page(1, "Nyt") and cache.page(HASH, 2) is None


def test_pages_read_last_are_kept_up_to_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.extraction.text_cache._KEPT_CHARACTERS", 1000)
    cache = PageCache(tmp_path, "7")
    cache.store(HASH, replace(EXTRACTION, pages=tuple(Page(number, "x" * 200) for number in range(1, 9))))
    first = cache.page(HASH, 1)
    assert cache.page(HASH, 1) is first

    for number in range(2, 9):
        assert cache.page(HASH, number) == Page(number, "x" * 200)

    assert cache.page(HASH, 8) is cache.page(HASH, 8)
    assert cache.page(HASH, 1) == first and cache.page(HASH, 1) is not first


def test_a_refusal_is_kept_and_has_no_sketch(tmp_path: Path) -> None:
    cache = PageCache(tmp_path, "7")
    refused = Extraction("", "", refused=Refusal("empty"))

    cache.store(HASH, refused)

    assert cache.load(HASH) == refused
    assert cache.sketch(HASH) == ()


def test_texts_of_another_version_are_not_taken_for_ours(tmp_path: Path) -> None:
    PageCache(tmp_path, "6").store(HASH, EXTRACTION)

    cache = PageCache(tmp_path, "7")

    assert (cache.load(HASH), cache.page(HASH, 1), cache.sketch(HASH)) == (None, None, None)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"nonsense"])
def test_a_damaged_entry_counts_as_missing(tmp_path: Path, content: bytes) -> None:
    cache = PageCache(tmp_path, "7")
    cache.store(HASH, EXTRACTION)
    for path in tmp_path.glob("version-7/*/*"):
        path.write_bytes(content)

    assert (cache.load(HASH), cache.page(HASH, 1)) == (None, None)


def test_pruning_keeps_what_is_named(tmp_path: Path) -> None:
    cache = PageCache(tmp_path, "7")
    other = hashlib.sha256(b"y").hexdigest()
    cache.store(HASH, EXTRACTION)
    cache.store(other, EXTRACTION)

    cache.prune({HASH})

    assert cache.sketch(HASH) is not None
    assert (cache.load(other), cache.sketch(other)) == (None, None)


FORMER_NOTES = [
    {"code": "page-limit", "message": "Only the first 3 of 5 pages were read.", "page": None, "message_da": "…"},
    {"code": "bad-page", "message": "This page could not be read.", "page": 2, "message_da": "Siden kunne …"},
]
FORMER_REFUSALS = [
    ("no-text", "The file holds no readable text; it is probably a scan. Run »samspil ocr« on it to …", "scan"),
    ("no-text", "The file holds no readable text.", ""),
    ("wrong-type", "The file is not what its name promises but a web page or plain text; …", "wrong-ending"),
    ("damaged", "The file is damaged and cannot be read. Fetch or save it again.", ""),
]


def rewritten(folder: Path, **facts: object) -> None:
    """Change what is kept of the text, as a version before 0.2 would have kept it."""
    path = next(folder.rglob("*.zip"))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["extraction.json"] = json.dumps(json.loads(parts["extraction.json"]) | facts).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_what_is_kept_of_notes_and_refusals_holds_no_sentence(tmp_path: Path) -> None:
    cache = PageCache(tmp_path, "7")

    cache.store(HASH, replace(EXTRACTION, refused=Refusal("no-text", "scan")))

    with zipfile.ZipFile(next(tmp_path.rglob("*.zip"))) as archive:
        kept = json.loads(archive.read("extraction.json"))
    assert kept["notes"] == [{"code": "bad-page", "page": 2, "arguments": {}}]
    assert kept["refused"] == {"code": "no-text", "case": "scan"}


def test_notes_that_were_kept_with_their_sentences_are_read_as_before(tmp_path: Path) -> None:
    cache = PageCache(tmp_path, "7")
    cache.store(HASH, EXTRACTION)
    rewritten(tmp_path, notes=FORMER_NOTES)

    found = cache.load(HASH)

    assert found is not None and found.pages == EXTRACTION.pages
    assert found.notes == (
        ExtractionNote("page-limit", arguments={"read": 3, "total": 5}),
        ExtractionNote("bad-page", 2),
    )


@pytest.mark.parametrize(("code", "sentence", "case"), FORMER_REFUSALS)
def test_refusals_that_were_kept_with_their_sentences_are_read_as_before(
    tmp_path: Path, code: str, sentence: str, case: str
) -> None:
    cache = PageCache(tmp_path, "7")
    cache.store(HASH, EXTRACTION)
    rewritten(tmp_path, refused={"code": code, "message_da": "…", "message_en": sentence})

    found = cache.load(HASH)

    assert found is not None and found.refused == Refusal(code, case)


def test_a_text_whose_notes_nobody_understands_counts_as_missing(tmp_path: Path) -> None:
    cache = PageCache(tmp_path, "7")
    cache.store(HASH, EXTRACTION)
    rewritten(tmp_path, notes=[{"code": "page-limit", "message": "Only some pages were read.", "page": None}])

    assert cache.load(HASH) is None
