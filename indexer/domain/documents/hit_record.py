"""What a hit shows, as a JSON text that engines store and give back unread."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from indexer.domain.documents.document import Document
from indexer.domain.documents.metadata import NOT_GIVEN, Language, Metadata, Source
from indexer.domain.documents.metadata_key import MetadataKey, ValueType
from indexer.domain.documents.metadata_schema import SCHEMA
from indexer.domain.works.work import Work


@dataclass(frozen=True, slots=True)
class OtherRecord:
    """What is known of a document's text in the other language."""

    media_type: str
    text_hash: str
    page_count: int


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of a document without opening it; `text_hash` names its kept text."""

    metadata: Metadata
    media_type: str
    text_hash: str
    other: OtherRecord | None = None

    def text_of(self, page_number: int, page_count: int) -> tuple[str, int, Language]:
        """Of a page, numbered through both texts: the hash and language of its text, and its number in that text.

        `page_count` is that of both texts.
        """
        own = page_count - (self.other.page_count if self.other else 0)
        if self.other is None or page_number <= own:
            return self.text_hash, page_number, self.metadata.language
        return self.other.text_hash, page_number - own, self.metadata.language.other


def write_record(document: Document) -> str:
    """The record of a document as JSON; metadata that is not stated is left out."""
    stated = {row.attribute: value for row in SCHEMA if (value := row.value(document.metadata)) not in NOT_GIVEN}
    record: dict[str, object] = {
        "metadata": stated,
        "media_type": document.media_type,
        "text_hash": document.text_hash,
    }
    if document.other:
        other = OtherRecord(document.other.media_type, document.other.text_hash, len(document.other.pages))
        record["other"] = asdict(other)
    return json.dumps(record, ensure_ascii=False, default=asdict)


def read_record(record: str) -> Record:
    """What `write_record` wrote; what other versions wrote beside it is left out."""
    content = json.loads(record)
    stated: dict[str, Any] = content["metadata"]
    values = {name: _READERS[name](value) for name, value in stated.items() if name in _READERS}
    other = OtherRecord(**content["other"]) if "other" in content else None
    metadata = Metadata.of({**values, "has_other_text": other is not None})
    return Record(metadata, str(content["media_type"]), str(content["text_hash"]), other)


def _reader(row: MetadataKey) -> Callable[[Any], Any]:
    """What makes the value of a row from what JSON has."""
    if row.type is ValueType.SOURCES:
        return lambda sources: tuple(Source(**source) for source in sources)
    if row.type is ValueType.WORK:
        return Work.of
    if row.choices is not None:
        return row.choices
    return tuple if row.type.is_list else lambda value: value


_READERS = {row.attribute: _reader(row) for row in SCHEMA}
