"""Tokens -> postings, by sorting arrays: one field of one segment at a time.

A posting is a document with the number of times it holds a term (its frequency) and where (positions). Postings lie
term after term in the order of the terms' bytes, documents rising within a term, positions rising within a document.
What BM25 needs of a posting is its pair of frequency and field length; postings hold the number of that pair.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.engines.analyzed_document import AnalyzedField, Expansion, ListedTerms, NumberedTexts, TermColumn
from indexer.engines.arrays.segments.schema import FieldKind
from indexer.engines.arrays.structures.tf_length_pairs import Unsigned, numbered_pairs
from indexer.storage.ragged import Int64Array, cumulated

# What `postings` was seen to take at its fullest: keys, orders and gathered copies; and a term as text and bytes.
_SORTING_BYTES_PER_TOKEN = 88
_BYTES_PER_TERM = 250


class SortedTerms(Protocol):
    """Terms in byte order, all different: a list, or mapped bytes that are cut when they are asked for."""

    def __len__(self) -> int: ...

    def __getitem__(self, ordinal: int, /) -> bytes: ...

    def __iter__(self) -> Iterator[bytes]: ...


@dataclass(frozen=True, slots=True)
class Postings:
    """The postings of a field.

    Attributes:
        terms: in byte order, all different.
        offsets: int64[len(terms) + 1]; the postings of term i are those from offsets[i] to offsets[i + 1].
        documents: uint32 per posting.
        tf_length_pairs: uint16 or uint32 per posting: the number of its pair.
        pair_frequencies, pair_lengths: uint32 per pair of frequency and length of the field.
        position_offsets: int64[len(terms) + 1]; the positions of term i are those from position_offsets[i] on.
        positions: uint32 or uint64 per occurrence, in the order of the postings: the position in the document, counted
            on from all positions of the documents before; empty for a field without positions.
        position_bases: int64[documents + 1]; positions of document d lie from position_bases[d] up to
            position_bases[d + 1].
        lengths: uint32 per document: tokens of the field, 0 where it is empty.
    """

    terms: SortedTerms
    offsets: Int64Array
    documents: Unsigned
    tf_length_pairs: Unsigned
    pair_frequencies: Unsigned
    pair_lengths: Unsigned
    position_offsets: Int64Array
    positions: Unsigned
    position_bases: Int64Array
    lengths: Unsigned

    @property
    def has_positions(self) -> bool:
        """Whether the positions of terms are known."""
        return bool(len(self.positions))


class FieldInverter:
    """Collects the tokens of a field, document by document."""

    def __init__(self, kind: FieldKind) -> None:
        self._kind = kind
        self._listed = ListedTerms()
        self._columns: list[tuple[TermColumn, int]] = []
        self._words = array("I")
        self._positions = array("I")
        self._documents = array("I")
        self._lengths = array("I")

    @property
    def bytes_held(self) -> int:
        """Memory taken so far."""
        return 8 * len(self._words) + _BYTES_PER_TERM * len(self._listed)

    @property
    def bytes_to_sort(self) -> int:
        """Memory that `postings` takes for a while."""
        columns = {id(column): column for column, _ in self._columns}
        most = max((column.max_terms_per_word for column in columns.values()), default=1)
        return _SORTING_BYTES_PER_TOKEN * most * len(self._words) + _BYTES_PER_TERM * sum(map(len, columns.values()))

    def add(self, document: int, field: AnalyzedField) -> None:
        """Add the words of a document; document numbers must rise."""
        self._words.frombytes(field.words.tobytes())
        if self._kind is FieldKind.POSITIONS:
            self._positions.frombytes(field.positions.tobytes())
        self._note_document(document, field.column, len(field.words))

    def add_terms(self, document: int, terms: Sequence[str]) -> None:
        """Add terms without positions, of a field that is the engine's own."""
        if terms:
            self._words.extend(map(self._listed.__getitem__, terms))
            self._note_document(document, self._listed, len(terms))

    def postings(self, size: int) -> Postings:
        """Everything that was added, sorted; `size` is the number of documents of the segment."""
        texts, tokens, counts = self._expanded()
        terms, ranks = _in_byte_order(texts)
        documents = np.frombuffer(self._documents, dtype=np.uint32)
        token_counts = _token_counts(counts, np.frombuffer(self._lengths, dtype=np.uint32))
        lengths = np.zeros(size, dtype=np.uint32)
        lengths[documents] = token_counts
        of_token = np.repeat(documents, token_counts)
        # Names are bound anew as arrays are sorted, so that the unsorted ones go: here memory is at its fullest.
        tokens = ranks[tokens]
        order = _stable_order(tokens)
        tokens = tokens[order]
        positions, position_bases = _global_positions(
            self._token_positions(counts), of_token, lengths, documents, token_counts
        )
        of_token = of_token[order]
        firsts = _first_of_each_posting(tokens, of_token)
        if self._kind is FieldKind.VALUES:
            tokens, of_token = tokens[firsts], of_token[firsts]
            firsts = np.arange(len(firsts))
            lengths = np.bincount(of_token, minlength=size).astype(np.uint32)
        holders = of_token[firsts]
        frequencies = np.diff(np.append(firsts, len(tokens))).astype(np.uint32)
        pairs, pair_frequencies, pair_lengths = numbered_pairs(frequencies, lengths[holders])
        return Postings(
            terms=terms,
            offsets=cumulated(np.bincount(tokens[firsts], minlength=len(terms))),
            documents=holders,
            tf_length_pairs=pairs,
            pair_frequencies=pair_frequencies,
            pair_lengths=pair_lengths,
            position_offsets=cumulated(np.bincount(tokens, minlength=len(terms))),
            positions=positions[order] if len(positions) else positions,
            position_bases=position_bases,
            lengths=lengths,
        )

    def _token_positions(self, counts: Unsigned | None) -> Unsigned:
        """The position of each token in its document; tokens of one word share its position."""
        positions = np.frombuffer(self._positions, dtype=np.uint32)
        return np.repeat(positions, counts) if counts is not None and len(positions) else positions

    def _note_document(self, document: int, column: TermColumn, words: int) -> None:
        # Documents of one run share their columns; a column is closed by where its words end.
        if not self._columns or self._columns[-1][0] is not column:
            self._columns.append((column, 0))
        self._columns[-1] = column, len(self._words)
        self._documents.append(document)
        self._lengths.append(words)

    def _expanded(self) -> tuple[Sequence[str], Unsigned, Unsigned | None]:
        """(terms, the number of each token's term, how many tokens each word becomes; None where each becomes one)."""
        words = np.frombuffer(self._words, dtype=np.uint32)
        ends = [0, *(last for _, last in self._columns)]
        parts = [
            _without_unused(column.expanded(words[first:last]))
            for (column, _), first, last in zip(self._columns, ends[:-1], ends[1:], strict=True)
        ]
        if len(parts) == 1:
            return parts[0]
        numbered = NumberedTexts()
        tokens = [numbered.assign_numbers(terms)[tokens] for terms, tokens, _ in parts]
        counts = _concatenated_counts([each for _, _, each in parts], np.diff(ends))
        return numbered.texts, np.concatenate([np.zeros(0, dtype=np.uint32), *tokens]), counts


