"""Bulk import: a plan with the faults of every row first, then all of it in one change, or nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from indexer.corpus_store.folder import MARKDOWN_ENDING, CorpusFolder
from indexer.corpus_store.metadata_writer import new_toml
from indexer.curation.accounts.accounts import Account, Role
from indexer.curation.bulk.table_readers import Record
from indexer.curation.editing.change_records import Action, Change
from indexer.curation.editing.document_files import is_id, location_of, new_id, write_up
from indexer.curation.editing.history import History
from indexer.curation.metadata_texts import cell_texts, concept_named, typed_value
from indexer.domain.documents.characters import incoming_text
from indexer.domain.documents.dates import as_new, now
from indexer.domain.documents.metadata import DocumentId, Language
from indexer.domain.documents.metadata_key import ValueType
from indexer.domain.documents.metadata_schema import SCHEMA
from indexer.domain.documents.metadata_validation import read_stated
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.domain.errors import InvalidEntry, NotAllowed
from indexer.domain.messages import Message

_ROWS = {key: row for row in SCHEMA for key in row.keys}


@dataclass(frozen=True, slots=True)
class RowFault:
    """What keeps a row from being imported.

    Attributes:
        row: its number (see Record), or the file where rows have none.
        key: the key concerned, "" for the whole row.
    """

    row: str
    key: str
    message: Message


@dataclass
class ImportPlan:
    """What an import would do: nothing of it is done before `apply`.

    Attributes:
        titles: by document id, in the order of the file.
        files: contents by location in the corpus.
        notes: what is left out, for example keywords that are no concepts.
    """

    titles: dict[DocumentId, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    faults: list[RowFault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def plan_records(
    records: Iterable[Record], corpus: CorpusFolder, vocabulary: Vocabulary, *, defaults: Mapping[str, str]
) -> ImportPlan:
    """A plan with a write-up for every record; `defaults` fill what a record leaves open."""
    plan = ImportPlan()
    for record in records:
        values = {"language": Language.DANISH.value, "status": "draft", **defaults, **record.values}
        stated, left_out = _stated(values, vocabulary)
        plan.notes += [f"{record.number}: {name}" for name in left_out]
        metadata, faults = read_stated(stated, vocabulary)
        named = [RowFault(str(record.number), fault.key, fault.message) for fault in faults]
        title = values.get("title", "") or (metadata.title if metadata else "")
        document_id = DocumentId(record.values.get("id", "") or new_id(title, corpus, frozenset(plan.titles)))
        if (taken := id_fault(document_id, plan, corpus)) is not None:
            named.append(RowFault(str(record.number), "id", taken))
        plan.faults += named
        if metadata is not None and not named:
            body = record.values.get("body", "") or metadata.summary or metadata.title
            plan.titles[document_id] = metadata.title
            location = location_of(metadata.kind, document_id, MARKDOWN_ENDING)
            plan.files[location] = write_up(new_toml(as_new(metadata, now())), incoming_text(body)).encode()
    return plan


def id_fault(document_id: DocumentId, plan: ImportPlan, corpus: CorpusFolder) -> Message | None:
    """Why a document cannot have an id, None if it can."""
    if not is_id(document_id):
        return Message("bad-id", id=document_id[:80])
    is_taken = document_id in plan.titles or corpus.find(document_id) is not None
    return Message("id-taken", id=document_id) if is_taken else None


def apply(plan: ImportPlan, account: Account, history: History, corpus: CorpusFolder, *, comment: str = "") -> Change:
    """Do what the plan says, as one change that can be undone as one.

    Raises:
        InvalidEntry: the plan has faults, holds nothing, or an id was taken meanwhile; nothing is done.
        NotAllowed: the account is no curator.
    """
    if not account.role.reaches(Role.CURATOR):
        raise NotAllowed("only-curators-import")
    if plan.faults or not plan.files:
        raise InvalidEntry("nothing-to-import")
    with history.locked():
        taken = [document_id for document_id in plan.titles if corpus.find(document_id) is not None]
        if taken:
            raise InvalidEntry("ids-taken-meanwhile", ids=", ".join(taken))
        return history.save(
            account.name, Action.IMPORTED, documents=list(plan.titles), files=dict(plan.files), comment=comment
        )


def _stated(values: Mapping[str, str], vocabulary: Vocabulary) -> tuple[dict[str, object], list[str]]:
    """What a record states, by key as files have it, and the keywords that are no concepts."""
    stated: dict[str, object] = {}
    for key, cell in values.items():
        if (row := _ROWS.get(key)) is not None:
            stated[key] = (
                _json(cell) if row.type is ValueType.SOURCES else typed_value(row, cell_texts(row, cell), vocabulary)
            )
    left_out = []
    for name in filter(None, map(str.strip, values.get("keywords", "").split(";"))):
        found = _keyword(name, vocabulary)
        left_out += [] if found else [name]
        for key, concept_id in found.items():
            stated[key] = [*_list(stated.get(key)), concept_id]
    urls = [url.strip() for url in values.get("url", "").split(";") if url.strip()]
    if urls and isinstance(stated.get("sources", []), list):
        title = str(stated.get("title") or "")
        stated["sources"] = [*_list(stated.get("sources")), *({"title": title, "url": _address(url)} for url in urls)]
    return stated, left_out


def _keyword(name: str, vocabulary: Vocabulary) -> dict[str, str]:
    """The concepts that a keyword names, by the key that takes several of them."""
    keys = ((row.key, row.concept_scheme) for row in SCHEMA if row.type is ValueType.CONCEPTS)
    return {key: found for key, scheme in keys if (found := concept_named(name, scheme, vocabulary))}


def _json(cell: str) -> object:
    """What a cell holds; the cell itself if it is no JSON, which is refused with everything else."""
    try:
        return json.loads(cell) if cell.strip() else None
    except ValueError:
        return cell


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []


def _address(text: str) -> str:
    """A DOI as an address, everything else as it is."""
    return f"https://doi.org/{text}" if text.startswith("10.") else text
