"""The tree of a text in its own language: words as they stand, their synonyms, their parts and their letters."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.analysis.port import AnalyzedToken
from indexer.domain.queries.fields import body_terms, body_words, title_terms, title_words
from indexer.domain.queries.structured_query import Alternative, AnyOf, MatchPhrase, MatchWord, Origin, StructuredQuery
from indexer.search.trees.query_options import MatchMode
from indexer.search.trees.tree_builder import TreeBuilder, Trees, letter_ngram_clauses, stem_fields


class OwnLanguageTree(TreeBuilder):
    """See TreeBuilder."""

    def word(self, token: AnalyzedToken) -> StructuredQuery:
        """The stem of a word, or a synonym of it."""
        fields = stem_fields(self.language, self.weights)
        alternatives = [Alternative(token.term, fields)]
        phrases: Trees = []
        weight = self.weights.synonym
        for synonym in self.sources.translations.synonyms(self.language, (token.term,)):
            if len(synonym) == 1:
                alternatives.append(Alternative(synonym[0], fields, Origin.SYNONYM, weight))
            else:
                phrases.append(MatchPhrase(title_terms(self.language), synonym, weight * self.weights.title))
                phrases.append(MatchPhrase(body_terms(self.language), synonym, weight))
        word = MatchWord(token.word, tuple(alternatives))
        return AnyOf((word, *phrases)) if phrases else word

    def word_should_clauses(self, token: AnalyzedToken) -> Trees:
        """The word in the very form that was typed."""
        fields = ((title_words(self.language), self.weights.title), (body_words(self.language), 1.0))
        exact = MatchWord(token.word, (Alternative(token.word, fields, Origin.EXACT),), self.weights.exact_word)
        return [exact] if self.weights.exact_word else []

    def text_should_clauses(self, tokens: Sequence[AnalyzedToken]) -> Trees:
        """The parts of compounds, unless they decide, and the letters of the words."""
        parts = self.part_clauses(tokens) if self.options.mode is not MatchMode.ANY_PART else []
        return [*parts, *letter_ngram_clauses(tokens, self.language, self.weights.letter_run)]

    def part_clauses(self, tokens: Sequence[AnalyzedToken]) -> Trees:
        """The parts of compounds."""
        fields = stem_fields(self.language, self.weights)
        return [
            MatchWord(token.word, (Alternative(part, fields, Origin.PART),), self.weights.compound_part)
            for token in tokens
            for part in token.parts
        ]