def _without_unused(expansion: Expansion) -> Expansion:
    """The same with no other terms than those that words become."""
    # A column may be shared with other fields and segments, and hold many terms that stand nowhere in this one.
    used = np.flatnonzero(np.bincount(expansion.numbers, minlength=len(expansion.terms)))
    numbers = np.zeros(len(expansion.terms), dtype=np.uint32)
    numbers[used] = np.arange(len(used), dtype=np.uint32)
    terms = [expansion.terms[number] for number in used.tolist()]
    return Expansion(terms, numbers[expansion.numbers], expansion.counts)


def _concatenated_counts(counts: Sequence[Unsigned | None], words: Int64Array) -> Unsigned | None:
    """How many tokens the words of all columns become; None where each becomes one."""
    if all(each is None for each in counts):
        return None
    parts = zip(counts, words.tolist(), strict=True)
    return np.concatenate([np.ones(size, dtype=np.uint32) if each is None else each for each, size in parts])


def _token_counts(counts: Unsigned | None, words: Unsigned) -> Unsigned:
    """Tokens by document, whose numbers of words are given."""
    if counts is None:
        return words
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


def _first_of_each_posting(tokens: Unsigned, documents: Unsigned) -> Int64Array:
    """Where another term, or another document of the same term, begins among sorted tokens."""
    is_first = np.ones(len(tokens), dtype=np.bool_)
    is_first[1:] = (tokens[1:] != tokens[:-1]) | (documents[1:] != documents[:-1])
    return np.flatnonzero(is_first)


def _stable_order(numbers: NDArray[np.uint32]) -> Int64Array:
    """What sorts the numbers, equal ones in their order."""
    # Half a number at a time, the lower first: numpy sorts numbers of 16 bits by counting, longer ones by comparing.
    order: Int64Array = np.argsort(numbers.astype(np.uint16), kind="stable")
    if len(numbers) and int(numbers.max()) >> 16:
        order = order[np.argsort((numbers >> np.uint32(16)).astype(np.uint16)[order], kind="stable")]
    return order


def _global_positions(
    positions: Unsigned, of_token: Unsigned, lengths: Unsigned, documents: Unsigned, token_counts: Unsigned
) -> tuple[Unsigned, Int64Array]:
    """The position of each token counted on from document to document, and where each document's positions begin."""
    extents = np.zeros(len(lengths), dtype=np.int64)
    if not len(positions):
        return np.zeros(0, dtype=np.uint32), cumulated(extents)
    is_filled = token_counts > 0
    last = np.cumsum(token_counts, dtype=np.int64)[is_filled] - 1
    # One more than the last position needs stays free behind each document: no phrase then reaches into the next.
    extents[documents[is_filled]] = positions[last].astype(np.int64) + 2
    position_bases = cumulated(extents)
    kind = position_type(int(position_bases[-1]))
    return position_bases.astype(kind)[of_token] + positions.astype(kind), position_bases


def position_type(end: int) -> type[np.unsignedinteger[Any]]:
    """The type that holds every position below this one."""
    return np.uint32 if end < 1 << 32 else np.uint64
