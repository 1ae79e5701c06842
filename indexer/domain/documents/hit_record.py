"""What a hit shows, as a JSON text that engines store and give back unread."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from indexer.domain.documents.document import Document
from indexer.domain.documents.metadata import NOT_GIVEN, Metadata, Source
from indexer.domain.documents.metadata_key import MetadataKey, ValueType
from indexer.domain.documents.metadata_schema import SCHEMA
from indexer.domain.works.work import Work


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of a document without opening it; `text_hash` names its kept text."""

    metadata: Metadata
    media_type: str
    text_hash: str


def write_record(document: Document) -> str:
    """The record of a document as JSON; metadata that is not stated is left out."""
    stated = {row.attribute: value for row in SCHEMA if (value := row.value(document.metadata)) not in NOT_GIVEN}
    record = {"metadata": stated, "media_type": document.media_type, "text_hash": document.text_hash}
    return json.dumps(record, ensure_ascii=False, default=asdict)


def read_record(record: str) -> Record:
    """What `write_record` wrote; what other versions wrote beside it is left out."""
    content = json.loads(record)
    stated: dict[str, Any] = content["metadata"]
    values = {name: _READERS[name](value) for name, value in stated.items() if name in _READERS}
    return Record(Metadata.of(values), str(content["media_type"]), str(content["text_hash"]))


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
