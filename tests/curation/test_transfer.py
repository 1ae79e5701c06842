from __future__ import annotations

import csv
import io
import shutil
import tarfile
import threading
import time
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer import (
    Account,
    Curation,
    InvalidEntry,
    NotAllowed,
    Role,
    Status,
    apply_import,
    export_csv,
    export_folder,
    open_curation,
    open_knowledge_base,
    plan_folder,
    plan_records,
    read_table,
    unpack,
)
from indexer.cli import main
from indexer.config import Config, load_config
from indexer.curation.bulk import backup
from indexer.curation.bulk.backup import back_up, restore_backup
from tests.conftest import PROJECT
from tests.curation.conftest import corpus_bytes

CSV = (
    "titel;mål;sektor;bibliotek;år;emneord;link\nÅben kælder;new-users;private;Aars;2010;Frivillige;https://a.example\n"
)
RIS = """TY  - RPRT
TI  - Libraries and partners
AU  - Hansen, Mette
PY  - 2011
AB  - About volunteers.
KW  - volunteers
LA  - en
UR  - https://b.example/x
ER  -
"""
BIB = """@article{a, title = {Public {Libraries} and Firms},
 author = {Hansen, Mette and S{\\o}rensen, Ib}, year = {2012},
 language = {english}, doi = {10.1000/1}}
@techreport{b, title = {En rapport}, author = {Anon}, year = 2013, language = {danish}}
"""


@pytest.fixture
def empty(tmp_path: Path) -> Curation:
    """A corpus with nothing in it, not even a vocabulary."""
    folder = tmp_path / "empty"
    (folder / "corpus").mkdir(parents=True)
    shutil.copy(PROJECT / "config.toml", folder)
    config = load_config(folder / "config.toml")
    return open_curation(config, open_knowledge_base(config))


def plan_of(curation: Curation, name: str, text: str, **defaults: str) -> object:
    table = read_table(name, text.encode())
    return plan_records(
        table.records(table.mapping), curation.corpus, curation.vocabulary, defaults={"kind": "case"} | defaults
    )


@pytest.mark.parametrize(("name", "text", "count"), [("a.csv", CSV, 1), ("a.ris", RIS, 1), ("a.bib", BIB, 2)])
def test_tables_and_lists_of_references_become_drafts_and_one_undo_takes_them_back(
    curation: Curation, chief: Account, name: str, text: str, count: int
) -> None:
    before = corpus_bytes(curation.corpus_folder)
    plan = plan_of(curation, name, text)

    assert plan.faults == []
    change = apply_import(plan, chief, curation.history, curation.corpus)
    documents = [curation.editor.read(document_id) for document_id in change.documents]

    assert len(documents) == count
    assert {document.metadata.status for document in documents} == {Status.DRAFT}
    curation.editor.undo(chief, change.number)
    assert corpus_bytes(curation.corpus_folder) == before


def test_the_fields_of_a_table_are_understood(curation: Curation) -> None:
    plan = plan_of(curation, "a.csv", CSV)

    text = plan.files["cases/aaben-kaelder.md"].decode()

    for line in ('goals = ["new-users"]', 'partner_types = ["volunteers"]', 'library = "Aars"', "year_start = 2010"):
        assert line in text
    assert 'url = "https://a.example"' in text


def test_references_keep_authors_years_languages_and_addresses(curation: Curation) -> None:
    ris = plan_of(curation, "a.ris", RIS)
    bib = plan_of(curation, "a.bib", BIB)

    (report,) = ris.files.values()
    assert 'language = "en"' in report.decode() and 'authors = ["Hansen, Mette"]' in report.decode()
    article = bib.files["articles/public-libraries-and-firms.md"].decode()
    assert "Sørensen, Ib" in article and "https://doi.org/10.1000/1" in article
    assert "reports/en-rapport.md" in bib.files


