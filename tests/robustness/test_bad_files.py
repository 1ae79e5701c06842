"""Bombs, loops and broken files beside good ones: they cost themselves only."""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from indexer import Query, open_knowledge_base
from indexer.cli import main
from indexer.config import Config
from indexer.extraction import ExtractionLimits, ExtractorPool
from tests.builders import write_case, write_report
from tests.files import (
    SENTENCE,
    a_docx,
    a_flate_bomb,
    a_page_tree_loop,
    a_pdf,
    a_self_calling_form,
    a_zip_bomb,
    an_epub,
    an_odt,
)
from web import create_app
from web.exports import views

BAD = {
    "bombe.pdf": a_flate_bomb,
    "zipbombe.docx": a_zip_bomb,
    "sig-selv.pdf": a_self_calling_form,
    "sloejfe.pdf": a_page_tree_loop,
}


@pytest.fixture
def pool() -> Iterator[ExtractorPool]:
    with ExtractorPool(ExtractionLimits(timeout_seconds=5.0, memory_megabytes=700), workers=2) as opened:
        yield opened


def test_four_bombs_among_fifty_good_files_are_refused_by_name_and_the_fifty_indexed(
    place: Config, corpus: Path
) -> None:
    text = place.path.read_text().replace("timeout_seconds = 15.0", "timeout_seconds = 5.0")
    place.path.write_text(text)
    for number in range(25):
        write_report(corpus, f"god-{number}.pdf", a_pdf(f"{SENTENCE} nummer {number}"))
        write_report(corpus, f"god-{number}-w.docx", a_docx(f"{SENTENCE} nummer {number} og mere"))
    for name, make in BAD.items():
        write_report(corpus, name, make())

    result = CliRunner().invoke(main, ["index", "--json", "--config", str(place.path)])

    report = json.loads(result.stdout)
    assert result.exit_code == 1
    assert len(report["added"]) == 50
    assert {fault["file"] for fault in report["refused"]} == {f"reports/{name}" for name in BAD}
    assert all(fault["message"] for fault in report["refused"])


def test_a_crash_on_one_page_costs_that_page_only(pool: ExtractorPool, tmp_path: Path) -> None:
    texts = [f"{SENTENCE} på side {n}" for n in range(1, 6)]
    hostile = a_pdf(*texts).replace(
        b"/Resources << /Font << /F1 3 0 R >> >> /Contents 15 0 R",
        b"/Resources << /XObject << /A 1005 0 R >> >> /Contents 1000 0 R",
    )
    path = tmp_path / "side3.pdf"
    path.write_bytes(hostile + a_form_that_never_ends())

    extraction = pool.extract(path)

    assert [page.number for page in extraction.pages if page.text] == [1, 2, 4, 5]
    assert [(note.code, note.page) for note in extraction.notes if note.code == "bad-page"] == [("bad-page", 3)]


def a_form_that_never_ends() -> bytes:
    """Objects 1000 to 1040 appended to a file, which readers find when its table is missing."""
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /A %d 0 R >> >>"
    out = b"\n1000 0 obj\n<< /Length 5 >>\nstream\n/A Do\nendstream\nendobj\n"
    for number in range(1005, 1041):
        target = number + 1 if number < 1040 else 1005
        content = b"/A Do " * 10
        out += b"%d 0 obj\n<< /Length %d %b >>\nstream\n%b\nendstream\nendobj\n" % (
            number,
            len(content),
            form % target,
            content,
        )
    return out


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("tom.pdf", b"", "empty"),
        ("side.pdf", b"<!DOCTYPE html><p>404", "wrong-type"),
        ("billede.pdf", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "wrong-type"),
        ("brudt.pdf", b"%PDF-1.7 og saa ikke mere", "damaged"),
        ("bombe.docx", a_zip_bomb(), "limit"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else "",
)
def test_each_fault_has_its_reason_in_two_languages(
    pool: ExtractorPool, tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)

    refused = pool.extract(path).refused

    assert refused is not None and refused.code == code


def test_a_missing_file_is_refused(pool: ExtractorPool, tmp_path: Path) -> None:
    assert pool.extract(tmp_path / "nej.pdf").refused is not None


def test_types_are_told_by_content_not_by_name(pool: ExtractorPool, tmp_path: Path) -> None:
    files = {"a.docx": a_pdf(SENTENCE), "b.pdf": a_docx(SENTENCE), "c.epub": an_odt(f"<text:p>{SENTENCE}</text:p>")}
    files["d.odt"] = an_epub(f"<p>{SENTENCE}</p>")
    files["e.txt"] = f"<html><body><p>{SENTENCE}".encode("cp1252")
    files["f.txt"] = SENTENCE.encode("cp1252")
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)

    texts = {path.name: [page.text for page in e.pages] for path, e in pool.extract_many(tmp_path.glob("*"))}

    assert texts == {name: [SENTENCE] for name in files}


