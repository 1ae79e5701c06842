from __future__ import annotations

import csv
import io
import shutil
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
    open_curation,
    open_knowledge_base,
    unpack,
)
from indexer.cli import main
from indexer.config import Config, load_config
from indexer.curation.bulk.export import export_folder
from indexer.curation.bulk.folder_import import plan_folder
from indexer.curation.bulk.import_plan import plan_table
from indexer.curation.bulk.readers import read_table
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
    return plan_table(table, curation.corpus, curation.vocabulary, defaults={"kind": "case"} | defaults)


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

    for line in ('goals = ["new-users"]', 'partner_types = ["volunteers"]', 'library = ["Aars"]', "year_start = 2010"):
        assert line in text
    assert 'url = "https://a.example"' in text


def test_references_keep_authors_years_languages_and_addresses(curation: Curation) -> None:
    ris = plan_of(curation, "a.ris", RIS)
    bib = plan_of(curation, "a.bib", BIB)

    (report,) = ris.files.values()
    assert 'language = "en"' in report.decode() and 'family = "Hansen", given = "Mette"' in report.decode()
    article = bib.files["articles/public-libraries-and-firms.md"].decode()
    assert 'family = "Sørensen", given = "Ib"' in article and "https://doi.org/10.1000/1" in article
    assert "reports/en-rapport.md" in bib.files


def test_every_fault_names_its_row_and_nothing_is_imported(curation: Curation, chief: Account) -> None:
    rows = [
        "title,kind,goals,year_start,country,language,url,id",
        "A,case,new-users,2010,DK,da,https://x.example,fin",
        ",case,,,,,,",
        "",
        "C,ukendt,alt-muligt,201x,Atlantis,fransk,javascript:x,../y",
        "D,case,,,,,,fin",
        "E,case,,,,,,bogstart",
    ]
    before = corpus_bytes(curation.corpus_folder)
    plan = plan_of(curation, "a.csv", "\n".join(rows))

    found = {(fault.row, fault.key, fault.message.id) for fault in plan.faults}

    assert found == {
        ("3", "title", "missing-title"), ("5", "kind", "unknown-concept"), ("5", "goals", "unknown-concept"),
        ("5", "year_start", "bad-year"), ("5", "country", "bad-country"), ("5", "language", "unknown-choice"),
        ("5", "url", "bad-url"), ("5", "id", "bad-id"), ("6", "id", "id-taken"), ("7", "id", "id-taken"),
    }  # fmt: skip  # as a spreadsheet counts: names in row 1, the empty row counts
    with pytest.raises(InvalidEntry):
        apply_import(plan, chief, curation.history, curation.corpus)
    assert corpus_bytes(curation.corpus_folder) == before


def test_free_text_never_becomes_a_concept(curation: Curation) -> None:
    plan = plan_of(curation, "a.csv", "title,keywords\nA,noget helt nyt;Frivillige\n")

    (text,) = plan.files.values()
    assert "noget" not in text.decode()
    assert [(note.row, note.message.arguments["name"]) for note in plan.notes] == [("2", "noget helt nyt")]


def test_a_name_that_cannot_be_an_id_is_a_fault_of_its_row(tmp_path: Path, curation: Curation) -> None:
    (tmp_path / "out" / "cases").mkdir(parents=True)
    (tmp_path / "out" / "cases" / "min fil (1).md").write_text(
        '+++\ntitle = "Ny"\nkind = "case"\nlanguage = "da"\n+++\nTekst\n', "utf-8"
    )
    folder = plan_folder(tmp_path / "out", curation.corpus_folder, curation.corpus, curation.vocabulary)
    table = plan_of(curation, "a.csv", f"title,id\nA,{'x' * 300}\n")

    assert [(fault.row, fault.message.id) for fault in folder.faults] == [("cases/min fil (1).md", "bad-id")]
    assert [(fault.row, fault.message.id) for fault in table.faults] == [("2", "bad-id")]


def test_labels_and_synonyms_of_one_concept_are_understood(curation: Curation) -> None:
    plan = plan_of(curation, "a.csv", "title,sectors\nA,Erhvervsliv;den offentlige sektor\n")

    (text,) = plan.files.values()
    assert plan.faults == [] and 'sectors = ["private", "public"]' in text.decode()


def test_only_curators_import(curation: Curation) -> None:
    with pytest.raises(NotAllowed):
        apply_import(plan_of(curation, "a.csv", CSV), Account("x", Role.CONTRIBUTOR), curation.history, curation.corpus)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b'a,b\n"x', b"@article{a, title = {uden slut"])
@pytest.mark.parametrize("name", ["a.csv", "a.ris", "a.bib", "a.json", "a.exe"])
def test_a_broken_file_is_refused_in_one_sentence(curation: Curation, name: str, content: bytes) -> None:
    try:
        table = read_table(name, content)
    except InvalidEntry as error:
        assert str(error)
    else:
        plan = plan_table(table, curation.corpus, curation.vocabulary, defaults={})
        assert plan.faults


def test_the_whole_collection_comes_back_byte_for_byte(tmp_path: Path, empty: Curation) -> None:
    """Through the commands, into a corpus that has nothing, not even a vocabulary."""
    export_folder(PROJECT / "corpus", tmp_path / "out")
    config = ["--config", str(tmp_path / "empty" / "config.toml")]

    done = CliRunner().invoke(main, ["import", str(tmp_path / "out"), *config])

    assert done.exit_code == 0, done.output[-500:]
    assert corpus_bytes(empty.corpus_folder) == corpus_bytes(PROJECT / "corpus")
    assert len(empty.documents.all()) > 50
    (change,) = empty.history.changes()
    empty.editor.undo(Account("chief", Role.ADMINISTRATOR), change.number)
    assert corpus_bytes(empty.corpus_folder) == {}


