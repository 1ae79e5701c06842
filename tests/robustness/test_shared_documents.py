"""The goals on the shared test documents: real and rendered PDFs, office files, web pages, and 240 hostile files.

Skipped where ../shared/documents is missing; nothing of it is part of the project.
"""

from __future__ import annotations

import csv
import json
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable

import pytest

from indexer.domain.documents.extraction import Extraction
from indexer.extraction import ExtractionLimits, ExtractorPool
from indexer.extraction.cleaning.page import clean_page
from tests.conftest import PROJECT

SHARED = PROJECT.parent / "shared" / "documents"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/documents is missing")
MUST = re.compile(r"(text must be extracted|must extract)(?!.*(or refused|or a clear error))")
SENTENCE = re.compile(r"must extract: (Rødgrød.*?Øland|Side 20)")


def rows(folder: str) -> dict[str, str]:
    """What the manifest expects of each file of a folder."""
    with (SHARED / "MANIFEST.csv").open(encoding="utf-8", newline="") as stream:
        found = [row for row in csv.DictReader(stream) if row["file"].startswith(f"{folder}/")]
    return {row["file"]: row["expected"] for row in found if not row["file"].endswith(".json")}


@pytest.fixture(scope="module")
def extractions() -> dict[str, Extraction]:
    files = [file for folder in ("ordinary", "office", "html", "hostile") for file in rows(folder)]
    with ExtractorPool(ExtractionLimits(), workers=2) as pool:
        found = pool.extract_many(SHARED / file for file in files)
        return {path.relative_to(SHARED).as_posix(): extraction for path, extraction in found}


def words(texts: Iterable[str]) -> Counter[str]:
    return Counter(re.findall(r"\w+", unicodedata.normalize("NFC", " ".join(texts)).lower()))


def recall(wanted: Counter[str], extraction: Extraction) -> float:
    missing = wanted - words(page.text for page in extraction.pages)
    return 1 - missing.total() / wanted.total()


def truth(with_notes: bool) -> Counter[str]:
    content = json.loads((SHARED / "ordinary" / "truth.json").read_text("utf-8"))
    texts = [text for _, text in content["blocks"]] + [cell for row in content["tab"] for cell in row]
    return words(texts + (content["fn"] if with_notes else []))


def flat(text: str) -> str:
    # Cells of tables have separators between them.
    return " ".join(clean_page(text).rstrip("-").replace(" | ", " ").split())


RENDERED = [file for file in rows("ordinary") if "/da-" in file and "scan" not in file] if SHARED.is_dir() else []
OFFICE = [file for file in rows("office") if "/da." in file] if SHARED.is_dir() else []


@pytest.mark.parametrize("file", RENDERED)
def test_words_of_known_pdfs_are_found(extractions: dict[str, Extraction], file: str) -> None:
    wanted = truth(with_notes=True)
    danish = Counter({word: count for word, count in wanted.items() if re.search("[æøå]", word)})

    assert recall(wanted, extractions[file]) >= 0.99
    assert recall(danish, extractions[file]) >= 0.995 - 0.002 * file.endswith("typst.pdf")  # its table was not rendered


@pytest.mark.parametrize("file", OFFICE)
def test_words_of_known_office_files_are_found(extractions: dict[str, Extraction], file: str) -> None:
    assert recall(truth(with_notes=False), extractions[file]) >= 0.995


def test_words_of_known_web_pages_are_found_and_cookies_are_not(extractions: dict[str, Extraction]) -> None:
    pages = json.loads((SHARED / "html" / "truth.json").read_text("utf-8"))
    found = [recall(words([*page["main"], page["title"]]), extractions[f"html/{name}"]) for name, page in pages.items()]

    assert sum(found) / len(found) >= 0.98
    for name in pages:
        if re.search("-t[025]", name):
            assert "cookies" not in "".join(page.text for page in extractions[f"html/{name}"].pages)


def test_every_passage_of_the_manifest_stands_on_its_page(extractions: dict[str, Extraction]) -> None:
    missing = []
    for file, expected in rows("ordinary").items():
        for number, passage in re.findall(r"\bp(\d+): (.*?)(?= \|\| |$)", expected):
            pages = extractions[file].pages
            if len(pages) < int(number) or flat(passage) not in flat(pages[int(number) - 1].text):
                missing.append((file, number, passage))

    assert not missing


def test_the_language_of_every_document_of_five_sentences_is_told(extractions: dict[str, Extraction]) -> None:
    wrong = []
    for file, extraction in extractions.items():
        text = " ".join(page.text for page in extraction.pages)
        if file.startswith(("ordinary/", "html/")) and len(re.findall(r"[.!?]\s", text)) >= 5:
            expected = "en" if "tracemonkey" in file else "da"
            wrong += [(file, extraction.language)] if extraction.language != expected else []

    assert not wrong


def slowness() -> float:
    """How many times as long as it computes a process takes at the moment: 1 where nothing else runs."""
    began, computed = time.monotonic(), time.process_time()
    while time.process_time() - computed < 0.5:
        pass
    return (time.monotonic() - began) / 0.5


def test_every_hostile_file_ends_in_text_or_a_named_reason_within_twenty_seconds(
    extractions: dict[str, Extraction],
) -> None:
    limit = 20 * max(1.0, slowness())
    for file in rows("hostile"):
        extraction = extractions[file]
        assert bool(extraction.pages) != bool(extraction.refused), file
        assert extraction.seconds <= limit, file


def test_hostile_files_that_hold_text_give_it(extractions: dict[str, Extraction]) -> None:
    must = {file: expected for file, expected in rows("hostile").items() if MUST.match(expected)}
    missing = [file for file, expected in must.items() if not holds_text(extractions[file], expected)]
    if len(missing) > 0.03 * len(must):  # on a busy machine a file may not have had its turn before its time was up
        with ExtractorPool(ExtractionLimits(timeout_seconds=150.0), workers=2) as pool:
            again = dict(pool.extract_many(SHARED / file for file in missing))
        missing = [file for file in missing if not holds_text(again[SHARED / file], must[file])]

    assert len(must) > 100
    assert len(missing) <= 0.03 * len(must), missing


def holds_text(extraction: Extraction, expected: str) -> bool:
    text = "\n".join(page.text for page in extraction.pages)
    stated = SENTENCE.match(expected)
    return bool(text.strip()) and (not stated or stated.group(1) in text)


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("zero.pdf", "empty"),
        ("html-as.pdf", "wrong-type"),
        ("png-as.pdf", "wrong-type"),
        ("not-a-docx.docx", "wrong-type"),
        ("enc-aes256-userpw.pdf", "password"),
        ("trunc.docx", "damaged"),
        ("random-header.pdf", "damaged"),
        ("zipbomb.docx", "limit"),
        ("script-only.html", "no-text"),
        ("glyphs-no-unicode.pdf", "no-text"),
    ],
)
def test_reasons_are_the_fixed_ones(extractions: dict[str, Extraction], file: str, code: str) -> None:
    refused = extractions[f"hostile/{file}"].refused

    assert refused is not None and refused.code == code


def test_a_scan_is_recognised(extractions: dict[str, Extraction]) -> None:
    refused = extractions["ordinary/da-scan.pdf"].refused

    assert refused is not None and refused.case == "scan"
