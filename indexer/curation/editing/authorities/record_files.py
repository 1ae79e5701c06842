"""Records of organisations and places as they are edited: what each states, and the files with other values."""

from __future__ import annotations

import dataclasses
import hashlib
import tomllib
from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from indexer.corpus_store.organisation_files import (
    KEYS,
    changed_organisation,
    organisation_location,
    read_organisation,
    read_organisations,
)
from indexer.corpus_store.place_table import COLUMNS, PLACES_NAME, changed_places, places_in, read_places, stated_place
from indexer.domain.documents.records.named_records import Records
from indexer.domain.documents.records.organisations import ORGANISATION_SCHEMES
from indexer.domain.documents.records.places import PLACE_SCHEME
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.domain.errors import InvalidEntry

Stated = Mapping[str, str | list[str]]
"""What a record states, by key: texts, and lists of names."""

REPLACED_BY, PART_OF, OTHER_NAMES = "replaced_by", "part_of", "other_names"


@dataclasses.dataclass(frozen=True, slots=True)
class ChangedRecords:
    """Files with some records stated otherwise, and the vocabulary that they give."""

    files: dict[str, bytes | None]
    vocabulary: Vocabulary


class RecordFiles(ABC):
    """The records of one family below a corpus folder.

    Attributes:
        family: what changes are said to be about, and what the records' pages are called.
        facets: those whose values they are.
        keys: what a record may state, in the order of its file.
    """

    family: str
    facets: tuple[str, ...]
    keys: tuple[str, ...]

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @abstractmethod
    def records(self, vocabulary: Vocabulary) -> Records[Any]:
        """All of them, those that were replaced as well."""

    @abstractmethod
    def stated(self, record_id: str) -> Stated:
        """What a record states in its file; nothing where there is none."""

    @abstractmethod
    def changed(self, vocabulary: Vocabulary, stated: Mapping[str, Stated]) -> ChangedRecords:
        """The files with some keys of some records stated otherwise; "" and [] state nothing.

        Raises:
            InvalidEntry: a record would have a fault; each is named.
        """

    def inhabitants(self, vocabulary: Vocabulary, record_id: str) -> tuple[str, ...]:
        """The ids of organisations that are at home there; only places have any."""
        del vocabulary, record_id
        return ()

    def version(self, record_id: str) -> str:
        """Changes whenever what the record states does."""
        return hashlib.sha256(repr(sorted(self.stated(record_id).items())).encode()).hexdigest()


def with_records_now(vocabulary: Vocabulary, folder: Path) -> Vocabulary:
    """The vocabulary with the records as their files say this moment: those of others are looked for once a second."""
    return vocabulary.with_records(read_organisations(folder)[0], read_places(folder)[0])


class OrganisationRecords(RecordFiles):
    """Organisations, each with a file of its own."""

    family, facets, keys = "organisation", ORGANISATION_SCHEMES, KEYS

    def records(self, vocabulary: Vocabulary) -> Records[Any]:
        """See RecordFiles.records."""
        return vocabulary.organisations

    def stated(self, record_id: str) -> Stated:
        """See RecordFiles.stated; raises InvalidEntry where the file must be mended by hand first."""
        content = self._content(record_id)
        record, faults = read_organisation(record_id, content) if content else (None, ())
        if faults:
            raise InvalidEntry("record-to-mend", id=record_id, faults=faults)
        return tomllib.loads(content.decode("utf-8-sig")) if record is not None else {}

    def changed(self, vocabulary: Vocabulary, stated: Mapping[str, Stated]) -> ChangedRecords:
        """See RecordFiles.changed."""
        files, records = dict[str, bytes | None](), dict(vocabulary.organisations)
        for record_id, values in stated.items():
            content = changed_organisation(self._content(record_id), values)
            record, faults = read_organisation(record_id, content)
            if record is None:
                raise InvalidEntry("record-faults", faults=faults)
            files[organisation_location(record_id)], records[record_id] = content, record
        return ChangedRecords(files, vocabulary.with_records(Records(records.values(), "changed"), vocabulary.places))

    def _content(self, record_id: str) -> bytes:
        path = self.folder / organisation_location(record_id)
        return path.read_bytes() if path.is_file() else b""


class PlaceRecords(RecordFiles):
    """Places, the rows of one table."""

    family, facets, keys = "place", (PLACE_SCHEME,), COLUMNS[1:]

    def records(self, vocabulary: Vocabulary) -> Records[Any]:
        """See RecordFiles.records."""
        return vocabulary.places

    def inhabitants(self, vocabulary: Vocabulary, record_id: str) -> tuple[str, ...]:
        """See RecordFiles.inhabitants."""
        records = vocabulary.organisations.values()
        return tuple(one.id for one in records if one.place == record_id and not one.replaced_by)

    def stated(self, record_id: str) -> Stated:
        """See RecordFiles.stated."""
        return stated_place(self._content(), record_id)

    def changed(self, vocabulary: Vocabulary, stated: Mapping[str, Stated]) -> ChangedRecords:
        """See RecordFiles.changed; a table that has a fault must be mended by hand first."""
        now = self._content()
        content = changed_places(now, stated)
        places, faults = places_in(content)
        before = {fault.message for fault in places_in(now)[1]}
        if new := tuple(fault.message for fault in faults if fault.message not in before):
            raise InvalidEntry("record-faults", faults=new)
        return ChangedRecords({PLACES_NAME: content}, vocabulary.with_records(vocabulary.organisations, places))

    def _content(self) -> bytes:
        path = self.folder / PLACES_NAME
        return path.read_bytes() if path.is_file() else b""
