"""WhooshEngine: the SearchEngine port over Whoosh 2.7.4.

Rules that Whoosh asks for, and where they are kept: one reader per request and no refresh (`_snapshot`); no writer
goes on after an error (`apply`); update is delete and add, one addition per id (`apply`); opening is tried again
(readers.py); damaged files become one error of ours (`_translated`).
"""

from __future__ import annotations

import hashlib
import json
import pickle
import struct
import threading
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import whoosh
from whoosh import index as whoosh_index
from whoosh.filedb.filestore import ReadOnlyError
from whoosh.index import EmptyIndexError, IndexError, IndexVersionError, LockError
from whoosh.reading import IndexReader

from indexer.domain.crossing import Crossing
from indexer.domain.document import DocumentId
from indexer.domain.errors import EngineUnavailable, IndexLocked, IndexOutdated, KnowledgeBaseError
from indexer.domain.query import Query, SortOrder
from indexer.domain.structured_query import MatchAll, StructuredQuery
from indexer.engines.whoosh.array_writer import ArrayWriter
from indexer.engines.whoosh.crossing import crossed
from indexer.engines.whoosh.executor import Evaluation, Executor, RankingParameters
from indexer.engines.whoosh.filtering import FilteredMatches
from indexer.engines.whoosh.generation import Generation, Mask, Numbers, Scores
from indexer.engines.whoosh.index_folder import IndexFolder
from indexer.engines.whoosh.public_documents import read_public_documents
from indexer.engines.whoosh.readers import ReaderPool, open_index
from indexer.engines.whoosh.schema import (
    ID_FIELD,
    INDEX_FIELDS,
    LAYOUT_VERSION,
    RECORD_FIELD,
    indexed_document,
    whoosh_schema,
)
from indexer.ports import (
    AnalysisBasis,
    AnalyzedDocument,
    Contribution,
    PublicDocuments,
    RankedDocument,
    Ranking,
    SearchEngine,
)

