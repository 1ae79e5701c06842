"""One committed state: its documents, and where their terms stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np

from indexer.domain.documents.metadata import DocumentId, Language
from indexer.domain.queries.fields import FREQUENCY_FIELDS, SPELLING_FIELDS, TEXT_FIELDS
from indexer.domain.queries.two_texts import LANGUAGE_FACET
from indexer.engines.analyzed_document import AnalyzedDocument, AnalyzedField
from indexer.engines.port import AnalysisBasis


class Posting(NamedTuple):
    """How often a term stands in a field of a document, and where; nowhere in a field that has no positions."""

    frequency: int
    positions: tuple[int, ...]


NO_POSTING = Posting(0, ())


class FieldPostings:
    """A field over all documents.

    Attributes:
        terms: the postings of a term by document.
        lengths: how many terms the field of a document has.
    """

    def __init__(self) -> None:
        self.terms: dict[str, dict[DocumentId, Posting]] = {}
        self.lengths: dict[DocumentId, int] = {}
        self._total_length = 0

    def relative_length(self, document_id: DocumentId, second_texts: int) -> float:
        """The length of a document's field divided by the average over the texts that have it.

        Of so many documents the field counts twice.
        """
        return self.lengths[document_id] * (len(self.lengths) + second_texts) / self._total_length

    def add(self, document_id: DocumentId, terms: Iterable[tuple[str, tuple[int, ...]]]) -> None:
        """Add a document's terms in the order of its text, each with its position or none."""
        length = 0
        for term, positions in terms:
            held = self.terms.setdefault(term, {})
            frequency, before = held.get(document_id, NO_POSTING)
            held[document_id] = Posting(frequency + 1, (*before, *positions))
            length += 1
        if length:
            self.lengths[document_id] = length
            self._total_length += length


class CommittedState:
    """Documents by id with the postings of their fields; nothing in it changes, so threads share it."""

    def __init__(self, number: int, basis: AnalysisBasis, documents: Mapping[DocumentId, AnalyzedDocument]) -> None:
        """`number` tells states apart.

        Raises:
            KeyError, TypeError: a document is not one that an index takes.
        """
        self.number = number
        self.basis = basis
        # By id: ties are decided by it, and every list comes out in this order.
        self.documents = dict(sorted(documents.items()))
        self.public = {document.id: document for document in self.documents.values() if document.is_public}
        self.second_texts = sum(map(has_two_texts, self.documents.values()))
        self.fields = {name: FieldPostings() for name in (*TEXT_FIELDS, *FREQUENCY_FIELDS, *SPELLING_FIELDS)}
        for document in self.documents.values():
            for name, analyzed in document.fields.items():
                self.fields[name].add(document.id, _positioned_terms(name, analyzed))

    def postings(self, field: str, term: str) -> Mapping[DocumentId, Posting]:
        """The postings of a term by document; empty if nothing holds it."""
        return self.fields[field].terms.get(term, {})

    def positions(self, field: str, term: str, document_id: DocumentId) -> tuple[int, ...]:
        """Where a term stands in a document, rising."""
        return self.postings(field, term).get(document_id, NO_POSTING).positions

    def terms_with_prefix(self, field: str, prefix: str, limit: int) -> list[str]:
        """The first terms of a field that begin so, in the order of their letters' code points."""
        return sorted(term for term in self.fields[field].terms if term.startswith(prefix))[:limit]


def has_two_texts(document: AnalyzedDocument) -> bool:
    """Whether a document has a text in each language."""
    return {*Language} <= {*document.facet_values.get(LANGUAGE_FACET, ())}


def _positioned_terms(name: str, analyzed: AnalyzedField) -> list[tuple[str, tuple[int, ...]]]:
    """Each term of a field with its position; of a field whose terms are spellings, each but once."""
    terms, numbers, counts = analyzed.column.expanded(analyzed.words)
    found = [terms[number] for number in numbers.tolist()]
    if name in SPELLING_FIELDS:
        # A spelling is there or not; how often says nothing.
        return [(term, ()) for term in dict.fromkeys(found)]
    if name in FREQUENCY_FIELDS:
        return [(term, ()) for term in found]
    if len(analyzed.words) != len(analyzed.positions):
        raise TypeError(f"every word of {name} needs its position")
    positions = analyzed.positions if counts is None else np.repeat(analyzed.positions, counts)
    return [(term, (position,)) for term, position in zip(found, positions.tolist(), strict=True)]
