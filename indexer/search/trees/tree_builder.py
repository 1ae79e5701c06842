"""What the trees of both language sides share: the grammar's expressions, and how clauses become one tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from indexer.analysis.analyzers import Analyzers
from indexer.analysis.letter_ngrams import letter_ngrams
from indexer.analysis.port import AnalyzedToken
from indexer.domain.documents.metadata import Language
from indexer.domain.queries.fields import (
    FREQUENCY_FIELDS,
    TEXT_FIELDS,
    body_terms,
    body_words,
    compound_parts,
    ngram_terms,
    title_terms,
    title_words,
)
from indexer.domain.queries.query_syntax import (
    AndExpression,
    Expression,
    NotExpression,
    OrExpression,
    PhraseExpression,
    WordExpression,
)
from indexer.domain.queries.structured_query import (
    AllOf,
    Alternative,
    AnyOf,
    MatchAll,
    MatchPhrase,
    MatchPrefix,
    MatchWord,
    Origin,
    StructuredQuery,
)
from indexer.search.trees.query_options import MatchMode, QueryOptions, QueryWeights
from indexer.search.words.translation import Translations

MIN_PREFIX_LETTERS = 2
Trees = list[StructuredQuery]


class TermEvidence(Protocol):
    """What the index knows of terms."""

    def holds(self, language: Language, term: str) -> bool:
        """Whether some document holds the stemmed term."""

    def answers(self, tree: StructuredQuery) -> bool:
        """Whether some public document matches a tree."""

    def speaks(self, language: Language) -> bool:
        """Whether some document is in the language."""

    def cognates(self, language: Language, term: str) -> Mapping[str, float]:
        """Stems of the language that look like the term, with how near they are (0 to 1)."""


@dataclass(frozen=True, slots=True)
class TreeSources:
    """What trees are made by."""

    analyzers: Analyzers
    translations: Translations
    evidence: TermEvidence
    weights: QueryWeights


@dataclass(slots=True)
class _Clauses:
    """The clauses of a conjunction, and the words among its operands that are no stop words."""

    required: Trees = field(default_factory=list)
    should: Trees = field(default_factory=list)
    stop_words: Trees = field(default_factory=list)
    excluded: Trees = field(default_factory=list)
    tokens: list[AnalyzedToken] = field(default_factory=list)


class TreeBuilder:
    """Makes the tree of one language side from an expression; None stands for "decides nothing"."""

    def __init__(self, sources: TreeSources, options: QueryOptions) -> None:
        self.sources = sources
        self.weights = sources.weights
        self.options = options
        self.language = options.language

    def word(self, token: AnalyzedToken) -> StructuredQuery:
        """What stands for a word."""
        raise NotImplementedError

    def word_should_clauses(self, token: AnalyzedToken) -> Trees:
        """What a word adds to the score of a document that matches."""
        raise NotImplementedError

    def text_should_clauses(self, tokens: Sequence[AnalyzedToken]) -> Trees:
        """What the words together add to the score of a document that matches."""
        raise NotImplementedError

    def part_clauses(self, tokens: Sequence[AnalyzedToken]) -> Trees:
        """What is enough for a match where parts of words are enough."""
        raise NotImplementedError

    def tree(self, expression: Expression) -> StructuredQuery | None:
        """The tree of an expression."""
        match expression:
            case AndExpression(operands):
                return self._conjunction(operands)
            case WordExpression():
                return self._conjunction((expression,))
            case PhraseExpression(text, in_title):
                return self._phrase(text, in_title)
            case OrExpression(operands):
                trees = [tree for operand in operands if (tree := self.tree(operand)) is not None]
                return AnyOf(tuple(trees)) if trees else None
            case NotExpression(operand):
                excluded = self.tree(operand)
                return AllOf((MatchAll(),), excluded=(excluded,)) if excluded is not None else None

    def _conjunction(self, operands: Sequence[Expression]) -> StructuredQuery | None:
        clauses = _Clauses()
        for operand in operands:
            self._add(operand, clauses)
        # "til og fra": stop words alone are what was asked for.
        required = self._loosened(clauses.required or clauses.stop_words, clauses.tokens)
        should = [*clauses.should, *self.text_should_clauses(clauses.tokens)]
        if not required and not clauses.excluded:
            return None
        if len(required) == 1 and not should and not clauses.excluded:
            return required[0]
        return AllOf(tuple(required) or (MatchAll(),), tuple(should), tuple(clauses.excluded))

    def _add(self, operand: Expression, clauses: _Clauses) -> None:
        """Add what an operand asks for to the clauses."""
        if isinstance(operand, NotExpression):
            clauses.excluded += _known(self.tree(operand.operand))
        elif isinstance(operand, WordExpression) and not operand.in_title and not operand.is_prefix:
            for token in self.sources.analyzers[self.language].analyze(operand.text):
                if token.is_stop_word:
                    clauses.stop_words.append(self.word(token))
                    continue
                clauses.required.append(self.word(token))
                clauses.should += self.word_should_clauses(token)
                clauses.tokens.append(token)
        else:
            clauses.required += _known(self._special(operand))

    def _loosened(self, required: Trees, tokens: Sequence[AnalyzedToken]) -> Trees:
        """One of the words, or a part of one, where that is enough."""
        mode = self.options.mode
        parts = self.part_clauses(tokens) if mode is MatchMode.ANY_PART else []
        if required and (parts or (mode is not MatchMode.ALL_WORDS and len(required) > 1)):
            return [AnyOf((*required, *parts))]
        return required

    def _special(self, operand: Expression) -> StructuredQuery | None:
        """The tree of an operand with a sign of the grammar."""
        match operand:
            case WordExpression(text, in_title, True):
                return self._prefix(text, in_title)
            case WordExpression(text, True, False):
                return _title_word(self.sources, text)
            case _:
                return self.tree(operand)

    def _phrase(self, text: str, in_title: bool) -> StructuredQuery | None:
        alternatives: Trees = []
        for language in Language:
            tokens = self.sources.analyzers[language].analyze(text)
            if not tokens:
                continue
            as_stems = text in self.options.loose
            words = tuple(token.term if as_stems else token.word for token in tokens)
            title, body = (title_terms, body_terms) if as_stems else (title_words, body_words)
            fields = [(title(language), self.weights.title)]
            if not in_title:
                fields.append((body(language), 1.0))
            if len(words) == 1:
                alternatives.append(MatchWord(text, (Alternative(words[0], tuple(fields), Origin.EXACT),)))
            else:
                alternatives.extend(MatchPhrase(name, words, weight) for name, weight in fields)
        return AnyOf(tuple(alternatives)) if alternatives else None

    def _prefix(self, text: str, in_title: bool) -> StructuredQuery | None:
        # Words are cut alike in both languages; only their stems differ.
        words = [token.word for token in self.sources.analyzers[Language.DANISH].analyze(text)]
        # A single letter begins too many words to be looked for.
        if len(words) != 1 or len(words[0]) < MIN_PREFIX_LETTERS:
            return _title_word(self.sources, text) if in_title else self.tree(WordExpression(text))
        alternatives: Trees = []
        for language in Language:
            alternatives.append(MatchPrefix(title_words(language), words[0], self.weights.title))
            if not in_title:
                alternatives.append(MatchPrefix(body_words(language), words[0]))
        return AnyOf(tuple(alternatives))


def _title_word(sources: TreeSources, text: str) -> StructuredQuery | None:
    alternatives: Trees = []
    for language in Language:
        for token in sources.analyzers[language].analyze(text):
            fields = ((title_terms(language), sources.weights.title),)
            alternatives.append(MatchWord(token.word, (Alternative(token.term, fields),)))
    return AnyOf(tuple(alternatives)) if alternatives else None


def stem_fields(language: Language, weights: QueryWeights) -> tuple[tuple[str, float], ...]:
    """The fields of stems of a language with their weights."""
    fields = [(title_terms(language), weights.title), (body_terms(language), 1.0)]
    if compound_parts(language) in TEXT_FIELDS:
        fields.append((compound_parts(language), weights.compound_part))
    return tuple(fields)


def letter_ngram_clauses(tokens: Sequence[AnalyzedToken], language: Language, weight: float) -> Trees:
    """The letter n-grams of the words, each as a little word of its own; none in a language that is not cut up."""
    if ngram_terms(language) not in FREQUENCY_FIELDS:
        return []
    fields = ((ngram_terms(language), 1.0),)
    return [
        MatchWord(token.word, (Alternative(ngram, fields, Origin.SPELLING),), weight)
        for token in tokens
        for ngram in letter_ngrams(token.word)
    ]


def _known(tree: StructuredQuery | None) -> Trees:
    return [] if tree is None else [tree]
