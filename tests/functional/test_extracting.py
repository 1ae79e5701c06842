"""samspil extract, ocr, check and index over files of every type."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer import (
    Language,
    Query,
    load_config,
    open_curation,
    open_knowledge_base,
)
from indexer.cli import main
from indexer.cli.console import ProgressLines
from indexer.config import Config
from indexer.extraction import ExtractionLimits, ExtractorPool
from tests.builders import write_case, write_report
from tests.conftest import PROJECT
from tests.files import SENTENCE, a_docx, a_pdf, a_pdf_without_letters, a_pptx, a_scanned_pdf, an_epub
from tests.functional.reading import read_page
from web import create_app

Run = Callable[..., Result]
STORY = (
    "Biblioteket og skolen mødes hver måned for at tale om lektiecaféen. Frivillige fra hele byen kommer om onsdagen "
    "og hjælper børnene med dansk og matematik, og bagefter læser de en bog sammen i kælderen under det gamle hus. "
)
OTHER_STORY = (
    "Havnens fiskere inviterede biblioteket ombord, og nu ligger der bøger i styrehuset. Hver aften læser mandskabet "
    "højt for hinanden, mens skibet sejler hjem mod kajen med fangsten i lasten og måger over masten. "
)


@pytest.fixture
def samspil(place: Config) -> Run:
    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, [*arguments, "--config", str(place.path)])

    return run


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    made = {
        "a.pdf": a_pdf(f"Samspil\n{SENTENCE}", "The library works with the school on homework help. " * 3),
        "b.docx": a_docx(STORY),
        "c.pptx": a_pptx(),
        "d.epub": an_epub(f"<h1>Et</h1><p>{STORY}</p>"),
        "e.pdf": b"<html>404",
    }
    folder = tmp_path / "files"
    folder.mkdir()
    for name, content in made.items():
        (folder / name).write_bytes(content)
    return {name: folder / name for name in made}


def test_extract_prints_one_json_object_a_line(samspil: Run, files: dict[str, Path]) -> None:
    result = samspil("extract", "--json", *map(str, files.values()))

    found = {Path(row["file"]).name: row for row in map(json.loads, result.stdout.splitlines())}
    assert result.exit_code == 1
    assert set(found) == set(files)
    first = found["a.pdf"]
    assert list(first) == [
        "file",
        "type",
        "engine",
        "pages",
        "language",
        "title_guess",
        "notes",
        "refused",
        "seconds",
    ]
    assert (first["type"], first["engine"], first["refused"]) == ("application/pdf", "pdfium", None)
    assert [(page["number"], page["language"]) for page in first["pages"]][1] == (2, "en")
    assert found["b.docx"]["pages"][0]["text"] == STORY.strip()
    assert found["e.pdf"]["refused"]["code"] == "wrong-type"
    assert {"code", "message_da", "message_en"} == set(found["e.pdf"]["refused"])


def test_extract_tells_a_person_the_same(samspil: Run, files: dict[str, Path]) -> None:
    shown = samspil("extract", str(files["a.pdf"]), str(files["e.pdf"])).stdout

    for told in (
        "engine: pdfium",
        "pages: 2",
        "title guess: Samspil",
        "--- page 1",
        SENTENCE,
        "refused: The file is not",
    ):
        assert told in shown


def test_extract_without_a_file_or_of_a_missing_one_is_wrong_use(samspil: Run) -> None:
    assert samspil("extract").exit_code == 2
    assert samspil("extract", "nej.pdf").exit_code == 2


def test_files_of_every_type_are_indexed_and_found_on_their_page(place: Config, corpus: Path) -> None:
    write_report(corpus, "slides.pptx", a_pptx())
    write_report(corpus, "bog.epub", an_epub("<h1>Et</h1><p>Fiskere</p>", "<h1>To</h1><p>Skippere</p>"))
    write_report(corpus, "ord.docx", a_docx("Hyrder", "Får"))
    write_report(corpus, "tekst.txt", "Møllere\fBagere".encode("cp1252"))
    opened = open_knowledge_base(place)
    opened.reconcile()

    found = {text: opened.search(Query(text=text)).hits[0] for text in ("skippere", "kaffen", "hyrder", "bagere")}
    opened.close()

    pages = {text: (hit.id, hit.snippet.page_number) for text, hit in found.items()}
    assert pages == {"skippere": ("bog", 2), "kaffen": ("slides", 1), "hyrder": ("ord", 1), "bagere": ("tekst", 2)}


def test_index_names_files_of_which_a_part_is_missing(samspil: Run, corpus: Path, place: Config) -> None:
    place.path.write_text(place.path.read_text().replace("page_limit = 2000", "page_limit = 2"))
    write_report(corpus, "lang.pdf", a_pdf(SENTENCE, SENTENCE, SENTENCE))

    report = json.loads(samspil("index", "--json").stdout)

    assert report["added"] == ["lang"]
    assert [(fault["file"], fault["key"]) for fault in report["incomplete"]] == [("reports/lang.pdf", "page-limit")]


def test_check_names_duplicates_refusals_and_missing_parts(samspil: Run, corpus: Path) -> None:
    words = (STORY * 3).split()
    write_case(corpus, "a", " ".join(words))
    write_case(corpus, "b", " ".join([*words[:40], "Noget", "andet", *words[42:]]))
    write_case(corpus, "c", OTHER_STORY * 3)
    write_report(corpus, "d.pdf", a_pdf("Rapporten om samarbejdet med skolen"))
    write_report(corpus, "e.pdf", a_pdf("Rapporten om samarbejdet med skolen"))
    write_report(corpus, "f.pdf", a_scanned_pdf())

    faults = {fault["file"]: fault for fault in json.loads(samspil("check", "--json").stdout)}

    assert set(faults) == {"cases/b.md", "reports/e.pdf", "reports/f.pdf"}
    assert "nearly the same text" in faults["cases/b.md"]["message"] and "cases/a.md" in faults["cases/b.md"]["message"]
    assert "is the same file as reports/d.pdf" in faults["reports/e.pdf"]["message"]
    assert "samspil ocr" in faults["reports/f.pdf"]["message"]


def test_the_site_is_told_the_duplicates_of_an_uploaded_file(place: Config, corpus: Path, tmp_path: Path) -> None:
    write_case(corpus, "a", STORY * 3)
    write_case(corpus, "b", OTHER_STORY * 3)
    upload = tmp_path / "upload.docx"
    upload.write_bytes(a_docx(STORY, STORY, STORY + "Slut."))
    opened = open_knowledge_base(place)
    opened.reconcile()
    curation = open_curation(place, opened)
    with ExtractorPool(ExtractionLimits(), workers=1) as pool:
        extraction = pool.extract(upload)

    found = curation.near_duplicates("", extraction)
    own = next(file for file in opened.corpus.files()[0] if file.id == "a")
    of_itself = curation.near_duplicates(own.text_hash, opened.ingestion.texts.take(own), own.id)
    opened.close()

    assert [(duplicate.id, duplicate.is_exact) for duplicate in found] == [("a", False)]
    assert 0.45 <= found[0].similarity <= 1.0
    assert of_itself == ()


def test_a_file_with_the_same_bytes_is_an_exact_duplicate(place: Config, corpus: Path) -> None:
    write_report(corpus, "a.pdf", a_pdf(SENTENCE))
    opened = open_knowledge_base(place)
    opened.reconcile()
    file = opened.corpus.files()[0][0]

    found = open_curation(place, opened).near_duplicates(file.text_hash, opened.ingestion.texts.take(file))
    opened.close()

    assert [(duplicate.id, duplicate.similarity, duplicate.is_exact) for duplicate in found] == [("a", 1.0, True)]


def test_the_curators_word_on_the_language_wins(place: Config, corpus: Path) -> None:
    english = "The libraries worked together with the schools of the municipality on homework help for children."
    write_report(corpus, "a.pdf", a_pdf(*[f"{english}\n{english}"] * 3, STORY), language="da")
    opened = open_knowledge_base(place)
    opened.reconcile()

    document = opened.documents.document(opened.search(Query()).hits[0].id)
    kept = opened.ingestion.texts.take(opened.corpus.files()[0][0])
    opened.close()

    assert [kept.page_language(page) for page in kept.pages] == ["en", "en", "en", "da"]
    assert [document.page_language(page) for page in document.pages] == [Language.DANISH] * 4


def test_a_recognised_copy_is_indexed_in_place_of_the_scan(place: Config, corpus: Path) -> None:
    scan = write_report(corpus, "scan.pdf", a_scanned_pdf())
    opened = open_knowledge_base(place)
    before = opened.reconcile()
    scan.with_name("scan.ocr.pdf").write_bytes(a_pdf(SENTENCE))

    after = opened.reconcile()
    hit = opened.search(Query(text="rødgrød")).hits[0]
    document = opened.documents.document(hit.id)
    opened.close()

    assert [fault.location for fault in before.refused] == ["reports/scan.pdf"]
    assert (after.added, after.refused) == (["scan"], [])
    assert (document.id, document.location) == ("scan", "reports/scan.pdf")


def test_ocr_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(a_scanned_pdf())
    monkeypatch.setenv("PATH", str(tmp_path))

    result = CliRunner().invoke(main, ["ocr", str(path)])

    assert result.exit_code == 1
    assert "apt-get install ocrmypdf tesseract-ocr-dan" in " ".join(result.stderr.split())
    assert [found.name for found in tmp_path.iterdir()] == ["scan.pdf"]


def fake_programs(folder: Path, languages: str, script: str) -> None:
    for name, content in (("tesseract", f"echo {languages} | tr ' ' '\\n'"), ("ocrmypdf", script)):
        (folder / name).write_text(f"#!/bin/sh\n{content}\n")
        (folder / name).chmod(0o755)


@pytest.mark.parametrize(
    ("languages", "script", "told"),
    [
        ("eng", "exit 0", "does not know the language dan"),
        ("dan eng", "echo 'page 3 is odd' >&2; exit 15", "page 3 is odd"),
        ("dan eng", "exit 8", "locked with a password"),
    ],
    ids=["no-danish", "failure", "password"],
)
def test_ocr_that_fails_says_why_and_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, languages: str, script: str, told: str
) -> None:
    fake_programs(tmp_path, languages, script)
    path = tmp_path / "scan.pdf"
    path.write_bytes(a_scanned_pdf())
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    result = CliRunner().invoke(main, ["ocr", str(path)])

    assert result.exit_code == 1
    assert told in " ".join(result.stderr.split())
    assert sorted(found.name for found in tmp_path.iterdir()) == ["ocrmypdf", "scan.pdf", "tesseract"]


GLYPHS = ("Biblioteket og skolen aftalte tiden sammen", "og frivillige hjalp til med lektierne hver uge")
SHIFTED = "%LEOLRWHNHW RJ VNROHQ PGHV KYHU RQVGDJ RP OHNWLHU RJ IULYLOOLJH KMDOSHU EUQHQH PHG DW OVH"


@pytest.mark.parametrize(
    ("content", "options"),
    [
        (a_pdf_without_letters(*GLYPHS), "--force-ocr"),
        (a_pdf(STORY, SHIFTED, STORY), "--force-ocr --pages 2"),
        (a_scanned_pdf(), "--skip-text"),
    ],
    ids=["all-pages", "one-page", "a-scan"],
)
def test_only_pages_of_signs_are_recognised_in_place_of_their_text(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes, options: str
) -> None:
    fake_programs(tmp_path, "dan eng", 'echo "$@" >&2; exit 15')
    path = tmp_path / "fil.pdf"
    path.write_bytes(content)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    result = CliRunner().invoke(main, ["ocr", str(path)])

    assert f" {options} " in " ".join(result.stderr.split())


SCAN = PROJECT.parent / "shared" / "documents" / "ordinary" / "da-scan.pdf"


@pytest.mark.skipif(not SCAN.is_file(), reason="../shared/documents is missing")
@pytest.mark.skipif(shutil.which("ocrmypdf") is None, reason="ocrmypdf is not installed")
def test_a_scan_is_recognised_in_danish(samspil: Run, tmp_path: Path) -> None:
    languages = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=True).stdout
    if "dan" not in languages.split():
        pytest.skip("tesseract's Danish is not installed")
    path = tmp_path / "scan.pdf"
    path.write_bytes(SCAN.read_bytes())

    done = CliRunner().invoke(main, ["ocr", str(path)])
    read, truth = (
        json.loads(samspil("extract", "--json", str(file)).stdout)["pages"]
        for file in (tmp_path / "scan.ocr.pdf", SCAN.with_name("da-weasy.pdf"))
    )

    assert done.exit_code == 0
    wanted = re.findall(r"\w+", " ".join(page["text"] for page in truth[1:4]).lower())
    found = set(re.findall(r"\w+", " ".join(page["text"] for page in read).lower()))
    assert sum(word in found for word in wanted) / len(wanted) >= 0.97


def test_progress_without_a_terminal_is_a_line_now_and_then_with_rate_and_time_left() -> None:
    lines = ProgressLines("Indexing")

    told = [lines.next_line(done, 100, now) for done, now in ((1, 5.0), (10, 9.0), (40, 15.0), (60, 17.0), (80, 25.0))]

    assert told[:2] == [None, None] and told[3] is None
    assert told[2] == "Indexing: 40 of 100 files, 4.0 a second, 15 seconds left"
    assert told[4] == "Indexing: 80 of 100 files, 4.0 a second, 5 seconds left"


def test_a_second_round_over_the_files_is_measured_from_its_own_beginning() -> None:
    lines = ProgressLines("Indexing")
    for done, now in ((1, 0.0), (100, 100.0)):
        lines.next_line(done, 100, now)

    told = [lines.next_line(done, 100, now) for done, now in ((1, 111.0), (50, 121.0))]

    assert told == [None, "Indexing: 50 of 100 files, 5.0 a second, 10 seconds left"]


def test_a_document_page_shows_notes_in_the_readers_language_and_marks_behind_a_heading(
    place: Config, corpus: Path
) -> None:
    place.path.write_text(place.path.read_text().replace("page_limit = 2000", "page_limit = 1"))
    write_report(corpus, "lang.pdf", a_pdf(SENTENCE, SENTENCE))
    write_report(corpus, "bog.epub", an_epub("<h1>Fiskeri</h1><p>Fiskere og skippere</p>"))
    opened = open_knowledge_base(load_config(place.path))
    opened.reconcile()
    client = create_app(place.path).test_client()

    danish = read_page(client, "/da/documents/bog?q=skippere")
    notes = [read_page(client, f"/{language}/documents/lang").select_one(".notice") for language in ("da", "en")]
    opened.close()

    assert [mark.get_text() for mark in danish.select("p.plain mark")] == ["skippere"]
    assert danish.select_one("p.plain").get_text() == "Fiskere og skippere"
    assert danish.select_one("h2.page-number").get_text(strip=True) == "Fiskeri"
    assert [note.get_text() for note in notes] == [
        "Kun de første 1 af 2 sider er læst.",
        "Only the first 1 of 2 pages were read.",
    ]
