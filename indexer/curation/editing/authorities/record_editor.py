"""What curators do to records of organisations and places: add, correct, merge, split; with the documents they touch.

A record that was merged stays for its address and its names alone, and leads to the one that stands (`replaced_by`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from indexer.corpus_store.folder import CorpusFolder
from indexer.curation.accounts.accounts import Account
from indexer.curation.editing.authorities.carriers import Carriers, Share, Swap, divided
from indexer.curation.editing.authorities.concept_change import Versioned
from indexer.curation.editing.authorities.record_files import (
    OTHER_NAMES,
    PART_OF,
    REPLACED_BY,
    ChangedRecords,
    RecordFiles,
    Stated,
    with_records_now,
)
from indexer.curation.editing.change_records import Action, Change
from indexer.curation.editing.document_files import EditableDocument, id_stem, is_id
from indexer.curation.editing.editor import require_reach
from indexer.curation.editing.history import History
from indexer.domain.documents.dates import Clock, now
from indexer.domain.documents.metadata import DocumentId, Language, Status
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.domain.errors import EditConflict, InvalidEntry
from indexer.ingestion.record_check import record_faults

_NAMES = tuple(f"name_{language.value}" for language in Language)


@dataclass(frozen=True, slots=True)
class EditableRecord:
    """A record as its file states it; its version changes whenever that does: hand it back when saving."""

    id: str
    stated: Stated
    version: str

    def names(self) -> tuple[str, ...]:
        """Every name that it has, each once."""
        others = self.stated.get(OTHER_NAMES, [])
        return tuple(dict.fromkeys((*(str(self.stated[key]) for key in _NAMES if key in self.stated), *others)))


def merged_record(kept: EditableRecord, other: EditableRecord, keys: Iterable[str]) -> Stated:
    """What the kept record states otherwise: the names of the other one too, and what it did not state itself."""
    own = {str(kept.stated.get(key, "")).casefold() for key in _NAMES}
    names = [name for name in (*kept.names(), *other.names()) if name.casefold() not in own]
    stated: dict[str, str | list[str]] = {OTHER_NAMES: [*dict.fromkeys(names)]}
    for key in keys:
        value = other.stated.get(key)
        if key not in (OTHER_NAMES, REPLACED_BY) and value and key not in kept.stated and value != kept.id:
            stated[key] = value
    if kept.stated.get(PART_OF) == other.id:
        above = str(other.stated.get(PART_OF, ""))
        stated[PART_OF] = "" if above == kept.id else above
    return stated


class RecordEditor:
    """Changes records, and the documents that name them, in the name of a curator.

    What changes raises NotAllowed where the account is no curator; EditConflict where somebody saved a record since
    its version was read; InvalidEntry where a record would have a fault, which is named; and SaveFailed.
    """

    def __init__(
        self,
        files: RecordFiles,
        corpus: CorpusFolder,
        folder: Path,
        history: History,
        load_vocabulary: Callable[[], Vocabulary],
        clock: Clock = now,
    ) -> None:
        self.files, self._history, self._load_vocabulary = files, history, load_vocabulary
        self._carriers = Carriers(corpus, folder, clock)

    def read(self, record_id: str) -> EditableRecord:
        """A record; raises InvalidEntry where there is none of that id that stands."""
        stated = self.files.stated(record_id) if is_id(record_id) else {}
        if not stated or stated.get(REPLACED_BY):
            raise InvalidEntry("no-such-record-to-edit", id=record_id)
        return EditableRecord(record_id, stated, self.files.version(record_id))

    def carriers(self, record_id: str) -> tuple[EditableDocument, ...]:
        """The documents, of any status, that name the record itself."""
        return self._carriers.of(self.files.facets, record_id, self._vocabulary())

    def add(self, account: Account, stated: Stated, *, comment: str = "") -> str:
        """A new record; its id is made from its name. Documents that named it in plain words name it from now on."""
        require_reach(account, Status.PUBLISHED)
        with self._history.locked():
            made = self._free_id(stated)
            self._save(account, Action.ADDED, made, {made: stated}, comment=comment)
        return made

    def correct(
        self, account: Account, record_id: str, version: str, stated: Stated, *, comment: str = ""
    ) -> Change | None:
        """State some keys of a record otherwise; None where nothing is different."""
        require_reach(account, Status.PUBLISHED)
        with self._history.locked():
            record = self._unchanged((record_id, version))
            different = {key: value for key, value in stated.items() if value != record.stated.get(key, type(value)())}
            if not different:
                return None
            # Documents that named it by a name that it loses name it by its id from now on.
            swap = (lambda _: (record_id,)) if {*_NAMES, OTHER_NAMES} & different.keys() else None
            return self._save(account, Action.CORRECTED, record_id, {record_id: different}, swap, comment=comment)

    def merge(self, account: Account, kept: Versioned, other: Versioned, *, comment: str = "") -> Change:
        """Put one record into another: documents and records that name it name that one; its address leads there."""
        require_reach(account, Status.PUBLISHED)
        if kept[0] == other[0]:
            raise InvalidEntry("record-merged-with-itself")
        with self._history.locked():
            stays, goes = self._unchanged(kept), self._unchanged(other)
            changes: dict[str, Stated] = {
                stays.id: merged_record(stays, goes, self.files.keys),
                goes.id: {REPLACED_BY: stays.id},
            }
            for one in self.files.records(self._vocabulary()).values():
                if one.part_of == goes.id and one.id not in changes:
                    changes[one.id] = {PART_OF: stays.id}
            return self._save(account, Action.MERGED, goes.id, changes, lambda _: (stays.id,), comment=comment)

    def split(
        self,
        account: Account,
        old: Versioned,
        stated: Stated,
        shares: Mapping[DocumentId, Share],
        *,
        comment: str = "",
    ) -> str:
        """Divide a record: a new one beside it; documents that name it name the old one, the new one, or both."""
        require_reach(account, Status.PUBLISHED)
        with self._history.locked():
            record, made = self._unchanged(old), self._free_id(stated)
            swap = divided(record.id, made, shares)
            self._save(account, Action.SPLIT, record.id, {made: stated}, swap, comment=comment)
        return made

    def retire(self, account: Account, old: Versioned, *, comment: str = "") -> Change:
        """Take a record out of use: documents name it in plain words, its parts move up, its address says it is gone.

        Raises:
            InvalidEntry: organisations are at home there; they are to be moved first.
        """
        require_reach(account, Status.PUBLISHED)
        with self._history.locked():
            record, vocabulary = self._unchanged(old), self._vocabulary()
            if inhabitants := self.files.inhabitants(vocabulary, record.id):
                raise InvalidEntry("place-has-organisations", names=", ".join(inhabitants))
            changes: dict[str, Stated] = {record.id: {REPLACED_BY: record.id}}
            above = str(record.stated.get(PART_OF, ""))
            for one in self.files.records(vocabulary).values():
                if one.part_of == record.id:
                    changes[one.id] = {PART_OF: above}
            named = self.files.records(vocabulary)[record.id]
            languages = {
                one.id: one.metadata.language for one in self._carriers.of(self.files.facets, record.id, vocabulary)
            }
            return self._save(
                account, Action.RETIRED, record.id, changes, lambda one: (named.name(languages[one]),), comment=comment
            )

    def _unchanged(self, asked: Versioned) -> EditableRecord:
        try:
            record = self.read(asked[0])
        except InvalidEntry as error:
            raise EditConflict("record-saved-meanwhile", id=asked[0]) from error
        if record.version != asked[1]:
            raise EditConflict("record-saved-meanwhile", id=asked[0])
        return record

    def _save(
        self,
        account: Account,
        action: Action,
        record_id: str,
        stated: Mapping[str, Stated],
        swap: Swap | None = None,
        *,
        comment: str,
    ) -> Change:
        before = self._vocabulary()
        after = self.files.changed(before, stated)
        _require_sound(before, after)
        files, ids = dict(after.files), list[DocumentId]()
        if swap is not None:
            facets = self.files.facets
            # Found by what names meant before: afterwards one of them may lead to another record.
            carriers = self._carriers.of(facets, record_id, before)
            ids, rewritten = self._carriers.files_with(carriers, facets, record_id, swap, after.vocabulary)
            files |= rewritten
        subject = f"{self.files.family}/{record_id}"
        return self._history.save(account.name, action, documents=ids, files=files, comment=comment, subject=subject)

    def _free_id(self, stated: Stated) -> str:
        """An id like the name, that no record has, or had."""
        taken = self.files.records(self._vocabulary())
        stem = id_stem(next((str(stated[key]) for key in _NAMES if stated.get(key)), ""))
        candidate, number = stem, 1
        while candidate in taken:
            number += 1
            candidate = f"{stem}-{number}"
        return candidate

    def _vocabulary(self) -> Vocabulary:
        return with_records_now(self._load_vocabulary(), self.files.folder)


def _require_sound(before: Vocabulary, after: ChangedRecords) -> None:
    """No fault that was not there before: what `samspil check` would say is said here, and nothing is saved."""
    was = {fault.message for fault in record_faults(before)}
    new = tuple(fault.message for fault in record_faults(after.vocabulary) if fault.message not in was)
    if new:
        raise InvalidEntry("record-faults", faults=new)