REBUILD_ADVICE = "rebuild it with `samspil index --rebuild`"
_DAMAGE = (
    IndexError, IndexVersionError, EmptyIndexError, ReadOnlyError, OSError, EOFError, KeyError, ValueError, TypeError,
    AttributeError, AssertionError, struct.error, pickle.UnpicklingError, zlib.error, OverflowError, MemoryError,
    ImportError, NameError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class EnginePreferences:
    """What config.toml says about the index."""

    lock_timeout_seconds: float = 30.0
    ranking: RankingParameters = field(default_factory=RankingParameters)


class WhooshEngine:
    """An index below one folder; safe to use from several threads."""

    def __init__(self, folder: Path, making: dict[str, str], preferences: EnginePreferences) -> None:
        """`making` names what decides the terms (analysis, vocabulary, libraries); a change asks for a rebuild."""
        self._folder = IndexFolder(folder)
        self._made_by: dict[str, object] = {
            "layout": f"{LAYOUT_VERSION}, whoosh {whoosh.versionstring()}",
            "making": dict(sorted(making.items())),
        }
        self._preferences = preferences
        self._build: Path | None = None
        self._generation: Generation | None = None
        self._basis: tuple[Path, AnalysisBasis] | None = None
        self._lock = threading.Lock()
        self._readers = ReaderPool()

    # Searching

    def search(self, structured: StructuredQuery, query: Query) -> Ranking:
        """See SearchEngine.search."""
        with self._snapshot() as (generation, reader):
            executor = Executor(generation, self._preferences.ranking)
            evaluation = executor.evaluate(structured)
            filtered = FilteredMatches(generation, evaluation.matches, query)
            passing = filtered.all()
            numbers = _ordered(generation, evaluation, passing, query)
            stored = {number: _stored(reader, number) for number in numbers}
            pages = executor.best_pages(structured, numbers, {n: s["page_starts"] for n, s in stored.items()})
            translated = evaluation.is_translated
            ranked = tuple(
                RankedDocument(
                    id=DocumentId(stored[n]["id"]),
                    record=stored[n]["record"],
                    score=float(evaluation.scores[n]),
                    page_count=int(generation.page_counts[n]),
                    page_number=pages.get(n),
                    is_translated=translated is not None and bool(translated[n]),
                )
                for n in numbers
            )
            return Ranking(int(np.count_nonzero(passing)), ranked, filtered.facets())

    def count(self, structured: StructuredQuery, query: Query) -> int:
        """See SearchEngine.count."""
        with self._snapshot() as (generation, _):
            evaluation = Executor(generation, self._preferences.ranking).evaluate(structured)
            return int(np.count_nonzero(FilteredMatches(generation, evaluation.matches, query).all()))

    def explain(self, structured: StructuredQuery, document_id: DocumentId) -> tuple[Contribution, ...]:
        """See SearchEngine.explain."""
        with self._snapshot() as (generation, _):
            found = generation.postings(ID_FIELD, document_id).documents
            numbers = [int(number) for number in found if generation.is_public[number]]
            if not numbers:
                return ()
            executor = Executor(generation, self._preferences.ranking)
            return tuple(Contribution(*part) for part in executor.explain(structured, numbers[0]))

    def cross(self, structured: StructuredQuery, query: Query, row_axis: str, column_axis: str) -> Crossing:
        """See SearchEngine.cross."""
        with self._snapshot() as (generation, _):
            evaluation = Executor(generation, self._preferences.ranking).evaluate(structured)
            return crossed(generation, evaluation.matches, query, (row_axis, column_axis))

    def public_documents(self, fields: Sequence[str]) -> PublicDocuments:
        """See SearchEngine.public_documents."""
        with self._snapshot() as (generation, reader):
            return read_public_documents(generation, fields, lambda number: str(_stored(reader, number)["record"]))

    def matching_ids(self, structured: StructuredQuery) -> tuple[DocumentId, ...]:
        """See SearchEngine.matching_ids."""
        with self._snapshot() as (generation, _):
            evaluation = Executor(generation, self._preferences.ranking).evaluate(structured)
            found = np.flatnonzero(evaluation.matches & generation.is_public)
            return tuple(sorted(DocumentId(generation.ids[number]) for number in found))

    def has_term(self, field: str, term: str) -> bool:
        """See SearchEngine.has_term."""
        with self._snapshot() as (generation, _):
            return len(generation.postings(field, term).documents) > 0

    def document_frequencies(self, field: str) -> Mapping[str, int]:
        """See SearchEngine.document_frequencies."""
        with self._snapshot() as (generation, _):
            return generation.document_frequencies(field)

    def state(self) -> object:
        """See SearchEngine.state."""
        with self._snapshot() as (generation, _):
            return generation.identity

    def facet_value_exists(self, facet: str, value: str) -> bool:
        """See SearchEngine.facet_value_exists."""
        with self._snapshot() as (generation, _):
            return bool(generation.is_public[generation.facet(facet).holders(value)].any())

    def indexed_documents(self) -> dict[DocumentId, str]:
        """See SearchEngine.indexed_documents."""
        if self._serving() is None:
            return {}
        with self._snapshot() as (_, reader):
            stored = (_stored(reader, number) for number in reader.all_doc_ids())
            return {DocumentId(s["id"]): s["hash"] for s in stored}

    def document_count(self) -> int:
        """See SearchEngine.document_count."""
        if self._serving() is None:
            return 0
        with self._snapshot() as (_, reader):
            return int(reader.doc_count())

    def page_total(self) -> int:
        """See SearchEngine.page_total."""
        if self._serving() is None:
            return 0
        with self._snapshot() as (generation, _):
            return int(generation.page_counts[generation.is_live].sum())

    # Writing

    def apply(self, additions: Iterable[AnalyzedDocument], removals: Iterable[DocumentId]) -> None:
        """See SearchEngine.apply."""
        added = {document.id: indexed_document(document) for document in additions}
        serving = self._serving()
        if serving is None:
            raise EngineUnavailable(f"There is no index to write to; {REBUILD_ADVICE}.")
        with _translated():
            index = open_index(serving)
            writer = ArrayWriter(index, INDEX_FIELDS, self._preferences.lock_timeout_seconds)
            try:
                writer.delete_ids({*added, *removals})
                for document in added.values():
                    writer.add(document)
                writer.commit_all()
            except BaseException:
                writer.cancel()
                raise

    def is_current(self) -> bool:
        """See SearchEngine.is_current."""
        serving = self._serving()
        return serving is not None and self._folder.made_by(serving).items() >= self._made_by.items()

    def basis(self) -> AnalysisBasis:
        """See SearchEngine.basis."""
        serving = self._serving()
        with self._lock:
            if serving is None:
                return AnalysisBasis()
            if self._basis is None or self._basis[0] != serving:
                self._basis = serving, self._folder.basis(serving)
            return self._basis[1]

    @contextmanager
    def rebuilding(self, basis: AnalysisBasis) -> Iterator[SearchEngine]:
        """See SearchEngine.rebuilding."""
        folder = self._folder.unfinished_or_new(self._made_by, basis)
        with _translated():
            if not whoosh_index.exists_in(str(folder)):
                whoosh_index.create_in(str(folder), whoosh_schema())
        beside = WhooshEngine.__new__(WhooshEngine)
        beside.__dict__.update(self.__dict__, _build=folder, _generation=None, _basis=None, _lock=threading.Lock())
        beside._readers = ReaderPool()
        yield beside
        beside.count(MatchAll(), Query())
        self._folder.serve(folder)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """See SearchEngine.writing."""
        with self._folder.writing(self._preferences.lock_timeout_seconds):
            yield

    def size_bytes(self) -> int:
        """See SearchEngine.size_bytes."""
        return self._folder.size_bytes()

    def fingerprint(self) -> str:
        """See SearchEngine.fingerprint."""
        serving = self._serving()
        if serving is None:
            return ""
        made_by = json.dumps(self._folder.made_by(serving), sort_keys=True)
        return hashlib.sha256(made_by.encode()).hexdigest()[:16]

    def close(self) -> None:
        """See SearchEngine.close."""
        self._readers.close()

    # Opening

    def _serving(self) -> Path | None:
        return self._build or self._folder.current()

    @contextmanager
    def _snapshot(self) -> Iterator[tuple[Generation, IndexReader]]:
        """The arrays of the newest committed state, shared by all threads, and a reader for this request alone."""
        folder = self._serving()
        if folder is None:
            raise EngineUnavailable("There is no index yet; make it with `samspil index`.")
        if self._folder.made_by(folder).get("layout") != self._made_by["layout"]:
            raise IndexOutdated("The index was laid out by another version; run `samspil index` to build a new one.")
        with _translated(), self._readers.reader(folder) as reader:
            yield self._shared(folder, reader), reader

    def _shared(self, folder: Path, reader: IndexReader) -> Generation:
        identity = (folder.name, reader.generation())
        with self._lock:
            if self._generation is None or self._generation.identity != identity:
                self._generation = Generation(identity, reader)
            return self._generation


@contextmanager
def _translated() -> Iterator[None]:
    """Whoosh's exceptions as ours; ours pass."""
    try:
        yield
    except KnowledgeBaseError:
        raise
    except LockError as error:
        raise IndexLocked("Another process is indexing; try again when it is done.") from error
    except _DAMAGE as error:
        if isinstance(error, OSError) and error.errno is not None and not isinstance(error, FileNotFoundError):
            raise EngineUnavailable(f"The index cannot be used: {error.strerror}.") from error
        raise EngineUnavailable(f"The index is damaged ({type(error).__name__}); {REBUILD_ADVICE}.") from error


def _ordered(generation: Generation, evaluation: Evaluation, passing: Mask, query: Query) -> list[int]:
    """The numbers of the documents of the asked page, in order."""
    found: Numbers = np.flatnonzero(passing)
    keys: list[Numbers | Scores] = [generation.id_ranks[found]]
    if query.sort is SortOrder.TITLE:
        keys.append(generation.title_ranks[found])
    elif query.sort is SortOrder.NEWEST:
        keys.append(-generation.years[found])
    else:
        keys.append(-np.round(evaluation.scores[found], 9))
    first = (query.page_number - 1) * query.page_size
    order = np.lexsort(keys)[first : first + query.page_size]
    return [int(number) for number in found[order]]


def _stored(reader: IndexReader, number: int) -> dict[str, Any]:
    """What is stored of a document: id, record, hash and page_starts."""
    stored = reader.stored_fields(number)
    return {"id": str(stored[ID_FIELD]), **stored[RECORD_FIELD]}
