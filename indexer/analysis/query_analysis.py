"""A visitor's text -> a tree over index terms.

Each word is analysed in both languages and searched in both: a document matches a word in whichever language it holds
it. Stop words never decide; when a query has no other words, they do.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from indexer.analysis.analyzers import analyzer_for
from indexer.analysis.token_filters import fold, normalize
from indexer.domain.document import Language
from indexer.domain.fields import body_terms, body_words, title_terms, title_words
from indexer.domain.query_syntax import (
    AndExpression,
    Expression,
    NotExpression,
    OrExpression,
    PhraseExpression,
    WordExpression,
    parse_query,
)
from indexer.domain.structured_query import (
    AllOf,
    AnyOf,
    MatchAll,
    MatchPhrase,
    MatchPrefix,
    MatchTerm,
    StructuredQuery,
)

_MINIMUM_PREFIX = 2


class MatchMode(enum.Enum):
    """Whether a document must hold all words of the text, or some."""

    ALL_WORDS = "all"
    ANY_WORD = "any"


@dataclass(frozen=True, slots=True)
class FieldWeights:
    """How much a match counts by field; a body counts 1."""

    title: float = 3.0


def analyze_query(text: str, mode: MatchMode, weights: FieldWeights) -> StructuredQuery:
    """The tree for a text; MatchAll if it asks for nothing."""
    return _QueryAnalysis(mode, weights).tree(parse_query(text)) or MatchAll()


class _QueryAnalysis:
    """Translates expressions; None stands for "decides nothing"."""

    def __init__(self, mode: MatchMode, weights: FieldWeights) -> None:
        self._mode = mode
        self._weights = weights

    def tree(self, expression: Expression) -> StructuredQuery | None:
        match expression:
            case WordExpression(text, in_title, is_prefix):
                return self._prefix(text, in_title) if is_prefix else self._word(text, in_title)
            case PhraseExpression(text, in_title):
                return self._phrase(text, in_title)
            case OrExpression(operands):
                trees = [tree for operand in operands if (tree := self.tree(operand)) is not None]
                return AnyOf(tuple(trees)) if trees else None
            case NotExpression(operand):
                excluded = self.tree(operand)
                return AllOf((MatchAll(),), excluded=(excluded,)) if excluded is not None else None
            case AndExpression(operands):
                return self._conjunction(operands)

    def _conjunction(self, operands: tuple[Expression, ...]) -> StructuredQuery | None:
        required: list[StructuredQuery] = []
        optional: list[StructuredQuery] = []
        excluded: list[StructuredQuery] = []
        for operand in operands:
            if isinstance(operand, NotExpression):
                if (tree := self.tree(operand.operand)) is not None:
                    excluded.append(tree)
            elif (tree := self.tree(operand)) is not None:
                (optional if self._is_stop_word(operand) else required).append(tree)
        if not required:
            required, optional = optional, []
        if self._mode is MatchMode.ANY_WORD and len(required) > 1:
            required = [AnyOf(tuple(required))]
        if not required and not excluded:
            return None
        if len(required) == 1 and not optional and not excluded:
            return required[0]
        return AllOf(tuple(required) or (MatchAll(),), tuple(optional), tuple(excluded))

    def _is_stop_word(self, expression: Expression) -> bool:
        if not isinstance(expression, WordExpression) or expression.is_prefix:
            return False
        analyses = [analyzer_for(language).analyze(expression.text) for language in Language]
        return any(len(tokens) == 1 and tokens[0].is_stop_word for tokens in analyses)

    def _word(self, text: str, in_title: bool) -> StructuredQuery | None:
        alternatives: list[StructuredQuery] = []
        for language in Language:
            terms = tuple(token.term for token in analyzer_for(language).analyze(text))
            if not terms:
                continue
            fields = [(title_terms(language), self._weights.title)]
            if not in_title:
                fields.append((body_terms(language), 1.0))
            for field, weight in fields:
                alternatives.append(
                    MatchTerm(field, terms[0], weight) if len(terms) == 1 else MatchPhrase(field, terms, weight)
                )
        return AnyOf(tuple(alternatives)) if alternatives else None

    def _phrase(self, text: str, in_title: bool) -> StructuredQuery | None:
        alternatives: list[StructuredQuery] = []
        for language in Language:
            words = tuple(token.word for token in analyzer_for(language).analyze(text))
            if not words:
                continue
            fields = [(title_words(language), self._weights.title)]
            if not in_title:
                fields.append((body_words(language), 1.0))
            for field, weight in fields:
                alternatives.append(
                    MatchTerm(field, words[0], weight) if len(words) == 1 else MatchPhrase(field, words, weight)
                )
        return AnyOf(tuple(alternatives)) if alternatives else None

    def _prefix(self, text: str, in_title: bool) -> StructuredQuery | None:
        words = [token.word for token in analyzer_for(Language.DANISH).analyze(text)]
        if len(words) != 1 or len(words[0]) < _MINIMUM_PREFIX:
            return self._word(text, in_title)
        prefix = fold(normalize(words[0]))
        alternatives: list[StructuredQuery] = []
        for language in Language:
            alternatives.append(MatchPrefix(title_words(language), prefix, self._weights.title))
            if not in_title:
                alternatives.append(MatchPrefix(body_words(language), prefix))
        return AnyOf(tuple(alternatives))
