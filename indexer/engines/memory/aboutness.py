"""What documents are about, place by place, as IsAbout says."""

from __future__ import annotations

from collections.abc import Iterable

from indexer.domain.documents.metadata import DocumentId, Language
from indexer.domain.queries.fields import LENGTH_FIELDS, length_fields
from indexer.domain.queries.structured_query import IsAbout, Wording, Wordings
from indexer.domain.queries.two_texts import asked_of_text
from indexer.engines.analyzed_document import AnalyzedDocument
from indexer.engines.memory.committed_state import CommittedState, has_two_texts

_Place = tuple[str, int]
"""A field and a position in it."""


def documents_about(state: CommittedState, asked: IsAbout) -> set[DocumentId]:
    """The documents, public or not."""
    stated = {pair for pair in asked.stated if _is_telling(state, pair, asked.share)}
    return {
        document.id
        for document in state.documents.values()
        if any(value in document.facet_values.get(facet, ()) for facet, value in stated)
        or _is_dense(state, asked, document.id, LENGTH_FIELDS)
        or _has_dense_text(state, asked, document)
    }


def _has_dense_text(state: CommittedState, asked: IsAbout, document: AnalyzedDocument) -> bool:
    """Whether one of the texts of a document with several is dense by itself."""
    return has_two_texts(document) and any(
        _is_dense(state, asked_of_text(asked, language), document.id, length_fields(language)) for language in Language
    )


def _is_dense(state: CommittedState, asked: IsAbout, document_id: DocumentId, length_fields: Iterable[str]) -> bool:
    places = [_places(state, meaning, document_id) for meaning in asked.meanings]
    together = [[one for one in own if all(_is_near(one, other, asked.near) for other in places)] for own in places]
    length = sum(state.fields[field].lengths.get(document_id, 0) for field in length_fields)
    fewest = min(map(len, together))
    return 0 < fewest >= asked.density * length / 1000


def _places(state: CommittedState, meaning: Wordings, document_id: DocumentId) -> set[_Place]:
    return {
        (field, position)
        for wording in meaning
        for field in wording.fields
        for position in _positions(state, field, wording, document_id)
    }


def _positions(state: CommittedState, field: str, wording: Wording, document_id: DocumentId) -> list[int]:
    first, *others = (
        state.positions(wording.field_of(ordinal, field), term, document_id)
        for ordinal, term in enumerate(wording.terms)
    )
    if not wording.reach:
        return [p for p in first if all(p + n in held for n, held in enumerate(others, start=1))]
    return [p for p in first if all(any(0 < abs(p - q) <= wording.reach for q in held) for held in others)]


def _is_near(place: _Place, others: set[_Place], near: int) -> bool:
    return any(field == place[0] and abs(position - place[1]) <= near for field, position in others)


def _is_telling(state: CommittedState, stated: tuple[str, str], share: float) -> bool:
    facet, value = stated
    holders = sum(value in document.facet_values.get(facet, ()) for document in state.public.values())
    return holders <= share * len(state.public)
