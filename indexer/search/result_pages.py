"""What was retrieved -> the page of hits that a visitor is shown."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from indexer.analysis.page_positions import positions_in_text
from indexer.domain.documents.document import Page
from indexer.domain.documents.facets import NOT_STATED
from indexer.domain.documents.hit_record import Record, read_record
from indexer.domain.documents.metadata import Language, Metadata
from indexer.domain.queries.fields import field_language
from indexer.domain.queries.query import Filter, Query, YearRange
from indexer.domain.queries.results import Hit, NearValue, Relaxation, ResultPage, Snippet
from indexer.domain.queries.semantic_proximity import Proximity
from indexer.domain.queries.structured_query import MatchAll, MatchWord, Origin, StructuredQuery, positive_leaves
from indexer.engines.port import RankedDocument
from indexer.extraction.port import TextSource
from indexer.search.index_knowledge import IndexKnowledge
from indexer.search.near_values import near_values
from indexer.search.passages import SnippetMaker, passage_snippet
from indexer.search.retrieval import Retrieved

_MAX_FOUND_VIA = 3
# Nearest documents further behind share little with the text.
_TELLING_NEAREST = 5


class ResultPages:
    """Makes pages of hits with the texts at hand; safe to use from several threads."""

    def __init__(self, texts: TextSource, snippet_characters: int) -> None:
        self._texts = texts
        self._snippet_characters = snippet_characters

    def page(self, found: Retrieved) -> ResultPage:
        """The page of a query; see KnowledgeBase.search."""
        query, ranking, interpretation = found.query, found.ranking, found.interpretation
        leaves = positive_leaves(interpretation.ranking)
        maker = SnippetMaker(leaves, self._snippet_characters, found.knowledge.analyzers)
        nearest = tuple(self._hit(document, maker, interpretation.proximity) for document in found.nearest)
        return ResultPage(
            query=query,
            total=ranking.total,
            hits=tuple(self._hit(document, maker, interpretation.proximity) for document in ranking.documents),
            facets=ranking.facets,
            related_total=found.related_total,
            counted_total=ranking.total - (found.related_total if query.related else 0),
            related=tuple(self._hit(document, maker, interpretation.proximity) for document in found.related),
            nearest=nearest,
            names=interpretation.names,
            loose_phrases=interpretation.loose_phrases and ranking.total + found.related_total > 0,
            correction=interpretation.correction,
            is_corrected=interpretation.correction is not None and not query.is_literal,
            synonyms=_synonyms(interpretation.ranking, found.knowledge),
            unknown_filters=tuple(f for f in query.filters if not _is_known(f, found.knowledge)),
            relaxations=_relaxations(found) if ranking.total == 0 else (),
            near_values=_near_values(found, nearest) if ranking.total == 0 and query.text.strip() else (),
        )

    def _hit(self, ranked: RankedDocument, maker: SnippetMaker, proximity: Proximity | None) -> Hit:
        record = read_record(ranked.record)
        snippet = self._snippet(ranked, record, maker)
        is_by_meaning = proximity is not None and _holds_nothing(snippet, record.metadata, maker)
        if proximity is not None and is_by_meaning:
            snippet = self._nearest_passage(ranked, record, proximity) or snippet
        return Hit(
            id=ranked.id,
            metadata=record.metadata,
            media_type=record.media_type,
            score=ranked.score,
            snippet=snippet,
            page_count=ranked.page_count - (record.other.page_count if record.other else 0),
            found_via=_found_via(snippet, record.metadata, maker) if ranked.is_translated else (),
            is_by_meaning=is_by_meaning,
            other_media_type=record.other.media_type if record.other else "",
            other_page_count=record.other.page_count if record.other else 0,
        )

    def _nearest_passage(self, ranked: RankedDocument, record: Record, proximity: Proximity) -> Snippet | None:
        """The passage that is nearest in meaning, from where it begins; None where it is the summary."""
        number, start = proximity.passage(ranked.id) or (0, 0)
        page, text_language = self._page(ranked, record, number)
        if page is None or not page.text[start:].strip():
            return None
        language = Language(page.language) if page.language in set(Language) else text_language
        return _of_text(passage_snippet(page, start, language, self._snippet_characters), record, text_language)

    def _page(self, ranked: RankedDocument, record: Record, number: int | None) -> tuple[Page | None, Language]:
        """A page by its number through both texts, None for none; and the language of its text."""
        if not number:
            return None, record.metadata.language
        text_hash, in_text, language = record.text_of(number, ranked.page_count)
        return self._texts.page(text_hash, in_text), language

    def _snippet(self, ranked: RankedDocument, record: Record, maker: SnippetMaker) -> Snippet:
        """A passage of the best page; the summary where no page matches or the page's text is not at hand."""
        page, text_language = self._page(ranked, record, ranked.page_number)
        metadata = record.metadata
        if page is None or not page.text.strip():
            return maker.snippet(metadata.summary or metadata.title, metadata.language)
        language = Language(page.language) if page.language in set(Language) else text_language
        positions = None if ranked.positions is None else positions_in_text(page, ranked.positions)
        snippet = maker.snippet(page.text, language, page_number=page.number, label=page.label, positions=positions)
        return _of_text(snippet, record, text_language)


