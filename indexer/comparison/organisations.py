"""Libraries and partners of a collection: who they are, under all spellings, and which documents name them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indexer.analysis.collation import danish_sort_key
from indexer.comparison.weighted_jaccard import Mask
from indexer.domain.documents.metadata import DocumentId, Language, Metadata
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.storage.ragged import Int64Array

LIBRARY, PARTNER = "library", "partner"


@dataclass(frozen=True, slots=True, order=True)
class Actor:
    """A library or a partner, in the facet that it can be searched by.

    Attributes:
        key: the id, or a name without regard to capitals; unique within the facet.
        spellings: the id, or the names as documents state them, first seen first; values of the facet.
    """

    facet: str
    key: str
    spellings: tuple[str, ...]

    @property
    def value(self) -> str:
        """The value of the facet that it is named by."""
        return self.spellings[0].strip()


class Actors:
    """All of them in one state of the collection; nothing in it changes."""

    def __init__(self, ids: Sequence[DocumentId], stated: Sequence[Metadata], vocabulary: Vocabulary) -> None:
        spellings: dict[tuple[str, str], dict[str, None]] = {}
        # No set: libraries that are named equally often come in the order in which they were seen.
        pairs: dict[int, None] = {}
        numbers: dict[tuple[str, str], int] = {}
        for ordinal, metadata in enumerate(stated):
            for facet, names in ((PARTNER, metadata.partners), (LIBRARY, metadata.libraries)):
                for name in vocabulary.with_broader(facet, names):
                    node = facet, name.strip().casefold()
                    spellings.setdefault(node, {})[name] = None
                    # A number for each pair, not a tuple: Python's collector has tens of thousands less to go through.
                    pairs[numbers.setdefault(node, len(numbers)) * len(ids) + ordinal] = None
        self.all = tuple(Actor(facet, key, tuple(names)) for (facet, key), names in spellings.items())
        self.ordinals = {actor: ordinal for ordinal, actor in enumerate(self.all)}
        self._ids = ids
        self._actors, self._documents = np.divmod(np.array(sorted(pairs), dtype=np.int64), max(1, len(ids)))
        labels = [vocabulary.label(actor.facet, actor.value, Language.DANISH) for actor in self.all]
        by_name = sorted(range(len(labels)), key=lambda number: danish_sort_key(labels[number]))
        self._ranks: Int64Array = np.zeros(len(self.all), dtype=np.int64)
        self._ranks[by_name] = np.arange(len(by_name))
        self._libraries: list[list[int]] = [[] for _ in ids]
        for number, ordinal in (divmod(pair, len(ids)) for pair in pairs):
            if self.all[number].facet == LIBRARY:
                self._libraries[ordinal].append(number)
        self._are_partners: Mask = np.array([actor.facet == PARTNER for actor in self.all], dtype=np.bool_)

    def named_by(self, documents: Mask) -> NamedActors:
        """Those that some documents name; `documents` by ordinal."""
        kept = documents[self._documents]
        return NamedActors(self, self._ids, self._actors[kept], self._documents[kept])

    def libraries(self, documents: Int64Array) -> tuple[Actor, ...]:
        """The libraries that some documents name, those of most of them first."""
        named = Counter(number for ordinal in documents.tolist() for number in self._libraries[ordinal])
        return tuple(self.all[number] for number, _ in named.most_common())

    def in_order(self, counts: Int64Array) -> list[Actor]:
        """The partners that are counted, most often first, then by name."""
        found = np.flatnonzero(self._are_partners & (counts > 0))
        return [self.all[number] for number in found[np.lexsort((self._ranks[found], -counts[found]))].tolist()]


class NamedActors:
    """The actors that a set of documents names."""

    def __init__(self, actors: Actors, ids: Sequence[DocumentId], numbers: Int64Array, documents: Int64Array) -> None:
        """`numbers` rises."""
        self._ids = ids
        self._numbers = numbers
        self._documents = documents
        self._actors = actors
        counts = np.bincount(numbers, minlength=len(actors.all))
        self.partners = actors.in_order(counts)

    def libraries_beside(self, partner: Actor) -> tuple[Actor, ...]:
        """The libraries of the documents that name a partner, those of most of them first."""
        return self._actors.libraries(self._documents_naming(partner))

    def documents(self, actor: Actor) -> tuple[DocumentId, ...]:
        """The documents that name an actor, sorted."""
        return tuple(self._ids[ordinal] for ordinal in self._documents_naming(actor).tolist())

    def _documents_naming(self, actor: Actor) -> Int64Array:
        ordinal = self._actors.ordinals[actor]
        first, last = np.searchsorted(self._numbers, (ordinal, ordinal + 1))
        return self._documents[first:last]
