"""What a committed state, the vocabulary and the dictionaries know of words.

Knowledge is never brought up to date: with a new state there is a new one, and the old one goes with its last request.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import cached_property
from typing import NamedTuple, TypeVar, cast

from indexer.analysis import MakeAnalyzers
from indexer.domain.documents.hit_record import Record, read_record
from indexer.domain.documents.metadata import DocumentId, Language
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.domain.queries.fields import body_terms, spellings, title_terms
from indexer.domain.queries.query import Query
from indexer.domain.queries.structured_query import MatchAll, StructuredQuery
from indexer.engines.port import AnalysisBasis, IndexSearcher, SearchEngine
from indexer.search.words.dictionary import DictionaryEntry
from indexer.search.words.known_names import KnownNames
from indexer.search.words.meanings import Meanings
from indexer.search.words.spelling import CognateFinder, SpellingCorrector
from indexer.search.words.translation import Translations
from indexer.search.words.wordings import SharedWordings, Wordings

Made = TypeVar("Made")


class LazyParts:
    """Values that are made when they are first asked for, each once, while other threads wait for it alone."""

    def __init__(self) -> None:
        self._made: dict[Hashable, object] = {}
        self._locks: dict[Hashable, threading.Lock] = {}

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """The value of a key."""
        if key not in self._made:
            with self._locks.setdefault(key, threading.Lock()):
                if key not in self._made:
                    self._made[key] = make()
        return cast("Made", self._made[key])  # the key says what was made


class WordKnowledge:
    """What many states share: how words are analysed, and what they are called otherwise. Nothing in it changes."""

    def __init__(
        self,
        basis: AnalysisBasis,
        vocabulary: Vocabulary,
        make_analyzers: MakeAnalyzers,
        entries: Callable[[], Iterable[DictionaryEntry]],
        wordings: SharedWordings,
    ) -> None:
        self.basis = basis
        self.vocabulary = vocabulary
        self.analyzers = make_analyzers(basis.danish_word_counts)
        self._wordings = wordings
        self._entries = entries

    @property
    def translations(self) -> Translations:
        """See Wordings.translations."""
        return self._own_wordings.translations

    @property
    def meanings(self) -> Meanings:
        """See Wordings.meanings."""
        return self._own_wordings.meanings

    @cached_property
    def _own_wordings(self) -> Wordings:
        return self._wordings.of(self.analyzers, self._entries(), self.vocabulary)


class PublicRecords:
    """The records of public documents: each is read once, however many states hold the document as it is."""

    def __init__(self) -> None:
        self._newest: tuple[AnalysisBasis | None, Mapping[DocumentId, Versioned]] = None, {}

    def of(self, searcher: IndexSearcher) -> Mapping[DocumentId, Versioned]:
        """The records of all public documents of a state, by id and in that order, with their versions."""
        versions = searcher.public_versions()
        basis, known = self._newest
        if searcher.basis is not basis:
            known = {}
        new = [one for one, version in versions.items() if one not in known or known[one].version != version]
        public = searcher.public_documents((), new)
        read = {
            one: Versioned(versions[one], read_record(r)) for one, r in zip(public.ids, public.records, strict=True)
        }
        made = {one: read.get(one) or known[one] for one in versions}
        # Two threads that read two states do not disturb each other: one of them reads some records again.
        self._newest = searcher.basis, made
        return made


class Versioned(NamedTuple):
    """A record, and what tells its document's versions apart."""

    version: str
    record: Record