@pytest.mark.parametrize("bomb", [a_zip_bomb(), a_self_calling_form()], ids=["unpacks-without-end", "crashes"])
def test_an_attachment_costs_its_e_mail_nothing_but_itself(pool: ExtractorPool, tmp_path: Path, bomb: bytes) -> None:
    message = EmailMessage()
    message["Subject"], message["From"] = "Mødet", "a@bibliotek.example"
    message.set_content(SENTENCE)
    message.add_attachment(bomb, maintype="application", subtype="octet-stream", filename="bombe.bin")
    (tmp_path / "a.eml").write_bytes(message.as_bytes())

    extraction = pool.extract(tmp_path / "a.eml")

    assert [page.text for page in extraction.pages] == [f"Mødet\nFrom: a@bibliotek.example\n{SENTENCE}"]
    assert [(note.code, dict(note.arguments)) for note in extraction.notes] == [
        ("attachments-unread", {"names": "bombe.bin"})
    ]


def test_an_uploaded_file_is_extracted_in_a_worker(pool: ExtractorPool, tmp_path: Path) -> None:
    path = tmp_path / "rapport.pdf"
    path.write_bytes(a_pdf(SENTENCE, "The library works with the school on homework help for children. " * 3))

    extraction = pool.extract(path)

    assert extraction.refused is None
    assert extraction.title_guess == SENTENCE
    assert [extraction.page_language(page) for page in extraction.pages][1] == "en"


def test_marks_stand_on_the_words_after_all_mending(place: Config, corpus: Path) -> None:
    write_report(
        corpus, "delt.pdf", a_pdf("Samarbejdet om kommunal-\nbestyrelsens \xb4a bibliote-\nker er nyt", "Intet")
    )
    with_index = open_knowledge_base(place)
    try:
        with_index.reconcile()
        hit = with_index.search(Query(text="kommunalbestyrelsens")).hits[0]
        document = with_index.documents.document(hit.id)
        matches = with_index.passages.matches_by_page(document, "bibliotekerne")
    finally:
        with_index.close()

    assert [hit.snippet.text[m.start : m.end] for m in hit.snippet.matches] == ["kommunalbestyrelsens"]
    assert hit.snippet.page_number == 1
    page = document.pages[0]
    assert [page.text[m.start : m.end] for m in matches[1]] == ["biblioteker"]


def test_a_rebuild_extracts_nothing_again(place: Config, corpus: Path) -> None:
    write_report(corpus, "a.pdf", a_pdf(SENTENCE))
    with_index = open_knowledge_base(place)
    with_index.reconcile()
    with_index.close()
    again = open_knowledge_base(place)

    def forbidden(paths: object) -> Iterator[tuple[Path, object]]:
        assert not list(paths)  # type: ignore[call-overload]  # an iterable of paths
        return iter(())

    again.ingestion.texts._extractor.extract_many = forbidden  # type: ignore[attr-defined,method-assign]
    report = again.reconcile(rebuild=True)
    again.close()

    assert report.is_rebuilt and report.added == ["a"]


def test_a_link_out_of_the_corpus_and_a_name_of_no_letters_are_named_and_stop_nothing(
    place: Config, corpus: Path, tmp_path: Path
) -> None:
    write_report(corpus, "god.pdf", a_pdf(SENTENCE))
    secret = tmp_path / "hemmelig.md"
    secret.write_text('+++\ntitle = "Hemmelig"\nkind = "case"\nlanguage = "da"\n+++\nIkke her.\n', "utf-8")
    (corpus / "cases").mkdir(exist_ok=True)
    (corpus / "cases" / "genvej.md").symlink_to(secret)
    (corpus / "cases" / os.fsdecode(b"bl\xff.md")).write_bytes(b"nonsense")

    result = CliRunner().invoke(main, ["index", "--json", "--config", str(place.path)])

    report = json.loads(result.stdout)
    assert report["added"] == ["god"]
    assert {fault["file"] for fault in report["refused"]} == {"cases/genvej.md", "cases/bl\\udcff.md"}


def test_a_broken_vocabulary_leaves_the_last_good_one_and_a_withdrawal_takes_effect(
    place: Config, corpus: Path
) -> None:
    for name in ("a", "b"):
        write_report(corpus, f"{name}.pdf", a_pdf(f"{SENTENCE} {name}"))
    first = open_knowledge_base(place)
    first.reconcile()
    first.close()
    (corpus / "vocabulary.ttl").write_text("@prefix ikke turtle", "utf-8")
    sidecar = corpus / "reports" / "a.pdf.toml"
    sidecar.write_text(sidecar.read_text("utf-8") + 'status = "withdrawn"\n', "utf-8")

    again = open_knowledge_base(place)
    report = again.reconcile()

    assert report.withdrawn == ["a"] and not report.is_rebuilt
    assert [hit.id for hit in again.search(Query()).hits] == ["b"]
    assert again.vocabulary.concept("goal", "new-users") is not None
    again.close()


