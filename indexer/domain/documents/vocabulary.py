"""The vocabulary: concepts with labels in both languages, arranged in schemes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from indexer.domain.documents.metadata import Language

SUBJECT_SCHEME = "subject"
"""The scheme that says what documents are about."""

OUTCOME_SCHEME = "outcome"
"""The scheme that says what became of a partnership."""

UNKNOWN_OUTCOME, RUNNING = "unknown", "running"
"""Outcomes with a meaning of their own: the first says nothing, the second leaves the years open."""


@dataclass(frozen=True, slots=True)
class Concept:
    """A SKOS concept.

    Attributes:
        id: unique within its scheme; what URLs, files and the index carry.
        labels: exactly one preferred label per language.
        synonyms: alternative labels per language, sorted.
        hidden: words per language that tell of the concept but are no names of it, sorted (SKOS hidden labels).
        broader, narrower, related: ids within the same scheme, sorted.
        matches: (scheme, id) of concepts in other schemes that this one is linked to.
    """

    scheme: str
    id: str
    labels: Mapping[Language, str]
    synonyms: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)
    hidden: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)
    scope_notes: Mapping[Language, str] = field(default_factory=dict)
    broader: tuple[str, ...] = ()
    narrower: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    matches: tuple[tuple[str, str], ...] = ()

    def telling(self, language: Language) -> tuple[str, ...]:
        """Everything that tells of the concept in a text: its label, its synonyms, its hidden labels."""
        names = (self.labels.get(language, ""), *self.synonyms.get(language, ()), *self.hidden.get(language, ()))
        return tuple(dict.fromkeys(name for name in names if name))


@dataclass(frozen=True, slots=True)
class Scheme:
    """A concept scheme; its definition is the one-line explanation that visitors read beside the facet."""

    id: str
    labels: Mapping[Language, str]
    definitions: Mapping[Language, str]
    concepts: Mapping[str, Concept]

    def narrower(self, concept_id: str) -> tuple[str, ...]:
        """The concepts right below one, in the order of the file."""
        return tuple(id_ for id_, concept in self.concepts.items() if concept_id in concept.broader)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All schemes by id; concepts keep the order of the file."""

    schemes: Mapping[str, Scheme]
    content_hash: str = ""

    def concept(self, scheme: str, concept_id: str) -> Concept | None:
        """The concept, or None if the scheme or the concept is unknown."""
        found = self.schemes.get(scheme)
        return found.concepts.get(concept_id) if found else None

    def label(self, scheme: str, concept_id: str, language: Language) -> str:
        """The preferred label; the id itself if the concept is unknown."""
        found = self.concept(scheme, concept_id)
        return found.labels.get(language, concept_id) if found else concept_id

    def with_broader(self, scheme: str, concept_ids: tuple[str, ...]) -> tuple[str, ...]:
        """The concepts and everything broader than them, unique, narrow before broad."""
        found: dict[str, None] = {}
        waiting = list(concept_ids)
        while waiting:
            concept_id = waiting.pop(0)
            # A concept may be broader than itself by a slip, which `samspil check` names.
            if concept_id in found:
                continue
            found[concept_id] = None
            known = self.concept(scheme, concept_id)
            waiting.extend(known.broader if known else ())
        return tuple(found)

    def concepts(self) -> Iterator[Concept]:
        """Every concept, scheme by scheme."""
        for scheme in self.schemes.values():
            yield from scheme.concepts.values()
