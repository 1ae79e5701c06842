"""The TOML beside or before a text -> Metadata, every fault named with its line and key."""

from __future__ import annotations

import enum
import re
import tomllib
from dataclasses import dataclass, field
from typing import TypeVar

from indexer.corpus_store.port import CorpusFault
from indexer.domain.documents.metadata import DocumentId, Language, Metadata, Outcome, Source, Status
from indexer.domain.documents.vocabulary import Vocabulary

CONCEPT_KEYS = {
    "sectors": "sector",
    "partner_types": "partner-type",
    "goals": "goal",
    "subjects": "subject",
    "phases": "phase",
    "forms": "form",
}
"""Metadata key -> concept scheme."""

_TEXT_LISTS = ("library", "municipality", "country", "partners", "authors", "related", "downloads")
_TEXTS = ("title", "title_da", "title_en", "summary", "summary_da", "summary_en")
_YEARS = ("year_start", "year_end")
KNOWN_KEYS = (*_TEXTS, "kind", "language", *CONCEPT_KEYS, *_TEXT_LISTS, *_YEARS, "outcome", "status", "sources")
Choice = TypeVar("Choice", bound=enum.StrEnum)
_SOURCE_KEYS = ("title", "url", "publisher", "year")
_COUNTRY = re.compile(r"[A-Z]{2}$")
_URL = re.compile(r"https?://\S+$")


