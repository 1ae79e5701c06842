"""Tokens -> postings, by sorting numbers: one field of one segment at a time.

A posting is a document with the number of times it holds a term (its frequency) and where (positions). Postings lie
term after term in the order of the terms' bytes, documents rising within a term, positions rising within a document.
Each token becomes one number, its key: the rank of its term, its document, and its position in the lowest bits.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from indexer.engines.analyzed_document import AnalyzedField, Expansion, ListedTerms, NumberedTexts, Numbers, TermColumn
from indexer.engines.arrays.segments.lists.postings_pieces import FieldColumns, PostingsPiece, extents_of, runs_of
from indexer.engines.arrays.segments.schema import FieldKind
from indexer.engines.arrays.structures.tf_length_pairs import TfLengthPairs, Unsigned, joined_pairs, pairs_of
from indexer.storage.ragged import Int64Array, cumulated, is_new

# What `inverted` was seen to take at its fullest: a key, numbers and ranks; and a term as text and bytes.
_SORTING_BYTES_PER_TOKEN, _BYTES_PER_TERM = 14, 250
# Of an array beside its numbers, and of a list of labels.
_BYTES_PER_ARRAY, _BYTES_PER_LABELS = 128, 64
_KEY_BITS = 64
# Keys are made, and postings read from them, so many at a time.
_PIECE_TOKENS = 1 << 20


class FieldInverter:
    """Collects the tokens of a field, document by document."""

    def __init__(self, kind: FieldKind) -> None:
        self._kind = kind
        self._listed = ListedTerms()
        self._labels: list[Sequence[str]] = []
        self._words: list[Numbers] = []
        self._positions: list[Numbers] = []
        self._columns: list[tuple[TermColumn, int]] = []
        self._documents = array("I")
        self._tokens = 0

    @property
    def bytes_held(self) -> int:
        """Memory taken so far."""
        arrays = _BYTES_PER_ARRAY * (len(self._words) + len(self._positions)) + _BYTES_PER_LABELS * len(self._labels)
        return 8 * self._tokens + arrays

    @property
    def bytes_to_sort(self) -> int:
        """Memory that `inverted` takes for a while."""
        columns = {id(column): column for column, _ in self._columns}
        most = max((column.max_terms_per_word for column in columns.values()), default=1)
        terms = len(self._labels) + sum(map(len, columns.values()))
        return _SORTING_BYTES_PER_TOKEN * most * self._tokens + _BYTES_PER_TERM * terms

    def add(self, document: int, field: AnalyzedField) -> None:
        """Add the words of a document; document numbers must rise."""
        self._words.append(field.words)
        if self._kind is FieldKind.POSITIONS:
            self._positions.append(field.positions)
        # Documents of one run share their columns; a column is closed by where its documents end.
        if not self._columns or self._columns[-1][0] is not field.column:
            self._columns.append((field.column, 0))
        self._documents.append(document)
        self._columns[-1] = field.column, len(self._documents)
        self._tokens += len(field.words)

    def add_terms(self, document: int, terms: Sequence[str]) -> None:
        """Add terms without positions, of a field that is the engine's own and is not filled by `add`."""
        if terms:
            self._labels.append(terms)
            self._documents.append(document)
            self._tokens += len(terms)

    def inverted(self, size: int) -> InvertedField:
        """Everything that was added, sorted, and no longer held; `size` is the number of documents of the segment."""
        documents = np.frombuffer(self._documents, dtype=np.uint32)
        if self._labels:
            labels = self._listed.numbers(list(chain.from_iterable(self._labels)))
            counts = np.fromiter(map(len, self._labels), dtype=np.uint32, count=len(self._labels))
            expanded = _without_unused(Expansion(self._listed.texts, labels, None))
            return InvertedField(self._kind, expanded, _NO_POSITIONS, (documents, counts), size)
        word_counts = np.fromiter(map(len, self._words), dtype=np.uint32, count=len(self._words))
        expanded = self._expanded()
        positions = np.concatenate([_NO_POSITIONS, *self._positions])
        self._positions.clear()
        if expanded.counts is not None:
            positions = np.repeat(positions, expanded.counts) if len(positions) else positions
            word_counts = _token_counts(expanded.counts, word_counts)
        return InvertedField(self._kind, expanded, positions, (documents, word_counts), size)

    def _expanded(self) -> Expansion:
        """The terms of all words: without such as stand nowhere here."""
        ends = [0, *(last for _, last in self._columns)]
        words = [np.concatenate(self._words[first:last]) for first, last in pairwise(ends)]
        self._words.clear()
        columns = [column for column, _ in self._columns]
        parts = [_without_unused(column.expanded(held)) for column, held in zip(columns, words, strict=True)]
        if len(parts) == 1:
            return parts[0]
        numbered = NumberedTexts()
        tokens = [numbered.assign_numbers(terms)[tokens] for terms, tokens, _ in parts]
        counts = _concatenated_counts([each for _, _, each in parts], list(map(len, words)))
        return Expansion(numbered.texts, np.concatenate([_NO_POSITIONS, *tokens]), counts)


