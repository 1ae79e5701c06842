"""What the knowledge base needs from the world: small interfaces that adapters fill."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from indexer.analyzed_document import AnalyzedDocument
from indexer.domain.crossing import Crossing
from indexer.domain.document import Document, DocumentId, Extraction, Metadata, Page
from indexer.domain.query import Query
from indexer.domain.results import Facet
from indexer.domain.structured_query import Alternative, Leaf, StructuredQuery
from indexer.domain.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class RankedDocument:
    """A document of the answer.

    Attributes:
        page_number: the page that matches best, None if only the title does.
        places: where that page holds what was searched, as places among its words as they were analysed, from 0,
            rising; None if the engine cannot tell.
    """

    id: DocumentId
    record: str
    score: float
    page_count: int
    page_number: int | None
    is_translated: bool = False
    places: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """One page of the answer and the counts of every facet over the whole answer."""

    total: int
    documents: tuple[RankedDocument, ...]
    facets: tuple[Facet, ...]


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a part of a query found in a document; `alternative` is None for phrases and prefixes."""

    leaf: Leaf
    alternative: Alternative | None
    score: float


@dataclass(frozen=True, slots=True)
class AnalysisBasis:
    """What the analysis takes from the corpus itself: the counts of its Danish words, in how many documents."""

    documents: int = 0
    danish_word_counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TermCounts:
    """How often terms stand in documents, as triples: `frequencies[i]` times `terms[term_places[i]]` in a document.

    `document_places[i]` is that document's place in PublicDocuments.ids. The triples are unique, in no order.
    """

    terms: Sequence[str]
    document_places: npt.NDArray[np.int64]
    term_places: npt.NDArray[np.int64]
    frequencies: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PublicDocuments:
    """All public documents of one committed state.

    Attributes:
        state: what `SearchEngine.state` gives for that state.
        ids, records: parallel, by id.
        term_counts: by each field that was asked for.
    """

    state: object
    ids: Sequence[DocumentId]
    records: Sequence[str]
    term_counts: Mapping[str, TermCounts]


