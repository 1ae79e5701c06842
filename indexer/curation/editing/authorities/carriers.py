"""The documents that state a value, of any status, and what their files say with another one in its place."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from indexer.corpus_store.folder import CorpusFolder
from indexer.curation.editing.changed_files import files_with
from indexer.curation.editing.document_files import EditableDocument, read_editable
from indexer.domain.documents.dates import Clock, as_changed, now
from indexer.domain.documents.metadata import DocumentId, Metadata
from indexer.domain.documents.metadata_schema import SCHEMA
from indexer.domain.documents.vocabulary import Vocabulary

Swap = Callable[[DocumentId], Collection[str]]
"""What a document states afterwards in the place of a value."""


class Share(enum.StrEnum):
    """Which of two a document states once a value was divided."""

    OLD = "old"
    NEW = "new"
    BOTH = "both"


class Carriers:
    """Finds the documents that state a value in one of some facets."""

    def __init__(self, corpus: CorpusFolder, folder: Path, clock: Clock = now) -> None:
        self._corpus, self._folder, self._clock = corpus, folder, clock

    def of(self, facets: Collection[str], value: str, vocabulary: Vocabulary) -> tuple[EditableDocument, ...]:
        """The documents that state it, by id; a document whose metadata has a fault is none."""
        found = []
        for file in self._corpus.files()[0]:
            metadata, _ = self._corpus.metadata(file, vocabulary)
            if metadata is not None and states(metadata, facets, value):
                found.append(read_editable(self._corpus, self._folder, file.id, vocabulary))
        return tuple(sorted(found, key=lambda one: one.id))

    def files_with(
        self,
        documents: Collection[EditableDocument],
        facets: Collection[str],
        value: str,
        swap: Swap,
        after: Vocabulary,
    ) -> tuple[list[DocumentId], dict[str, bytes | None]]:
        """The documents that change, and their files, read and judged by the vocabulary as it is afterwards.

        Raises:
            InvalidEntry: one would break the schema, because it states nothing any more that it must state.
        """
        ids, files = list[DocumentId](), dict[str, bytes | None]()
        for document in documents:
            metadata = with_other(document.metadata, facets, value, tuple(swap(document.id)))
            if metadata == document.metadata:
                # Its file may call the value by a name that means it no more.
                read, _ = self._corpus.metadata(document.file, after)
                document = dataclasses.replace(document, metadata=read or metadata)
            if metadata != document.metadata:
                dated = as_changed(metadata, document.metadata, self._clock())
                files |= files_with(document, dated, document.body, self._folder, after)
                ids.append(document.id)
        return ids, files


def states(metadata: Metadata, facets: Collection[str], value: str) -> bool:
    """Whether a document states a value in one of some facets."""
    return any(value in row.texts(metadata) for row in SCHEMA if row.facet in facets)


def with_other(metadata: Metadata, facets: Collection[str], value: str, others: tuple[str, ...]) -> Metadata:
    """The metadata with other values in the place of one, each stated once; where only one can be stated, the first."""
    values: dict[str, object] = {}
    for row in SCHEMA:
        if row.facet not in facets or value not in row.texts(metadata):
            continue
        if row.type.is_list:
            swapped = (each for one in row.texts(metadata) for each in (others if one == value else (one,)))
            values[row.attribute] = tuple(dict.fromkeys(swapped))
        else:
            values[row.attribute] = next(iter(others), "")
    return metadata.replaced(values) if values else metadata


def divided(old: str, new: str, shares: Mapping[DocumentId, Share]) -> Swap:
    """What each document states once a value was divided; who is not named keeps the old one."""
    stated = {Share.OLD: (old,), Share.NEW: (new,), Share.BOTH: (old, new)}
    return lambda document_id: stated[shares.get(document_id, Share.OLD)]