def test_every_fault_names_its_row_and_nothing_is_imported(curation: Curation, chief: Account) -> None:
    rows = [
        "title,kind,goals,year_start,country,language,url,id",
        "A,case,new-users,2010,DK,da,https://x.example,fin",
        ",case,,,,,,",
        "",
        "C,ukendt,alt-muligt,201x,Danmark,fransk,javascript:x,../y",
        "D,case,,,,,,fin",
        "E,case,,,,,,bogstart",
    ]
    before = corpus_bytes(curation.corpus_folder)
    plan = plan_of(curation, "a.csv", "\n".join(rows))

    found = {(fault.row, fault.key, fault.code) for fault in plan.faults}

    assert found == {
        ("3", "title", "missing"), ("5", "kind", "unknown-concept"), ("5", "goals", "unknown-concept"),
        ("5", "year_start", "bad-year"), ("5", "country", "bad-country"), ("5", "language", "unknown-choice"),
        ("5", "url", "bad-url"), ("5", "id", "bad-id"), ("6", "id", "taken"), ("7", "id", "taken"),
    }  # fmt: skip  # as a spreadsheet counts: names in row 1, the empty row counts
    with pytest.raises(InvalidEntry):
        apply_import(plan, chief, curation.history, curation.corpus)
    assert corpus_bytes(curation.corpus_folder) == before


def test_free_text_never_becomes_a_concept(curation: Curation) -> None:
    plan = plan_of(curation, "a.csv", "title,keywords\nA,noget helt nyt;Frivillige\n")

    (text,) = plan.files.values()
    assert "noget" not in text.decode() and plan.notes == ["2: noget helt nyt"]


def test_a_name_that_cannot_be_an_id_is_a_fault_of_its_row(tmp_path: Path, curation: Curation) -> None:
    (tmp_path / "out" / "cases").mkdir(parents=True)
    (tmp_path / "out" / "cases" / "min fil (1).md").write_text(
        '+++\ntitle = "Ny"\nkind = "case"\nlanguage = "da"\n+++\nTekst\n', "utf-8"
    )
    folder = plan_folder(tmp_path / "out", curation.corpus_folder, curation.corpus, curation.vocabulary)
    table = plan_of(curation, "a.csv", f"title,id\nA,{'x' * 300}\n")

    assert [(fault.row, fault.code) for fault in folder.faults] == [("cases/min fil (1).md", "bad-id")]
    assert [(fault.row, fault.code) for fault in table.faults] == [("2", "bad-id")]


def test_labels_and_synonyms_of_one_concept_are_understood(curation: Curation) -> None:
    plan = plan_of(curation, "a.csv", "title,sectors\nA,Erhvervsliv;den offentlige sektor\n")

    (text,) = plan.files.values()
    assert plan.faults == [] and 'sectors = ["private", "public"]' in text.decode()


def test_only_curators_import(curation: Curation) -> None:
    with pytest.raises(NotAllowed):
        apply_import(plan_of(curation, "a.csv", CSV), Account("x", Role.CONTRIBUTOR), curation.history, curation.corpus)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b'a,b\n"x', b"@article{a, title = {uden slut"])
@pytest.mark.parametrize("name", ["a.csv", "a.ris", "a.bib", "a.exe"])
def test_a_broken_file_is_refused_in_one_sentence(curation: Curation, name: str, content: bytes) -> None:
    try:
        table = read_table(name, content)
    except InvalidEntry as error:
        assert str(error)
    else:
        plan = plan_records(table.records(table.mapping), curation.corpus, curation.vocabulary, defaults={})
        assert plan.faults or not plan.files


def test_the_whole_collection_comes_back_byte_for_byte(tmp_path: Path, empty: Curation) -> None:
    """Through the commands, into a corpus that has nothing, not even a vocabulary."""
    export_folder(PROJECT / "corpus", tmp_path / "out")
    config = ["--config", str(tmp_path / "empty" / "config.toml")]

    done = CliRunner().invoke(main, ["import", str(tmp_path / "out"), *config])

    assert done.exit_code == 0, done.output[-500:]
    assert corpus_bytes(empty.corpus_folder) == corpus_bytes(PROJECT / "corpus")
    assert len(empty.documents()) > 50
    (change,) = empty.history.changes()
    empty.editor.undo(Account("chief", Role.ADMINISTRATOR), change.number)
    assert corpus_bytes(empty.corpus_folder) == {}


