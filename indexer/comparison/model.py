"""Comparable documents: what is compared, how much it counts, and the reasons that come out."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from indexer.domain.documents.metadata import DocumentId, Metadata
from indexer.domain.documents.metadata_schema import FACET_ROWS
from indexer.domain.documents.vocabulary import is_known_outcome


class Aspect(enum.StrEnum):
    """What two documents are compared by."""

    GOAL = "goal"
    PARTNER_TYPE = "partner-type"
    SECTOR = "sector"
    PARTNER = "partner"
    SUBJECT = "subject"
    TEXT = "text"
    KIND = "kind"
    FORM = "form"
    PHASE = "phase"
    OUTCOME = "outcome"
    MUNICIPALITY = "municipality"
    COUNTRY = "country"
    SCALE = "scale"
    TIME = "time"


class Relation(enum.StrEnum):
    """How two documents stand to each other in one aspect; where one says nothing there is no relation."""

    SAME = "same"
    BROADER = "broader"
    NEAR = "near"
    DIFFERENT = "different"


class Scale(enum.StrEnum):
    """How far a partnership reaches, told from the places it states."""

    LOCAL = "local"
    SEVERAL_PLACES = "several-places"
    INTERNATIONAL = "international"


@dataclass(frozen=True, slots=True)
class ComparisonWeights:
    """How much each aspect counts.

    Attributes:
        aspects: what full agreement in an aspect adds to the score; an aspect that is missing counts 0.
        broader: what a shared broader concept counts, beside 1 for a shared concept.
        related: what a link between related concepts counts that each states one of, beside 1 for a shared concept.
        difference: what stating something else takes away, beside 1 for full agreement.
        near_years: after so many years between two starts, their nearness has fallen to 0.37.
        close: the share of full agreement in everything from which on two documents are closely alike.
    """

    aspects: Mapping[Aspect, float] = field(default_factory=dict)
    broader: float = 0.4
    # What is near without being the same counts little (decision 0019).
    related: float = 0.2
    difference: float = 0.15
    near_years: float = 8.0
    close: float = 0.19

    def scaled(self, factors: Mapping[Aspect, float]) -> ComparisonWeights:
        """The weights with some aspects counting more or less."""
        scaled = {aspect: weight * factors.get(aspect, 1.0) for aspect, weight in self.aspects.items()}
        return replace(self, aspects=scaled)

    @property
    def close_score(self) -> float:
        """The score from which on two documents are closely alike."""
        return self.close * sum(self.aspects.values())


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two documents are comparable in one aspect, or how they differ.

    Attributes:
        values: what both say (SAME), the broader concepts that both fall under (BROADER), or what the other document
            says (NEAR: its year or related concepts; DIFFERENT); concept ids, literals, or words of the other
            document (TEXT).
        own_values: what the document that was asked about says, where that is not the same.
        strength: what the aspect adds to the score.
    """

    aspect: Aspect
    relation: Relation
    values: tuple[str, ...]
    own_values: tuple[str, ...] = ()
    strength: float = 0.0


@dataclass(frozen=True, slots=True)
class Comparable:
    """A document with its reasons, strongest first, and its differences, in the order of Aspect.

    `is_close` says that it is closely alike; nothing is close to a situation, which never says as much as a document.
    """

    id: DocumentId
    metadata: Metadata
    score: float
    reasons: tuple[Reason, ...]
    differences: tuple[Reason, ...]
    is_close: bool


NEAREST = 3
"""So many are named where none is closely alike."""


def closely_alike(found: Sequence[Comparable]) -> tuple[Comparable, ...]:
    """Of comparable documents, best first, those that are closely alike; the nearest few where none is."""
    return tuple(each for each in found if each.is_close) or tuple(found[:NEAREST])


@dataclass(frozen=True, slots=True)
class Situation:
    """What a library that plans a partnership tells; empty means "not stated".

    Attributes:
        offer: what the library can put in, in own words.
        text: what it is about, in own words.
    """

    goals: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    partner_types: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    municipality: str = ""
    library: str = ""
    offer: str = ""
    text: str = ""

    def __bool__(self) -> bool:
        return any(
            (
                self.goals,
                self.subjects,
                self.partner_types,
                self.sectors,
                self.phases,
                self.municipality,
                self.words,
            )
        )

    @property
    def words(self) -> str:
        """All that is said in own words, the library's name among it."""
        return " ".join(part for part in (self.text, self.offer, self.library) if part).strip()


COMPARED_ROWS = {Aspect(row.facet): row for row in FACET_ROWS if row.is_compared}
"""The keys of the schema that documents are compared by."""

VALUED_ASPECTS: tuple[Aspect, ...] = tuple(a for a in Aspect if a in COMPARED_ROWS or a is Aspect.SCALE)
"""The aspects that have values."""

OPPOSABLE_ASPECTS = frozenset(
    (
        Aspect.GOAL,
        Aspect.PARTNER_TYPE,
        Aspect.SECTOR,
        Aspect.KIND,
        Aspect.FORM,
        Aspect.PHASE,
        Aspect.OUTCOME,
        Aspect.SCALE,
    )
)
"""Where saying something else speaks against being comparable; other places, partners and words do not."""


def compared_values(metadata: Metadata) -> dict[Aspect, tuple[str, ...]]:
    """What a document says in each aspect that has values; an unknown outcome says nothing."""
    values = {aspect: row.texts(metadata) for aspect, row in COMPARED_ROWS.items()}
    values[Aspect.PARTNER] = tuple(dict.fromkeys(partner.strip().casefold() for partner in metadata.partners))
    values[Aspect.SCALE] = _scale(metadata)
    # Two documents whose outcome nobody knows have nothing in common by that.
    if not is_known_outcome(metadata.outcome):
        values[Aspect.OUTCOME] = ()
    return values


def _scale(metadata: Metadata) -> tuple[str, ...]:
    if len(metadata.countries) > 1:
        return (Scale.INTERNATIONAL.value,)
    if len(metadata.municipalities) > 1 or (not metadata.municipalities and len(metadata.libraries) > 1):
        return (Scale.SEVERAL_PLACES.value,)
    return (Scale.LOCAL.value,) if metadata.municipalities else ()
