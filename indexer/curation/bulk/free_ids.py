"""Ids that no document has: those of the corpus, and those that an import gives, are taken."""

from __future__ import annotations

from collections.abc import Iterable

from indexer.curation.editing.document_files import id_stem, is_id
from indexer.domain.documents.metadata import DocumentId
from indexer.domain.messages import Message


class FreeIds:
    """Gives ids out, each once; any number of equal titles costs no more than as many others."""

    def __init__(self, taken: Iterable[DocumentId]) -> None:
        self._taken = set(taken)
        self._newest: dict[str, int] = {}

    def new(self, title: str) -> DocumentId:
        """An id that reads like the title; it is free until it is taken."""
        stem = id_stem(title)
        number = self._newest.get(stem, 1)
        while (candidate := DocumentId(stem if number == 1 else f"{stem}-{number}")) in self._taken:
            number += 1
        self._newest[stem] = number
        return candidate

    def fault(self, document_id: DocumentId) -> Message | None:
        """Why a document cannot have an id, None if it can."""
        if not is_id(document_id):
            return Message("bad-id", id=document_id[:80])
        return Message("id-taken", id=document_id) if document_id in self._taken else None

    def take(self, document_id: DocumentId) -> None:
        """The id is a document's from now on."""
        self._taken.add(document_id)
