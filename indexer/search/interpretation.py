"""A query -> what is searched for it, in steps: corrected, told its language, its phrases loosened, made trees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from indexer.analysis.token_filters import normalize
from indexer.analysis.tokens import tokenize
from indexer.domain.documents.metadata import Language
from indexer.domain.errors import QueryTooLong
from indexer.domain.queries.fields import body_words, title_words
from indexer.domain.queries.query import Query
from indexer.domain.queries.query_syntax import (
    AndExpression,
    Expression,
    NotExpression,
    OrExpression,
    PhraseExpression,
    is_plain,
    parse_query,
)
from indexer.domain.queries.semantic_proximity import Meaning, Proximity
from indexer.domain.queries.structured_query import AllOf, AnyOf, MatchAll, MatchPhrase, ScoredBy, StructuredQuery
from indexer.search.by_meaning import in_order_of_meaning, proximity_to, related_by_meaning
from indexer.search.index_knowledge import IndexKnowledge
from indexer.search.language_first import LanguageFirst, in_order_of_language, titled_in
from indexer.search.query_language import text_language
from indexer.search.trees import (
    CountedTree,
    CountingRule,
    MatchMode,
    QueryOptions,
    QueryWeights,
    RelatedTree,
    TreeSources,
    WordMeanings,
    excluded_trees,
    query_tree,
    without_exclusions,
)


@dataclass(frozen=True, slots=True)
class InterpretationPreferences:
    """What config.toml says about the typed text."""

    query_characters: int = 500
    weights: QueryWeights = field(default_factory=QueryWeights)
    rule: CountingRule = field(default_factory=CountingRule)


@dataclass(frozen=True, slots=True)
class Interpretation:
    """What is searched for a query.

    Which documents are *counted*, and which are *related*, is decided by trees of their own; `ranking` and `proximity`
    decide nothing but their order. Meaning adds documents to `related` and `nearest`, never to `counted`.

    Attributes:
        counted: the documents that totals, facets, exports, feeds and maps see.
        related: those that hold all of it or are near it in meaning without being about it, the counted ones not
            among them; None if the text asks for nothing.
        nearest: what is listed where nothing is counted, with no number.
        ranking: what all of them are ordered by.
        text: the text that the trees were made of.
        options: how it was read.
        correction: the text with misspelt words replaced, None if nothing better is known.
        names: words that were read as one name.
        proximity: nearness in meaning to the text; None where there is no model, or nothing to embed.
        first: the documents in the text's language whose titles name all of it.
    """

    counted: StructuredQuery
    related: StructuredQuery | None
    nearest: StructuredQuery
    ranking: StructuredQuery
    text: str
    options: QueryOptions
    correction: str | None = None
    names: tuple[str, ...] = ()
    proximity: Proximity | None = None
    first: LanguageFirst | None = None

    @property
    def loose_phrases(self) -> bool:
        """Whether a quoted phrase is nowhere as written, so that its words are matched in any form."""
        return bool(self.options.loose)

    def tree(self, query: Query) -> StructuredQuery:
        """The documents that a query asks for, counted ones or related ones as well, in their order."""
        if query.related and self.related is not None:
            return self.ordered(AnyOf((self.counted, self.related)))
        return self.ordered(self.counted)

    @property
    def related_tree(self) -> StructuredQuery | None:
        """The related documents in their order."""
        return None if self.related is None else self.ordered(self.related)

    def ordered(self, documents: StructuredQuery) -> StructuredQuery:
        """Some documents in the order of their words and, where there is a model, of their meaning."""
        if isinstance(documents, MatchAll):
            return documents
        scored = documents if documents is self.ranking else ScoredBy(documents, self.ranking)
        return in_order_of_language(in_order_of_meaning(scored, self.proximity), self.first)


def interpret(
    query: Query, knowledge: IndexKnowledge, preferences: InterpretationPreferences, meaning: Meaning | None = None
) -> Interpretation:
    """What is searched for a query: the same whatever its filters, order and page are. Without `meaning`, by words.

    Raises:
        QueryTooLong: the text exceeds the configured number of characters.
        EngineUnavailable: the index cannot be read.
    """
    if len(query.text) > preferences.query_characters:
        raise QueryTooLong("query-too-long", most=preferences.query_characters)
    corrected = correct(query.text, knowledge)
    text = query.text if query.is_literal else corrected
    language = query.text_language or text_language(text, query.across, knowledge)
    expression = parse_query(text)
    options = QueryOptions(language, MatchMode.ALL_WORDS, query.across, loose_phrases(expression, knowledge))
    sources = tree_sources(knowledge, preferences)
    words = WordMeanings(sources, (knowledge.meanings, knowledge.known_names), options, preferences.rule.near)
    counted = CountedTree(words, preferences.rule)
    about = counted.tree(expression)
    correction = corrected if corrected != query.text else None
    # Stop words or signs alone ask for nothing: everything is listed.
    if about is None:
        everything = MatchAll()
        return Interpretation(everything, None, everything, everything, text, options, correction)
    held = RelatedTree(words, counted).tree(expression)
    ranking = make_tree(without_exclusions(expression), options, knowledge, preferences)
    proximity = proximity_to(expression, language, meaning)
    titled = counted.titled(expression)
    excluded = tuple(excluded_trees(expression, counted))
    near = related_by_meaning(proximity)
    # Who writes operators or quotation marks has said what is wanted: meaning adds nothing to that.
    may_add = not query.is_literal and is_plain(expression)
    return Interpretation(
        counted=about,
        related=_without(_either(held, near if may_add else None), (about,)),
        nearest=_without(_either(ranking, near), excluded) or ranking,
        ranking=ranking,
        text=text,
        options=options,
        correction=correction,
        names=tuple(words.names),
        proximity=proximity,
        first=titled_in(language, titled, knowledge.searcher) if titled is not None else None,
    )


def _either(documents: StructuredQuery | None, others: StructuredQuery | None) -> StructuredQuery | None:
    found = tuple(tree for tree in (documents, others) if tree is not None)
    return AnyOf(found) if len(found) > 1 else next(iter(found), None)


def _without(documents: StructuredQuery | None, excluded: tuple[StructuredQuery, ...]) -> StructuredQuery | None:
    return AllOf((documents,), excluded=excluded) if documents is not None and excluded else documents


def make_tree(
    expression: Expression, options: QueryOptions, knowledge: IndexKnowledge, preferences: InterpretationPreferences
) -> StructuredQuery:
    """The tree that an expression ranks by: any of its words, or parts of them, in both languages."""
    # What is counted is decided elsewhere; a ranking that lacked a word could not order by it.
    broad = QueryOptions(options.language, MatchMode.ANY_PART, options.across, options.loose)
    return query_tree(expression, broad, tree_sources(knowledge, preferences))


def tree_sources(knowledge: IndexKnowledge, preferences: InterpretationPreferences) -> TreeSources:
    """What trees are made by."""
    return TreeSources(knowledge.analyzers, knowledge.words.translations, knowledge, preferences.weights)


def correct(text: str, knowledge: IndexKnowledge) -> str:
    """The text with each word that nothing in the index answers replaced by the likeliest known one."""
    corrected, end = [], 0
    for token in tokenize(text):
        corrected.append(text[end : token.start])
        corrected.append(_corrected_word(token.text, knowledge))
        end = token.end
    return "".join(corrected) + text[end:]


def loose_phrases(expression: Expression, knowledge: IndexKnowledge) -> frozenset[str]:
    """The quoted phrases that stand nowhere in the whole collection as written."""
    return frozenset(text for text in _phrases(expression) if not _stands(text, knowledge))


def _phrases(expression: Expression) -> Iterator[str]:
    match expression:
        case PhraseExpression(text, _):
            yield text
        case AndExpression(operands) | OrExpression(operands):
            for operand in operands:
                yield from _phrases(operand)
        case NotExpression(operand):
            yield from _phrases(operand)
        case _:
            return


def _stands(phrase: str, knowledge: IndexKnowledge) -> bool:
    """Whether a phrase of several words stands somewhere; a single word is searched for as it is written."""
    leaves = []
    for language in Language:
        words = tuple(token.word for token in knowledge.analyzers[language].analyze(phrase))
        if len(words) < 2:
            return True
        leaves += [MatchPhrase(name(language), words) for name in (title_words, body_words)]
    return knowledge.searcher.count(AnyOf(tuple(leaves)), Query()) > 0


def _corrected_word(typed: str, knowledge: IndexKnowledge) -> str:
    """The likeliest known word for an unknown one; any other as it is.

    A word that vocabulary or word list know is none that was mistyped, though no document holds it.
    """
    for language in Language:
        token = knowledge.analyzers[language].analyze(typed)[0]
        if token.is_stop_word or knowledge.holds(language, token.term):
            return typed
        if knowledge.meanings.is_spelt(language, token.spelling, token.term):
            return typed
        if token.parts and all(knowledge.holds(language, part) for part in token.parts):
            return typed
    word = normalize(typed)
    found = [c for language in Language if (c := knowledge.corrector(language).correction(word)) is not None]
    return min(found, key=lambda correction: correction[1])[0] if found else typed
