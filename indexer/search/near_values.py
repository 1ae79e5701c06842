"""What the collection does hold where nothing is about a text: places and concepts near it, each with its documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from indexer.domain.documents.metadata import Language, Metadata
from indexer.domain.documents.vocabulary import Concept
from indexer.domain.queries.query import Filter, Query, SortOrder
from indexer.domain.queries.results import NearValue
from indexer.domain.queries.structured_query import MatchAll
from indexer.search.index_knowledge import IndexKnowledge
from indexer.search.words.known_names import Value
from indexer.search.words.meanings import stated_value

_MAX_PLACES = 3
_MAX_CONCEPTS = 5
_SUBJECT = "subject"


def near_values(
    text: str, query: Query, nearest: Iterable[Metadata], knowledge: IndexKnowledge
) -> tuple[NearValue, ...]:
    """Places that are spelt like a word of the text, then concepts that it tells of or that nearest documents share.

    A number is that of the documents with the value and the query's filters, without its text. Values that none of them
    carries are left out.
    """
    words = [token.spelling for token in knowledge.analyzers[Language.DANISH].analyze(text) if not token.is_stop_word]
    unknown = (word for word in words if not _is_known(word, knowledge))
    places = dict.fromkeys(value for word in unknown for value in knowledge.known_names.places_like(word))
    concepts = dict.fromkeys((*_concepts(words, knowledge), *_most_stated(nearest)))
    asked = replace(query, text="", page_number=1, sort=SortOrder.RELEVANCE)
    return (
        *_counted(places, asked, knowledge, _MAX_PLACES),
        *_counted(concepts, asked, knowledge, _MAX_CONCEPTS),
    )


def _is_known(word: str, knowledge: IndexKnowledge) -> bool:
    """Whether documents, word list or vocabulary know a word: then it is no place that somebody may have meant."""
    terms = ((language, knowledge.analyzers[language].term(word)) for language in Language)
    return any(knowledge.holds(*one) or knowledge.meanings.is_known(*one) for one in terms)


def _concepts(words: Sequence[str], knowledge: IndexKnowledge) -> Iterator[Value]:
    """The concepts that words or their parts tell of, then those that these are narrower than or related to."""
    told = [
        named.concept
        for word in words
        for language in Language
        for token in knowledge.analyzers[language].analyze(word)
        for stem in (token.term, *token.parts)
        for named in knowledge.meanings.hinted(language, (stem,))
        if stated_value(named.concept)
    ]
    yield from ((concept.scheme, concept.id) for concept in told)
    yield from (value for concept in told for value in _around(concept))


def _around(concept: Concept) -> Iterator[Value]:
    return ((concept.scheme, other) for other in (*concept.related, *concept.broader))


def _most_stated(nearest: Iterable[Metadata]) -> list[Value]:
    counts = Counter((_SUBJECT, subject) for metadata in nearest for subject in metadata.subjects)
    return [value for value, count in counts.most_common(_MAX_CONCEPTS) if count > 1]


def _counted(values: Iterable[Value], asked: Query, knowledge: IndexKnowledge, most: int) -> list[NearValue]:
    found: list[NearValue] = []
    for facet, value in values:
        total = knowledge.searcher.count(MatchAll(), asked.with_filter(Filter(facet, value)))
        if total:
            found.append(NearValue(facet, value, total))
        if len(found) == most:
            break
    return found
