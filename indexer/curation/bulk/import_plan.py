"""Bulk import: a plan with the faults of every row first, then all of it in one change, or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from indexer.corpus_store.document_names import MARKDOWN_ENDING
from indexer.corpus_store.folder import CorpusFolder
from indexer.corpus_store.metadata_writer import new_toml
from indexer.curation.accounts.accounts import Account, Role
from indexer.curation.bulk.cells import stated_in
from indexer.curation.bulk.free_ids import FreeIds
from indexer.curation.bulk.readers.table import Record, RowMessage, Table
from indexer.curation.editing.change_records import Action, Change
from indexer.curation.editing.document_files import location_of, write_up
from indexer.curation.editing.history import History
from indexer.domain.documents.dates import as_new, now
from indexer.domain.documents.metadata import DocumentId, Language, Metadata
from indexer.domain.documents.metadata_validation import read_stated
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.domain.errors import InvalidEntry, NotAllowed
from indexer.domain.messages import Message
from indexer.domain.texts.characters import incoming_text

Progress = Callable[[int, int], None]
"""Told how many are done of how many; what it raises stops the work."""


def unheard(done: int, total: int) -> None:
    """The progress that nobody asks for."""


@dataclass
class ImportPlan:
    """What an import would do: nothing of it is done before `apply_import`.

    Attributes:
        found: how many records, or files, the source announces by its own marks.
        titles: by document id, in the order of the file.
        files: contents by location in the corpus.
        notes: what is left out or was read otherwise, for example keywords that are no concepts.
    """

    found: int = 0
    titles: dict[DocumentId, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    faults: list[RowMessage] = field(default_factory=list)
    notes: list[RowMessage] = field(default_factory=list)

    @property
    def faulty(self) -> int:
        """How many records have a fault; those of files name the line behind the file."""
        return len({re.sub(r":\d+$", "", fault.row) for fault in self.faults if fault.row})

    @property
    def count(self) -> Message:
        """99 records, 97 read, 2 not."""
        name = "import-count-one" if self.found == 1 else "import-count"
        return Message(name, found=self.found, read=self.found - self.faulty, faulty=self.faulty)


def plan_table(
    table: Table,
    corpus: CorpusFolder,
    vocabulary: Vocabulary,
    *,
    mapping: Mapping[str, str] | None = None,
    defaults: Mapping[str, str],
    progress: Progress = unheard,
) -> ImportPlan:
    """A plan with a write-up for every record; `defaults` fill what a record leaves open."""
    chosen = table.mapping if mapping is None else mapping
    plan = ImportPlan(table.found, faults=list(table.faults), notes=list(table.notes))
    if unused := table.unused(chosen):
        plan.notes.append(RowMessage("", "", Message("columns-not-used", columns=", ".join(unused))))
    planning = _Planning(plan, vocabulary, defaults, FreeIds(corpus.ids()), now())
    for done, record in enumerate(table.records(chosen)):
        progress(done, len(table.rows))
        planning.add(record)
    # Numbers of rows are texts: of two the shorter one is the smaller number.
    plan.faults.sort(key=lambda fault: (len(fault.row), fault.row))
    return plan


@dataclass
class _Planning:
    """Adds records to a plan one by one."""

    plan: ImportPlan
    vocabulary: Vocabulary
    defaults: Mapping[str, str]
    ids: FreeIds
    moment: str

    def add(self, record: Record) -> None:
        row = str(record.number)
        values = {"language": Language.DANISH.value, "status": "draft", **self.defaults, **record.values}
        stated = stated_in(values, self.vocabulary)
        self.plan.notes += [RowMessage(row, key, message) for key, message in stated.notes]
        if file := values.get("file", ""):
            self.plan.notes.append(RowMessage(row, "file", Message("file-not-in-table", name=file[:80])))
        metadata, faults = read_stated(stated.values, self.vocabulary)
        named = [RowMessage(row, key, message) for key, message in record.faults]
        named += [RowMessage(row, fault.key, fault.message) for fault in faults]
        title = values.get("title", "") or (metadata.title if metadata else "")
        document_id = DocumentId(record.values.get("id", "")) or self.ids.new(title)
        if (taken := self.ids.fault(document_id)) is not None:
            named.append(RowMessage(row, "id", taken))
        self.plan.faults += named
        if metadata is not None and not named:
            self.ids.take(document_id)
            self._write(document_id, metadata, record.values)

    def _write(self, document_id: DocumentId, metadata: Metadata, values: Mapping[str, str]) -> None:
        body, other_body = (incoming_text(values.get(name, "")) for name in ("body", "body_other"))
        self.plan.titles[document_id] = metadata.title
        location = location_of(metadata.kind, document_id, MARKDOWN_ENDING)
        toml = new_toml(as_new(metadata, self.moment))
        self.plan.files[location] = write_up(toml, body or metadata.summary or metadata.title).encode()
        if other_body.strip():
            name = f"{document_id}.{metadata.language.other}{MARKDOWN_ENDING}"
            self.plan.files[f"{location.rpartition('/')[0]}/{name}"] = f"{other_body.rstrip()}\n".encode()


def apply_import(
    plan: ImportPlan,
    account: Account,
    history: History,
    corpus: CorpusFolder,
    *,
    comment: str = "",
    progress: Progress = unheard,
) -> Change:
    """Do what the plan says, as one change that can be undone as one.

    `progress` is told of each file twice: as it is kept aside, when the work can still be stopped, and as it is put
    in place, when it cannot.

    Raises:
        InvalidEntry: the plan has faults, holds nothing, or an id was taken meanwhile; nothing is done.
        NotAllowed: the account is no curator.
    """
    if not account.role.reaches(Role.CURATOR):
        raise NotAllowed("only-curators-import")
    if plan.faults or not plan.files:
        raise InvalidEntry("nothing-to-import")
    with history.locked():
        taken = sorted(plan.titles.keys() & corpus.ids())
        if taken:
            raise InvalidEntry("ids-taken-meanwhile", ids=", ".join(taken))
        return history.save(
            account.name,
            Action.IMPORTED,
            documents=list(plan.titles),
            files=dict(plan.files),
            comment=comment,
            progress=progress,
        )