class InvertedField:
    """The postings of a field, sorted; a FieldSource."""

    def __init__(
        self, kind: FieldKind, expanded: Expansion, positions: Unsigned, counted: tuple[Unsigned, Unsigned], size: int
    ) -> None:
        """`counted` are documents (rising) and how many tokens each has; positions are those of the tokens."""
        self._kind = kind
        self._terms, ranks = _in_byte_order(expanded.terms)
        self._lengths = np.zeros(size, dtype=np.uint32)
        self._lengths[counted[0]] = counted[1]
        self.extents = extents_of(positions, *counted, size)
        self._pairs: list[TfLengthPairs] = []
        self._document_bits = _bits(counted[0])
        self._position_bits = _bits(positions)
        self._positions: Unsigned | None = None
        rank_bits = len(self._terms).bit_length()
        is_apart = rank_bits + self._document_bits + self._position_bits > _KEY_BITS
        if is_apart:
            self._position_bits = 0
        self._keys = self._made_keys(ranks, expanded.numbers, counted, positions if self._position_bits else None)
        token_counts = _counts(expanded.numbers, len(self._terms))
        self._ends = cumulated(token_counts[np.argsort(ranks)])
        if is_apart:
            order = self._keys.argsort(kind="stable")
            self._keys, self._positions = self._keys[order], positions[order]
        else:
            # To sort numbers is far quicker than to sort an order and to gather by it.
            self._keys.sort()
        self._has_positions = bool(len(positions))

    @property
    def columns(self) -> FieldColumns:
        """See FieldSource.columns."""
        return FieldColumns(self._terms, self._lengths, joined_pairs(self._pairs))

    def pieces(self) -> Iterator[PostingsPiece]:
        """See FieldSource.pieces."""
        if self._kind is FieldKind.VALUES:
            self._lengths = self._value_counts()
        for first, last in runs_of(self._ends, _PIECE_TOKENS):
            yield self._piece(first, last)

    def _piece(self, first: int, last: int) -> PostingsPiece:
        tokens = slice(int(self._ends[first]), int(self._ends[last]))
        keys = self._keys[tokens]
        positions = _NO_POSITIONS
        if self._positions is not None:
            positions = self._positions[tokens]
        elif self._has_positions:
            positions = (keys & np.uint64((1 << self._position_bits) - 1)).astype(np.uint32)
        postings = keys >> np.uint64(self._position_bits)
        firsts = np.flatnonzero(is_new(postings))
        held = postings[firsts]
        documents = (held & np.uint64((1 << self._document_bits) - 1)).astype(np.uint32)
        ranks = (held >> np.uint64(self._document_bits)).astype(np.int64)
        frequencies = np.diff(firsts, append=len(keys)).astype(np.uint32)
        if self._kind is FieldKind.VALUES:
            frequencies = np.ones(len(firsts), dtype=np.uint32)
        self._pairs.append(pairs_of(frequencies, self._lengths[documents]))
        return PostingsPiece(
            document_frequencies=np.bincount(ranks - first, minlength=last - first),
            documents=documents,
            frequencies=frequencies,
            positions=positions,
        )

    def _made_keys(
        self, ranks: Unsigned, numbers: Unsigned, counted: tuple[Unsigned, Unsigned], positions: Unsigned | None
    ) -> NDArray[np.uint64]:
        documents, counts = counted
        ends = cumulated(counts)
        keys = np.empty(len(numbers), dtype=np.uint64)
        for first, last in runs_of(ends, _PIECE_TOKENS):
            piece = slice(int(ends[first]), int(ends[last]))
            made = ranks[numbers[piece]].astype(np.uint64)
            made <<= np.uint64(self._document_bits)
            made |= np.repeat(documents[first:last], counts[first:last])
            if positions is not None:
                made <<= np.uint64(self._position_bits)
                made |= positions[piece]
            keys[piece] = made
        return keys

    def _value_counts(self) -> Unsigned:
        """By document how many different terms it has."""
        documents = (self._keys[is_new(self._keys)] & np.uint64((1 << self._document_bits) - 1)).astype(np.int64)
        return np.bincount(documents, minlength=len(self._lengths)).astype(np.uint32)


