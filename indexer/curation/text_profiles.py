"""Which published documents a text resembles: cosine of tf-idf over stems, in its own language.

Vectors are made from the kept texts when first asked for and again when the corpus changed; nothing is written.
"""

from __future__ import annotations

import math
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

import snowballstemmer

from indexer.domain.document import Document, DocumentId, Language, Metadata, Status
from indexer.domain.vocabulary import Vocabulary
from indexer.ports import CorpusStore, TextSource

_WORD = re.compile(r"[^\W\d_]{2,}")
_TITLE_WEIGHT = 3
_WORDS_READ = 8_000
_SHARE_OF_COMMON = 0.4
_STEMMERS = {Language.DANISH: "danish", Language.ENGLISH: "english"}


@dataclass(frozen=True, slots=True)
class Profile:
    """A document as a bag of stems."""

    id: DocumentId
    metadata: Metadata
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A published document and how much a text resembles it, 0 to 1."""

    profile: Profile
    similarity: float


def stems(words: Iterable[str], language: Language) -> list[str]:
    """Each word in small letters and stemmed."""
    return list(_stemmer(language).stemWords([word.lower() for word in words]))


def words_with_places(text: str) -> list[tuple[str, int, int]]:
    """The words of a text with their character offsets."""
    return [(match.group(), match.start(), match.end()) for match in _WORD.finditer(text)]


def profile_of(document_id: DocumentId, metadata: Metadata, texts: Iterable[str]) -> Profile:
    """The profile of a document from its title, summary and texts; only the beginning of a long one is read."""
    counts: Counter[str] = Counter()
    for _ in range(_TITLE_WEIGHT):
        counts.update(stems(_WORD.findall(f"{metadata.title} {metadata.summary}"), metadata.language))
    left = _WORDS_READ
    for text in texts:
        words = _WORD.findall(text)[:left]
        counts.update(stems(words, metadata.language))
        left -= len(words)
        if left <= 0:
            break
    return Profile(document_id, metadata, dict(counts))


class TextProfiles:
    """The profiles of all published documents; safe to share between threads."""

    def __init__(self, corpus: CorpusStore, texts: TextSource, load_vocabulary: Callable[[], Vocabulary]) -> None:
        self._corpus = corpus
        self._texts = texts
        self._load_vocabulary = load_vocabulary
        self._lock = threading.Lock()
        self._kept: dict[DocumentId, tuple[str, Profile]] = {}

    def published(self) -> tuple[Profile, ...]:
        """Every published document whose text is kept, by id."""
        vocabulary = self._load_vocabulary()
        files, _ = self._corpus.files()
        with self._lock:
            fresh = {}
            for file in files:
                kept = self._kept.get(file.id)
                if kept and kept[0] == file.content_hash:
                    fresh[file.id] = kept
                    continue
                metadata, _ = self._corpus.metadata(file, vocabulary)
                extraction = self._texts.load(file.text_hash) if metadata else None
                if metadata and extraction and metadata.status is Status.PUBLISHED:
                    made = profile_of(file.id, metadata, (page.text for page in extraction.pages))
                    fresh[file.id] = (file.content_hash, made)
            self._kept = fresh
            return tuple(profile for _, profile in fresh.values())


def neighbours(profile: Profile, others: Iterable[Profile], count: int) -> tuple[Neighbour, ...]:
    """The most similar of the others, best first; itself is never among them."""
    compared = [other for other in others if other.id != profile.id]
    frequencies: Counter[str] = Counter()
    for other in compared:
        frequencies.update(other.counts.keys())
    total = len(compared) + 1

    def weights(one: Profile) -> dict[str, float]:
        found = {
            stem: (1 + math.log(number)) * math.log(total / frequencies[stem])
            for stem, number in one.counts.items()
            if 1 <= frequencies[stem] <= max(2, _SHARE_OF_COMMON * total)
        }
        length = math.sqrt(sum(weight * weight for weight in found.values())) or 1.0
        return {stem: weight / length for stem, weight in found.items()}

    own = weights(profile)
    scored = []
    for other in compared:
        theirs = weights(other)
        small, large = sorted((own, theirs), key=len)
        similarity = sum(weight * large[stem] for stem, weight in small.items() if stem in large)
        scored.append(Neighbour(other, similarity))
    return tuple(sorted(scored, key=lambda one: (-one.similarity, one.profile.id))[:count])


def document_profile(document: Document) -> Profile:
    """The profile of a document that is read already."""
    return profile_of(document.id, document.metadata, (page.text for page in document.pages))


@cache
def _stemmer(language: Language) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(_STEMMERS[language])
