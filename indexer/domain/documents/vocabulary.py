"""The vocabulary: concepts with labels in both languages, arranged in schemes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from indexer.domain.documents.metadata import Language
from indexer.domain.documents.organisations import ORGANISATION_SCHEMES, Organisation, Organisations

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
    """All schemes by id; concepts keep the order of the file.

    Attributes:
        organisations: the records that the concepts of ORGANISATION_SCHEMES are made from.
    """

    schemes: Mapping[str, Scheme]
    content_hash: str = ""
    organisations: Organisations = field(default_factory=Organisations)

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
        """Every concept of the vocabulary itself, scheme by scheme; organisations are none of them."""
        for scheme in self.own_schemes:
            yield from scheme.concepts.values()

    @property
    def own_schemes(self) -> tuple[Scheme, ...]:
        """The schemes without those that are made of organisations."""
        return tuple(scheme for scheme in self.schemes.values() if scheme.id not in ORGANISATION_SCHEMES)

    def with_organisations(self, organisations: Organisations) -> Vocabulary:
        """The vocabulary with the records as concepts of the facets whose values they are."""
        current = [one for one in organisations.values() if not one.replaced_by]
        schemes = {
            scheme: Scheme(scheme, {}, {}, {one.id: _concept(scheme, one, organisations) for one in current})
            for scheme in (ORGANISATION_SCHEMES if current else ())
        }
        return Vocabulary({**self.schemes, **schemes}, joint_hash(self.content_hash, organisations), organisations)


def joint_hash(content_hash: str, organisations: Organisations) -> str:
    """A SHA-256 that changes with the vocabulary and with the records; that of the vocabulary where there are none."""
    if not organisations:
        return content_hash
    return hashlib.sha256(f"{content_hash}{organisations.content_hash}".encode()).hexdigest()


def _concept(scheme: str, one: Organisation, organisations: Organisations) -> Concept:
    """A record as a concept; a part is narrower than the whole."""
    whole = organisations.current(one.part_of)
    names = tuple(sorted(set(one.other_names)))
    return Concept(
        scheme,
        one.id,
        labels={language: one.name(language) for language in Language},
        synonyms=dict.fromkeys(Language, names),
        broader=(whole,) if whole in organisations else (),
    )