def _without_unused(expansion: Expansion) -> Expansion:
    """The same with no other terms than those that words become."""
    # A column may be shared with other fields and segments, and hold many terms that stand nowhere in this one.
    used = np.flatnonzero(_counts(expansion.numbers, len(expansion.terms)))
    if len(used) == len(expansion.terms):
        return expansion
    numbers = np.zeros(len(expansion.terms), dtype=np.uint32)
    numbers[used] = np.arange(len(used), dtype=np.uint32)
    terms = [expansion.terms[number] for number in used.tolist()]
    return Expansion(terms, numbers[expansion.numbers], expansion.counts)


def _concatenated_counts(counts: Sequence[Unsigned | None], words: Sequence[int]) -> Unsigned | None:
    """How many tokens the words of all columns become; None where each becomes one."""
    if all(each is None for each in counts):
        return None
    parts = zip(counts, words, strict=True)
    return np.concatenate([np.ones(size, dtype=np.uint32) if each is None else each for each, size in parts])


def _token_counts(counts: Unsigned, words: Unsigned) -> Unsigned:
    """Tokens by document, whose numbers of words are given."""
    sums = cumulated(counts)
    ends = cumulated(words)
    tokens: Unsigned = (sums[ends[1:]] - sums[ends[:-1]]).astype(np.uint32)
    return tokens


def _in_byte_order(texts: Sequence[str]) -> tuple[list[bytes], NDArray[np.uint32]]:
    """The texts in byte order, which is that of their characters in UTF-8, and the rank of each."""
    order = sorted(range(len(texts)), key=texts.__getitem__)
    ranks = np.empty(len(order), dtype=np.uint32)
    ranks[order] = np.arange(len(order), dtype=np.uint32)
    return [texts[number].encode() for number in order], ranks


def _counts(numbers: Unsigned, size: int) -> Int64Array:
    """How often each number from 0 to size - 1 is there."""
    counts = np.zeros(size, dtype=np.int64)
    # Piece by piece: numpy counts in copies of 64 bits.
    for first in range(0, len(numbers), _PIECE_TOKENS):
        counts += np.bincount(numbers[first : first + _PIECE_TOKENS], minlength=size)
    return counts


def _bits(numbers: Unsigned) -> int:
    """How many bits the largest takes."""
    return int(numbers.max(initial=0)).bit_length()


_NO_POSITIONS: Unsigned = np.zeros(0, dtype=np.uint32)
