"""A query -> its ranking: understood, corrected where need be, widened where no document holds all words."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from indexer.domain.documents.metadata import DocumentId
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.domain.errors import QueryTooLong
from indexer.domain.queries.cross_tabulation import Crossing
from indexer.domain.queries.fields import holds_words
from indexer.domain.queries.query import Filter, Query, Words
from indexer.domain.queries.structured_query import (
    AcrossLanguages,
    AnyOf,
    MatchPhrase,
    StructuredQuery,
    positive_leaves,
)
from indexer.engines.port import Contribution, RankedDocument, Ranking, SearchEngine
from indexer.search.query_tree import MatchMode, Reading
from indexer.search.query_understanding import QueryUnderstanding


@dataclass(frozen=True, slots=True)
class Settled:
    """What is searched for a query.

    Attributes:
        tree: what the engine is asked.
        correction: the text with misspelt words replaced, None if nothing better is known.
        loose_phrases: quoted phrases are nowhere as written, so their words are matched in any form.
        any_word: few documents hold all the words, so some are enough.
        all_words_total: where some are enough, how many documents of the text's own language hold all the words.
    """

    tree: StructuredQuery
    correction: str | None = None
    loose_phrases: bool = False
    any_word: bool = False
    all_words_total: int = 0


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A query with what was searched for it and its ranking."""

    query: Query
    settled: Settled
    ranking: Ranking


@dataclass(frozen=True, slots=True)
class RetrievalPreferences:
    """What config.toml says about the typed text."""

    query_characters: int = 500
    few_documents: int = 10


class Retrieval:
    """Queries over one index; safe to use from several threads."""

    def __init__(
        self,
        *,
        engine: SearchEngine,
        understanding: QueryUnderstanding,
        load_vocabulary: Callable[[], Vocabulary],
        preferences: RetrievalPreferences = RetrievalPreferences(),
    ) -> None:
        self.engine = engine
        self.understanding = understanding
        self._load_vocabulary = load_vocabulary
        self._preferences = preferences

    def retrieve(self, query: Query) -> Retrieved:
        """The answer to a query as documents; see KnowledgeBase.search.

        Raises:
            QueryTooLong: the text exceeds the configured number of characters.
            EngineUnavailable: the index cannot be read.
        """
        settled = self.settle(query)
        return Retrieved(query, settled, self.engine.search(settled.tree, query))

    def settle(self, query: Query) -> Settled:
        """What is searched for a query: the same whatever its filters, order and page are.

        Raises:
            QueryTooLong, EngineUnavailable: see `retrieve`.
        """
        longest = self._preferences.query_characters
        if len(query.text) > longest:
            raise QueryTooLong("query-too-long", most=longest)
        corrected = self.understanding.corrected(query.text) if query.text.strip() else query.text
        correction = corrected if corrected != query.text else None
        text = query.text if query.is_literal else corrected
        tree, is_loose = self._tree_with_phrases(query, text)
        if query.words is Words.AUTO and text.strip():
            all_words_total = self._own_total(tree, query)
            if all_words_total < self._preferences.few_documents:
                broader = self._broader_tree(query, text, phrases_as_stems=is_loose)
                if broader != tree:
                    return Settled(broader, correction, is_loose, any_word=True, all_words_total=all_words_total)
        return Settled(tree, correction, is_loose)

    def _broader_tree(self, query: Query, text: str, *, phrases_as_stems: bool) -> StructuredQuery:
        """The tree of some of the words; where few documents hold even one, parts of words are enough."""
        some = dataclasses.replace(query, words=Words.ANY)
        words = self.tree(some, text, phrases_as_stems=phrases_as_stems, mode=MatchMode.ANY_WORD)
        if self._own_total(words, query) >= self._preferences.few_documents:
            return words
        return self.tree(some, text, phrases_as_stems=phrases_as_stems)

    def _tree_with_phrases(self, query: Query, text: str) -> tuple[StructuredQuery, bool]:
        """The tree of a text, and whether its phrases are matched on stems, since as written they are found nowhere."""
        tree = self.tree(query, text)
        phrases = [leaf for leaf in positive_leaves(tree) if isinstance(leaf, MatchPhrase) and holds_words(leaf.field)]
        if phrases and not self.engine.count(AnyOf(tuple(phrases)), query.without_any_filter()):
            return self.tree(query, text, phrases_as_stems=True), True
        return tree, False

    def _own_total(self, tree: StructuredQuery, query: Query) -> int:
        """How many documents of the whole collection answer in the text's own language."""
        own = tree.own if isinstance(tree, AcrossLanguages) else tree
        return self.engine.count(own, query.without_any_filter())

    def every_document(self, query: Query, batch: int = 500) -> Iterator[RankedDocument]:
        """All documents of the answer in its order, fetched in batches; each once, also while the index changes."""
        tree = self.settle(query).tree
        seen: set[DocumentId] = set()
        for page_number in itertools.count(1):
            asked = dataclasses.replace(query, page_number=page_number, page_size=batch)
            documents = self.engine.search(tree, asked).documents
            yield from (document for document in documents if document.id not in seen)
            seen.update(document.id for document in documents)
            if len(documents) < batch:
                return

    def cross(self, query: Query, row_axis: str, column_axis: str) -> Crossing:
        """The counts of two axes crossed under a query; each equals the total of its click.

        Raises:
            UnknownAxis: the axes cannot be crossed.
        """
        return self.cross_narrowed(query, row_axis, column_axis, ())[0]

    def cross_narrowed(
        self, query: Query, row_axis: str, column_axis: str, *narrower: tuple[Filter, ...]
    ) -> list[Crossing]:
        """The crossing under a query with each of some sets of filters added to its own."""
        tree = self.settle(query).tree
        queries = (dataclasses.replace(query, filters=(*query.filters, *added)) for added in narrower)
        return [self.engine.cross(tree, asked, row_axis, column_axis) for asked in queries]

    def ranked_ids(self, query: Query) -> list[str]:
        """The ids of one page of the answer, best first."""
        return [document.id for document in self.retrieve(query).ranking.documents]

    def explain(self, query: Query, document_id: DocumentId) -> tuple[Contribution, ...]:
        """What each part of the query found in a public document and how much it added; empty if nothing did."""
        text = query.text if query.is_literal else self.understanding.corrected(query.text)
        return self.engine.explain(self._tree_with_phrases(query, text)[0], document_id)

    def tree(
        self, query: Query, text: str, *, phrases_as_stems: bool = False, mode: MatchMode | None = None
    ) -> StructuredQuery:
        """The tree of a text under a query's settings; the mode wins over what the query says of its words."""
        if mode is None:
            mode = MatchMode.ANY_PART if query.words is Words.ANY else MatchMode.ALL_WORDS
        vocabulary = self._load_vocabulary()
        language = query.text_language or self.understanding.language(text, vocabulary, query.across)
        return self.understanding.tree(text, Reading(language, mode, query.across, phrases_as_stems), vocabulary)