def test_an_id_in_other_letters_is_exported_in_every_form(place: Config, corpus: Path) -> None:
    write_report(corpus, "отчёт-æ.pdf", a_pdf(SENTENCE))
    opened = open_knowledge_base(place)
    opened.reconcile()
    client = create_app(place.path, opened).test_client()

    for form in ("json", "ris", "bibtex", "csl"):
        answer = client.get(f"/da/documents/отчёт-æ/export/{form}")
        assert answer.status_code == 200, form
        assert "filename*=UTF-8''%D0%BE" in answer.headers["Content-Disposition"]
    assert client.get("/da/documents/отчёт-æ").status_code == 200
    opened.close()


def test_no_link_beside_a_file_leads_out_of_the_corpus_and_none_stops_the_others(
    place: Config, corpus: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "udenfor"
    outside.mkdir()
    (outside / "skan.pdf").write_bytes(a_pdf("HEMMELIGT bibliotek"))
    (outside / "om.toml").write_text('title = "HEMMELIGT"\nkind = "report"\nlanguage = "da"\n', "utf-8")
    (outside / "artikel.md").write_text('+++\ntitle = "HEMMELIGT"\nkind = "article"\nlanguage = "da"\n+++\nIkke.\n')
    for name in ("god.pdf", "skan.pdf", "side.pdf"):
        write_report(corpus, name, a_pdf(f"{SENTENCE} {name}"))
    (corpus / "reports" / "skan.ocr.pdf").symlink_to(outside / "skan.pdf")
    (corpus / "reports" / "side.pdf.toml").unlink()
    (corpus / "reports" / "side.pdf.toml").symlink_to(outside / "om.toml")
    (corpus / "articles").rmdir() if (corpus / "articles").is_dir() else None
    (corpus / "articles").symlink_to(outside)

    opened = open_knowledge_base(place)
    report = opened.reconcile()
    client = create_app(place.path, opened).test_client()

    assert report.added == ["god"]
    assert {fault.location for fault in report.refused} == {
        *("reports/skan.ocr.pdf", "reports/side.pdf.toml", "articles/artikel.md", "articles/skan.pdf"),
    }
    for document_id in ("skan", "side", "artikel"):
        assert client.get(f"/da/documents/{document_id}").status_code == 404
    opened.close()


def test_characters_that_nothing_can_show_break_no_page_feed_or_export(place: Config, corpus: Path) -> None:
    strange = "".join(f"\\u{number:04x}" for number in (0, 7, 0x0B, 0x1B, 0x7F, 0x85, 0xFFFE, 0xFFFF))
    write_case(
        corpus,
        "tegn",
        "Bibliotek \x07 og \x1b[31m tegn \x0b her \ufffe.",
        title=f'"Bibliotek {strange} tegn"',
        summary=f'"Om {strange} bibliotek"',
        partners=f'["En {strange} partner"]',
    )
    (corpus / "cases" / "nul.md").write_bytes(b'+++\ntitle = "Nul"\nkind = "case"\nlanguage = "da"\n+++\nTekst \0.\n')
    opened = open_knowledge_base(place)
    opened.reconcile()
    client = create_app(place.path, opened).test_client()

    forms = ("csv", "json", "ris", "bibtex", "csl", "markdown", "docx")
    exports = {}
    for form in forms:
        with client.get(f"/da/export/{form}?q=bibliotek") as answer:
            exports[form] = (answer.status_code, len(answer.data) > 100)
    feed = client.get("/da/feed?q=bibliotek")

    assert exports == dict.fromkeys(forms, (200, True))
    assert ElementTree.fromstring(feed.data).tag.endswith("feed")
    assert client.get("/da/documents/tegn").status_code == 200
    for address in ("/static/%00", "/da/documents/%00", "/da/search?q=%00%1b", "/api/suggest?q=%00"):
        assert client.get(address).status_code < 500, address
    opened.close()


def test_an_export_that_fails_gives_its_place_back(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> Iterator[str]:
        raise ValueError("a fault of ours")

    with monkeypatch.context() as patched:
        patched.setitem(views.FORMATS, "csv", dataclasses.replace(views.FORMATS["csv"], write=fail))
        with pytest.raises(ValueError, match="a fault of ours"):
            client.get("/da/export/csv?q=bibliotek")

    with client.get("/da/export/csv?q=bibliotek") as answer:
        assert answer.status_code == 200