def test_a_folder_inside_a_folder_is_the_folder_and_hidden_files_stay_out(tmp_path: Path, curation: Curation) -> None:
    inside = tmp_path / "out" / "min samling"
    for name in ("cases/ny.md", ".git/x.md", "__MACOSX/cases/ny.md", "cases/._ny.md"):
        (inside / name).parent.mkdir(parents=True, exist_ok=True)
        (inside / name).write_text('+++\ntitle = "Ny"\nkind = "case"\nlanguage = "da"\n+++\nTekst\n', "utf-8")
    (inside / "downloads").mkdir()
    (inside / "downloads" / "skema.pdf").write_bytes(b"%PDF-1.4")

    plan = plan_folder(tmp_path / "out", curation.corpus_folder, curation.corpus, curation.vocabulary)

    assert plan.faults == []
    assert set(plan.files) == {"cases/ny.md", "downloads/skema.pdf"}


def test_a_table_gives_write_ups_back_with_metadata_and_text(
    curation: Curation, tmp_path: Path, chief: Account
) -> None:
    documents = [curation.editor.read(listed.file.id) for listed in curation.documents.all()]
    text = export_csv(documents)
    for document in documents:
        (curation.corpus_folder / document.file.location).unlink()

    apply_import(plan_of(curation, "samspil.csv", text), chief, curation.history, curation.corpus)

    for document in documents:
        again = curation.editor.read(document.id)
        assert again.metadata == document.metadata
        assert again.body.strip() == document.body.strip()


def test_no_cell_of_the_table_is_a_formula(curation: Curation, chief: Account) -> None:
    from tests.curation.test_editing import a_case

    odd = a_case('=HYPERLINK("http://x")', partners=("+1", "-2"), summary="'=1", title_other="''@x")
    document_id = curation.editor.add(chief, odd, body="@SUM(1)")

    rows = list(
        csv.reader(io.StringIO(export_csv([curation.editor.read(one.file.id) for one in curation.documents.all()])))
    )

    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    text = export_csv([curation.editor.read(document_id)])
    curation.editor.undo(chief, 1)
    apply_import(plan_of(curation, "a.csv", text), chief, curation.history, curation.corpus)
    assert curation.editor.read(document_id).metadata == odd  # and it comes back as it was