def _of_text(snippet: Snippet, record: Record, language: Language) -> Snippet:
    return dataclasses.replace(snippet, text_language=language) if record.other else snippet


def _holds_nothing(snippet: Snippet, metadata: Metadata, maker: SnippetMaker) -> bool:
    """Whether no word of the query stands in the passage that shows most of them, nor in a title."""
    titles = ((metadata.title_in(language), language) for language in Language)
    return not snippet.matches and not any(maker.matches(title, language) for title, language in titles)


def _is_known(condition: Filter, knowledge: IndexKnowledge) -> bool:
    """Whether the vocabulary or a document knows the value of a filter."""
    if condition.value == NOT_STATED:
        return True
    if knowledge.vocabulary.concept(condition.facet, condition.value) is not None:
        return True
    stating = Query(filters=(Filter(condition.facet, condition.value),))
    return knowledge.searcher.count(MatchAll(), stating) > 0


def _synonyms(tree: StructuredQuery, knowledge: IndexKnowledge) -> tuple[str, ...]:
    """The other names that a tree searches for, as the vocabulary writes them."""
    found = (
        knowledge.words.translations.name(field_language(alternative.fields[0][0]), (alternative.term,))
        for leaf in positive_leaves(tree)
        if isinstance(leaf, MatchWord)
        for alternative in leaf.alternatives
        if alternative.origin is Origin.SYNONYM
    )
    return tuple(dict.fromkeys(found))


def _relaxations(found: Retrieved) -> tuple[Relaxation, ...]:
    """What would be found without one of the filters, or without the range of years."""
    query = found.query
    relaxed: list[tuple[Filter | YearRange, Query]] = [(one, query.without_filter(one)) for one in query.filters]
    if query.years:
        relaxed.append((query.years, dataclasses.replace(query, years=YearRange())))
    counts = found.knowledge.searcher.counts(found.interpretation.tree(query), [without for _, without in relaxed])
    return tuple(Relaxation(removed, count) for (removed, _), count in zip(relaxed, counts, strict=True))


def _near_values(found: Retrieved, nearest: Sequence[Hit]) -> tuple[NearValue, ...]:
    first = (hit.metadata for hit in nearest[:_TELLING_NEAREST])
    return near_values(found.interpretation.text, found.query, first, found.knowledge)


def _found_via(snippet: Snippet, metadata: Metadata, maker: SnippetMaker) -> tuple[str, ...]:
    """The words that stand for the typed ones, as the document writes them: of the passage, else of the title."""
    found = [snippet.text[match.start : match.end].lower() for match in snippet.matches]
    if not found:
        for language in Language:
            title = metadata.title_in(language)
            found += [title[match.start : match.end].lower() for match in maker.matches(title, language)]
    return tuple(dict.fromkeys(found))[:_MAX_FOUND_VIA]
