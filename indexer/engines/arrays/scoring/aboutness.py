"""What documents are about, as IsAbout says: places that mean it counted against the length, and what is stated.

Frequencies decide for most documents at once; positions are read only where terms must stand together, and of several
meanings only in documents in which each is dense by itself, since meeting the others leaves no more places.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import numpy as np

from indexer.domain.documents.metadata import Language
from indexer.domain.queries.fields import LENGTH_FIELDS, TEXT_FIELDS, length_fields
from indexer.domain.queries.structured_query import IsAbout, Wording, Wordings
from indexer.domain.queries.two_texts import asked_of_text
from indexer.engines.arrays.scoring.postings.phrases import phrase_starts
from indexer.engines.arrays.snapshot import IndexSnapshot
from indexer.engines.arrays.structures.bitsets import (
    Bits,
    DocNumbers,
    Mask,
    bits_of,
    doc_numbers_of,
    is_member,
    sorted_union,
)
from indexer.storage.ragged import Int64Array

# Fewer postings than one document in so many are added up by sorting; more are counted document by document.
_SORTED_SHARE = 16
# A place is document << 36 | field << 32 | position.
_POSITION_BITS, _DOCUMENT_SHIFT = 32, 36
_FIELD_ORDINALS = {field: ordinal for ordinal, field in enumerate(TEXT_FIELDS)}


class Aboutness:
    """Decides on the documents of one snapshot, deleted ones among them; safe to share between threads."""

    def __init__(self, snapshot: IndexSnapshot) -> None:
        self._snapshot = snapshot
        self._known_lengths: dict[tuple[str, ...], Int64Array] = {}

    def documents(self, asked: IsAbout) -> DocNumbers:
        """The documents, rising."""
        found = self._dense(asked, self._lengths(LENGTH_FIELDS))
        if len(self._snapshot.statistics.with_two_texts):
            found = sorted_union([found, *self._with_dense_text(asked)])
        stated = [self._stating(facet, value, asked.share) for facet, value in asked.stated]
        telling = [bits for bits in stated if bits is not None]
        if not telling:
            return found
        return doc_numbers_of(np.bitwise_or.reduce([bits_of(found, self._snapshot.size), *telling]))

    def _with_dense_text(self, asked: IsAbout) -> Iterator[DocNumbers]:
        """Of documents with several texts, by language those of which that one is dense by itself."""
        for language in Language:
            found = self._dense(asked_of_text(asked, language), self._lengths(length_fields(language)))
            yield found[is_member(self._snapshot.statistics.with_two_texts, found)]

    def _lengths(self, fields: tuple[str, ...]) -> Int64Array:
        """The words of each document in some fields."""
        known = self._known_lengths.get(fields)
        if known is None:
            known = self._known_lengths[fields] = self._snapshot.statistics.total_lengths(fields)
        return known

    @cached_property
    def _public(self) -> tuple[Bits, int]:
        """(the public documents, how many they are)."""
        doc_numbers = self._snapshot.is_public.nonzero()[0]
        return bits_of(doc_numbers, self._snapshot.size), len(doc_numbers)

    def _stating(self, facet: str, value: str, share: float) -> Bits | None:
        """The documents that carry a value, None if it says too little."""
        holders = self._snapshot.facets.mask(facet, value)
        public, total = self._public
        return holders if int(np.bitwise_count(holders & public).sum()) <= share * total else None

    def _dense(self, asked: IsAbout, lengths: Int64Array) -> DocNumbers:
        candidates: DocNumbers | None = None
        for meaning in asked.meanings:
            found = _where_dense(*self._counts(meaning), asked.density, lengths)
            candidates = found if candidates is None else candidates[is_member(found, candidates)]
        if candidates is None or len(asked.meanings) == 1 or not len(candidates):
            return _NONE if candidates is None else candidates
        places = [self._places(meaning, candidates) for meaning in asked.meanings]
        together = [_near_all(own, places, asked.near) for own in places]
        counts = [
            np.bincount(candidates.searchsorted(own >> _DOCUMENT_SHIFT), minlength=len(candidates)) for own in together
        ]
        return _where_dense(candidates, np.minimum.reduce(counts), asked.density, lengths)

    def _counts(self, meaning: Wordings) -> tuple[DocNumbers, Int64Array]:
        """(documents that hold a place, rising; how many each holds)."""
        terms = self._snapshot.terms
        singles = _single_terms(meaning)
        documents, counts = [_NONE], [_NONE]
        for field, term in sorted(singles):
            postings = terms.postings(field, term)
            documents.append(postings.documents.astype(np.int64, copy=False))
            counts.append(postings.frequencies.astype(np.int64))
        if together := self._places_together(meaning, singles, None):
            documents.append(sorted_union(together) >> _DOCUMENT_SHIFT)
            counts.append(np.ones(len(documents[-1]), dtype=np.int64))
        return self._added_up(np.concatenate(documents), np.concatenate(counts))

    def _added_up(self, documents: DocNumbers, counts: Int64Array) -> tuple[DocNumbers, Int64Array]:
        if len(documents) * _SORTED_SHARE < self._snapshot.size:
            distinct, ordinals = np.unique(documents, return_inverse=True)
            return distinct, np.bincount(ordinals, counts, len(distinct)).astype(np.int64)
        totals = np.bincount(documents, counts, self._snapshot.size).astype(np.int64)
        held = totals.nonzero()[0]
        return held, totals.take(held)

    def _places(self, meaning: Wordings, doc_numbers: DocNumbers) -> Int64Array:
        """Every place of a meaning in some documents (rising), rising."""
        terms = self._snapshot.terms
        singles = _single_terms(meaning)
        found = [_in_field(field, terms.positions_in(field, term, doc_numbers)) for field, term in sorted(singles)]
        return sorted_union([*map(np.sort, found), *self._places_together(meaning, singles, doc_numbers)])

    def _places_together(
        self, meaning: Wordings, singles: set[tuple[str, str]], doc_numbers: DocNumbers | None
    ) -> list[Int64Array]:
        """The places of the wordings of several terms, in all documents if None are given.

        Those whose first term is a place already are left out.
        """
        return [
            _in_field(field, self._positions(field, wording, doc_numbers))
            for wording in meaning
            if len(wording.terms) > 1
            for field in wording.fields
            if (field, wording.terms[0]) not in singles
        ]

    def _positions(self, field: str, wording: Wording, doc_numbers: DocNumbers | None) -> Int64Array:
        """The positions of a wording as document << 32 | position, rising."""
        terms = self._snapshot.terms
        fields = [wording.field_of(ordinal, field) for ordinal in range(len(wording.terms))]
        for name, term in zip(fields, wording.terms, strict=True):
            holders = terms.postings(name, term).documents.astype(np.int64, copy=False)
            doc_numbers = holders if doc_numbers is None else doc_numbers[is_member(holders, doc_numbers)]
        held = [
            terms.positions_in(name, term, doc_numbers if doc_numbers is not None else _NONE)
            for name, term in zip(fields, wording.terms, strict=True)
        ]
        if not wording.reach:
            return phrase_starts([*held])
        first = held[0]
        for others in held[1:]:
            first = first[_has_near(first, others, wording.reach, counts_itself=False)]
        return first


def _where_dense(doc_numbers: DocNumbers, counts: Int64Array, density: float, lengths: Int64Array) -> DocNumbers:
    needed = density * lengths.take(doc_numbers) / 1000
    return doc_numbers[(counts > 0) & (counts >= needed)]


def _single_terms(meaning: Wordings) -> set[tuple[str, str]]:
    """(field, term) of the wordings of one term."""
    return {(field, wording.terms[0]) for wording in meaning if len(wording.terms) == 1 for field in wording.fields}


def _in_field(field: str, positions: Int64Array) -> Int64Array:
    """document << 32 | position -> places."""
    documents = positions >> _POSITION_BITS
    in_document = positions & ((1 << _POSITION_BITS) - 1)
    return (documents << _DOCUMENT_SHIFT) | (_FIELD_ORDINALS[field] << _POSITION_BITS) | in_document


def _near_all(own: Int64Array, each: list[Int64Array], near: int) -> Int64Array:
    """The places that have a place of every list within so many words."""
    for others in each:
        if others is not own:
            own = own[_has_near(own, others, near, counts_itself=True)]
    return own


def _has_near(places: Int64Array, others: Int64Array, reach: int, *, counts_itself: bool) -> Mask:
    """Which places have another within so many words; `counts_itself` if the same position will do."""
    if not len(others):
        return np.zeros(len(places), dtype=np.bool_)
    # Documents and fields stand in the upper bits: a place in another one is further away than any reach.
    following = others.searchsorted(places, side="left" if counts_itself else "right")
    is_before = following < len(others)
    after = np.where(is_before, others.take(following, mode="clip") - places, reach + 1)
    preceding = others.searchsorted(places, side="left") - 1
    before = np.where(preceding >= 0, places - others.take(preceding, mode="clip"), reach + 1)
    near: Mask = np.minimum(after, before) <= reach
    return near


_NONE: DocNumbers = np.zeros(0, dtype=np.int64)
