"""A query -> its ranking: understood, corrected where need be, widened where no document holds all words."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from indexer.analysis import MatchMode
from indexer.domain.crossing import Crossing
from indexer.domain.document import DocumentId
from indexer.domain.errors import QueryTooLong
from indexer.domain.query import Query, Words
from indexer.domain.structured_query import StructuredQuery
from indexer.domain.vocabulary import Vocabulary
from indexer.ports import Contribution, RankedDocument, Ranking, SearchEngine
from indexer.query_understanding import QueryUnderstanding


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A ranking with what was searched for it.

    Attributes:
        text: the text that was searched, corrected where the query allows it.
        tree: what the engine was asked.
        correction: the text with misspelt words replaced, None if nothing better is known.
        any_word: no document holds all the words, so some were enough.
    """

    query: Query
    text: str
    tree: StructuredQuery
    ranking: Ranking
    correction: str | None = None
    any_word: bool = False


class Retrieval:
    """Queries over one index; safe to use from several threads."""

    def __init__(
        self,
        *,
        engine: SearchEngine,
        understanding: QueryUnderstanding,
        load_vocabulary: Callable[[], Vocabulary],
        query_characters: int = 500,
    ) -> None:
        self.engine = engine
        self.understanding = understanding
        self._load_vocabulary = load_vocabulary
        self._query_characters = query_characters

    def retrieve(self, query: Query) -> Retrieved:
        """The answer to a query as documents; see KnowledgeBase.search.

        Raises:
            QueryTooLong: the text exceeds the configured number of characters.
            EngineUnavailable: the index cannot be read.
        """
        if len(query.text) > self._query_characters:
            raise QueryTooLong(f"A search may have {self._query_characters} characters at most.")
        corrected = self.understanding.corrected(query.text) if query.text.strip() else query.text
        correction = corrected if corrected != query.text else None
        text = query.text if query.is_literal else corrected
        tree = self.tree(query, text)
        ranking = self.engine.search(tree, query)
        if ranking.total == 0 and query.words is Words.ALL and query.text.strip():
            broader = self.tree(dataclasses.replace(query, words=Words.ANY), text)
            if broader != tree and not self.engine.count(tree, query.without_any_filter()):
                return Retrieved(query, text, broader, self.engine.search(broader, query), correction, any_word=True)
        return Retrieved(query, text, tree, ranking, correction)

    def settled_tree(self, query: Query) -> StructuredQuery:
        """The tree that `retrieve` comes to rest on, the same for every set of filters."""
        text = query.text if query.is_literal or not query.text.strip() else self.understanding.corrected(query.text)
        tree = self.tree(query, text)
        if query.words is Words.ALL and text.strip() and not self.engine.count(tree, query.without_any_filter()):
            return self.tree(dataclasses.replace(query, words=Words.ANY), text)
        return tree

    def every_document(self, query: Query, batch: int = 500) -> Iterator[RankedDocument]:
        """All documents of the answer in its order, fetched in batches; each once, also while the index changes."""
        tree = self.settled_tree(query)
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
        return self.engine.cross(self.settled_tree(query), query, row_axis, column_axis)

    def ranked_ids(self, query: Query) -> list[str]:
        """The ids of one page of the answer, best first."""
        return [document.id for document in self.retrieve(query).ranking.documents]

    def explain(self, query: Query, document_id: DocumentId) -> tuple[Contribution, ...]:
        """What each part of the query found in a public document and how much it added; empty if nothing did."""
        text = query.text if query.is_literal else self.understanding.corrected(query.text)
        return self.engine.explain(self.tree(query, text), document_id)

    def tree(self, query: Query, text: str) -> StructuredQuery:
        """The tree of a text under a query's settings."""
        mode = MatchMode.ALL_WORDS if query.words is Words.ALL else MatchMode.ANY_WORD
        vocabulary = self._load_vocabulary()
        language = query.text_language or self.understanding.language(text, vocabulary, query.across)
        return self.understanding.tree(text, language, mode, query.across, vocabulary)
