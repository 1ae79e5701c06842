"""What the knowledge base knows of words: built from an index state, the vocabulary and the word list; made lazily."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from math import log

from indexer.analysis import Analyzers
from indexer.analysis.token_filters import normalize
from indexer.analysis.tokens import tokenize
from indexer.domain.documents.metadata import Language
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.domain.queries.fields import body_terms, spellings, title_terms
from indexer.domain.queries.query import Across
from indexer.domain.queries.structured_query import StructuredQuery
from indexer.engines.port import SearchEngine
from indexer.search.query_language import query_language
from indexer.search.query_tree import QueryAnalyzer, QueryWeights, Reading
from indexer.search.spelling import CognateFinder, SpellingCorrector
from indexer.search.translation import DictionaryEntry, Translations

_LISTED_WORD = 0.8
_STRONGEST_WORD = 1.2
_ONLY_LANGUAGE = 0.7
_UNSEEN = 1e-4
"""What a word that no document holds counts as: a share of the documents of its language."""


class QueryUnderstanding:
    """Languages, trees and corrections of queries over one index; safe to share between threads."""

    def __init__(
        self,
        *,
        engine: SearchEngine,
        make_analyzers: Callable[[Mapping[str, int]], Analyzers],
        entries: Callable[[], Iterable[DictionaryEntry]],
        weights: QueryWeights,
    ) -> None:
        self._engine = engine
        self._make_analyzers = make_analyzers
        self._entries = entries
        self._weights = weights
        self._lock = threading.RLock()
        self._analyzers: tuple[object, Analyzers] | None = None
        self._translations: tuple[object, Translations] | None = None
        self._correctors: dict[Language, tuple[object, SpellingCorrector]] = {}
        self._shares: dict[Language, tuple[object, Mapping[str, float]]] = {}
        self._cognates: dict[Language, tuple[object, CognateFinder]] = {}

    def analyzers(self) -> Analyzers:
        """The analyzers that made the terms of the index."""
        basis = self._engine.basis()
        with self._lock:
            if self._analyzers is None or self._analyzers[0] is not basis:
                self._analyzers = basis, self._make_analyzers(basis.danish_word_counts)
            return self._analyzers[1]

    def tree(self, text: str, reading: Reading, vocabulary: Vocabulary) -> StructuredQuery:
        """The tree of a text."""
        analyzer = QueryAnalyzer(self.analyzers(), self._translations_with(vocabulary), self, self._weights)
        return analyzer.tree(text, reading)

    def synonym_name(self, language: Language, term: str, vocabulary: Vocabulary) -> str:
        """The name that a synonym's stem comes from."""
        return self._translations_with(vocabulary).name(language, (term,))

    def language(self, text: str, vocabulary: Vocabulary, across: Across) -> Language:
        """The language of a text, Danish in doubt.

        Told from its letters and stop words, from the word list, and from the documents that hold its words. Where all
        documents are in one language, it takes more to tell that the text is in the other; a search of the own
        language alone is asked in the one that there is, and a search of the other language alone in the other one.
        """
        shares = {language: self._document_shares(language) for language in Language}
        filled = [language for language in Language if shares[language]]
        is_bilingual = len(filled) == len(Language)
        prior = 0.0
        if len(filled) == 1:
            if across is not Across.ON:
                return filled[0] if across is Across.OFF else filled[0].other
            prior = _ONLY_LANGUAGE if filled[0] is Language.DANISH else -_ONLY_LANGUAGE
        translations = self._translations_with(vocabulary)
        analyzers = self.analyzers()

        def likelihood(word: str) -> float:
            danish, english = (
                bool(translations.translations(language, (analyzers[language].term(word),)))
                for language in (Language.DANISH, Language.ENGLISH)
            )
            listed = _LISTED_WORD * (danish - english)
            if not is_bilingual:
                return listed
            own, other = (shares[language].get(word, _UNSEEN) for language in (Language.DANISH, Language.ENGLISH))
            return listed + max(-_STRONGEST_WORD, min(_STRONGEST_WORD, log((own + _UNSEEN) / (other + _UNSEEN))))

        return query_language(text, likelihood, prior)

    def translations(self, vocabulary: Vocabulary) -> Translations:
        """What words of one language may be called in the other, by word list and vocabulary."""
        return self._translations_with(vocabulary)

    def corrected(self, text: str) -> str:
        """The text with each word that nothing in the index answers replaced by the likeliest known one."""
        corrected, end = [], 0
        for token in tokenize(text):
            corrected.append(text[end : token.start])
            corrected.append(self._corrected_word(token.text))
            end = token.end
        return "".join(corrected) + text[end:]

    def holds(self, language: Language, term: str) -> bool:
        """See TermEvidence.holds."""
        return any(self._engine.has_term(name(language), term) for name in (body_terms, title_terms))

    def cognates(self, language: Language, term: str) -> Mapping[str, float]:
        """See TermEvidence.cognates."""
        state = self._engine.state()
        with self._lock:
            kept = self._cognates.get(language)
            if kept is None or kept[0] != state:
                kept = state, CognateFinder(list(self._engine.document_frequencies(body_terms(language))))
                self._cognates[language] = kept
        return kept[1].cognates(term)

    def _document_shares(self, language: Language) -> Mapping[str, float]:
        """Each spelling of a language with the share of the language's documents that hold it."""
        state = self._engine.state()
        with self._lock:
            kept = self._shares.get(language)
            if kept is None or kept[0] != state:
                frequencies = self._engine.document_frequencies(spellings(language))
                most = max(frequencies.values(), default=1)
                kept = state, {word: count / most for word, count in frequencies.items()}
                self._shares[language] = kept
            return kept[1]

    def _corrected_word(self, typed: str) -> str:
        word = normalize(typed)
        analyzers = self.analyzers()
        for language in Language:
            token = analyzers[language].analyze(typed)[0]
            if token.is_stop_word or self.holds(language, token.term):
                return typed
            if token.parts and all(self.holds(language, part) for part in token.parts):
                return typed
        found = [c for language in Language if (c := self._corrector(language).correction(word)) is not None]
        return min(found, key=lambda correction: correction[1])[0] if found else typed

    def _corrector(self, language: Language) -> SpellingCorrector:
        state = self._engine.state()
        with self._lock:
            kept = self._correctors.get(language)
            if kept is None or kept[0] != state:
                kept = state, SpellingCorrector(self._engine.document_frequencies(spellings(language)))
                self._correctors[language] = kept
            return kept[1]

    def _translations_with(self, vocabulary: Vocabulary) -> Translations:
        analyzers = self.analyzers()
        with self._lock:
            identity = (id(analyzers), vocabulary.content_hash)
            if self._translations is None or self._translations[0] != identity:
                self._translations = identity, Translations(analyzers, self._entries(), vocabulary)
            return self._translations[1]