class IndexKnowledge:
    """What is known of words in one committed state. Nothing in it changes; threads share it."""

    def __init__(self, searcher: IndexSearcher, words: WordKnowledge, records: PublicRecords | None = None) -> None:
        """`records` are those of other states, which it takes over."""
        self.searcher = searcher
        self.words = words
        self.vocabulary = words.vocabulary
        self.analyzers = words.analyzers
        self._records = records or PublicRecords()
        self._parts = LazyParts()

    @property
    def records(self) -> Mapping[DocumentId, Versioned]:
        """See PublicRecords.of."""
        return self.part("records", lambda: self._records.of(self.searcher))

    @property
    def meanings(self) -> Meanings:
        """See WordKnowledge.meanings."""
        return self.words.meanings

    @property
    def known_names(self) -> KnownNames:
        """The names that public documents state."""
        everything = MatchAll()
        return self.part(
            "known names",
            lambda: KnownNames(self.searcher.search(everything, Query(page_size=1)).facets, self.vocabulary.records),
        )

    def part(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Something more that is made of this state once, on first use, and is dropped with it."""
        return self._parts.get(key, make)

    def holds(self, language: Language, term: str) -> bool:
        """See TermEvidence.holds."""
        return any(self.searcher.has_term(name(language), term) for name in (body_terms, title_terms))

    def answers(self, tree: StructuredQuery) -> bool:
        """See TermEvidence.answers."""
        return self.searcher.count(tree, Query()) > 0

    def speaks(self, language: Language) -> bool:
        """See TermEvidence.speaks."""
        return bool(self.spelling_counts(language))

    def cognates(self, language: Language, term: str) -> Mapping[str, float]:
        """See TermEvidence.cognates."""
        stems = self.searcher.document_frequencies
        finder = self.part(("cognates", language), lambda: CognateFinder(list(stems(body_terms(language)))))
        return finder.cognates(term)

    def corrector(self, language: Language) -> SpellingCorrector:
        """Corrections towards the words of a language's documents."""
        return self.part(("corrector", language), lambda: SpellingCorrector(self.spelling_counts(language)))

    def spelling_counts(self, language: Language) -> Mapping[str, int]:
        """Each spelling of a language's documents with the number of documents that hold it."""
        return self.searcher.document_frequencies(spellings(language))

    def document_shares(self, language: Language) -> Mapping[str, float]:
        """Each spelling with the share of the language's documents that hold it, the most frequent one being 1."""
        return self.part(("shares", language), lambda: _shares(self.spelling_counts(language)))


class KnowledgeSource:
    """The knowledge of the newest state of one engine; safe to share between threads."""

    def __init__(
        self,
        *,
        engine: SearchEngine,
        load_vocabulary: Callable[[], Vocabulary],
        make_analyzers: MakeAnalyzers,
        entries: Callable[[], Iterable[DictionaryEntry]],
        wordings: SharedWordings | None = None,
    ) -> None:
        """`wordings` are shared with whoever has analyzers that stem alike; by default with nobody."""
        self._engine = engine
        self._load_vocabulary = load_vocabulary
        self._make_analyzers = make_analyzers
        self._entries = entries
        self._wordings = wordings or SharedWordings()
        self._lock = threading.Lock()
        self._records = PublicRecords()
        self._newest: IndexKnowledge | None = None

    def newest(self) -> IndexKnowledge:
        """Knowledge of the newest committed state and of the vocabulary as its file says now.

        Raises:
            EngineUnavailable: the index cannot be read.
        """
        searcher, vocabulary = self._engine.searcher(), self._load_vocabulary()
        with self._lock:
            words = self._words(searcher.basis, vocabulary)
            newest = self._newest
            if newest is None or newest.words is not words or newest.searcher.state != searcher.state:
                newest = self._newest = IndexKnowledge(searcher, words, self._records)
            return newest

    def _words(self, basis: AnalysisBasis, vocabulary: Vocabulary) -> WordKnowledge:
        """Those of the knowledge before, where they are made of the same."""
        words = self._newest.words if self._newest else None
        if words and words.basis is basis and words.vocabulary.content_hash == vocabulary.content_hash:
            return words
        return WordKnowledge(basis, vocabulary, self._make_analyzers, self._entries, self._wordings)


def _shares(counts: Mapping[str, int]) -> dict[str, float]:
    most = max(counts.values(), default=1)
    return {word: count / most for word, count in counts.items()}