@pytest.mark.parametrize("name", ["../outside.md", "/etc/x.md", "a/../../b.md", "C:\\x.md"])
def test_a_zip_file_cannot_write_outside_its_folder(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(name, "x")

    with pytest.raises(InvalidEntry):
        unpack(tmp_path / "a.zip", tmp_path / "inside", limit_bytes=1000)
    assert not list(tmp_path.rglob("*.md"))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.md", b"\0" * 50_000_000)

    with pytest.raises(InvalidEntry, match="zip-too-large"):
        unpack(tmp_path / "a.zip", tmp_path / "inside", limit_bytes=1_000_000)
    assert not (tmp_path / "inside").exists()


def test_a_backup_taken_during_saves_restores_a_state_that_agrees(
    curation: Curation, small: Config, chief: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.curation.test_editing import a_case

    done, link, changes = threading.Event(), backup._keep, curation.state_folder / "history" / "changes"
    curation.editor.add(chief, a_case("Travlt"), body="x")

    def link_slowly(path: Path, target: Path) -> None:
        """Before the state, wait for two saves, which would not be in the corpus: nothing may let them happen."""
        count, until = len(list(changes.glob("*.json"))), time.monotonic() + 2.0
        while path.name == "audit.jsonl" and time.monotonic() < until:
            if len(list(changes.glob("*.json"))) > count + 1:
                break
            time.sleep(0.01)
        link(path, target)

    monkeypatch.setattr(backup, "_keep", link_slowly)

    def save() -> None:
        while not done.is_set():
            curation.editor.add(chief, a_case("Travlt"), body="x" * 2000)

    thread = threading.Thread(target=save)
    thread.start()
    back_up(
        tmp_path / "copy.tar.gz",
        corpus_folder=curation.corpus_folder,
        state_folder=curation.state_folder,
        history=curation.history,
        lock=curation.lock,
    )
    done.set()
    thread.join()
    corpus, state = tmp_path / "back" / "corpus", tmp_path / "back" / "state"

    restore_backup(tmp_path / "copy.tar.gz", corpus_folder=corpus, state_folder=state)

    shutil.copy(small.path, tmp_path / "back")
    config = load_config(tmp_path / "back" / "config.toml")
    restored = open_curation(config, open_knowledge_base(config))
    assert restored.audit.first_broken_line() is None
    assert [entry.change for entry in restored.audit.entries()] == [c.number for c in restored.history.changes()]
    for change in restored.history.changes():
        for file in change.files:
            assert restored.history.current_hash(file.location) == file.after
    added = {document_id for change in restored.history.changes() for document_id in change.documents}
    assert added == {path.stem for path in corpus.glob("cases/travlt*")}


def test_backup_and_restore_bring_everything_back(
    small: Config, curation: Curation, chief: Account, tmp_path: Path
) -> None:
    from tests.curation.test_editing import a_case

    curation.accounts.add("lone", Role.CURATOR, "tre gode ord her")
    curation.editor.add(chief, a_case("Kladde"), body="x")
    runner = CliRunner()
    copy = tmp_path / "copy.tar.gz"
    assert runner.invoke(main, ["backup", str(copy), "--config", str(small.path)]).exit_code == 0
    before = (corpus_bytes(small.corpus_folder), corpus_bytes(small.state_folder))
    log = before[1].pop("audit.jsonl")
    assert copy.stat().st_mode & 0o777 == 0o600

    refused = runner.invoke(main, ["restore", str(copy), "--config", str(small.path)])
    shutil.rmtree(small.corpus_folder)
    shutil.rmtree(small.state_folder)
    done = runner.invoke(main, ["restore", str(copy), "--config", str(small.path)])

    assert refused.exit_code == 1 and done.exit_code == 0
    after = (corpus_bytes(small.corpus_folder), corpus_bytes(small.state_folder))
    assert log.startswith(after[1].pop("audit.jsonl"))
    assert "accounts.sqlite3" in after[1] and not [name for name in after[1] if name.startswith(("lock", "sessions"))]
    assert {name: content for name, content in after[1].items() if not name.endswith(".sqlite3")} == {
        name: content for name, content in before[1].items() if "sqlite3" not in name and name != "lock"
    }
    assert after[0] == before[0]
    assert open_curation(small, open_knowledge_base(small)).accounts.sign_in("lone", "tre gode ord her").account


def test_a_file_that_grows_while_it_is_packed_does_not_spoil_the_backup(
    curation: Curation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An upload that is still coming in, an editor that writes in place."""
    growing = curation.state_folder / "uploads" / "0" / "original.md"
    growing.parent.mkdir(parents=True)
    growing.write_bytes(b"begyndt")
    whole = tarfile.TarFile.gettarinfo

    def grow(archive: tarfile.TarFile, name: object, arcname: str) -> tarfile.TarInfo:
        with growing.open("ab") as stream:
            stream.write(b" og mere")
        return whole(archive, name, arcname)  # type: ignore[arg-type]

    monkeypatch.setattr(tarfile.TarFile, "gettarinfo", grow)
    back_up(
        tmp_path / "copy.tar.gz", corpus_folder=curation.corpus_folder, state_folder=curation.state_folder,
        history=curation.history, lock=curation.lock,
    )  # fmt: skip
    other = tmp_path / "other"

    restore_backup(tmp_path / "copy.tar.gz", corpus_folder=other / "corpus", state_folder=other / "state")

    assert (other / "state" / "uploads" / "0" / "original.md").read_bytes().startswith(b"begyndt")
    assert corpus_bytes(other / "corpus") == corpus_bytes(curation.corpus_folder)


def test_a_backup_with_a_file_too_many_is_refused(curation: Curation, tmp_path: Path) -> None:
    copy, other = tmp_path / "copy.tar.gz", tmp_path / "other"
    back_up(
        copy, corpus_folder=curation.corpus_folder, state_folder=curation.state_folder, history=curation.history,
        lock=curation.lock,
    )  # fmt: skip
    with tarfile.open(copy) as archive:
        archive.extractall(tmp_path / "open", filter="data")
    (tmp_path / "open" / "state").mkdir(exist_ok=True)
    (tmp_path / "open" / "state" / "accounts.json").write_text("{}")
    with tarfile.open(copy, "w:gz") as archive:
        archive.add(tmp_path / "open", ".")

    with pytest.raises(InvalidEntry, match=r"accounts\.json"):
        restore_backup(copy, corpus_folder=other / "corpus", state_folder=other / "state")
    assert not (other / "state").exists()


def test_a_damaged_backup_is_refused_and_leaves_nothing(curation: Curation, tmp_path: Path) -> None:
    copy = tmp_path / "copy.tar.gz"
    back_up(
        copy, corpus_folder=curation.corpus_folder, state_folder=curation.state_folder, history=curation.history,
        lock=curation.lock,
    )  # fmt: skip
    copy.write_bytes(copy.read_bytes()[: copy.stat().st_size // 2])
    other = tmp_path / "other"

    with pytest.raises(InvalidEntry):
        restore_backup(copy, corpus_folder=other / "corpus", state_folder=other / "state")

    assert not (other / "corpus").exists() and not (other / "state").exists()


def test_a_backup_cannot_write_outside_its_folders(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "evil.tar.gz", "w:gz") as archive:
        entry = tarfile.TarInfo("../evil")
        entry.size = 1
        archive.addfile(entry, io.BytesIO(b"x"))

    with pytest.raises(InvalidEntry):
        restore_backup(
            tmp_path / "evil.tar.gz", corpus_folder=tmp_path / "a" / "corpus", state_folder=tmp_path / "a" / "state"
        )
    assert not list(tmp_path.rglob("evil"))


def test_the_commands_import_export_and_check_links(
    small: Config, base: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner, config = CliRunner(), ["--config", str(small.path)]
    (tmp_path / "a.csv").write_text(CSV, "utf-8")
    (tmp_path / "b.csv").write_text("overskrift,when\nHej,abc\n", "utf-8")

    dry = runner.invoke(main, ["import", str(tmp_path / "a.csv"), "--dry-run", *config])
    assert dry.exit_code == 0 and not (small.corpus_folder / "cases" / "aaben-kaelder.md").exists()
    done = runner.invoke(main, ["import", str(tmp_path / "a.csv"), "--publish", *config])
    assert done.exit_code == 0 and "change 1" in done.output
    faulty = ["--map", "overskrift", "title", "--map", "when", "year_start", *config]
    assert runner.invoke(main, ["import", str(tmp_path / "b.csv"), *faulty]).exit_code == 1
    misnamed = runner.invoke(main, ["import", str(tmp_path / "b.csv"), "--map", "titel", "title", *config])
    assert misnamed.exit_code == 2 and "no column 'titel'; the columns are overskrift, when" in misnamed.output
    assert runner.invoke(main, ["export", str(tmp_path / "all.csv"), *config]).exit_code == 0
    assert "aaben-kaelder" in (tmp_path / "all.csv").read_text("utf-8-sig")
    assert runner.invoke(main, ["export", str(tmp_path / "folder"), *config]).exit_code == 0
    assert corpus_bytes(tmp_path / "folder") == corpus_bytes(small.corpus_folder)

    monkeypatch.setattr(
        "indexer.curation.dashboard.link_check.why_dead", lambda url: "HTTP 404" if "a.example" in url else ""
    )
    links = runner.invoke(main, ["links", "--json", *config])
    assert links.exit_code == 1 and '"documents": ["aaben-kaelder"]' in links.output
    assert open_curation(small, open_knowledge_base(small)).links.dead()[0].url == "https://a.example"


def test_accounts_are_made_at_the_command_line(small: Config) -> None:
    runner, config = CliRunner(), ["--password-stdin", "--config", str(small.path)]

    made = runner.invoke(main, ["curator", "add", "lone", "--role", "curator", *config], input="tre gode ord her\n")
    weak = runner.invoke(main, ["curator", "add", "ib", *config], input="kort\n")
    new = runner.invoke(main, ["curator", "password", "lone", *config], input="fire andre gode ord\n")
    listed = runner.invoke(main, ["curator", "list", "--config", str(small.path)])

    assert (made.exit_code, weak.exit_code, new.exit_code) == (0, 1, 0)
    assert listed.output.split() == ["lone", "curator"]
