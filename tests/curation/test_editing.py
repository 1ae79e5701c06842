from __future__ import annotations

import dataclasses
import tomllib
from pathlib import Path

import pytest

from indexer import (
    Account,
    Action,
    Curation,
    DocumentId,
    EditConflict,
    InvalidEntry,
    Language,
    Metadata,
    NotAllowed,
    Query,
    Role,
    Status,
    differences,
)
from indexer.corpus_store.folder import KIND_FOLDERS
from indexer.corpus_store.metadata_writer import changed_toml, new_toml
from indexer.domain.documents.front_matter import split_front_matter
from indexer.domain.documents.metadata import Source
from indexer.knowledge_base import KnowledgeBase
from tests.conftest import PROJECT
from tests.curation.conftest import corpus_bytes

AARS = DocumentId("100-lektiecafeer")
HUMBLE = Account("humble", Role.CONTRIBUTOR)
COMMENTED = """\
# Skrevet i hånden
year_start = 2009  # ifølge Nordjyske
title = 'Lektiecafé'   # kort
kind = "case"
language = "da"
goals = [
    "new-users",  # den vigtigste
]

# herfra kilder
[[sources]]
title = "A"
url = "https://a.example"  # virker
"""


def a_case(title: str = "En ny case", **values: object) -> Metadata:
    return Metadata(title, Language.DANISH, "case", **({"status": Status.DRAFT} | values))  # type: ignore[arg-type]


def test_every_metadata_of_the_collection_survives_being_written_anew(curation: Curation) -> None:
    paths = [path for folder in KIND_FOLDERS for path in sorted((PROJECT / "corpus" / folder).glob("*.md"))]
    read = ((path, split_front_matter(path.read_text("utf-8"))[0]) for path in paths)
    for path, toml in ((path, toml) for path, toml in read if toml):  # texts in the other language state nothing
        metadata, faults = _read(curation, toml)
        assert metadata is not None, faults

        assert _read(curation, new_toml(metadata))[0] == metadata, path.name
        assert changed_toml(toml, metadata, metadata) == toml, path.name
    assert len(paths) > 50


def _read(curation: Curation, toml: str) -> tuple[Metadata | None, object]:
    from indexer.corpus_store.metadata_reader import read_metadata

    return read_metadata("x.md", toml, 1, curation.vocabulary)


def test_comments_and_order_of_a_hand_written_file_survive_a_correction(curation: Curation) -> None:
    old, _ = _read(curation, COMMENTED)
    assert old is not None
    new = dataclasses.replace(
        old, title="Lektiecaféen", goals=("new-users", "experiment"), libraries=("Aars Bibliotek",),
        sources=(*old.sources, Source("B")),
    )  # fmt: skip

    toml = changed_toml(COMMENTED, old, new)

    assert _read(curation, toml)[0] == new
    for comment in ("# Skrevet i hånden", "# ifølge Nordjyske", "# kort", "# herfra kilder", "# virker"):
        assert comment in toml
    assert list(tomllib.loads(toml))[:3] == ["year_start", "title", "kind"]
    untouched = [line for line in COMMENTED.splitlines() if "title = 'Lek" not in line and "goals" not in line]
    assert [line for line in untouched if line not in toml.splitlines()] == ['    "new-users",  # den vigtigste', "]"]


def test_a_key_that_states_nothing_any_more_is_taken_out(curation: Curation) -> None:
    old, _ = _read(curation, COMMENTED)
    assert old is not None

    toml = changed_toml(COMMENTED, old, dataclasses.replace(old, goals=(), year_start=None, sources=()))

    assert set(tomllib.loads(toml)) == {"title", "kind", "language"}


def test_a_correction_changes_nothing_but_what_was_corrected(curation: Curation, chief: Account) -> None:
    document = curation.editor.read(AARS)
    path = curation.corpus_folder / document.file.location
    before = path.read_text("utf-8").splitlines()

    metadata = dataclasses.replace(document.metadata, year_start=2008)
    curation.editor.correct(chief, AARS, document.version, metadata, body=document.body.replace("\n", "\r\n"))

    after = path.read_text("utf-8").splitlines()
    new, gone = ([line for line in one if line not in other] for one, other in ((after, before), (before, after)))
    assert [line.partition(" = ")[0] for line in new] == ["year_start", "changed"]
    assert [line.partition(" = ")[0] for line in gone] == ["year_start", "changed"]
    assert "year_start = 2008" in new


