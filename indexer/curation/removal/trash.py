"""What lies in the trash: what a document was before it was put there, and whether visitors knew it."""

from __future__ import annotations

import tomllib

from indexer.curation.editing.change_records import Action, FileChange
from indexer.curation.editing.document_files import belongs
from indexer.curation.editing.history import History
from indexer.domain.documents.dates import now
from indexer.domain.documents.front_matter import split_front_matter
from indexer.domain.documents.metadata import DocumentId, Metadata, Status


def status_before_trash(history: History, document_id: DocumentId) -> Status:
    """What a document in the trash was before; a draft where that is not known, for nothing is published by itself."""
    for change in history.changes_of(document_id):
        if change.action is Action.TRASHED:
            own = (file for file in change.files if belongs(file.location, document_id) and file.before)
            return next((found for file in own if (found := _status(history, file))), Status.DRAFT)
    return Status.DRAFT


def was_public(history: History, document_id: DocumentId, metadata: Metadata) -> bool:
    """Whether visitors may have seen a document that is withdrawn or lies in the trash: its address says so then."""
    if metadata.status is Status.WITHDRAWN:
        return not metadata.level and metadata.embargo <= now()
    if metadata.published:
        return metadata.published <= now()
    is_hidden = bool(metadata.level or metadata.embargo)
    return not is_hidden and status_before_trash(history, document_id) in (Status.PUBLISHED, Status.WITHDRAWN)


def _status(history: History, file: FileChange) -> Status | None:
    """The status that a file stated before a change; None for a file without metadata."""
    if file.before is None or not file.location.endswith((".md", ".toml")):
        return None
    text = history.content(file.before).decode("utf-8-sig", "replace")
    try:
        toml = split_front_matter(text)[0] if file.location.endswith(".md") else text
        return Status(tomllib.loads(toml).get("status", Status.PUBLISHED))
    except ValueError:
        return None
