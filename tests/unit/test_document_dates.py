from __future__ import annotations

import os
from pathlib import Path

import pytest

from indexer.corpus_store.folder import CorpusFolder
from indexer.domain.documents.dates import Dates
from indexer.domain.documents.metadata import DocumentId, Metadata
from indexer.domain.documents.metadata_validation import read_stated
from indexer.ingestion.document_dates import DATES_NAME, DocumentDates, KeptInDatabase, KeptInMemory
from tests.builders import a_vocabulary, write_case

A = DocumentId("a")


def noted(dates: DocumentDates, corpus: Path) -> Dates:
    store = CorpusFolder(corpus)
    file = store.find(A)
    assert file is not None
    metadata, _ = store.metadata(file, a_vocabulary())
    assert metadata is not None
    return Dates.stated(dates.note([(file, metadata)])[A])


def plain(corpus: Path) -> Metadata:
    store = CorpusFolder(corpus)
    file = store.find(A)
    assert file is not None
    metadata, _ = store.metadata(file, a_vocabulary())
    assert metadata is not None
    return metadata


@pytest.fixture(params=["memory", "database"])
def dates(request: pytest.FixtureRequest, tmp_path: Path) -> DocumentDates:
    """Dates by a clock that strikes one day a call."""
    moments = (f"2026-11-0{day}" for day in range(1, 9))
    if request.param == "memory":
        return KeptInMemory(lambda: next(moments))
    return KeptInDatabase(tmp_path / "state" / DATES_NAME, lambda: next(moments))


def test_a_file_by_hand_is_dated_when_it_is_seen_first_and_by_its_content_afterwards(
    dates: DocumentDates, tmp_path: Path
) -> None:
    path = write_case(tmp_path, "a")
    first = noted(dates, tmp_path)
    os.utime(path, (0, 0))
    touched = noted(dates, tmp_path)
    write_case(tmp_path, "a", "Andet om skolen.")
    edited = noted(dates, tmp_path)

    assert first == touched == Dates("2026-11-01", "2026-11-01", "2026-11-01")
    assert edited == Dates("2026-11-01", "2026-11-01", "2026-11-03")
    assert Dates.stated(dates.dated(A, plain(tmp_path))) == edited


def test_dates_outlive_the_program(tmp_path: Path) -> None:
    write_case(tmp_path, "a")
    kept = tmp_path / "state" / DATES_NAME
    first = noted(KeptInDatabase(kept, lambda: "2026-11-01"), tmp_path)

    again = KeptInDatabase(kept, lambda: "2026-12-24")

    assert noted(again, tmp_path) == first


def test_where_dates_cannot_be_kept_files_say_what_they_state(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    write_case(tmp_path, "a", published="2026-11-23")
    (tmp_path / DATES_NAME).write_text("no database")
    broken = KeptInDatabase(tmp_path / DATES_NAME, lambda: "2026-12-24")

    assert noted(broken, tmp_path) == Dates("", "2026-11-23", "")
    assert broken.dated(A, plain(tmp_path)).published == "2026-11-23"
    assert "cannot be kept" in caplog.text


@pytest.mark.parametrize("key", ["added", "published", "changed", "embargo"])
@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59-05:00", "0001-01-01T00:00:00+05:00"])
def test_a_moment_that_lies_outside_the_calendar_in_utc_is_a_fault_of_its_file(key: str, moment: str) -> None:
    stated = {"title": "T", "kind": "case", "language": "da", key: moment}

    metadata, faults = read_stated(stated, a_vocabulary())

    assert metadata is None
    assert [(fault.key, fault.message.id) for fault in faults] == [(key, "bad-moment")]
