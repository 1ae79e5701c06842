"""Whatever the site exports of its whole collection, an import reads as the same records, field by field."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from flask import Flask

from indexer import SCHEMA, DocumentId, KnowledgeBase, Language, Metadata, MetadataKey
from indexer.corpus_store.folder import CorpusFolder
from indexer.corpus_store.metadata_reader import read_metadata
from indexer.curation.bulk.import_plan import ImportPlan, plan_table
from indexer.curation.bulk.readers import read_table
from indexer.domain.documents.front_matter import split_front_matter

_ABOUT = {row.key for row in SCHEMA if row.schema_org == "about"}
_CITED = {"title", "summary", "kind", "language", "authors", "year_start", "year_end", "describes", *_ABOUT}
_PUBLIC = {row.key for row in SCHEMA} - {"status", "embargo", "level", "downloads", "downloads_other"}
HELD = {
    "csv": _PUBLIC,
    "json": _PUBLIC,
    "ris": _CITED | {"title_other", "municipality", "country", "library", "partners"},
    "bibtex": _CITED,
    "csl": _CITED,
}
"""The keys that a format can hold."""

ENDINGS = {"csv": "csv", "json": "json", "ris": "ris", "bibtex": "bib", "csl": "json"}


@cache
def _plan(site: Flask, knowledge_base: KnowledgeBase, form: str, language: str) -> ImportPlan:
    content = site.test_client().get(f"/{language}/export/{form}").data
    table = read_table(f"samspil.{ENDINGS[form].upper()}", content)
    empty = CorpusFolder(Path("/nowhere"))
    return plan_table(table, empty, knowledge_base.vocabulary, defaults={"kind": "case", "status": "published"})


def _imported(plan: ImportPlan, knowledge_base: KnowledgeBase) -> Iterator[tuple[DocumentId, Metadata]]:
    for location, content in plan.files.items():
        metadata, faults = read_metadata(
            location, split_front_matter(content.decode())[0], 2, knowledge_base.vocabulary
        )
        assert metadata is not None and not faults
        yield DocumentId(Path(location).stem), metadata


def _value(row: MetadataKey, metadata: Metadata, public: set[DocumentId]) -> object:
    value = row.value(metadata)
    if row.key == "related":  # drafts are not named
        return tuple(each for each in value if each in public)
    if row.key == "sources":
        return [dataclasses.asdict(source) for source in value]
    return value


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("form", HELD)
def test_every_document_comes_back_equal_in_all_that_the_format_holds(
    site: Flask, collection: KnowledgeBase, form: str, language: str
) -> None:
    stated = collection.comparer.public_records().items()
    records = {document_id: metadata.read_in(Language(language)) for document_id, metadata in stated}
    public = set(records)

    plan = _plan(site, collection, form, language)
    read = dict(_imported(plan, collection))

    assert plan.faults == [] and [note.message.id for note in plan.notes if note.row] == []
    assert plan.count.arguments == {"found": len(records), "read": len(records), "faulty": 0}
    assert read.keys() == public
    for row in (row for row in SCHEMA if row.key in HELD[form]):
        differing = {
            document_id: (_value(row, read[document_id], public), _value(row, metadata, public))
            for document_id, metadata in records.items()
            if _value(row, read[document_id], public) != _value(row, metadata, public)
            and not _beyond(form, row, metadata)
        }
        assert differing == {}, row.key


def _beyond(form: str, row: MetadataKey, metadata: Metadata) -> bool:
    """CSL has no span without a beginning."""
    return form == "csl" and row.key == "year_end" and metadata.year_start is None
