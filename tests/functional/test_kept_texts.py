"""Texts of documents under var/: kept as long as a file asks for them, and taken again when they are lost."""

from __future__ import annotations

import io
import json
import time
from pathlib import Path

from indexer import Extraction, KnowledgeBase, Page, Query, UploadState, open_curation, open_knowledge_base
from indexer.config import Config
from indexer.extraction import EXTRACTOR_VERSION
from tests.builders import write_case


def texts(place: Config) -> Path:
    return place.var_folder / "texts" / f"version-{EXTRACTOR_VERSION}.sqlite3"


def hashes(opened: KnowledgeBase) -> set[str]:
    return {file.text_hash for file in opened.corpus.files()[0]}


def test_the_text_of_a_removed_document_goes_with_its_next_indexing(place: Config, corpus: Path) -> None:
    write_case(corpus, "a", "Samarbejde om krokodiller.")
    write_case(corpus, "b", "Samarbejde om elefanter.")
    opened = open_knowledge_base(place)
    opened.reconcile()
    removed = opened.corpus.find("b").text_hash  # type: ignore[union-attr, arg-type]

    (corpus / "cases" / "b.md").unlink()
    opened.reconcile()

    assert opened.texts.hashes() == hashes(opened) == opened.texts.hashes() - {removed}
    opened.close()
    assert bytes.fromhex(removed) not in texts(place).read_bytes()


def test_the_text_of_a_draft_and_of_a_file_that_waits_stay(place: Config, corpus: Path) -> None:
    write_case(corpus, "a")
    write_case(corpus, "b", status='"draft"')
    opened = open_knowledge_base(place)
    curation = open_curation(place, opened)
    assert curation.documents.find("hemmeligt ord") == ()  # which reads the draft
    upload = curation.uploads.receive("lone", "ny.md", io.BytesIO(b"# Nyt\n\nOm giraffer."))
    curation.close()
    opened.texts.store(upload.text_hash, Extraction("text/markdown", "", (Page(1, "Om giraffer."),)))

    opened.reconcile()

    assert opened.texts.hashes() == hashes(opened) | {upload.text_hash}
    opened.close()


def test_a_corpus_that_is_not_there_costs_no_text(place: Config, corpus: Path) -> None:
    write_case(corpus, "a")
    opened = open_knowledge_base(place)
    opened.reconcile()
    kept = opened.texts.hashes()

    (corpus / "cases").rename(corpus.parent / "elsewhere")
    opened.reconcile()

    assert opened.texts.hashes() == kept
    opened.close()


def test_lost_texts_are_taken_again_though_no_file_changed(place: Config, corpus: Path) -> None:
    write_case(corpus, "a", "Samarbejde om krokodiller.")
    opened = open_knowledge_base(place)
    opened.reconcile()
    texts(place).write_bytes(b"nonsense" * 1000)

    assert "Indhold" not in opened.search(Query("krokodiller")).hits[0].snippet.text
    opened.reconcile()

    assert "krokodiller" in opened.search(Query("krokodiller")).hits[0].snippet.text
    opened.close()


def test_an_upload_whose_text_was_lost_is_read_again(place: Config) -> None:
    opened = open_knowledge_base(place)
    curation = open_curation(place, opened)
    upload_id = curation.uploads.receive("lone", "ny.md", io.BytesIO(b"# Nyt\n\nOm giraffer.")).id
    while curation.uploads.find(upload_id).state is UploadState.READING:
        time.sleep(0.05)
    curation.close()
    for path in texts(place).parent.glob(f"version-{EXTRACTOR_VERSION}*"):
        path.unlink()
    again = open_curation(place, opened)

    while (extraction := again.extraction(again.uploads.find(upload_id))) is None:
        time.sleep(0.05)

    assert "giraffer" in extraction.pages[0].text
    again.close()
    opened.close()


def test_a_damaged_note_of_an_upload_does_not_stop_the_index(place: Config, corpus: Path) -> None:
    write_case(corpus, "a")
    for number, content in enumerate(["", "{}", json.dumps({"text_hash": "0" * 64})]):
        folder = place.state_folder / "uploads" / str(number)
        folder.mkdir(parents=True)
        (folder / "upload.json").write_text(content)
    opened = open_knowledge_base(place)

    assert opened.reconcile().added == ["a"]
    opened.close()
