"""What is stated, by key -> Metadata, or what must be mended: the one judge of values for every way in.

Front matter, forms and imported tables bring their values here and give back the faults found, so that a value which
one of them refuses is refused by all, with the same words.
"""

from __future__ import annotations

import contextlib
import datetime
import difflib
import enum
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from indexer.domain.documents.dates import read_moment, written_moment
from indexer.domain.documents.metadata import Language, Metadata, Source, StatedValue, Status
from indexer.domain.documents.metadata_key import MetadataKey, ValueType
from indexer.domain.documents.metadata_schema import KNOWN_KEYS, MAX_SOURCES, SCHEMA, SOURCE_LIMITS
from indexer.domain.documents.records.countries import COUNTRY_CODES
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.domain.messages import Message
from indexer.domain.texts.characters import incoming_line
from indexer.domain.texts.web_addresses import WEB_ADDRESS, web_address
from indexer.domain.works.work import Work
from indexer.domain.works.work_reading import read_work
from indexer.domain.years import is_year

_SHOWN_CHARACTERS = 80
_NEAREST = 3


@dataclass(frozen=True, slots=True)
class KeyFault:
    """What is wrong with a value.

    Attributes:
        key: as it is written where it stands; for a part of a source its name, for one of a work `describes.title`.
        attribute: of the row concerned, "" for a key that is none of the schema.
    """

    key: str
    attribute: str
    message: Message


def read_stated(stated: Mapping[str, object], vocabulary: Vocabulary) -> tuple[Metadata | None, tuple[KeyFault, ...]]:
    """The metadata that values by key state, as TOML has them, with every fault; None as soon as there is a fault."""
    reading = _Reading(stated, vocabulary)
    reading.faults += [_unknown_key(key) for key in stated if key not in KNOWN_KEYS]
    values = {row.attribute: reading.read(row) for row in SCHEMA}
    reading.faults += _reversed_years(values["year_start"], values["year_end"])
    return (None if reading.faults else Metadata.of(values)), tuple(reading.faults)


def _unknown_key(key: str) -> KeyFault:
    nearest = tuple(difflib.get_close_matches(key, KNOWN_KEYS, _NEAREST)) or KNOWN_KEYS
    return KeyFault(key, "", Message("unknown-key", name=key, nearest=", ".join(nearest)))


def _reversed_years(first: int | None, last: int | None) -> tuple[KeyFault, ...]:
    if first is None or last is None or first <= last:
        return ()
    return (KeyFault("year_end", "year_end", Message("years-reversed", first=first, last=last)),)


@dataclass
class _Reading:
    """Reads the keys of one document and collects what is wrong with them."""

    stated: Mapping[str, object]
    vocabulary: Vocabulary
    faults: list[KeyFault] = field(default_factory=list)

    def __post_init__(self) -> None:
        word = self.stated.get("language")
        self.language = Language(word) if isinstance(word, str) and word in set(Language) else Language.DANISH

    def read(self, row: MetadataKey) -> StatedValue:
        """The value of a row; what it has where nothing is stated, if there is a fault."""
        key = row.key_in(self.language)
        own = f"{key}_{self.language.value}"
        if own in KNOWN_KEYS and self.stated.get(key) in (None, "") and own in self.stated:
            key = own  # a file may name its own language: title_da in a Danish document
        value = _READERS[row.type](self, row, key, self.stated.get(key))
        if row.is_required and value == "" and not any(fault.attribute == row.attribute for fault in self.faults):
            self.fault(row, key, f"missing-{row.key}")
        return value

    def fault(self, row: MetadataKey, key: str, message_id: str, **arguments: object) -> None:
        self.faults.append(KeyFault(key, row.attribute, Message(message_id, **arguments)))

    def text(self, row: MetadataKey, key: str, value: object) -> str:
        if value is None:
            return ""
        if not isinstance(value, str):
            self.fault(row, key, "not-text", value=_shown(value))
            return ""
        return self.within(row, key, value, row.limit)

    def texts(self, row: MetadataKey, key: str, value: object) -> tuple[str, ...]:
        values = [] if value is None else [value] if isinstance(value, str) else value
        if not isinstance(values, list | tuple) or not all(isinstance(one, str) for one in values):
            self.fault(row, key, "not-texts", value=_shown(value))
            return ()
        parts = (part for one in values for part in (one.split(";") if row.is_split else (one,)))
        texts = (self.within(row, key, part, row.limit) for part in parts)
        if row.concept_scheme and row.type is ValueType.TEXTS:
            texts = (self.vocabulary.records(row.facet).named(text) or text for text in texts)
        return tuple(text for text in dict.fromkeys(texts) if text)

    def concept(self, row: MetadataKey, key: str, value: object) -> str:
        return next(iter(self._known(row, key, (self.text(row, key, value),))), "")

    def concepts(self, row: MetadataKey, key: str, value: object) -> tuple[str, ...]:
        return self._known(row, key, self.texts(row, key, value))

    def choice(self, row: MetadataKey, key: str, value: object) -> enum.StrEnum | str:
        word = self.text(row, key, value)
        if row.choices is None or not word:
            return Status.PUBLISHED if row.choices is Status else ""
        if word in set(row.choices):
            return row.choices(word)
        self.fault(row, key, "unknown-choice", value=_shown(word), choices=", ".join(row.choices))
        return ""

    def countries(self, row: MetadataKey, key: str, value: object) -> tuple[str, ...]:
        codes = self.texts(row, key, value)
        for code in codes:
            if code not in COUNTRY_CODES:
                self.fault(row, key, "bad-country", value=_shown(code))
        return codes

    def year(self, row: MetadataKey, key: str, value: object) -> int | None:
        if value is None:
            return None
        if is_year(value):
            return value
        self.fault(row, key, "bad-year", value=_written(value))
        return None

    def within(self, row: MetadataKey, key: str, text: str, limit: int) -> str:
        cleaned = incoming_line(text)
        if len(cleaned) > limit:
            self.fault(row, key, "too-long", count=len(cleaned), most=limit)
        return cleaned

    def _known(self, row: MetadataKey, key: str, values: Iterable[str]) -> tuple[str, ...]:
        """The values that are concepts; the others are named with those that they may stand for."""
        scheme = self.vocabulary.schemes.get(row.concept_scheme)
        known = list(scheme.concepts) if scheme else []
        found = []
        for value in filter(None, values):
            current = scheme.current(value) if scheme else value
            if current in known:
                found.append(current)
            else:
                nearest = ", ".join(difflib.get_close_matches(value, known, _NEAREST, 0.4) or known[: 2 * _NEAREST])
                shown = {"value": _shown(value), "scheme": row.concept_scheme, "nearest": nearest or "–"}
                self.fault(row, key, "unknown-concept", **shown)
        return tuple(dict.fromkeys(found))


