"""The vocabulary: concepts with labels in both languages, arranged in schemes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from indexer.domain.documents.metadata import Language
from indexer.domain.documents.records.named_records import NamedRecord, Records
from indexer.domain.documents.records.organisations import ORGANISATION_SCHEMES, Organisations
from indexer.domain.documents.records.places import PLACE_SCHEME, Places

RECORD_SCHEMES = (*ORGANISATION_SCHEMES, PLACE_SCHEME)
"""The facets whose values are ids of records, or plain texts where there is none."""

SUBJECT_SCHEME = "subject"
"""The scheme that says what documents are about."""

OUTCOME_SCHEME = "outcome"
"""The scheme that says what became of a partnership."""

UNKNOWN_OUTCOME, RUNNING = "unknown", "running"
"""Outcomes with a meaning of their own: the first says nothing, the second leaves the years open."""


def is_known_outcome(outcome: str) -> bool:
    """Whether an outcome is stated and says something."""
    return outcome not in ("", UNKNOWN_OUTCOME)


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
    """A concept scheme; its definition is the one-line explanation that visitors read beside the facet.

    Attributes:
        replaced: ids of concepts that stand no more, each with the one that stands for it; "" where none does.
    """

    id: str
    labels: Mapping[Language, str]
    definitions: Mapping[Language, str]
    concepts: Mapping[str, Concept]
    replaced: Mapping[str, str] = field(default_factory=dict)

    def current(self, concept_id: str) -> str:
        """The id of the concept that stands for one now: itself where it was not replaced, "" where none does."""
        seen: set[str] = set()
        while concept_id in self.replaced and concept_id not in seen:
            seen.add(concept_id)
            concept_id = self.replaced[concept_id]
        return "" if concept_id in seen else concept_id

    def narrower(self, concept_id: str) -> tuple[str, ...]:
        """The concepts right below one, in the order of the file."""
        return tuple(id_ for id_, concept in self.concepts.items() if concept_id in concept.broader)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All schemes by id; concepts keep the order of the file.

    Attributes:
        organisations, places: the records that the concepts of RECORD_SCHEMES are made from.
    """

    schemes: Mapping[str, Scheme]
    content_hash: str = ""
    organisations: Organisations = field(default_factory=Records)
    places: Places = field(default_factory=Records)

    def concept(self, scheme: str, concept_id: str) -> Concept | None:
        """The concept, or the one that stands for it now; None if the scheme or the concept is unknown."""
        found = self.schemes.get(scheme)
        return found.concepts.get(found.current(concept_id)) if found else None

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
        """Every concept of the vocabulary itself, scheme by scheme; records are none of them."""
        for scheme in self.own_schemes:
            yield from scheme.concepts.values()

    @property
    def own_schemes(self) -> tuple[Scheme, ...]:
        """The schemes without those that are made of records."""
        return tuple(scheme for scheme in self.schemes.values() if scheme.id not in RECORD_SCHEMES)

    def records(self, facet: str) -> Records[Any]:
        """The records whose ids are values of a facet; none for facets of concepts and plain values."""
        if facet in ORGANISATION_SCHEMES:
            return self.organisations
        return self.places if facet == PLACE_SCHEME else _NO_RECORDS

    def names_of(self, facet: str, value: str) -> tuple[str, ...]:
        """Every name of the record that a value of a facet is the id of; the value itself where it is none."""
        record = self.records(facet).get(value)
        return tuple(record.all_names) if record else (value,)

    def with_records(self, organisations: Organisations, places: Places) -> Vocabulary:
        """The vocabulary with records as concepts of the facets whose values they are."""
        joined = Vocabulary(self.schemes, joint_hash(self.content_hash, organisations, places), organisations, places)
        schemes = {facet: _scheme(facet, records) for facet in RECORD_SCHEMES if (records := joined.records(facet))}
        return replace(joined, schemes={**self.schemes, **schemes})


_NO_RECORDS: Records[Any] = Records()


def joint_hash(content_hash: str, *records: Records[Any]) -> str:
    """A SHA-256 that changes with the vocabulary and with records; that of the vocabulary where there are none."""
    if not any(records):
        return content_hash
    return hashlib.sha256("".join((content_hash, *(each.content_hash for each in records))).encode()).hexdigest()


def _scheme(facet: str, records: Records[Any]) -> Scheme:
    current = (one for one in records.values() if not one.replaced_by)
    replaced = {one.id: records.current(one.id) for one in records.values() if one.replaced_by}
    return Scheme(facet, {}, {}, {one.id: _concept(facet, one, records) for one in current}, replaced)


def _concept(scheme: str, one: NamedRecord, records: Records[Any]) -> Concept:
    """A record as a concept; a part is narrower than the whole."""
    whole = records.current(one.part_of)
    names = tuple(sorted(set(one.other_names)))
    return Concept(
        scheme,
        one.id,
        labels={language: one.name(language) for language in Language},
        synonyms=dict.fromkeys(Language, names),
        broader=(whole,) if whole in records else (),
    )
