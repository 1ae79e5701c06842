"""A query -> what is searched for it, in steps: corrected, told its language, made a tree, loosened, broadened."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from indexer.analysis.token_filters import normalize
from indexer.analysis.tokens import tokenize
from indexer.domain.documents.metadata import Language
from indexer.domain.errors import QueryTooLong
from indexer.domain.queries.fields import holds_words
from indexer.domain.queries.proximity import Proximity
from indexer.domain.queries.query import Query, Words
from indexer.domain.queries.structured_query import (
    AcrossLanguages,
    AnyOf,
    MatchPhrase,
    StructuredQuery,
    positive_leaves,
)
from indexer.search.index_knowledge import IndexKnowledge
from indexer.search.query_language import text_language
from indexer.search.trees import MatchMode, QueryOptions, QueryWeights, TreeSources, query_tree


@dataclass(frozen=True, slots=True)
class InterpretationPreferences:
    """What config.toml says about the typed text."""

    query_characters: int = 500
    few_documents: int = 10
    weights: QueryWeights = field(default_factory=QueryWeights)


@dataclass(frozen=True, slots=True)
class Interpretation:
    """What is searched for a query.

    Attributes:
        tree: what the engine is asked.
        text: the text that the tree was made of.
        options: how it was read.
        correction: the text with misspelt words replaced, None if nothing better is known.
        any_word: few documents hold all the words, so some are enough.
        all_words_total: where some are enough, how many documents of the text's own language hold all the words.
        proximity: nearness in meaning to the text; None where there is no model, or nothing to embed.
        is_by_meaning: no document holds any of the words, and those that are nearest in meaning are found instead.
    """

    tree: StructuredQuery
    text: str
    options: QueryOptions
    correction: str | None = None
    any_word: bool = False
    all_words_total: int = 0
    proximity: Proximity | None = None
    is_by_meaning: bool = False

    @property
    def loose_phrases(self) -> bool:
        """Whether quoted phrases are nowhere as written, so that their words are matched in any form."""
        return self.options.phrases_as_stems


def interpret(query: Query, knowledge: IndexKnowledge, preferences: InterpretationPreferences) -> Interpretation:
    """What is searched for a query: the same whatever its filters, order and page are.

    Raises:
        QueryTooLong: the text exceeds the configured number of characters.
        EngineUnavailable: the index cannot be read.
    """
    if len(query.text) > preferences.query_characters:
        raise QueryTooLong("query-too-long", most=preferences.query_characters)
    return broaden(interpret_words(query, knowledge, preferences), query, knowledge, preferences)


def interpret_words(query: Query, knowledge: IndexKnowledge, preferences: InterpretationPreferences) -> Interpretation:
    """The same by its words alone, however few documents hold them."""
    corrected = correct(query.text, knowledge)
    text = query.text if query.is_literal else corrected
    language = query.text_language or text_language(text, query.across, knowledge)
    mode = MatchMode.ANY_PART if query.words is Words.ANY else MatchMode.ALL_WORDS
    options = QueryOptions(language, mode, query.across)
    tree = make_tree(text, options, knowledge, preferences)
    found = Interpretation(tree, text, options, corrected if corrected != query.text else None)
    return loosen_phrases(found, query, knowledge, preferences)


def correct(text: str, knowledge: IndexKnowledge) -> str:
    """The text with each word that nothing in the index answers replaced by the likeliest known one."""
    corrected, end = [], 0
    for token in tokenize(text):
        corrected.append(text[end : token.start])
        corrected.append(_corrected_word(token.text, knowledge))
        end = token.end
    return "".join(corrected) + text[end:]


def make_tree(
    text: str, options: QueryOptions, knowledge: IndexKnowledge, preferences: InterpretationPreferences
) -> StructuredQuery:
    """The tree of a text that is read so."""
    sources = TreeSources(knowledge.analyzers, knowledge.translations, knowledge, preferences.weights)
    return query_tree(text, options, sources)


def loosen_phrases(
    found: Interpretation, query: Query, knowledge: IndexKnowledge, preferences: InterpretationPreferences
) -> Interpretation:
    """Quoted phrases matched on stems, if as written they are found nowhere in the whole collection."""
    leaves = positive_leaves(found.tree)
    phrases = tuple(leaf for leaf in leaves if isinstance(leaf, MatchPhrase) and holds_words(leaf.field))
    if not phrases or knowledge.searcher.count(AnyOf(phrases), query.without_any_filter()):
        return found
    options = replace(found.options, phrases_as_stems=True)
    return replace(found, options=options, tree=make_tree(found.text, options, knowledge, preferences))


def broaden(
    found: Interpretation, query: Query, knowledge: IndexKnowledge, preferences: InterpretationPreferences
) -> Interpretation:
    """Some of the words, where few documents hold all; parts of words, where few hold even one."""
    if query.words is not Words.AUTO or not found.text.strip():
        return found
    all_words_total = own_total(found.tree, query, knowledge)
    if all_words_total >= preferences.few_documents:
        return found
    options = replace(found.options, mode=MatchMode.ANY_WORD)
    tree = make_tree(found.text, options, knowledge, preferences)
    if own_total(tree, query, knowledge) < preferences.few_documents:
        options = replace(found.options, mode=MatchMode.ANY_PART)
        tree = make_tree(found.text, options, knowledge, preferences)
    if tree == found.tree:
        return found
    return replace(found, tree=tree, options=options, any_word=True, all_words_total=all_words_total)


def own_total(tree: StructuredQuery, query: Query, knowledge: IndexKnowledge) -> int:
    """How many documents of the whole collection answer in the text's own language."""
    own = tree.own if isinstance(tree, AcrossLanguages) else tree
    return knowledge.searcher.count(own, query.without_any_filter())


def _corrected_word(typed: str, knowledge: IndexKnowledge) -> str:
    """The likeliest known word for an unknown one; any other as it is."""
    for language in Language:
        token = knowledge.analyzers[language].analyze(typed)[0]
        if token.is_stop_word or knowledge.holds(language, token.term):
            return typed
        if token.parts and all(knowledge.holds(language, part) for part in token.parts):
            return typed
    word = normalize(typed)
    found = [c for language in Language if (c := knowledge.corrector(language).correction(word)) is not None]
    return min(found, key=lambda correction: correction[1])[0] if found else typed
