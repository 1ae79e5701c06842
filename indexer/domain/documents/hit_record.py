"""What a hit shows, as a JSON text that engines store and give back unread."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import Any

from indexer.domain.documents.document import Document
from indexer.domain.documents.metadata import DocumentId, Language, Metadata, Outcome, Source, Status


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of a document without opening it; `text_hash` names its kept text."""

    metadata: Metadata
    media_type: str
    text_hash: str


_NAMES = tuple(field.name for field in fields(Metadata))
_KEYS = frozenset(_NAMES)


def write_record(document: Document) -> str:
    """The record of a document as JSON; metadata that is not stated is left out."""
    metadata = document.metadata
    stated = {name: value for name in _NAMES if (value := getattr(metadata, name)) not in ("", (), None)}
    record = {"metadata": stated, "media_type": document.media_type, "text_hash": document.text_hash}
    return json.dumps(record, ensure_ascii=False, default=asdict)


def read_record(record: str) -> Record:
    """What `write_record` wrote."""
    content = json.loads(record)
    stated = content["metadata"].items()
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in stated if key in _KEYS
    }
    values["language"] = Language(values["language"])
    values["status"] = Status(values.get("status", Status.PUBLISHED))
    if "outcome" in values:
        values["outcome"] = Outcome(values["outcome"])
    values["sources"] = tuple(Source(**source) for source in values.get("sources", ()))
    values["related"] = tuple(DocumentId(related) for related in values.get("related", ()))
    return Record(Metadata(**values), str(content["media_type"]), str(content["text_hash"]))