def _moment(reading: _Reading, row: MetadataKey, key: str, value: object) -> str:
    if value in (None, ""):
        return ""
    read = read_moment(value.strip()) if isinstance(value, str) else value
    # In UTC some last and first moments of the calendar lie outside it.
    with contextlib.suppress(OverflowError):
        if isinstance(read, datetime.date):
            return written_moment(read)
    reading.fault(row, key, "bad-moment", value=_shown(value))
    return ""


def _sources(reading: _Reading, row: MetadataKey, key: str, value: object) -> tuple[Source, ...]:
    values = [] if value is None else value
    if not isinstance(values, list | tuple) or not all(isinstance(one, Mapping) for one in values):
        reading.fault(row, key, "not-sources")
        return ()
    if len(values) > MAX_SOURCES:
        reading.fault(row, key, "too-many-sources", count=len(values), most=MAX_SOURCES)
    return tuple(_source(reading, row, one) for one in values)


def _source(reading: _Reading, row: MetadataKey, value: Mapping[str, object]) -> Source:
    for name in value:
        if name not in (*SOURCE_LIMITS, "year"):
            reading.fault(row, name, "unknown-source-key", name=name)
    texts = {name: _source_text(reading, row, name, value.get(name), most) for name, most in SOURCE_LIMITS.items()}
    if not texts["title"]:
        reading.fault(row, row.key, "missing-source-title")
    texts["url"] = web_address(texts["url"])
    if texts["url"] and not WEB_ADDRESS.fullmatch(texts["url"]):
        reading.fault(row, "url", "bad-url", value=_shown(texts["url"]))
    return Source(texts["title"], texts["url"], texts["publisher"], reading.year(row, "year", value.get("year")))


def _source_text(reading: _Reading, row: MetadataKey, name: str, value: object, limit: int) -> str:
    if isinstance(value, str):
        return reading.within(row, name, value, limit)
    if value is not None:
        reading.fault(row, name, "not-text", value=_shown(value))
    return ""


def _work(reading: _Reading, row: MetadataKey, key: str, value: object) -> Work | None:
    work, faults = read_work({} if value is None else value)
    for part, message in faults:
        reading.faults.append(KeyFault(f"{key}.{part}" if part else key, row.attribute, message))
    return work


_READERS: dict[ValueType, Callable[[_Reading, MetadataKey, str, object], Any]] = {
    ValueType.TEXT: _Reading.text,
    ValueType.TEXTS: _Reading.texts,
    ValueType.CONCEPT: _Reading.concept,
    ValueType.CONCEPTS: _Reading.concepts,
    ValueType.CHOICE: _Reading.choice,
    ValueType.COUNTRIES: _Reading.countries,
    ValueType.YEAR: _Reading.year,
    ValueType.MOMENT: _moment,
    ValueType.SOURCES: _sources,
    ValueType.WORK: _work,
}


def _shown(value: object) -> str:
    """A value as a message names it."""
    return str(value)[:_SHOWN_CHARACTERS]


def _written(value: object) -> str:
    """A value as it is written, a text in quotes."""
    return f'"{_shown(value)}"' if isinstance(value, str) else _shown(value)
