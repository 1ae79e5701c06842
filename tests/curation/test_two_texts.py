"""Curators edit either text of a document, add the other, and lose none of both."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from indexer import Account, DocumentId, InvalidEntry, Language, Metadata, Role, Status
from indexer.config import Config
from indexer.corpus_store.folder import CorpusFolder
from indexer.corpus_store.vocabulary_turtle import load_vocabulary
from indexer.curation.bulk.folder_import import plan_folder
from indexer.curation.bulk.import_plan import plan_table
from indexer.curation.bulk.readers import read_table
from indexer.ingestion.corpus_check import check_corpus
from tests.curation.conftest import Curator, sign_in
from tests.curation.test_removal import base_of, curation_of
from tests.files import a_pdf

CHIEF = Account("administrator", Role.ADMINISTRATOR)
DANISH = Metadata("Fælles læsning", Language.DANISH, "tool", title_other="Reading together", summary="Vi læser.")
ENGLISH = Metadata("Shared reading", Language.ENGLISH, "tool", summary="We read.", downloads=("shared.docx",))


def corpus_of(site: FlaskClient, document_id: DocumentId) -> dict[str, str]:
    """The files of a document with what they hold."""
    folder: Path = curation_of(site).corpus_folder
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.glob(f"*/{document_id}.*")}


def fields_of(curator: Curator, address: str) -> dict[str, str]:
    """What the form of a document holds."""
    form = BeautifulSoup(curator.get(address).text, "lxml").select_one("form.document-form")
    assert form is not None
    fields = {tag["name"]: tag.get("value", "") for tag in form.select("input[name]:not([type=checkbox])")}
    fields |= {tag["name"]: tag.text.removeprefix("\r\n").removeprefix("\n") for tag in form.select("textarea[name]")}
    for tag in form.select("select[name]"):
        chosen = tag.select_one("option[selected]")
        fields[tag["name"]] = chosen["value"] if chosen else ""
    return fields  # type: ignore[return-value]  # names and values are single


def test_the_other_text_is_added_by_the_form_edited_emptied_and_brought_back(shared_site: FlaskClient) -> None:
    curator, curation = sign_in(shared_site, "curator"), curation_of(shared_site)
    made = curation.editor.add(CHIEF, DANISH, body="Den danske tekst om kvikvroes.")
    address = f"/da/curator/documents/{made}/edit"

    added = curator.post(address, **fields_of(curator, address) | {"body_other": "The English text on zimbelpond."})
    base_of(shared_site).reconcile()

    assert added.status_code == 302 and sorted(corpus_of(shared_site, made)) == [
        f"tools/{made}.en.md",
        f"tools/{made}.md",
    ]
    assert "zimbelpond" in shared_site.get(f"/en/documents/{made}").text
    assert "kvikvroes" in shared_site.get(f"/da/documents/{made}").text
    changed = curator.post(address, **fields_of(curator, address) | {"body_other": "Another text."})
    assert changed.status_code == 302 and corpus_of(shared_site, made)[f"tools/{made}.en.md"] == "Another text.\n"
    history = curator.get(f"/da/curator/documents/{made}/history").text
    assert "kvikvroes" in history and "zimbelpond" in history
    emptied = curator.post(address, **fields_of(curator, address) | {"body_other": " "})
    assert emptied.status_code == 302 and [*corpus_of(shared_site, made)] == [f"tools/{made}.md"]
    curation.editor.undo(CHIEF, curation.history.changes()[-1].number)
    assert corpus_of(shared_site, made)[f"tools/{made}.en.md"] == "Another text.\n"
    folder = curation.corpus_folder / "tools"
    (folder / f"{made}.md").rename(folder / f"{made}.da.md")  # by hand: the text may be named after its language
    curation.editor.restore(CHIEF, made, curation.history.changes_of(made)[-1].number)
    assert list(corpus_of(shared_site, made)) == [f"tools/{made}.da.md"]


def test_who_edits_one_text_loses_nothing_of_who_saved_the_other_meanwhile(shared_site: FlaskClient) -> None:
    curator, curation = sign_in(shared_site, "curator"), curation_of(shared_site)
    made = curation.editor.add(CHIEF, replace(DANISH, title="Samtidig"), body="Dansk.")
    address = f"/da/curator/documents/{made}/edit"
    mine = fields_of(curator, address) | {"body_other": "My English."}
    theirs = curation.editor.read(made)
    curation.editor.correct(CHIEF, made, theirs.version, theirs.metadata, body="Dansk.", other_body="Their English.")

    answer = curator.post(address, **mine)

    assert answer.status_code == 409 and "My English." in answer.text and "Their English." in answer.text
    assert "Their English." in corpus_of(shared_site, made)[f"tools/{made}.en.md"]
    # A form from before there were two texts asks for one, and takes nothing away.
    old = {name: value for name, value in fields_of(curator, address).items() if name != "body_other"}
    assert curator.post(address, **old | {"body": "Nyt."}).status_code == 302
    assert "Their English." in corpus_of(shared_site, made)[f"tools/{made}.en.md"]


def test_both_texts_go_with_their_document_to_another_kind_into_the_trash_and_for_good(
    shared_site: FlaskClient,
) -> None:
    curation = curation_of(shared_site)
    made = curation.editor.add(CHIEF, replace(DANISH, title="Begge"), body="Dansk.")
    document = curation.editor.read(made)
    curation.editor.correct(CHIEF, made, document.version, document.metadata, body="Dansk.", other_body="English.")

    document = curation.editor.read(made)
    with pytest.raises(InvalidEntry):
        turned = replace(document.metadata, language=Language.ENGLISH)
        curation.editor.correct(CHIEF, made, document.version, turned, body=document.body)
    moved = replace(document.metadata, kind="guide")
    curation.editor.correct(CHIEF, made, document.version, moved, body=document.body)
    assert sorted(corpus_of(shared_site, made)) == [f"guides/{made}.en.md", f"guides/{made}.md"]
    curation.editor.set_status(CHIEF, made, Status.TRASHED, version=curation.editor.read(made).version)
    base_of(shared_site).reconcile()
    assert shared_site.get(f"/en/documents/{made}").status_code == 410
    curation.deletion.delete(CHIEF, made, version=curation.editor.read(made).version, why="Sådan")

    assert corpus_of(shared_site, made) == {}
    kept = [path.read_bytes() for path in (curation.state_folder / "history" / "objects").rglob("*") if path.is_file()]
    assert not [content for content in kept if content == b"English.\n"]


def test_a_file_in_the_other_language_is_put_beside_a_file(shared_site: FlaskClient) -> None:
    curator, curation = sign_in(shared_site, "curator"), curation_of(shared_site)
    original = (".pdf", a_pdf("En dansk side"))
    made = curation.editor.add(CHIEF, replace(DANISH, title="Bog", kind="report"), original=original)
    version = curation.editor.read(made).version
    english = curation.corpus_folder.parent / "english.pdf"
    english.write_bytes(a_pdf("An English page on quibblezorp"))

    with english.open("rb") as file:
        answer = curator.post(
            f"/da/curator/documents/{made}/original", version=version, text="other", file=(file, "english.pdf")
        )
    base_of(shared_site).reconcile()

    assert answer.status_code == 302 and curation.editor.read(made).metadata.has_other_text
    with shared_site.get(f"/en/documents/{made}/original") as sent:
        assert sent.data == english.read_bytes()
    assert "quibblezorp" in shared_site.get(f"/en/documents/{made}").text


def test_merging_a_danish_and_an_english_document_keeps_both_texts(shared_site: FlaskClient) -> None:
    curator, curation = sign_in(shared_site, "curator"), curation_of(shared_site)
    kept = curation.editor.add(CHIEF, replace(DANISH, title="Parret", title_other=""), body="Dansk parret tekst.")
    other = curation.editor.add(CHIEF, replace(ENGLISH, title="The pair"), body="English text of the pair.")
    page = BeautifulSoup(curator.get(f"/da/curator/documents/{kept}/merge?other={other}").text, "lxml")
    sent = {tag["name"]: tag["value"] for tag in page.select("main form input[type=hidden]")}
    assert "Begge tekster bliver" in page.text

    curator.post(f"/da/curator/documents/{kept}/merge", **sent)
    base_of(shared_site).reconcile()

    merged = curation.editor.read(kept)
    assert (merged.metadata.title_other, merged.metadata.downloads_other) == ("The pair", ("shared.docx",))
    assert merged.metadata.downloads == () and merged.other_body.strip() == "English text of the pair."
    moved = shared_site.get(f"/en/documents/{other}")
    assert (moved.status_code, moved.location) == (301, f"/en/documents/{kept}")
    assert "English text of the pair." in shared_site.get(f"/en/documents/{kept}").text
    curation.editor.undo(CHIEF, curation.history.changes()[-1].number)
    assert not curation.editor.read(kept).metadata.has_other_text and curation.editor.read(other).body.strip()


def test_both_texts_come_in_with_a_folder_and_with_a_table(small: Config, tmp_path: Path) -> None:
    folder, corpus = tmp_path / "brought", CorpusFolder(small.corpus_folder)
    (folder / "tools").mkdir(parents=True)
    toml = '+++\ntitle = "Skema"\ntitle_en = "Form"\nkind = "tool"\nlanguage = "da"\n+++\nDansk.\n'
    (folder / "tools" / "skema.da.md").write_text(toml)
    (folder / "tools" / "skema.en.md").write_text("English.\n")
    (folder / "notat.da.txt").write_text("Dansk")
    (folder / "notat.en.txt").write_text("English")
    vocabulary = load_vocabulary(small.corpus_folder / "vocabulary.ttl")

    brought = plan_folder(folder, small.corpus_folder, corpus, vocabulary)
    table = read_table("a.csv", b"titel;type;tekst;tekst p\xc3\xa5 det andet sprog\nTavle;tool;Dansk.;English.\n")
    typed = plan_table(table, corpus, vocabulary, defaults={})

    assert brought.files.keys() == {
        "tools/skema.da.md", "tools/skema.en.md", "cases/notat.txt", "cases/notat.txt.toml", "cases/notat.en.txt"
    }  # fmt: skip
    assert (brought.titles, brought.found) == ({"skema": "Skema", "notat": "Notat"}, 2)
    assert typed.files["tools/tavle.en.md"] == b"English.\n" and b"Dansk." in typed.files["tools/tavle.md"]


def test_the_check_says_what_is_wrong_with_two_texts(place: Config) -> None:
    files = {
        "cases/a.da.md": '+++\ntitle = "A"\nkind = "case"\nlanguage = "en"\n+++\nTekst.\n',
        "cases/a.en.md": "Text.\n",
        "cases/b.md": '+++\ntitle = "B"\nkind = "case"\nlanguage = "da"\n+++\nTekst.\n',
        "cases/b.en.md": '+++\ntitle = "Bee"\ngoals = ["new-users"]\n+++\nText with a [link](nowhere.md).\n',
        "cases/b.en.txt": "Text",
    }
    for name, content in files.items():
        (place.corpus_folder / name).parent.mkdir(exist_ok=True)
        (place.corpus_folder / name).write_text(content)
    corpus = CorpusFolder(place.corpus_folder)

    found = {(fault.location, fault.message.id) for fault in check_corpus(place.corpus_folder, corpus)}

    assert found == {
        ("cases/a.da.md", "language-of-texts"), ("cases/b.en.md", "stated-in-other-text"),
        ("cases/b.en.md", "dead-link"),
        ("cases/b.md", "untold-in-other"), ("cases/b.en.txt", "id-taken-by"),
    }  # fmt: skip
    vocabulary = load_vocabulary(place.corpus_folder / "vocabulary.ttl")
    stated = corpus.metadata(corpus.find(DocumentId("b")), vocabulary)[0]  # type: ignore[arg-type]
    assert stated is not None and (stated.title_other, stated.goals, stated.has_other_text) == ("Bee", (), True)
