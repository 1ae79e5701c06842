"""What is remembered of public documents: since when each is as it is, and which are gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.domain.documents.facets import counted_values
from indexer.domain.documents.hit_record import write_record
from indexer.domain.documents.metadata import DocumentId, Metadata
from indexer.ingestion.shown_documents import Groups, ShownDocument, ShownDocuments
from tests.builders import a_document, a_vocabulary

A, B, C = (DocumentId(name) for name in "abc")


def groups_of(metadata: Metadata) -> Groups:
    return counted_values(metadata, a_vocabulary())


def records(**changed: str) -> dict[DocumentId, str]:
    """Records of documents by the day on which they changed by their own account."""
    return {
        DocumentId(name): write_record(a_document(name, changed=day, goals=("new-users",)))
        for name, day in changed.items()
    }


def moments(shown: ShownDocuments) -> dict[DocumentId, str]:
    return {key: one.moment for key, one in shown.entries().items()}


@pytest.fixture
def shown(tmp_path: Path) -> ShownDocuments:
    """By a clock that strikes one day of November a call, from the tenth."""
    days = (f"2026-11-{day}T08:00:00Z" for day in range(10, 30))
    return ShownDocuments(tmp_path / "state" / "dates.sqlite3", lambda: next(days))


def test_what_is_noted_first_counts_from_its_own_date_and_never_from_one_to_come(shown: ShownDocuments) -> None:
    shown.note(records(a="2026-11-01", b="2027-01-01"), groups_of, list)

    assert moments(shown) == {A: "2026-11-01T00:00:00Z", B: "2026-11-10T08:00:00Z"}


def test_what_comes_later_counts_from_that_moment_however_old_it_says_it_is(shown: ShownDocuments) -> None:
    shown.note(records(a="2026-11-01"), groups_of, list)
    shown.note(records(a="2026-11-01", b="2020-01-01"), groups_of, list)

    assert moments(shown) == {A: "2026-11-01T00:00:00Z", B: "2026-11-11T08:00:00Z"}


def test_what_differs_counts_anew_and_what_does_not_stays_as_it_was(shown: ShownDocuments) -> None:
    shown.note(records(a="2026-11-01", b="2026-11-01"), groups_of, list)
    shown.note(records(a="2026-11-01", b="2026-11-02"), groups_of, list)

    assert moments(shown) == {A: "2026-11-01T00:00:00Z", B: "2026-11-11T08:00:00Z"}


def test_what_is_gone_keeps_its_entry_with_what_it_was_counted_under_until_it_comes_back(
    shown: ShownDocuments,
) -> None:
    everything = records(a="2026-11-01", b="2026-11-01")
    shown.note(everything, groups_of, list)
    shown.note(records(a="2026-11-01"), groups_of, list)
    shown.note(records(a="2026-11-01"), groups_of, list)

    gone = shown.entries()[B]
    assert (gone.moment, gone.is_gone) == ("2026-11-11T08:00:00Z", True)
    assert gone.groups is not None and gone.groups["goal"] == ("new-users",)
    shown.note(everything, groups_of, list)
    assert shown.entries()[B] == ShownDocument("2026-11-13T08:00:00Z")


def test_documents_that_files_call_withdrawn_are_gone_from_the_beginning(shown: ShownDocuments) -> None:
    withdrawn = a_document("c", changed="2026-10-31").metadata
    shown.note(records(a="2026-11-01"), groups_of, lambda: [(C, withdrawn)])
    shown.note(records(a="2026-11-02"), groups_of, lambda: [(B, withdrawn)])

    assert {key: one.is_gone for key, one in shown.entries().items()} == {A: False, C: True}
    assert shown.entries()[C].moment == "2026-10-31T00:00:00Z"


def test_a_run_that_was_cut_short_is_told_by_the_number_of_documents(shown: ShownDocuments) -> None:
    assert not shown.is_behind(2)  # there is no file: nothing that a note could be behind of
    shown.note(records(a="2026-11-01", b="2026-11-01"), groups_of, list)

    assert not shown.is_behind(2)
    assert shown.is_behind(3) and shown.is_behind(1)


def test_where_nothing_can_be_kept_nothing_is_remembered_and_the_log_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "dates.sqlite3").write_text("no database")
    broken = ShownDocuments(tmp_path / "dates.sqlite3")

    broken.note(records(a="2026-11-01"), groups_of, list)

    assert broken.entries() == {} and not broken.is_behind(1)
    assert "cannot be noted" in caplog.text
