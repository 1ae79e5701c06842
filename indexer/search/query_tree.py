"""A visitor's text -> a tree over index terms, in the text's own language and, by translation, in the other.

Stop words never decide; when a query has no other words, they do. Phrases, prefixes and title: are looked up as they
stand, in both languages.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, replace
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
    letter_runs,
    title_terms,
    title_words,
)
from indexer.domain.queries.query import Across
from indexer.domain.queries.query_syntax import (
    AndExpression,
    Expression,
    NotExpression,
    OrExpression,
    PhraseExpression,
    WordExpression,
    parse_query,
)
from indexer.domain.queries.structured_query import (
    AcrossLanguages,
    AllOf,
    Alternative,
    AnyOf,
    MatchAll,
    MatchPhrase,
    MatchPrefix,
    MatchWord,
    Near,
    Origin,
    StructuredQuery,
)
from indexer.search.translation import Translations

_MINIMUM_PREFIX = 2


class MatchMode(enum.Enum):
    """Whether a document must hold all words of the text, or some, or a part of one (of a compound, say)."""

    ALL_WORDS = "all"
    ANY_WORD = "any"
    ANY_PART = "any part"


@dataclass(frozen=True, slots=True)
class Reading:
    """How a text is to be read.

    Attributes:
        language: the text's own language.
        phrases_as_stems: quoted phrases are matched on the stems of their words instead of the words as written.
    """

    language: Language
    mode: MatchMode
    across: Across
    phrases_as_stems: bool = False


@dataclass(frozen=True, slots=True)
class QueryWeights:
    """How much a match counts, beside 1 for a word in the text."""

    title: float = 3.0
    compound_part: float = 0.5
    exact_word: float = 0.3
    nearness: float = 0.1
    letter_run: float = 0.12
    letter_run_across: float = 0.05
    synonym: float = 0.5
    other_language: float = 0.67
    same_spelling: float = 0.5
    part_of_translation: float = 1.0


class TermEvidence(Protocol):
    """What the index knows of terms."""

    def holds(self, language: Language, term: str) -> bool:
        """Whether some document holds the stemmed term."""

    def cognates(self, language: Language, term: str) -> Mapping[str, float]:
        """Stems of the language that look like the term, with how near they are (0 to 1)."""


class QueryAnalyzer:
    """Makes trees; one per index state."""

    def __init__(
        self, analyzers: Analyzers, translations: Translations, evidence: TermEvidence, weights: QueryWeights
    ) -> None:
        self.analyzers = analyzers
        self.translations = translations
        self.evidence = evidence
        self.weights = weights

    def tree(self, text: str, reading: Reading) -> StructuredQuery:
        """The tree for a text; MatchAll if it asks for nothing."""
        expression = parse_query(text)
        across = reading.across
        own = self._with_nearness(_OwnLanguage(self, reading).tree(expression) or MatchAll())
        if across is Across.OFF or isinstance(own, MatchAll):
            return own
        other = _OtherLanguage(self, reading).tree(expression) or MatchAll()
        if across is Across.ONLY:
            return other
        return AcrossLanguages(own, other, self.weights.other_language)

    def _with_nearness(self, tree: StructuredQuery) -> StructuredQuery:
        """The tree of some words with its best documents rising where the words stand together."""
        if not isinstance(tree, AllOf):
            return tree
        operands = tree.required
        if len(operands) == 1 and isinstance(operands[0], AnyOf):
            operands = operands[0].operands
        words = tuple(word for operand in operands if (word := _typed_word(operand)) is not None)
        return Near(tree, words, self.weights.nearness) if len(words) > 1 and self.weights.nearness else tree


def _typed_word(operand: StructuredQuery) -> MatchWord | None:
    """The word that an operand stands for, without its synonyms; None for phrases, prefixes and parts."""
    if isinstance(operand, AnyOf) and operand.operands:
        operand = operand.operands[0]
    if not isinstance(operand, MatchWord) or operand.alternatives[0].origin is not Origin.STEM:
        return None
    return replace(operand, alternatives=operand.alternatives[:1])


class _Tree:
    """Translates expressions; None stands for "decides nothing"."""

    def __init__(self, analysis: QueryAnalyzer, reading: Reading) -> None:
        self.analysis = analysis
        self.reading = reading
        self.language = reading.language
        self.mode = reading.mode

    def tree(self, expression: Expression) -> StructuredQuery | None:
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

    def _conjunction(self, operands: tuple[Expression, ...]) -> StructuredQuery | None:
        required: list[StructuredQuery] = []
        helpful: list[StructuredQuery] = []
        stop_words: list[StructuredQuery] = []
        excluded: list[StructuredQuery] = []
        plain_tokens: list[AnalyzedToken] = []
        for operand in operands:
            if isinstance(operand, NotExpression):
                if (tree := self.tree(operand.operand)) is not None:
                    excluded.append(tree)
                continue
            tokens = self._plain_tokens(operand)
            if tokens is None:
                if (tree := self._special(operand)) is not None:
                    required.append(tree)
                continue
            for token in tokens:
                word = self.word(token)
                (stop_words if token.is_stop_word else required).append(word)
                if not token.is_stop_word:
                    plain_tokens.append(token)
                    helpful.extend(self.helpful(token))
        if not required:
            required, stop_words = stop_words, []
        helpful.extend(self.around(plain_tokens))
        parts = self.sufficient(plain_tokens) if self.mode is MatchMode.ANY_PART else []
        if required and (parts or (self.mode is not MatchMode.ALL_WORDS and len(required) > 1)):
            required = [AnyOf((*required, *parts))]
        if not required and not excluded:
            return None
        if len(required) == 1 and not helpful and not stop_words and not excluded:
            return required[0]
        return AllOf(tuple(required) or (MatchAll(),), tuple(helpful), tuple(excluded))

    def _plain_tokens(self, operand: Expression) -> list[AnalyzedToken] | None:
        """The tokens of an ordinary word; None for everything with a sign of the grammar."""
        if not isinstance(operand, WordExpression) or operand.in_title or operand.is_prefix:
            return None
        return self.analysis.analyzers[self.language].analyze(operand.text)

    def _special(self, operand: Expression) -> StructuredQuery | None:
        match operand:
            case WordExpression(text, in_title, True):
                return self._prefix(text, in_title)
            case WordExpression(text, True, False):
                return self._title_word(text)
            case _:
                return self.tree(operand)

    def word(self, token: AnalyzedToken) -> StructuredQuery:
        """What stands for a word."""
        raise NotImplementedError

    def helpful(self, token: AnalyzedToken) -> list[StructuredQuery]:
        """What adds to the score of a document that matches."""
        raise NotImplementedError

    def sufficient(self, tokens: list[AnalyzedToken]) -> list[StructuredQuery]:
        """What is enough for a match where some words are enough."""
        raise NotImplementedError

    def around(self, tokens: list[AnalyzedToken]) -> list[StructuredQuery]:
        """What the words together add to the score."""
        raise NotImplementedError

    def fields(self, language: Language) -> tuple[tuple[str, float], ...]:
        """The fields of stems of a language with their weights."""
        weights = self.analysis.weights
        fields = [(title_terms(language), weights.title), (body_terms(language), 1.0)]
        if compound_parts(language) in TEXT_FIELDS:
            fields.append((compound_parts(language), weights.compound_part))
        return tuple(fields)

    def runs(self, tokens: list[AnalyzedToken], target: Language, weight: float) -> list[StructuredQuery]:
        """The runs of letters of the words, each as a little word of its own."""
        if letter_runs(target) not in FREQUENCY_FIELDS:
            return []
        field = ((letter_runs(target), 1.0),)
        return [
            MatchWord(token.word, (Alternative(run, field, Origin.SPELLING),), weight)
            for token in tokens
            for run in letter_ngrams(token.word)
        ]

    def _phrase(self, text: str, in_title: bool) -> StructuredQuery | None:
        alternatives: list[StructuredQuery] = []
        for language in Language:
            tokens = self.analysis.analyzers[language].analyze(text)
            if not tokens:
                continue
            as_stems = self.reading.phrases_as_stems
            words = tuple(token.term if as_stems else token.word for token in tokens)
            title, body = (title_terms, body_terms) if as_stems else (title_words, body_words)
            fields = [(title(language), self.analysis.weights.title)]
            if not in_title:
                fields.append((body(language), 1.0))
            if len(words) == 1:
                alternatives.append(MatchWord(text, (Alternative(words[0], tuple(fields), Origin.EXACT),)))
            else:
                alternatives.extend(MatchPhrase(field, words, weight) for field, weight in fields)
        return AnyOf(tuple(alternatives)) if alternatives else None

    def _title_word(self, text: str) -> StructuredQuery | None:
        alternatives: list[StructuredQuery] = []
        for language in Language:
            for token in self.analysis.analyzers[language].analyze(text):
                fields = ((title_terms(language), self.analysis.weights.title),)
                alternatives.append(MatchWord(token.word, (Alternative(token.term, fields),)))
        return AnyOf(tuple(alternatives)) if alternatives else None

    def _prefix(self, text: str, in_title: bool) -> StructuredQuery | None:
        words = [token.word for token in self.analysis.analyzers[Language.DANISH].analyze(text)]
        if len(words) != 1 or len(words[0]) < _MINIMUM_PREFIX:
            return self._title_word(text) if in_title else self.tree(WordExpression(text))
        alternatives: list[StructuredQuery] = []
        for language in Language:
            alternatives.append(MatchPrefix(title_words(language), words[0], self.analysis.weights.title))
            if not in_title:
                alternatives.append(MatchPrefix(body_words(language), words[0]))
        return AnyOf(tuple(alternatives))


class _OwnLanguage(_Tree):
    """Words as they stand, their synonyms, their parts and their letters."""

    def word(self, token: AnalyzedToken) -> StructuredQuery:
        fields = self.fields(self.language)
        alternatives = [Alternative(token.term, fields)]
        phrases: list[StructuredQuery] = []
        weights = self.analysis.weights
        for synonym in self.analysis.translations.synonyms(self.language, (token.term,)):
            if len(synonym) == 1:
                alternatives.append(Alternative(synonym[0], fields, Origin.SYNONYM, weights.synonym))
            else:
                phrases.append(MatchPhrase(title_terms(self.language), synonym, weights.synonym * weights.title))
                phrases.append(MatchPhrase(body_terms(self.language), synonym, weights.synonym))
        word = MatchWord(token.word, tuple(alternatives))
        return AnyOf((word, *phrases)) if phrases else word

    def helpful(self, token: AnalyzedToken) -> list[StructuredQuery]:
        weights = self.analysis.weights
        fields = ((title_words(self.language), weights.title), (body_words(self.language), 1.0))
        exact = MatchWord(token.word, (Alternative(token.word, fields, Origin.EXACT),), weights.exact_word)
        return [exact] if weights.exact_word else []

    def around(self, tokens: list[AnalyzedToken]) -> list[StructuredQuery]:
        parts = self._parts(tokens) if self.mode is not MatchMode.ANY_PART else []
        return [*parts, *self.runs(tokens, self.language, self.analysis.weights.letter_run)]

    def sufficient(self, tokens: list[AnalyzedToken]) -> list[StructuredQuery]:
        return self._parts(tokens)

    def _parts(self, tokens: list[AnalyzedToken]) -> list[StructuredQuery]:
        fields = self.fields(self.language)
        weight = self.analysis.weights.compound_part
        return [
            MatchWord(token.word, (Alternative(part, fields, Origin.PART),), weight)
            for token in tokens
            for part in token.parts
        ]


class _OtherLanguage(_Tree):
    """What the words are called in the other language."""

    @property
    def target(self) -> Language:
        return self.language.other

    def word(self, token: AnalyzedToken) -> StructuredQuery:
        fields = self.fields(self.target)
        same = self._same(token)
        found = dict(self.analysis.translations.translations(self.language, (token.term,)))
        if found:
            found[same] = max(found.get(same, 0.0), self.analysis.weights.same_spelling)
        else:
            found = {same: 1.0}
            if not self.analysis.evidence.holds(self.target, same):
                found.update(self.analysis.evidence.cognates(self.target, same))
        alternatives = tuple(Alternative(stem, fields, Origin.TRANSLATION, p) for stem, p in found.items())
        return MatchWord(token.word, alternatives)

    def helpful(self, token: AnalyzedToken) -> list[StructuredQuery]:
        return []

    def around(self, tokens: list[AnalyzedToken]) -> list[StructuredQuery]:
        parts = self.sufficient(tokens) if self.mode is not MatchMode.ANY_PART else []
        return [*parts, *self.runs(tokens, self.target, self.analysis.weights.letter_run_across)]

    def sufficient(self, tokens: list[AnalyzedToken]) -> list[StructuredQuery]:
        """Translations of the parts of unknown compounds, and of runs of words."""
        translations = self.analysis.translations
        fields = self.fields(self.target)
        found: list[StructuredQuery] = []
        for token in tokens:
            if translations.translations(self.language, (token.term,)):
                continue
            for part in translations.split(self.language, token.spelling) or token.parts:
                meanings = translations.translations(self.language, (part,)) or {part: 1.0}
                alternatives = tuple(Alternative(s, fields, Origin.TRANSLATION, p) for s, p in meanings.items())
                found.append(MatchWord(token.word, alternatives, self.analysis.weights.part_of_translation))
        for length in (2, 3):
            for start in range(len(tokens) - length + 1):
                run = tokens[start : start + length]
                meanings = translations.translations(self.language, tuple(token.term for token in run))
                if meanings:
                    alternatives = tuple(Alternative(s, fields, Origin.TRANSLATION, p) for s, p in meanings.items())
                    found.append(MatchWord(" ".join(token.word for token in run), alternatives))
        return found

    def _same(self, token: AnalyzedToken) -> str:
        """The word as the other language's analyzer would take it."""
        return self.analysis.analyzers[self.target].term(token.spelling)