class SearchEngine(Protocol):
    """An index that can be written in batches and searched.

    A search sees one committed state. Every method raises EngineUnavailable when the index cannot be used.
    """

    def search(self, structured: StructuredQuery, query: Query) -> Ranking:
        """Evaluate the tree under the query's filters, order and page; only public documents take part.

        Past the last page the ranking holds no documents. Ties are broken by document id.
        """

    def count(self, structured: StructuredQuery, query: Query) -> int:
        """The total that `search` would give, without ranking."""

    def is_current(self) -> bool:
        """Whether the index was made by what is running now; a fresh place is not current."""

    def basis(self) -> AnalysisBasis:
        """What the documents of the index were analysed by; an empty one if there is no index."""

    def rebuilding(self, basis: AnalysisBasis) -> AbstractContextManager[SearchEngine]:
        """A new index beside the one that serves, checked and swapped in when the block ends without an exception.

        An unfinished one of the same making is taken up again. The old index is kept for one rollback.
        """

    def writing(self) -> AbstractContextManager[None]:
        """Hold the place of the only writer.

        Raises:
            IndexLocked: another process holds it and does not let go within the time limit.
        """

    def indexed_documents(self) -> dict[DocumentId, str]:
        """Content hash by document id, public or not: the state to reconcile with."""

    def apply(self, additions: Iterable[AnalyzedDocument], removals: Iterable[DocumentId]) -> None:
        """Add or replace and remove documents in one commit: all of it or nothing.

        Called while `writing` is held.
        """

    def has_term(self, field: str, term: str) -> bool:
        """Whether some document holds the term in the field."""

    def document_frequencies(self, field: str) -> Mapping[str, int]:
        """Every term of a field with the number of documents that hold it; not to be changed."""

    def explain(self, structured: StructuredQuery, document_id: DocumentId) -> tuple[Contribution, ...]:
        """What each part of the tree found in a public document, in the order of the tree; empty if nothing."""

    def state(self) -> object:
        """Something that is equal while the committed state is the same."""

    def cross(self, structured: StructuredQuery, query: Query, row_axis: str, column_axis: str) -> Crossing:
        """The counts of two axes crossed: each is the total that `search` gives for the two values chosen.

        Raises:
            UnknownAxis: the axes cannot be crossed.
        """

    def public_documents(self, fields: Sequence[str]) -> PublicDocuments:
        """Every public document with its record and the terms of some fields, in one batch."""

    def matching_ids(self, structured: StructuredQuery, query: Query | None = None) -> tuple[DocumentId, ...]:
        """The ids of all public documents that match and pass the filters of a query, sorted."""

    def facet_value_exists(self, facet: str, value: str) -> bool:
        """Whether some public document carries the value."""

    def document_count(self) -> int:
        """Documents in the index, public or not."""

    def page_total(self) -> int:
        """Pages of all documents in the index."""

    def close(self) -> None:
        """Let go of what is kept open; the engine may be used again."""

    def size_bytes(self) -> int:
        """Bytes that the index takes on disk; 0 if there is none."""

    def fingerprint(self) -> str:
        """Identity of what made the index; "" if there is none."""


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A file of the corpus that stands for a document.

    Attributes:
        content_hash: SHA-256 over the file and its sidecar, if any: changes when either does.
        text_hash: SHA-256 of the file that the text is taken from: what extracted text is kept under.
        text_from: location of that file where it is another one (a scan with its text recognised); else "".
    """

    id: DocumentId
    location: str
    content_hash: str
    text_hash: str
    text_from: str = ""

    @property
    def text_location(self) -> str:
        """Location of the file that the text is taken from."""
        return self.text_from or self.location


@dataclass(frozen=True, slots=True)
class CorpusFault:
    """Something in the corpus that a curator must mend.

    Attributes:
        location: path of the file relative to the corpus folder.
        line: counted from 1, None if the fault has no line.
        key: the metadata key, "" if the fault concerns none.
        message: one English sentence that says what to do.
        is_refusal: the file cannot become a document; otherwise it is indexed all the same.
    """

    location: str
    message: str
    line: int | None = None
    key: str = ""
    is_refusal: bool = True


class CorpusStore(Protocol):
    """The truth: documents as files that a person can read and edit."""

    def files(self) -> tuple[tuple[CorpusFile, ...], tuple[CorpusFault, ...]]:
        """Every file that stands for a document, by id, and what keeps others from doing so."""

    def metadata(self, file: CorpusFile, vocabulary: Vocabulary) -> tuple[Metadata | None, tuple[CorpusFault, ...]]:
        """What the curator states; None when a fault makes it unusable."""

    def path(self, location: str) -> Path:
        """The path of a file inside the corpus.

        Raises:
            DocumentNotFound: the location leads outside the corpus or to no file.
        """

    def find(self, document_id: DocumentId) -> CorpusFile | None:
        """The file of a document, None if there is none."""


class TextSource(Protocol):
    """Extracted text by the hash of its file, kept so that nothing is extracted twice."""

    def load(self, content_hash: str) -> Extraction | None:
        """The whole extraction, None if it is not kept."""

    def page(self, content_hash: str, number: int) -> Page | None:
        """A single page, read without the others; None if it is not kept."""

    def sketch(self, content_hash: str) -> tuple[int, ...] | None:
        """What near duplicates are found by, read without the text; None if the extraction is not kept."""

    def store(self, content_hash: str, extraction: Extraction) -> None:
        """Keep an extraction."""

    def forget_refused(self) -> None:
        """Drop kept refusals, so that those files are tried again."""


class Extractor(Protocol):
    """Takes text from files; never raises for a bad file, whose extraction is refused instead."""

    def extract(self, path: Path) -> Extraction:
        """The text of one file."""

    def extract_many(self, paths: Iterable[Path]) -> Iterator[tuple[Path, Extraction]]:
        """The texts of many files as they become ready, in any order, a bounded number in flight."""

    def close(self) -> None:
        """Stop whatever works in the background; a later call starts it again."""


class Analyzer(Protocol):
    """Text -> terms in one language, the same for indexing and querying."""

    def analyze(self, text: str) -> list[AnalyzedToken]:
        """The tokens of a text in order."""

    def forms(self, words: Iterable[str]) -> list[WordForm]:
        """What words become as tokens, one by one as they stand in a text."""

    def term(self, word: str) -> str:
        """What a word is matched on: the term of its forms, without looking for its parts."""


class WordForm(NamedTuple):
    """What a word is matched on.

    Attributes:
        word: lower case, folded; what phrases, prefixes and corrections are matched on.
        term: stemmed and folded; what words are matched on.
        spelling: lower case, unfolded; what corrections are shown in.
        is_stop_word: too common to be searched for by itself.
        parts: of a compound, each stemmed and folded as `term` is; empty if it is none.
    """

    word: str
    term: str
    spelling: str
    is_stop_word: bool
    parts: tuple[str, ...]


class AnalyzedToken(NamedTuple):
    """The forms of a word (see WordForm) and where it stands: `start` and `end` count characters of the text."""

    word: str
    term: str
    spelling: str
    is_stop_word: bool
    parts: tuple[str, ...]
    start: int
    end: int


__all__ = [
    "AnalysisBasis",
    "AnalyzedToken",
    "Analyzer",
    "Contribution",
    "CorpusFault",
    "CorpusFile",
    "CorpusStore",
    "Document",
    "Extractor",
    "PublicDocuments",
    "RankedDocument",
    "Ranking",
    "SearchEngine",
    "TermCounts",
    "TextSource",
    "WordForm",
]
