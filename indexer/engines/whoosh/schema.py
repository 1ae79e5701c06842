"""The Whoosh schema: fields that take terms as our own analysis made them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from whoosh.columns import NumericColumn, VarBytesColumn
from whoosh.fields import ID, FieldType, Schema
from whoosh.formats import Existence, Positions

from indexer.domain.fields import SPELLING_FIELDS, TEXT_FIELDS
from indexer.domain.schema import FACETS
from indexer.ports import AnalyzedDocument, AnalyzedField

LAYOUT_VERSION = 1
"""Raised whenever an index written before can no longer be read by this code."""

ID_FIELD = "id"
NO_YEAR = -(2**31)
"""Stands for "no year stated" in the signed year column; sorts last when newest come first."""

Posting = tuple[bytes, int, float, bytes]


def facet_field(facet: str) -> str:
    """The name of the field that holds the values of a facet."""
    return f"facet_{facet}"


class TermsField(FieldType):  # type: ignore[misc]  # Whoosh has no types
    """A scored field whose value is an AnalyzedField; positions are kept."""

    def __init__(self) -> None:
        super().__init__(format=Positions(), analyzer=None, scorable=True)

    def index(self, value: AnalyzedField, **_: object) -> Iterator[Posting]:
        """(term, frequency, weight, encoded positions) of each distinct term."""
        places: defaultdict[str, list[int]] = defaultdict(list)
        for term, position in zip(value.terms, value.positions, strict=True):
            places[term].append(position)
        encode = self.format.encode
        for term, positions in places.items():
            yield term.encode(), len(positions), float(len(positions)), encode(positions)


class ValuesField(FieldType):  # type: ignore[misc]  # Whoosh has no types
    """An unscored field whose value is a sequence of distinct texts."""

    def __init__(self) -> None:
        super().__init__(format=Existence(), analyzer=None, scorable=False)

    def index(self, value: tuple[str, ...], **_: object) -> Iterator[Posting]:
        """(value, 1, 1.0, nothing) of each text."""
        for text in value:
            yield text.encode(), 1, 1.0, b""


class RecordField(FieldType):  # type: ignore[misc]  # Whoosh has no types
    """Stored only: what a hit shows, and where its pages begin."""

    def __init__(self) -> None:
        super().__init__(format=None, analyzer=None, scorable=False, stored=True)
        self.indexed = False


class ColumnField(FieldType):  # type: ignore[misc]  # Whoosh has no types
    """A value per document, read by document number."""

    def __init__(self, column: object) -> None:
        super().__init__(format=None, analyzer=None, scorable=False)
        self.indexed = False
        self.column_type = column

    def to_column_value(self, value: object) -> object:
        """Texts become bytes, numbers stay."""
        return value.encode() if isinstance(value, str) else value

    def from_column_value(self, value: object) -> object:
        """As it was stored: bytes or a number."""
        return value


def whoosh_schema() -> Schema:
    """The schema of every index of this layout version."""
    fields: dict[str, Any] = {ID_FIELD: ID(stored=True, unique=True), "record": RecordField()}
    fields |= {name: TermsField() for name in TEXT_FIELDS}
    fields |= {name: ValuesField() for name in SPELLING_FIELDS}
    fields |= {facet_field(facet.id): ValuesField() for facet in FACETS}
    fields |= {
        "public": ValuesField(),
        "title_key": ColumnField(VarBytesColumn()),
        "year": ColumnField(NumericColumn("i", default=NO_YEAR)),
        "pages": ColumnField(NumericColumn("i", default=0)),
    }
    return Schema(**fields)


def whoosh_document(document: AnalyzedDocument) -> dict[str, object]:
    """The keyword arguments for Whoosh's add_document; checked here, since Whoosh mixes texts after a failed add.

    Raises:
        TypeError: a value has the wrong type.
    """
    values: dict[str, object] = {ID_FIELD: _text(document.id)}
    for name, analyzed in document.fields.items():
        values[name] = tuple(analyzed.terms) if name in SPELLING_FIELDS else analyzed
    for facet, facet_values in document.facet_values.items():
        values[facet_field(facet)] = tuple(_text(value) for value in facet_values)
    values["public"] = ("yes",) if document.is_public else ()
    values["title_key"] = _text(document.title_key)
    values["year"] = NO_YEAR if document.year is None else int(document.year)
    values["pages"] = int(document.page_count)
    values["record"] = {
        "record": _text(document.record),
        "hash": _text(document.content_hash),
        "page_starts": {name: tuple(starts) for name, starts in document.page_starts.items()},
    }
    return values


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a text is expected, not {value!r}")
    return value
