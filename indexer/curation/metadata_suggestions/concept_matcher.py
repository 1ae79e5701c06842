"""Where a text names a concept of the vocabulary: its labels and synonyms, inflected, in either language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from indexer.curation.metadata_suggestions.stemmed_words import stems, words_with_places
from indexer.domain.documents.document import Page
from indexer.domain.documents.metadata import Language
from indexer.domain.documents.metadata_schema import UNTOLD
from indexer.domain.documents.vocabulary import Vocabulary

_CONTEXT_CHARACTERS = 70


@dataclass(frozen=True, slots=True)
class Passage:
    """Where something was read: the words around it, and between which characters of its page it stands.

    Attributes:
        page_number: 0 in a title.
        start, end: -1 where the place within the page is not known.
    """

    text: str
    page_number: int
    page_label: str = ""
    start: int = -1
    end: int = -1

    @classmethod
    def of(cls, page: Page, start: int, end: int) -> Passage:
        """The passage around some characters of a page."""
        return cls(passage_text(page.text, start, end), page.number, page.label, start, end)


@dataclass(frozen=True, slots=True)
class ConceptEvidence:
    """How often a text names a concept, and where first."""

    scheme: str
    concept_id: str
    count: int
    passage: Passage


def concept_evidence(
    title: str, pages: Iterable[Page], vocabulary: Vocabulary, language: Language
) -> dict[tuple[str, str], ConceptEvidence]:
    """Every concept that is named in title or text, by (scheme, id)."""
    # By content, for every reading of the file is another vocabulary; one that has no hash is known by itself.
    names = _names(vocabulary.content_hash or str(id(vocabulary)), language, _Frozen(vocabulary))
    counts: defaultdict[tuple[str, str], int] = defaultdict(int)
    first: dict[tuple[str, str], Passage] = {}
    for page in (Page(0, title), *pages):
        for concept, start, end in _mentions(page.text, names, language):
            counts[concept] += 1
            if concept not in first:
                first[concept] = Passage.of(page, start, end)
    return {
        (scheme, concept_id): ConceptEvidence(scheme, concept_id, counts[scheme, concept_id], passage)
        for (scheme, concept_id), passage in first.items()
    }


def _mentions(text: str, names: _Names, language: Language) -> Iterator[tuple[tuple[str, str], int, int]]:
    """(scheme, id) of each concept that a text names, with the characters between which it does."""
    words = words_with_places(text)
    found = stems((word for word, _, _ in words), language)
    for position, stem in enumerate(found):
        for name, concepts in names.get(stem, ()):
            if tuple(found[position : position + len(name)]) == name:
                start, end = words[position][1], words[position + len(name) - 1][2]
                yield from ((concept, start, end) for concept in concepts)


def passage_text(text: str, start: int, end: int) -> str:
    """The passage around a place in a text, on one line, cut at spaces."""
    first = text.rfind(" ", 0, max(0, start - _CONTEXT_CHARACTERS)) + 1 if start > _CONTEXT_CHARACTERS else 0
    last = text.find(" ", min(len(text), end + _CONTEXT_CHARACTERS))
    passage = " ".join(text[first : last if last != -1 else len(text)].split())
    return f"{'… ' if first else ''}{passage}{' …' if last != -1 else ''}"


class _Frozen:
    """A vocabulary as an argument that a cache compares by nothing but its key."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Frozen)


_Names = Mapping[str, Sequence[tuple[tuple[str, ...], tuple[tuple[str, str], ...]]]]


@lru_cache(maxsize=8)
def _names(_: str, language: Language, frozen: _Frozen) -> _Names:
    """First stem -> the whole names that begin with it and the concepts they stand for."""
    owners: defaultdict[tuple[str, ...], dict[tuple[str, str], None]] = defaultdict(dict)
    for concept in frozen.vocabulary.concepts():
        if concept.scheme in UNTOLD:
            continue
        for label in concept.telling(language):
            name = tuple(stems((word for word, _, _ in words_with_places(label)), language))
            if name:
                owners[name][concept.scheme, concept.id] = None
    found: defaultdict[str, list[tuple[tuple[str, ...], tuple[tuple[str, str], ...]]]] = defaultdict(list)
    for name, concepts in owners.items():
        found[name[0]].append((name, tuple(concepts)))
    return dict(found)