def test_saving_what_is_there_already_is_no_change(curation: Curation, chief: Account) -> None:
    document = curation.editor.read(AARS)

    assert curation.editor.correct(chief, AARS, document.version, document.metadata, body=document.body) is None
    assert curation.history.changes() == ()


def test_the_second_of_two_savers_is_told_and_nothing_is_lost(curation: Curation, chief: Account) -> None:
    document = curation.editor.read(AARS)
    mine, theirs = (dataclasses.replace(document.metadata, title=title) for title in ("Min", "Deres"))
    curation.editor.correct(chief, AARS, document.version, theirs, body=document.body)

    with pytest.raises(EditConflict):
        curation.editor.correct(chief, AARS, document.version, mine, body=document.body)

    assert curation.editor.read(AARS).metadata.title == "Deres"


def test_an_edit_by_hand_counts_as_a_save(curation: Curation, chief: Account) -> None:
    document = curation.editor.read(AARS)
    path = curation.corpus_folder / document.file.location
    path.write_text(path.read_text("utf-8") + "\nTilføjet i hånden.\n", "utf-8")

    with pytest.raises(EditConflict):
        curation.editor.correct(chief, AARS, document.version, document.metadata, body=document.body)
    newer = curation.editor.read(AARS)
    changed = dataclasses.replace(newer.metadata, title="Ny")
    curation.editor.correct(chief, AARS, newer.version, changed, body=newer.body)

    assert "Tilføjet i hånden." in path.read_text("utf-8")


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.WITHDRAWN])
def test_a_contributor_works_on_drafts_only(curation: Curation, status: Status) -> None:
    draft = curation.editor.add(HUMBLE, a_case(), body="Tekst.")
    version = curation.editor.read(draft).version
    published = curation.editor.read(AARS)
    before = corpus_bytes(curation.corpus_folder)

    with pytest.raises(NotAllowed):
        curation.editor.add(HUMBLE, a_case(status=status), body="Tekst.")
    with pytest.raises(NotAllowed):
        curation.editor.set_status(HUMBLE, draft, status, version=version)
    with pytest.raises(NotAllowed):
        curation.editor.correct(HUMBLE, AARS, published.version, a_case(), body="x")
    with pytest.raises(NotAllowed):
        curation.editor.undo(HUMBLE, 1)
    assert corpus_bytes(curation.corpus_folder) == before
    assert curation.editor.set_status(HUMBLE, draft, Status.REVIEW, version=version)


def test_titles_become_ids_that_read_like_them_and_never_clash(curation: Curation, chief: Account) -> None:
    titles = ["Åben skole: læs højt!", "Åben skole: læs højt!", "../../etc/passwd", "漢字", "x" * 300]

    ids = [curation.editor.add(chief, a_case(title), body="Tekst.") for title in titles]

    assert ids == ["aaben-skole-laes-hoejt", "aaben-skole-laes-hoejt-2", "etc-passwd", "dokument", "x" * 60]
    assert all((curation.corpus_folder / "cases" / f"{one}.md").is_file() for one in ids)


def test_an_original_file_gets_its_metadata_beside_it_and_moves_with_its_kind(
    curation: Curation, chief: Account
) -> None:
    document_id = curation.editor.add(chief, a_case("Rapport"), original=(".pdf", b"%PDF-1.7 x"))
    document = curation.editor.read(document_id)

    as_report = dataclasses.replace(document.metadata, kind="report")
    curation.editor.correct(chief, document_id, document.version, as_report)

    assert {p.name for p in (curation.corpus_folder / "reports").iterdir()} == {"rapport.pdf", "rapport.pdf.toml"}
    assert not list((curation.corpus_folder / "cases").glob("rapport*"))
    curation.editor.undo(chief, 2)
    assert curation.editor.read(document_id).file.location == "cases/rapport.pdf"


