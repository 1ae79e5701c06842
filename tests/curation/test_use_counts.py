"""Counts of use that cannot be written wait for the disk, and what is two years old goes."""

from __future__ import annotations

import datetime
import logging
from pathlib import Path

import pytest

from indexer import DocumentId, Use
from indexer.curation.dashboard.use_counts import UseCounts
from indexer.curation.dashboard.word_threshold import week_of
from tests.waiting import wait_until


def test_counts_that_could_not_be_written_are_written_later_without_a_further_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("indexer.curation.dashboard.use_counts._WRITE_EVERY_SECONDS", 0.01)
    caplog.set_level(logging.INFO)
    in_the_way = tmp_path / "use-counts.sqlite3"
    in_the_way.mkdir()
    counts, other = (UseCounts(tmp_path, is_on=True) for _ in range(2))
    counts.note_document(Use.OPENED, DocumentId("bogstart"))
    wait_until(lambda: "Counts of use wait" in caplog.text)

    in_the_way.rmdir()

    wait_until(lambda: other.subjects(Use.OPENED, "") == (("bogstart", 1),))
    counts.close()
    other.close()


def test_of_what_waits_too_long_the_sums_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.curation.dashboard.use_counts._MAX_WAITING", 2)
    in_the_way = tmp_path / "use-counts.sqlite3"
    in_the_way.mkdir()
    counts = UseCounts(tmp_path, is_on=True)
    for document_id in ("a", "b", "c", "a", "d"):
        counts.note_document(Use.OPENED, DocumentId(document_id))
        counts.write()

    in_the_way.rmdir()

    assert [one.counts for one in counts.weeks(1)] == [{Use.OPENED: 5}]
    assert counts.subjects(Use.OPENED, "") == (("a", 2), ("b", 1))
    counts.close()


def test_weeks_of_two_years_ago_go_with_the_next_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monday, counts = datetime.date(2024, 1, 1), UseCounts(tmp_path, is_on=True)
    weeks = [week_of(monday + datetime.timedelta(weeks=number)) for number in range(107)]
    for week in weeks:
        monkeypatch.setattr("indexer.curation.dashboard.use_counts.this_week", lambda week=week: week)
        counts.note_document(Use.OPENED, DocumentId("bogstart"))

    counts.write()

    assert [one.week for one in counts.weeks(200)] == weeks[:2:-1]
    counts.close()
