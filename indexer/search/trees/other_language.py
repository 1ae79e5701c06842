"""The tree of a text in the other language: what its words are called there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from indexer.analysis.port import AnalyzedToken
from indexer.domain.queries.structured_query import Alternative, MatchWord, Origin, StructuredQuery
from indexer.search.trees.query_options import MatchMode, QueryOptions
from indexer.search.trees.tree_builder import TreeBuilder, Trees, TreeSources, letter_ngram_clauses, stem_fields

_EXPRESSION_WORDS = (2, 3)
"""Of so many words are the expressions that are translated as one."""


class OtherLanguageTree(TreeBuilder):
    """See TreeBuilder."""

    def __init__(self, sources: TreeSources, options: QueryOptions) -> None:
        super().__init__(sources, options)
        self._target = self.language.other
        self._fields = stem_fields(self._target, self.weights)

    def word(self, token: AnalyzedToken) -> StructuredQuery:
        """The translations of a word; of an unknown one the same spelling, or what looks like it."""
        same = self.sources.analyzers[self._target].term(token.spelling)
        found = dict(self.sources.translations.translations(self.language, (token.term,)))
        if found:
            found[same] = max(found.get(same, 0.0), self.weights.same_spelling)
        else:
            found = {same: 1.0}
            if self._is_known(token) and not self.sources.evidence.holds(self._target, same):
                found.update(self.sources.evidence.cognates(self._target, same))
        return MatchWord(token.word, self._alternatives(found))

    def _is_known(self, token: AnalyzedToken) -> bool:
        """Whether a word may have relatives in the other language: not one that is in no document of its own."""
        evidence = self.sources.evidence
        return evidence.holds(self.language, token.term) or not evidence.speaks(self.language)

    def word_should_clauses(self, token: AnalyzedToken) -> Trees:
        """Nothing: no form of the other language was typed."""
        return []

    def text_should_clauses(self, tokens: Sequence[AnalyzedToken]) -> Trees:
        """The parts of compounds and expressions, unless they decide, and the letters of the words."""
        parts = self.part_clauses(tokens) if self.options.mode is not MatchMode.ANY_PART else []
        return [*parts, *letter_ngram_clauses(tokens, self._target, self.weights.letter_ngram_across)]

    def part_clauses(self, tokens: Sequence[AnalyzedToken]) -> Trees:
        """Translations of the parts of unknown compounds, and of expressions of several words."""
        return [*self._translated_parts(tokens), *self._translated_expressions(tokens)]

    def _translated_parts(self, tokens: Sequence[AnalyzedToken]) -> Trees:
        translations = self.sources.translations
        found: Trees = []
        for token in tokens:
            if translations.translations(self.language, (token.term,)):
                continue
            for part in translations.split(self.language, token.spelling) or token.parts:
                meanings = translations.translations(self.language, (part,)) or {part: 1.0}
                found.append(MatchWord(token.word, self._alternatives(meanings), self.weights.part_of_translation))
        return found

    def _translated_expressions(self, tokens: Sequence[AnalyzedToken]) -> Trees:
        found: Trees = []
        for length in _EXPRESSION_WORDS:
            for start in range(len(tokens) - length + 1):
                words = tokens[start : start + length]
                terms = tuple(token.term for token in words)
                if meanings := self.sources.translations.translations(self.language, terms):
                    text = " ".join(token.word for token in words)
                    found.append(MatchWord(text, self._alternatives(meanings)))
        return found

    def _alternatives(self, meanings: Mapping[str, float]) -> tuple[Alternative, ...]:
        return tuple(Alternative(stem, self._fields, Origin.TRANSLATION, p) for stem, p in meanings.items())
