"""Whether two texts are nearly the same: the share of word sequences that they have in common.

A text's sketch is the 64 smallest hashes of its sequences of four words ("bottom-k sketch": Broder, "On the resemblance
and containment of documents", 1997), so that two texts are compared without being read again. Changing one word in
twenty leaves about .69 of the sequences, unrelated texts share next to none.
"""

from __future__ import annotations

import hashlib
import heapq
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from indexer.domain.documents.metadata import DocumentId

SKETCH_SIZE = 64
NEARLY_THE_SAME = 0.45
"""Similarity from which two texts are called near duplicates: between 5 % changed words and unrelated texts."""

_SHINGLE_WORDS = 4
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A document of the corpus with the same text; `similarity` is 1.0 for the same, `is_exact` for the same file."""

    id: DocumentId
    similarity: float
    is_exact: bool = False


def sketch_of(texts: Iterable[str]) -> tuple[int, ...]:
    """The sketch of a text given in parts, rising, without repetition; () for a text without words."""
    words = [word.encode() for text in texts for word in _WORD.findall(text.casefold())]
    # A text of fewer words than a sequence has is one sequence.
    last = max(len(words) - _SHINGLE_WORDS + 1, 1 if words else 0)
    shingles = {b" ".join(words[start : start + _SHINGLE_WORDS]) for start in range(last)}
    hashes = (hashlib.blake2b(shingle, digest_size=8).digest() for shingle in shingles)
    return tuple(int.from_bytes(digest, "big") for digest in heapq.nsmallest(SKETCH_SIZE, hashes))


def similarity(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """The estimated share of word sequences in common, from 0 to 1; 0 where either has none."""
    if not one or not other:
        return 0.0
    smallest = heapq.nsmallest(SKETCH_SIZE, {*one, *other})
    return len(set(smallest) & set(one) & set(other)) / len(smallest)


def similar_pairs(sketches: Mapping[DocumentId, tuple[int, ...]]) -> Iterator[tuple[DocumentId, DocumentId, float]]:
    """Every pair of near duplicates, each once and in order; only pairs that share a hash are compared."""
    owners: defaultdict[int, list[DocumentId]] = defaultdict(list)
    for document_id in sorted(sketches):
        earlier = {other for number in sketches[document_id] for other in owners[number]}
        for other in sorted(earlier):
            share = similarity(sketches[other], sketches[document_id])
            if share >= NEARLY_THE_SAME:
                yield other, document_id, share
        for number in sketches[document_id]:
            owners[number].append(document_id)