@dataclass
class _Reader:
    """Reads one file's keys and collects what is wrong with them."""

    location: str
    toml: str
    first_line: int
    vocabulary: Vocabulary
    faults: list[CorpusFault] = field(default_factory=list)

    def fault(self, key: str, message: str) -> None:
        line = _line_of(self.toml, key)
        place = line + self.first_line - 1 if line else None
        self.faults.append(CorpusFault(self.location, message, place, key))

    def metadata(self) -> Metadata | None:
        try:
            content = tomllib.loads(self.toml)
        except (ValueError, RecursionError) as error:  # not valid, a number without end, or nested without end
            place = re.search(r"at line (\d+)", str(error))
            line = int(place.group(1)) + self.first_line - 1 if place else None
            self.faults.append(
                CorpusFault(self.location, f"The metadata is not valid TOML: {error}. Correct it.", line)
            )
            return None
        for key in content:
            if key not in KNOWN_KEYS:
                self.fault(key, f"{key!r} is not a key of the schema; the keys are {', '.join(KNOWN_KEYS)}.")
        language = self._choice(content, "language", Language, None) or Language.DANISH
        if "language" not in content:
            self.fault("language", "'language' is missing; write da or en.")
        texts = {key: self._text(content, key) for key in _TEXTS}
        title = texts["title"] or texts[f"title_{language.value}"]
        if not title:
            self.fault("title", "'title' is missing; give the title in the document's own language.")
        kind = self._text(content, "kind")
        self._check_concepts("kind", "kind", (kind,))
        countries = self._texts(content, "country")
        for country in countries:
            if not _COUNTRY.match(country):
                self.fault("country", f"{country!r} is no country code; use two capitals (ISO 3166-1), for example DK.")
        metadata = Metadata(
            title=title,
            language=language,
            kind=kind,
            title_other=texts[f"title_{language.other.value}"],
            summary=texts["summary"] or texts[f"summary_{language.value}"],
            summary_other=texts[f"summary_{language.other.value}"],
            sectors=self._concepts(content, "sectors"),
            partner_types=self._concepts(content, "partner_types"),
            goals=self._concepts(content, "goals"),
            subjects=self._concepts(content, "subjects"),
            phases=self._concepts(content, "phases"),
            forms=self._concepts(content, "forms"),
            libraries=self._texts(content, "library"),
            municipalities=self._texts(content, "municipality"),
            countries=countries,
            year_start=self._year(content, "year_start"),
            year_end=self._year(content, "year_end"),
            partners=self._texts(content, "partners"),
            authors=self._texts(content, "authors"),
            related=tuple(DocumentId(related) for related in self._texts(content, "related")),
            downloads=self._texts(content, "downloads"),
            outcome=self._choice(content, "outcome", Outcome, None),
            sources=self._sources(content),
            status=self._choice(content, "status", Status, Status.PUBLISHED) or Status.PUBLISHED,
        )
        if metadata.year_start and metadata.year_end and metadata.year_end < metadata.year_start:
            self.fault("year_end", "'year_end' is before 'year_start'; correct one of them.")
        return None if self.faults else metadata

    def _text(self, content: dict[str, object], key: str) -> str:
        value = content.get(key, "")
        if isinstance(value, str):
            return value.strip()
        self.fault(key, f"{key!r} must be a text in quotes.")
        return ""

    def _texts(self, content: dict[str, object], key: str) -> tuple[str, ...]:
        value = content.get(key, [])
        values = [value] if isinstance(value, str) else value
        if isinstance(values, list) and all(isinstance(item, str) for item in values):
            return tuple(dict.fromkeys(item.strip() for item in values if item.strip()))
        self.fault(key, f"{key!r} must be a text in quotes or a list of such texts.")
        return ()

    def _concepts(self, content: dict[str, object], key: str) -> tuple[str, ...]:
        values = self._texts(content, key)
        self._check_concepts(key, CONCEPT_KEYS[key], values)
        return values

    def _check_concepts(self, key: str, scheme: str, values: tuple[str, ...]) -> None:
        known = self.vocabulary.schemes.get(scheme)
        for value in values:
            if known is None or value not in known.concepts:
                named = ", ".join(known.concepts) if known else "none, for the scheme is missing"
                self.fault(key, f"{value!r} is not a concept of {scheme}; the concepts are {named}.")

    def _year(self, content: dict[str, object], key: str) -> int | None:
        value = content.get(key)
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and 1000 <= value <= 2999):
            return value
        self.fault(key, f"{key!r} must be a year of four digits without quotes.")
        return None

    def _choice(
        self, content: dict[str, object], key: str, choices: type[Choice], default: Choice | None
    ) -> Choice | None:
        """The stated choice; the default where none is stated or the stated one is unknown."""
        if key not in content:
            return default
        try:
            return choices(str(content[key]))
        except ValueError:
            self.fault(key, f"{key!r} must be one of {', '.join(choice.value for choice in choices)}.")
            return default

    def _sources(self, content: dict[str, object]) -> tuple[Source, ...]:
        values = content.get("sources", [])
        if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            self.fault("sources", "'sources' must be written as [[sources]] tables.")
            return ()
        return tuple(source for value in values if (source := self._source(value)) is not None)

    def _source(self, value: dict[str, object]) -> Source | None:
        for key in value:
            if key not in _SOURCE_KEYS:
                self.fault(key, f"{key!r} is not a key of a source; the keys are {', '.join(_SOURCE_KEYS)}.")
        title, url, publisher = (self._text(value, key) for key in ("title", "url", "publisher"))
        if not title:
            self.fault("sources", "A source has no 'title'; name it as a reader would look for it.")
            return None
        if url and not _URL.match(url):
            self.fault("url", f"{url!r} is no web address; it must begin with http:// or https://.")
        return Source(title, url, publisher, self._year(value, "year"))


def read_metadata(
    location: str, toml: str, first_line: int, vocabulary: Vocabulary
) -> tuple[Metadata | None, tuple[CorpusFault, ...]]:
    """The metadata of a file and its faults; None as soon as there is a fault.

    `first_line` is the line of the file (from 1) on which the TOML begins.
    """
    reader = _Reader(location, toml, first_line, vocabulary)
    metadata = reader.metadata()
    return metadata, tuple(reader.faults)


def _line_of(toml: str, key: str) -> int | None:
    """The line (from 1) on which a key is set or its table begins."""
    pattern = re.compile(rf"^\s*(?:\[\[?\s*)?[\"']?{re.escape(key)}[\"']?\s*(?:=|\])", re.MULTILINE)
    found = pattern.search(toml)
    return toml.count("\n", 0, found.end()) + 1 if found else None
