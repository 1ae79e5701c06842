"""The published documents as bags of features: stems, headings, concepts that the text names, length.

Features are made from the kept texts when first asked for and again for files that changed; nothing is written.
"""

from __future__ import annotations

import math
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from indexer.corpus_store.port import CorpusFile, CorpusStore
from indexer.curation.metadata_suggestions.concept_matcher import concept_evidence
from indexer.curation.metadata_suggestions.stemmed_words import stems
from indexer.domain.documents.dates import is_public
from indexer.domain.documents.document import Page
from indexer.domain.documents.metadata import DocumentId, Metadata
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.extraction.port import TextSource

_WORD = re.compile(r"[^\W\d_]{2,}")
_TITLE_WEIGHT = 3
_MAX_WORDS_READ = 8_000
_HEADING_WEIGHT = _CONCEPT_WEIGHT = 2.0


@dataclass(frozen=True, slots=True)
class DocumentFeatures:
    """A document with the weights of its features, not yet by how rare they are."""

    id: DocumentId
    metadata: Metadata
    features: Mapping[str, float]


def features_of(
    document_id: DocumentId, metadata: Metadata, pages: Sequence[Page], vocabulary: Vocabulary
) -> DocumentFeatures:
    """The profile of a document from its title and pages; only the beginning of a long one is read."""
    language = metadata.language
    words = Counter(stems(_WORD.findall(metadata.title), language) * _TITLE_WEIGHT)
    headings: Counter[str] = Counter()
    left = _MAX_WORDS_READ
    # A long report names everything somewhere; its beginning says what it is about, and is read in a moment.
    for page in pages:
        headings.update(f"heading:{stem}" for stem in stems(_WORD.findall(page.label), language))
        read = _WORD.findall(page.text)[:left]
        words.update(stems(read, language))
        left -= len(read)
        if left <= 0:
            break
    features = {stem: _damped(count) for stem, count in words.items()}
    features |= {heading: _HEADING_WEIGHT * _damped(count) for heading, count in headings.items()}
    for found in concept_evidence(metadata.title, pages, vocabulary, language).values():
        features[f"concept:{found.scheme}/{found.concept_id}"] = _CONCEPT_WEIGHT * _damped(found.count)
    features[f"words:{(_MAX_WORDS_READ - left).bit_length()}"] = 1.0
    features[f"pages:{len(pages).bit_length()}"] = 1.0
    return DocumentFeatures(document_id, metadata, features)


class FeatureStore:
    """The features of all published documents; safe to share between threads."""

    def __init__(self, corpus: CorpusStore, texts: TextSource, load_vocabulary: Callable[[], Vocabulary]) -> None:
        self._corpus = corpus
        self._texts = texts
        self._load_vocabulary = load_vocabulary
        self._lock = threading.Lock()
        self._kept: dict[DocumentId, tuple[str, DocumentFeatures]] = {}

    def state(self) -> Iterable[tuple[DocumentId, str]]:
        """What the features are made from: ids with content hashes."""
        return ((file.id, file.content_hash) for file in self._corpus.files()[0])

    def published(self) -> tuple[DocumentFeatures, ...]:
        """Every published document whose text is kept, by id."""
        vocabulary = self._load_vocabulary()
        with self._lock:
            fresh = {}
            for file in self._corpus.files()[0]:
                kept = self._kept.get(file.id)
                made = kept[1] if kept and kept[0] == file.content_hash else self._made(file, vocabulary)
                if made is not None:
                    fresh[file.id] = (file.content_hash, made)
            # Anew each time, so that nothing is kept of documents that are gone.
            self._kept = fresh
            return tuple(profile for _, profile in fresh.values())

    def _made(self, file: CorpusFile, vocabulary: Vocabulary) -> DocumentFeatures | None:
        """The features of a published document whose text is kept; None for every other."""
        metadata, _ = self._corpus.metadata(file, vocabulary)
        if metadata is None or not is_public(metadata):
            return None
        extraction = self._texts.load(file.text_hash)
        if extraction is None or extraction.refused is not None:
            return None
        return features_of(file.id, metadata, extraction.pages, vocabulary)


def _damped(count: int) -> float:
    return 1 + math.log(count)