def test_any_version_can_be_restored_a_withdrawn_document_too(curation: Curation, chief: Account) -> None:
    original = (curation.corpus_folder / "cases" / f"{AARS}.md").read_bytes()
    document = curation.editor.read(AARS)
    curation.editor.correct(
        chief, AARS, document.version, dataclasses.replace(document.metadata, title="Anden"), body="Anden tekst"
    )
    curation.editor.set_status(
        chief, AARS, Status.WITHDRAWN, version=curation.editor.read(AARS).version, comment="Lukket"
    )

    curation.editor.restore(chief, AARS, 1)
    restored = curation.editor.read(AARS)
    assert (restored.metadata.title, restored.metadata.status) == ("Anden", Status.PUBLISHED)
    for number in (3, 2, 1):
        curation.editor.undo(chief, number)
    assert (curation.corpus_folder / "cases" / f"{AARS}.md").read_bytes() == original
    actions = [change.action for change in curation.history.changes()]
    assert actions == [Action.CORRECTED, Action.WITHDRAWN, Action.RESTORED, *[Action.UNDONE] * 3]


def test_undoing_what_was_changed_since_is_refused_as_a_whole(curation: Curation, chief: Account) -> None:
    document = curation.editor.read(AARS)
    for title in ("En", "To"):
        now = curation.editor.read(AARS)
        curation.editor.correct(
            chief, AARS, now.version, dataclasses.replace(now.metadata, title=title), body=document.body
        )

    with pytest.raises(EditConflict, match=r"100-lektiecafeer\.md"):
        curation.editor.undo(chief, 1)
    with pytest.raises(InvalidEntry):
        curation.editor.restore(chief, DocumentId("findes-ikke"), 1)

    assert curation.editor.read(AARS).metadata.title == "To"


def test_the_history_says_what_changed_key_by_key_and_line_by_line(curation: Curation, chief: Account) -> None:
    document = curation.editor.read(AARS)
    metadata = dataclasses.replace(document.metadata, goals=(*document.metadata.goals, "experiment"))
    body = document.body.replace("Det første mål", "Det allerførste mål")
    change = curation.editor.correct(chief, AARS, document.version, metadata, body=body, comment="Efter samtale")
    assert change is not None

    (found,) = differences(change, curation.history)

    assert [(key.key, set(key.after) - set(key.before)) for key in found.keys] == [("goals", {"experiment"})]
    assert [line.sign for line in found.lines if line.sign != " "] == ["-", "+"]
    assert (change.account, change.comment) == ("chief", "Efter samtale")


def test_the_log_shows_when_a_line_was_taken_out(curation: Curation, chief: Account, tmp_path: Path) -> None:
    for title in ("A", "B", "C"):
        curation.editor.add(chief, a_case(title), body="x")
    path = curation.state_folder / "audit.jsonl"
    assert curation.audit.first_broken_line() is None

    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:1] + lines[2:]))

    assert curation.audit.first_broken_line() == 2
    assert [entry.change for entry in curation.audit.entries()] == [1, 3]


def test_a_draft_leaks_nowhere_and_is_found_by_the_editors(
    curation: Curation, base: KnowledgeBase, chief: Account
) -> None:
    total = base.search(Query()).total
    for status in (Status.DRAFT, Status.REVIEW, Status.WITHDRAWN):
        curation.editor.add(
            chief, a_case(f"Krokodillefest {status}", status=status), body="Krokodillefesten er hemmelig."
        )
    base.reconcile()

    everything = base.search(Query())
    assert everything.total == total == base.engine.statistics.document_count()
    assert not [hit for hit in base.search(Query("krokodillefesten hemmelig")).hits if "krokodille" in hit.id]
    assert base.search(Query("krokodillefestn")).correction is None
    assert not base.engine.searcher().has_term("spelling_da", "krokodillefesten")
    assert sum(value.count for value in everything.facet("kind").values) == total
    assert not any("krokodillefest" in profile.id for profile in curation.suggester.profiles.published())
    assert len(curation.documents.find("krokodillefesten hemmelig")) == 3
