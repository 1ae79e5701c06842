"""What the index holds: fields of terms, whole numbers by document, and what is stored."""

from __future__ import annotations

import enum
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from indexer.domain.documents.facets import FACETS
from indexer.domain.queries.fields import FREQUENCY_FIELDS, SPELLING_FIELDS, TEXT_FIELDS
from indexer.engines.analyzed_document import AnalyzedDocument, AnalyzedField

LAYOUT_VERSION = 7
"""Raised whenever an index written before can no longer be read by this code."""

ID_FIELD = "id"
TITLE_KEY_FIELD = "title_key"
PUBLIC_FIELD = "public"
TEXT_NAMES = ("id", "record", "hash", "page_starts")
"""The texts that are kept with a document; the last is JSON: (page number, first position) pairs by field."""
NOT_DATED = -(2**62)
"""Stands for "not known when it became public"; sorts last when newest come first."""


class FieldKind(enum.Enum):
    """What is kept of a field's terms."""

    POSITIONS = "how often and where"
    FREQUENCIES = "how often"
    VALUES = "that a document has it"


PLAIN_KINDS = frozenset((FieldKind.FREQUENCIES,))
"""Fields of these lie plain in the file: nearly every question goes through several of their longest lists."""


def facet_field(facet: str) -> str:
    """The name of the field that holds the values of a facet."""
    return f"facet_{facet}"


INDEX_FIELDS: Mapping[str, FieldKind] = {
    ID_FIELD: FieldKind.VALUES,
    TITLE_KEY_FIELD: FieldKind.VALUES,
    PUBLIC_FIELD: FieldKind.VALUES,
    **dict.fromkeys(TEXT_FIELDS, FieldKind.POSITIONS),
    **dict.fromkeys(FREQUENCY_FIELDS, FieldKind.FREQUENCIES),
    **dict.fromkeys(SPELLING_FIELDS, FieldKind.VALUES),
    **{facet_field(facet.id): FieldKind.VALUES for facet in FACETS},
}
"""Every field with terms."""


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """A document as it is written: its text fields, the terms of other fields, whole numbers, and the texts kept."""

    fields: Mapping[str, AnalyzedField]
    labels: dict[str, Sequence[str]]
    values: dict[str, int]
    texts: dict[str, str]


def indexed_document(document: AnalyzedDocument) -> IndexedDocument:
    """The document as the writer takes it; checked here, so that a wrong value never reaches a half-written batch.

    Raises:
        TypeError: a value has the wrong type.
        KeyError: a field is not in the schema.
    """
    labels: dict[str, Sequence[str]] = {
        ID_FIELD: (document.id,),
        TITLE_KEY_FIELD: (document.title_key,),
        PUBLIC_FIELD: _PUBLIC if document.is_public else (),
    }
    for name, analyzed in document.fields.items():
        if INDEX_FIELDS[name] is FieldKind.POSITIONS and len(analyzed.words) != len(analyzed.positions):
            raise TypeError(f"every word of {name} needs its position")
    for facet, facet_values in document.facet_values.items():
        labels[facet_field(facet)] = facet_values
        _check_texts(facet_values)
    texts = {
        "id": document.id,
        "record": document.record,
        "hash": document.content_hash,
        "page_starts": json.dumps(dict(document.page_starts)),
    }
    _check_texts((*texts.values(), document.title_key))
    return IndexedDocument(
        fields=document.fields,
        labels=labels,
        values={
            "published": NOT_DATED if document.published is None else int(document.published),
            "pages": int(document.page_count),
        },
        texts=texts,
    )


def _check_texts(values: Iterable[str]) -> None:
    # A join asks it of all of them at once, and raises the right error.
    "".join(values)


_PUBLIC = ("yes",)
