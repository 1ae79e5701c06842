"""What should be mended in the records of organisations and places, and in what documents call them."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from indexer.corpus_store.organisation_files import ORGANISATIONS_FOLDER
from indexer.corpus_store.place_table import PLACES_NAME
from indexer.corpus_store.port import CorpusFault
from indexer.domain.documents.metadata import Metadata
from indexer.domain.documents.metadata_schema import SCHEMA
from indexer.domain.documents.records.named_records import Records, looks_like_id
from indexer.domain.documents.records.organisations import LIBRARY_KINDS, Organisation, Organisations
from indexer.domain.documents.vocabulary import RECORD_SCHEMES, Vocabulary
from indexer.domain.messages import Message

KIND_SCHEME = "partner-type"
"""The scheme of the kinds of organisations that are no libraries."""

_ALIKE = 0.88
"""From this share of equal letters on (difflib's ratio) two names are near: a slip, an ending, another spelling."""
_SAME_BEGINNING = 4
"""Only names that begin alike are compared: all pairs of a large collection would take minutes."""
_ROWS = tuple(row for row in SCHEMA if row.facet in RECORD_SCHEMES)


def record_faults(vocabulary: Vocabulary) -> Iterator[CorpusFault]:
    """Records that lead nowhere, are of no known kind, or have the name of another."""
    records = vocabulary.organisations
    for one in records.values():
        yield from _organisation_faults(one, vocabulary)
    for name, ids in records.shared_names().items():
        yield _fault(records[ids[0]], "name_da", "records-share-name", name=name, others=", ".join(ids[1:]))
    for name, ids in vocabulary.places.shared_names().items():
        message = Message("records-share-name", name=name, others=", ".join(ids[1:]))
        yield CorpusFault(PLACES_NAME, message, key=ids[0], is_refusal=False)


def _organisation_faults(one: Organisation, vocabulary: Vocabulary) -> Iterator[CorpusFault]:
    records, places = vocabulary.organisations, vocabulary.places
    for key, other in _leading_nowhere(one, records):
        yield _fault(one, key, "no-such-record", id=other, nearest=_nearest(other, records))
    for name in one.malformed():
        yield _fault(one, name, "identifier-malformed", name=name, value=one.identifiers[name])
    if one.place and places and one.place not in places:
        yield _fault(one, "place", "no-such-record", id=one.place, nearest=_nearest(one.place, places))
    if not one.replaced_by and not _is_kind(one.kind, vocabulary):
        yield _fault(one, "kind", "unknown-organisation-kind", kind=one.kind or "–", kinds=", ".join(LIBRARY_KINDS))


def _leading_nowhere(one: Organisation, records: Organisations) -> Iterator[tuple[str, str]]:
    """(key, id) of each record that is named and is none."""
    if one.part_of and (one.part_of not in records or one.part_of == one.id):
        yield "part_of", one.part_of
    # One that is replaced by itself is retired.
    if one.replaced_by and one.replaced_by not in records:
        yield "replaced_by", one.replaced_by


def _is_kind(kind: str, vocabulary: Vocabulary) -> bool:
    return kind in LIBRARY_KINDS or vocabulary.concept(KIND_SCHEME, kind) is not None


class NameCheck:
    """Finds ids that no record has, and names that nearly are a record's; each name is looked up once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._names = {row.facet: _by_beginning(vocabulary.records(row.facet)) for row in _ROWS}
        self._found: dict[tuple[str, str], Message | None] = {}

    def faults(self, metadata: Metadata) -> Iterator[tuple[str, str, Message]]:
        """(key, value, what to do) of the values that should be mended."""
        for row in _ROWS:
            for value in row.texts(metadata):
                if (row.facet, value) not in self._found:
                    self._found[row.facet, value] = self._fault(row.facet, value)
                if (message := self._found[row.facet, value]) is not None:
                    yield row.key, value, message

    def _fault(self, facet: str, value: str) -> Message | None:
        records = self._vocabulary.records(facet)
        if value in records or not records:
            return None
        if looks_like_id(value):
            return Message("no-such-record", id=value, nearest=_nearest(value, records))
        known: Mapping[str, str] = self._names[facet].get(_beginning(value), {})
        near = difflib.get_close_matches(value.casefold(), known, 1, _ALIKE)
        return Message("record-near", name=value, id=known[near[0]]) if near else None


def _by_beginning(records: Records[Any]) -> Mapping[str, dict[str, str]]:
    """The ids by name, for each beginning of names."""
    names: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for one in (each for each in records.values() if not each.is_retired):
        for name in one.all_names:
            names[_beginning(name)][name.casefold()] = records.current(one.id)
    return names


def _beginning(name: str) -> str:
    return name.casefold()[:_SAME_BEGINNING]


def _nearest(wrong: str, known: Iterable[str]) -> str:
    return ", ".join(difflib.get_close_matches(wrong, known, 3)) or "–"


def _fault(one: Organisation, key: str, message_id: str, **arguments: object) -> CorpusFault:
    location = f"{ORGANISATIONS_FOLDER}/{one.id}.toml"
    return CorpusFault(location, Message(message_id, **arguments), key=key, is_refusal=False)
