"""Bulk import: a plan with the faults of every row first, then all of it in one change, or nothing."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from indexer.corpus_store.folder import MARKDOWN_ENDING, CorpusFolder
from indexer.corpus_store.metadata_reader import CONCEPT_KEYS
from indexer.corpus_store.metadata_writer import new_toml
from indexer.curation.accounts.accounts import Account, Role
from indexer.curation.bulk.table_readers import Record
from indexer.curation.editing.document_files import is_id, location_of, new_id, write_up
from indexer.curation.editing.history import Action, Change, History
from indexer.domain.documents.metadata import DocumentId, Language, Metadata, Outcome, Source, Status
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.domain.errors import InvalidEntry, NotAllowed

_URL = re.compile(r"https?://[^\s\"<>]+$")
_CHOICES = {"language": Language, "outcome": Outcome, "status": Status}
_COUNTRY = re.compile(r"[A-Z]{2}$")


@dataclass(frozen=True, slots=True)
class RowFault:
    """What keeps a row from being imported.

    Attributes:
        row: its number (see Record), or the file where rows have none.
        key: the key concerned, "" for the whole row.
        code: a fixed short name: missing, unknown-concept, unknown-choice, bad-year, bad-country, bad-url, bad-id,
            taken, unreadable.
    """

    row: str
    key: str
    code: str
    value: str = ""

    @property
    def message(self) -> str:
        """One English sentence."""
        said = {
            "missing": "is missing",
            "unknown-concept": "is not in the vocabulary; use an id or a label",
            "unknown-choice": "is none of the choices",
            "bad-year": "is no year of four digits",
            "bad-country": "is no country code of two capitals",
            "bad-url": "is no web address",
            "bad-id": "cannot be an id; use letters, digits, hyphens and dots",
            "taken": "is an id that is taken",
            "unreadable": "cannot be read",
        }
        return f"row {self.row}: {self.key} {self.value!r} {said[self.code]}."


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
        reader = _RowReader(record, {**defaults, **record.values}, vocabulary, plan)
        metadata = reader.metadata()
        taken = frozenset(plan.titles)
        document_id = DocumentId(record.values.get("id", "") or new_id(metadata.title, corpus, taken))
        if not is_id(document_id):
            reader.fault("id", "bad-id", document_id)
        elif document_id in taken or corpus.find(document_id) is not None:
            reader.fault("id", "taken", document_id)
        elif reader.is_sound:
            body = record.values.get("body", "") or metadata.summary or metadata.title
            plan.titles[document_id] = metadata.title
            plan.files[location_of(metadata.kind, document_id, MARKDOWN_ENDING)] = write_up(
                new_toml(metadata), body
            ).encode()
    return plan


def apply(plan: ImportPlan, account: Account, history: History, corpus: CorpusFolder, *, comment: str = "") -> Change:
    """Do what the plan says, as one change that can be undone as one.

    Raises:
        InvalidEntry: the plan has faults, holds nothing, or an id was taken meanwhile; nothing is done.
        NotAllowed: the account is no curator.
    """
    if not account.role.reaches(Role.CURATOR):
        raise NotAllowed("Only curators import.")
    if plan.faults or not plan.files:
        raise InvalidEntry("There is nothing to import, or rows must be mended first.")
    with history.locked():
        taken = [document_id for document_id in plan.titles if corpus.find(document_id) is not None]
        if taken:
            raise InvalidEntry(f"{', '.join(taken)}: the id was taken meanwhile; nothing was imported.")
        return history.save(
            account.name, Action.IMPORTED, documents=list(plan.titles), files=dict(plan.files), comment=comment
        )


class _RowReader:
    """Reads the values of one row and notes what is wrong with them."""

    def __init__(self, record: Record, values: Mapping[str, str], vocabulary: Vocabulary, plan: ImportPlan) -> None:
        self._record, self._values, self._vocabulary, self._plan = record, values, vocabulary, plan
        self.is_sound = True

    def fault(self, key: str, code: str, value: str = "") -> None:
        self.is_sound = False
        self._plan.faults.append(RowFault(str(self._record.number), key, code, value[:80]))

    def metadata(self) -> Metadata:
        language = self._choice("language") or Language.DANISH
        own, other = language.value, language.other.value
        title = self._text("title") or self._text(f"title_{own}")
        if not title:
            self.fault("title", "missing")
        kind = self._concepts("kind", "kind")
        if not kind and not self._text("kind"):
            self.fault("kind", "missing")
        concepts = {key: self._concepts(key, scheme) for key, scheme in CONCEPT_KEYS.items()}
        self._add_keywords(concepts)
        return Metadata(
            title=title,
            language=language,
            kind=kind[0] if kind else "",
            title_other=self._text(f"title_{other}"),
            summary=self._text("summary") or self._text(f"summary_{own}"),
            summary_other=self._text(f"summary_{other}"),
            **concepts,
            libraries=self._list("library"),
            municipalities=self._list("municipality"),
            countries=self._countries(),
            year_start=self._year("year_start"),
            year_end=self._year("year_end"),
            partners=self._list("partners"),
            authors=self._list("authors"),
            outcome=self._choice("outcome"),
            status=self._choice("status") or Status.DRAFT,
            sources=self._sources(title),
            related=tuple(DocumentId(one) for one in self._list("related")),
            downloads=self._list("downloads"),
        )

    def _text(self, key: str) -> str:
        return self._values.get(key, "").strip()

    def _list(self, key: str) -> tuple[str, ...]:
        text = self._text(key)
        if text.startswith("["):
            try:
                values = json.loads(text)
            except ValueError:
                values = None
            if isinstance(values, list):
                return tuple(str(value) for value in values)
        return tuple(dict.fromkeys(part.strip() for part in text.split(";") if part.strip()))

    def _concepts(self, key: str, scheme: str) -> tuple[str, ...]:
        found = []
        for name in self._list(key):
            concept_id = _concept_named(name, scheme, self._vocabulary)
            if concept_id is None:
                self.fault(key, "unknown-concept", name)
            else:
                found.append(concept_id)
        return tuple(dict.fromkeys(found))

    def _add_keywords(self, concepts: dict[str, tuple[str, ...]]) -> None:
        for name in self._list("keywords"):
            schemes = {k: c for k, s in CONCEPT_KEYS.items() if (c := _concept_named(name, s, self._vocabulary))}
            if not schemes:
                self._plan.notes.append(f"{self._record.number}: {name}")
            for key, concept_id in schemes.items():
                concepts[key] = tuple(dict.fromkeys((*concepts[key], concept_id)))

    def _countries(self) -> tuple[str, ...]:
        for code in (countries := self._list("country")):
            if not _COUNTRY.match(code):
                self.fault("country", "bad-country", code)
        return countries

    def _year(self, key: str) -> int | None:
        text = self._text(key)
        if text and not re.fullmatch(r"[12][0-9]{3}", text):
            self.fault(key, "bad-year", text)
            return None
        return int(text) if text else None

    def _choice(self, key: str) -> Any:  # noqa: ANN401 (one of three enumerations)
        text = self._text(key)
        if not text:
            return None
        try:
            return _CHOICES[key](text)
        except ValueError:
            self.fault(key, "unknown-choice", text)
            return None

    def _sources(self, title: str) -> tuple[Source, ...]:
        found = []
        try:
            for one in json.loads(self._text("sources") or "[]"):
                found.append(Source(one["title"], one.get("url", ""), one.get("publisher", ""), one.get("year")))
        except (ValueError, KeyError, TypeError, AttributeError):
            self.fault("sources", "unreadable", self._text("sources"))
        for url in self._list("url"):
            found.append(Source(title, url if "://" in url or not url.startswith("10.") else f"https://doi.org/{url}"))
        for source in found:
            if source.url and not _URL.match(source.url):
                self.fault("url", "bad-url", source.url)
        return tuple(found)


def _concept_named(name: str, scheme: str, vocabulary: Vocabulary) -> str | None:
    """The concept with that id, label or, if only one has it, synonym; free text never becomes one."""
    known = vocabulary.schemes.get(scheme)
    if known is None:
        return None
    if name in known.concepts:
        return name
    wanted = name.casefold()
    for concept in known.concepts.values():
        if wanted in (label.casefold() for label in concept.labels.values()):
            return concept.id
    named = [
        c.id for c in known.concepts.values() if wanted in map(str.casefold, itertools.chain(*c.synonyms.values()))
    ]
    return named[0] if len(named) == 1 else None
