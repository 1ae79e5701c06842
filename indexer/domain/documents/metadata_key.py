"""What the schema says of a key: how its values are written, checked, found, shown and exchanged."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any

from indexer.domain.documents.metadata import Language, Metadata, StatedValue


class ValueType(enum.Enum):
    """How the values of a key are written in a file."""

    TEXT = "a text"
    TEXTS = "a text or a list of texts"
    CONCEPT = "the id of a concept"
    CONCEPTS = "a list of ids of concepts"
    CHOICE = "one of a few words"
    COUNTRIES = "a country code or a list of them"
    YEAR = "a year of four digits"
    MOMENT = "a date, or a date and time"
    WORK = "a table"
    SOURCES = "tables"

    @property
    def is_list(self) -> bool:
        """Whether a document may state several."""
        return self in (ValueType.TEXTS, ValueType.CONCEPTS, ValueType.COUNTRIES, ValueType.SOURCES)


_NOTHING: dict[ValueType, Any] = {
    ValueType.TEXT: "", ValueType.CONCEPT: "", ValueType.CHOICE: "", ValueType.MOMENT: "", ValueType.YEAR: None,
    ValueType.WORK: None,
}  # fmt: skip


class FormPart(enum.Enum):
    """The part of the curators' form that asks for a key; NONE is set by other means."""

    MAIN = "main"
    WHO = "who"
    WHEN = "when"
    FINDABLE = "findable"
    FURTHER = "further"
    TRANSLATION = "translation"
    VISIBILITY = "visibility"
    WORK = "work"
    SOURCES = "sources"
    NONE = ""


class Wanted(enum.Enum):
    """Which documents are incomplete without a key."""

    NEVER = "none"
    ALWAYS = "all"
    OF_CASES = "cases"
    OF_OTHERS = "all but cases"

    def holds_for(self, kind: str) -> bool:
        """Whether a document of that kind should state the key."""
        return self is Wanted.ALWAYS or (self is Wanted.OF_CASES if kind == "case" else self is Wanted.OF_OTHERS)


Choices = type[enum.StrEnum]


@dataclass(frozen=True, slots=True, kw_only=True)
class MetadataKey:
    """A row of the schema.

    Attributes:
        key: as files write it; for a translation see `key_in`.
        attribute: of Metadata; without such an attribute the value stands in `Metadata.further`.
        says: what the key says, one English phrase for the documentation.
        facet: id of the facet that it is filtered by, "" for none; for concepts also the id of their scheme.
        facet_place: orders the facets in addresses and in the panel.
        is_listed: whether the values of the facet are listed beside the results.
        spans_to: of a year, the attributes that say when its span ended; the first one that is stated counts, and the
            facet holds every year of the span.
        found_by: the attribute of Metadata with all values that the facet finds, where it has more than is stated.
        scheme: of concepts that are no facet; of texts, the scheme whose concepts they name where they name one.
        choices: the words of a CHOICE.
        limit: most characters of a text or of each text of a list.
        translates: the key whose value this is in the other language; "" for all others.
        is_required: a document without it is refused.
        is_split: a text with semicolons is read as several, for files written before lists.
        columns: names of columns that mean the key in imported tables, in small letters, Danish and English.
        form_part: where the curators' form asks for it.
        schema_org: the property of schema.org that tells it.
        is_compared: whether comparable documents are found by it (see comparison/model.py, Aspect).
        wanted: which documents are incomplete without it; `point` names the point of the checklist where keys share it.
        widens_search: whether the names of its concepts stand for each other in searches.
        is_told: whether a text that names one of its concepts tells of it.
    """

    key: str
    attribute: str
    type: ValueType
    says: str
    facet: str = ""
    facet_place: int = 0
    is_listed: bool = True
    spans_to: tuple[str, ...] = ()
    found_by: str = ""
    scheme: str = ""
    choices: Choices | None = None
    limit: int = 300
    translates: str = ""
    is_required: bool = False
    is_split: bool = False
    columns: tuple[str, ...] = ()
    form_part: FormPart = FormPart.NONE
    schema_org: str = ""
    is_compared: bool = False
    wanted: Wanted = Wanted.NEVER
    point: str = ""
    widens_search: bool = True
    is_told: bool = True

    @property
    def concept_scheme(self) -> str:
        """The scheme that its concepts belong to; "" where the values are no concepts."""
        return self.scheme or (self.facet if self.type in (ValueType.CONCEPT, ValueType.CONCEPTS) else "")

    @property
    def keys(self) -> tuple[str, ...]:
        """Every name that a file may use for it or, for a translation, for the value that it translates."""
        return tuple(f"{self.translates}_{each.value}" for each in Language) if self.translates else (self.key,)

    def key_in(self, language: Language) -> str:
        """The name in a document of that language: a translation is named after the other language."""
        return f"{self.translates}_{language.other.value}" if self.translates else self.key

    def value(self, metadata: Metadata) -> StatedValue:
        """What the metadata states."""
        stated = metadata.value(self.attribute)
        return _NOTHING.get(self.type, ()) if stated is None else stated

    def texts(self, metadata: Metadata) -> tuple[str, ...]:
        """What the metadata states as texts, ids for concepts and choices; not for sources and works."""
        stated = self.value(metadata)
        if isinstance(stated, tuple):
            return stated
        return () if stated in ("", None) else (str(stated),)

    def facet_values(self, metadata: Metadata) -> tuple[str, ...]:
        """What a document is found by in the facet of the key: what it states, and of a span every year."""
        if self.found_by:
            return tuple(map(str, getattr(metadata, self.found_by)))
        if not self.spans_to:
            return self.texts(metadata)
        ends = (metadata.value(attribute) for attribute in self.spans_to)
        stated = [year for year in (self.value(metadata), next(filter(None, ends), None)) if year]
        return tuple(map(str, range(stated[0], max(stated) + 1))) if stated else ()