def test_a_licence_is_not_taken_over_by_a_corpus_that_has_a_vocabulary(tmp_path: Path, curation: Curation) -> None:
    (tmp_path / "out" / "cases").mkdir(parents=True)
    (tmp_path / "out" / "cases" / "ny.md").write_text('+++\ntitle = "Ny"\nkind = "case"\nlanguage = "da"\n+++\nA\n')
    (tmp_path / "out" / "LICENSE").write_text("CC BY")

    plan = plan_folder(tmp_path / "out", curation.corpus_folder, curation.corpus, curation.vocabulary)

    assert set(plan.files) == {"cases/ny.md"}


def test_a_folder_inside_a_folder_is_the_folder_and_hidden_files_stay_out(tmp_path: Path, curation: Curation) -> None:
    inside = tmp_path / "out" / "min samling"
    for name in ("cases/ny.md", ".git/x.md", "__MACOSX/cases/ny.md", "cases/._ny.md"):
        (inside / name).parent.mkdir(parents=True, exist_ok=True)
        (inside / name).write_text('+++\ntitle = "Ny"\nkind = "case"\nlanguage = "da"\n+++\nTekst\n', "utf-8")
    (inside / "downloads").mkdir()
    (inside / "downloads" / "skema.pdf").write_bytes(b"%PDF-1.4")

    plan = plan_folder(tmp_path / "out", curation.corpus_folder, curation.corpus, curation.vocabulary)

    assert plan.faults == [] and plan.found == 1
    assert set(plan.files) == {"cases/ny.md", "downloads/skema.pdf"}


def test_files_of_a_folder_that_are_no_documents_are_named_and_a_folder_of_none_is_a_fault(
    tmp_path: Path, curation: Curation
) -> None:
    for name, text in (("a.csv", "x"), ("sub/Ny.MD", '+++\ntitle = "Ny"\nkind = "case"\nlanguage = "da"\n+++\nA\n')):
        (tmp_path / "out" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "out" / name).write_text(text, "utf-8")
    (tmp_path / "none").mkdir()
    (tmp_path / "none" / "b.csv").write_text("x", "utf-8")

    some, none = (
        plan_folder(tmp_path / name, curation.corpus_folder, curation.corpus, curation.vocabulary)
        for name in ("out", "none")
    )

    assert [(note.row, note.message.id) for note in some.notes] == [("a.csv", "file-left-out")]
    assert set(some.files) == {"cases/Ny.md"}
    assert [fault.message.id for fault in none.faults] == ["folder-without-documents"]


def test_faults_of_two_files_of_a_folder_are_counted_and_the_rest_is_read(tmp_path: Path, curation: Curation) -> None:
    texts = {"a": 'title = "A"\nkind = "ukendt"\nlanguage = "xx"', "b": 'title = "B"\nkind = "case"\nlanguage = "da"'}
    (tmp_path / "out").mkdir()
    for name, toml in texts.items():
        (tmp_path / "out" / f"{name}.md").write_text(f"+++\n{toml}\n+++\nTekst\n", "utf-8")
    (tmp_path / "out" / "c.md").write_text("+++\ntitle = 1\n", "utf-8")

    plan = plan_folder(tmp_path / "out", curation.corpus_folder, curation.corpus, curation.vocabulary)

    assert plan.count.arguments == {"found": 3, "read": 1, "faulty": 2}
    assert plan.faults[-1].message.id == "front-matter-unclosed"


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
        csv.reader(
            io.StringIO(export_csv([curation.editor.read(one.file.id) for one in curation.documents.all()])),
            delimiter=";",
        )
    )

    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    added = curation.editor.read(document_id)
    text = export_csv([added])
    curation.editor.undo(chief, 1)
    apply_import(plan_of(curation, "a.csv", text), chief, curation.history, curation.corpus)
    assert curation.editor.read(document_id).metadata == added.metadata  # and it comes back as it was


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


def test_the_commands_import_export_and_check_links(
    small: Config, base: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner, config = CliRunner(), ["--config", str(small.path)]
    (tmp_path / "a.csv").write_text(CSV, "utf-8")
    (tmp_path / "b.csv").write_text("overskrift,when\nHej,abc\n", "utf-8")

    dry = runner.invoke(main, ["import", str(tmp_path / "a.csv"), "--dry-run", *config])
    assert "1 record: 1 read, 0 not." in dry.output
    assert dry.exit_code == 0 and not (small.corpus_folder / "cases" / "aaben-kaelder.md").exists()
    done = runner.invoke(main, ["import", str(tmp_path / "a.csv"), "--publish", *config])
    assert done.exit_code == 0 and "change 1" in done.output
    faulty = ["--map", "overskrift", "title", "--map", "when", "year_start", *config]
    assert runner.invoke(main, ["import", str(tmp_path / "b.csv"), *faulty]).exit_code == 1
    (tmp_path / "c.bib").write_text("@book{et, title={A}}\n@book{to, title={B\n", "utf-8")
    broken = runner.invoke(main, ["import", str(tmp_path / "c.bib"), *config])
    assert broken.exit_code == 1 and "row 2: Entry 'to', which begins on line 2, is not complete" in broken.output
    assert "2 records, 1 read, 1 not." in broken.output
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
