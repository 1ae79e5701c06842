"""Takes a document out of the history: no record names its files or says why, and no content of it is kept."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path

from indexer.curation.editing.change_records import Change, ChangeRecords
from indexer.curation.editing.content_store import ContentStore
from indexer.curation.editing.document_files import belongs
from indexer.domain.documents.metadata import DocumentId


def contents_of(history_folder: Path, document_id: DocumentId) -> frozenset[str]:
    """SHA-256 of every file that a document had before or after a change, as far as records still say so."""
    changes = ChangeRecords(history_folder / "changes").done()
    return frozenset(digest for change in changes for digest in _digests(change, document_id))


def forget(history_folder: Path, document_id: DocumentId, locations: Collection[str] = ()) -> None:
    """Take a document out of all records, and off the disk every content that no record names any more.

    That it was changed, by whom and when, stays, and so does its id. Can be done again, should a crash come between.
    `locations` are files that go with it. Whoever asks holds the history's lock: a content that is being saved has no
    record yet.
    """
    records = ChangeRecords(history_folder / "changes")
    concerned = [change for change in records.done() if document_id in change.documents]
    records.rewrite(filter(None, (_without(change, document_id, locations) for change in concerned)))
    # After the rewriting: what is named is others', and a text that two documents had stays for the second. What a
    # crash kept before its change was written down is named by none.
    named = {digest for change in records.done() for digest in _digests(change)}
    store = ContentStore(history_folder / "objects")
    store.remove(set(store.digests()) - named)


def _without(change: Change, document_id: DocumentId, locations: Collection[str]) -> Change | None:
    """The change without what it says of a document; None where it says nothing of it any more."""
    kept = (file for file in change.files if not belongs(file.location, document_id))
    files = tuple(file for file in kept if file.location not in locations)
    # A comment may quote what is to be forgotten.
    if files == change.files and not change.comment:
        return None
    return replace(change, files=files, comment="")


def _digests(change: Change, document_id: DocumentId | None = None) -> Iterator[str]:
    for file in change.files:
        if document_id is None or belongs(file.location, document_id):
            yield from filter(None, (file.before, file.after))
