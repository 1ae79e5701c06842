"""How documents go: into the trash and back, into another document, and for good."""

from __future__ import annotations

import dataclasses
import datetime
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from indexer import (
    Account,
    Action,
    Curation,
    DocumentId,
    EditConflict,
    InvalidEntry,
    KnowledgeBase,
    Language,
    Metadata,
    NotAllowed,
    Role,
    SaveFailed,
    Status,
    merged_keys,
    open_curation,
    open_knowledge_base,
    status_before_trash,
    was_public,
)
from indexer.config import Config
from indexer.curation.editing.change_records import ChangeRecords
from indexer.domain.documents.dates import written_moment
from indexer.domain.documents.metadata import Source
from tests.builders import write_case
from tests.curation.conftest import Curator, sign_in
from tests.curation.test_curator_pages import FIELDS, upload
from tests.saying import raises_saying
from tests.waiting import wait_until
from web.site.processes.indexing_process import ProcessFollower

CHIEF, CURATOR = Account("administrator", Role.ADMINISTRATOR), Account("curator", Role.CURATOR)
SECRET = ("zimbelqvik", "Kwittendorp", "xyloqvist", "quodlivex", "wergelonk", "jazquarbon")
"""Words that stand in nothing but the document of the test; plain letters, as the index writes them."""


def curation_of(site: FlaskClient) -> Curation:
    return site.application.extensions["samspil"].curation  # type: ignore[no-any-return]


def base_of(site: FlaskClient) -> KnowledgeBase:
    return site.application.extensions["samspil"].knowledge_base  # type: ignore[no-any-return]


def place_of(site: FlaskClient) -> Path:
    return curation_of(site).state_folder.parent


def holding(folder: Path, word: str) -> list[str]:
    """The files below a folder that hold a word, or the beginning of it, in any spelling that a program writes."""
    beginning = word[:7]
    texts = (beginning, beginning.lower(), beginning.upper())
    spelt = {text.encode(code) for text in texts for code in ("utf-8", "utf-16-le", "utf-32-le")}
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [str(path.relative_to(folder)) for path in files if any(one in path.read_bytes() for one in spelt)]


def trash(curation: Curation, document_id: str, account: Account = CHIEF) -> str:
    """Move a document to the trash; its version there."""
    document = curation.editor.read(DocumentId(document_id))
    curation.editor.set_status(account, document.id, Status.TRASHED, version=document.version)
    return curation.editor.read(document.id).version


def a_case(title: str, **values: object) -> Metadata:
    return Metadata(title, Language.DANISH, "case", **({"status": Status.PUBLISHED} | values))  # type: ignore[arg-type]


def written_everywhere(site: FlaskClient, chief: Curator) -> DocumentId:
    """A public document whose words stand wherever words can: history, texts, index, uploads, drafts, suggestions."""
    text = f"# Et møde\n\nEn {SECRET[0]} og {SECRET[1]} spiller på biblioteket.\n".encode()
    place = upload(chief, "moede.md", text)
    made = chief.post(place, **{**FIELDS, "title": "Et møde", "partners": SECRET[1]}, status="published")
    document_id = DocumentId(made.location.rpartition("/")[2])
    base_of(site).reconcile()
    own = {**FIELDS, "title": "Et møde", "summary": f"Med {SECRET[2]}.", "comment": f"Efter {SECRET[3]}"}
    version = chief.version(document_id)
    chief.post(f"{made.location}/edit", version=version, **own, body=f"Også {SECRET[0]}.")
    place = upload(chief, "igen.md", text)  # the same file, which waits
    assert "/uploads/" in place
    chief.post(f"/da/curator/unsaved?place=document/{document_id}", unsaved="ab" * 8, body=f"Og {SECRET[4]}.")
    curation_of(site).suggestions.add("correction", document_id, {"text": f"Det var {SECRET[5]}."}, "")
    base_of(site).reconcile()
    return document_id


def test_what_is_deleted_for_good_stands_in_no_file_any_more(shared_site: FlaskClient) -> None:
    chief, place = sign_in(shared_site, "administrator"), place_of(shared_site)
    document_id = written_everywhere(shared_site, chief)
    index = [path for path in holding(place, SECRET[0]) if path.startswith("var/index")]
    assert index and all(holding(place, word) for word in SECRET)  # else nothing is shown below
    hashes = {file.text_hash for file in curation_of(shared_site).corpus.files()[0] if file.id == document_id}
    version = trash(curation_of(shared_site), document_id)
    assert shared_site.get(f"/da/documents/{document_id}").status_code == 410

    answer = chief.post(
        f"/da/curator/documents/{document_id}/delete", version=version, why="Ønsket af en borger", confirmed=document_id
    )
    base_of(shared_site).reconcile()

    assert answer.status_code == 302, answer.text
    assert {word: holding(place, word) for word in SECRET} == {word: [] for word in SECRET}
    assert not any(base_of(shared_site).texts.load(one) for one in hashes)
    assert not list((place / "state" / "to-forget").glob("*.json"))
    gone = shared_site.get(f"/da/documents/{document_id}")
    assert gone.status_code == 410 and "Dokumentet er slettet" in gone.text
    assert shared_site.get(f"/api/documents/{document_id}").status_code == 410
    trash_page = chief.get("/da/curator/trash").text
    assert all(text in trash_page for text in (document_id, "Ønsket af en borger", "administrator"))
    assert chief.get("/da/curator/changes").status_code == 200
    assert chief.get(f"/da/curator/documents/{document_id}/history").status_code == 200
    assert curation_of(shared_site).editor.add(CHIEF, a_case("Et møde"), body="Et nyt.") == f"{document_id}-2"


def test_waiting_imports_and_downloads_of_what_is_deleted_go_and_those_of_others_stay(curation: Curation) -> None:
    downloads, title = curation.corpus_folder / "downloads", "Zimbelqvik holder møde"
    downloads.mkdir(exist_ok=True)
    for name in ("own.md", "shared.md"):
        (downloads / name).write_text(f"En {SECRET[0]}.")
    ours = curation.editor.add(CHIEF, a_case(title, downloads=("own.md", "shared.md")), body="Tekst.")
    curation.editor.add(CHIEF, a_case("Et andet", downloads=("shared.md",)), body="Tekst.")
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr(f"cases/{ours}.md", f"En {SECRET[0]}.")
    waiting = {
        name: curation.imports.receive(name, io.BytesIO(content))
        for name, content in {
            "title.csv": f"titel;type;tekst\n{title.upper()};case;En {SECRET[0]}\n".encode(),
            "address.csv": f"title,kind,url\nA,case,https://x.dk/da/documents/{ours}\n".encode("utf-16"),
            "folder.zip": zipped.getvalue(),
            "broken.zip": f"no zip file, but {title}".encode(),
            "other.csv": b"titel;type\nEt helt andet;case\n",
        }.items()
    }

    curation.deletion.delete(CHIEF, ours, version=trash(curation, ours), why="Ønsket af en borger")

    assert curation.imports.waiting() == (waiting["other.csv"],)
    assert [path.name for path in downloads.iterdir()] == ["shared.md"]
    told = [entry.subject for entry in curation.audit.entries() if entry.action == "file-discarded"]
    assert sorted(told) == sorted(set(waiting) - {"other.csv"})
    tombstone = curation.tombstones.find(ours)
    assert tombstone is not None and tombstone.is_done and (tombstone.downloads, tombstone.names) == ((), ())


def test_a_change_that_was_forgotten_is_not_undone_and_others_of_the_same_import_are(curation: Curation) -> None:
    files: dict[str, bytes | None] = {
        f"cases/{name}.md": f'+++\ntitle = "{name}"\nkind = "case"\nlanguage = "da"\n+++\n\nTekst.\n'.encode()
        for name in ("ene", "anden")
    }
    ids = [DocumentId("ene"), DocumentId("anden")]
    change = curation.history.save("chief", Action.IMPORTED, documents=ids, files=files, comment="Begge")
    version = trash(curation, "ene")
    curation.deletion.delete(CHIEF, ids[0], version=version, why="Dublet")

    assert [file.location for file in curation.history.changes()[0].files] == ["cases/anden.md"]
    assert curation.history.changes()[0].comment == ""
    with raises_saying(InvalidEntry, "deleted for good"):
        curation.editor.undo(CHIEF, 2)
    curation.editor.undo(CHIEF, change.number)
    assert not (curation.corpus_folder / "cases" / "anden.md").exists()
    assert curation.audit.first_broken_line() is None


def test_deleting_for_good_wants_the_trash_an_administrator_a_reason_and_nobody_else_at_it(curation: Curation) -> None:
    document = curation.editor.read(DocumentId("bogstart"))
    deletion = curation.deletion

    with raises_saying(InvalidEntry, "does not lie in the trash"):
        deletion.delete(CHIEF, document.id, version=document.version, why="x")
    version = trash(curation, "bogstart")
    with pytest.raises(NotAllowed):
        deletion.delete(CURATOR, document.id, version=version, why="x")
    with raises_saying(InvalidEntry, "Say why"):
        deletion.delete(CHIEF, document.id, version=version, why="  ")
    with pytest.raises(EditConflict):
        deletion.delete(CHIEF, document.id, version=document.version, why="x")

    assert curation.tombstones.all() == ()
    assert curation.editor.read(document.id).metadata.status is Status.TRASHED


def test_nothing_is_kept_any_more_of_what_is_written_about_a_deleted_document(curation: Curation) -> None:
    document_id = curation.editor.add(CHIEF, a_case("Slettet"), body=f"En {SECRET[0]}.")
    form, place = "0123456789abcdef", f"document/{document_id}"
    curation.unsaved.keep(CHIEF, form, place, [("body", SECRET[0])])
    version = trash(curation, document_id)
    curation.deletion.delete(CHIEF, document_id, version=version, why="Fejl")

    with raises_saying(InvalidEntry, "deleted for good, so the draft cannot be kept"):
        curation.unsaved.keep(CHIEF, form, place, [("body", SECRET[0])])

    assert holding(curation.state_folder, SECRET[0]) == []
    curation.unsaved.keep(CHIEF, form, "document/bogstart", [("body", "Et andet")])
    assert len(curation.unsaved.of(CHIEF)) == 1


def test_a_content_that_was_kept_for_a_change_that_never_came_goes_with_a_deletion(
    curation: Curation, monkeypatch: pytest.MonkeyPatch
) -> None:
    document_id = curation.editor.add(CHIEF, a_case("Slettet"), body="En tekst.")
    document = curation.editor.read(document_id)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(ChangeRecords, "write_down", killed)
        curation.editor.correct(CHIEF, document_id, document.version, document.metadata, body=f"En {SECRET[0]}.")
    assert holding(curation.state_folder / "history", SECRET[0])
    curation.deletion.delete(CHIEF, document_id, version=trash(curation, document_id), why="Fejl")

    assert holding(curation.state_folder, SECRET[0]) == []


def test_a_deletion_that_was_interrupted_is_finished_at_the_next_start(
    curation: Curation, small: Config, base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    document_id = curation.editor.add(CHIEF, a_case("Halvt slettet"), body=f"En {SECRET[0]}.")
    version = trash(curation, document_id)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(curation.unsaved), "discard_at", full)
    with raises_saying(SaveFailed, "finished by itself"):
        curation.deletion.delete(CHIEF, document_id, version=version, why="Fejl")
    monkeypatch.undo()
    assert not curation.tombstones.find(document_id).is_done

    open_curation(small, base).close()

    assert curation.tombstones.find(document_id).is_done
    assert holding(curation.state_folder, SECRET[0]) == []


def test_deleting_a_document_deletes_what_was_merged_into_it(curation: Curation) -> None:
    kept, other = (curation.editor.add(CHIEF, a_case(title), body=f"En {SECRET[0]}.") for title in ("Et", "To"))
    versions = [(one, curation.editor.read(one).version) for one in (kept, other)]
    curation.merger.merge(CHIEF, *versions)
    version = trash(curation, kept)

    curation.deletion.delete(CHIEF, kept, version=version, why="Begge var forkerte")

    assert holding(curation.state_folder, SECRET[0]) == holding(curation.corpus_folder, SECRET[0]) == []
    assert curation.tombstones.ids() == {kept, other}


@pytest.mark.parametrize("before", [Status.PUBLISHED, Status.DRAFT, Status.WITHDRAWN])
def test_what_lies_in_the_trash_is_taken_back_as_it_was(curation: Curation, before: Status) -> None:
    document_id = curation.editor.add(CHIEF, a_case(f"Fra {before}", status=before), body="Tekst.")
    dates = curation.editor.read(document_id).metadata.published

    trash(curation, document_id)

    assert status_before_trash(curation.history, document_id) is before
    version = curation.editor.read(document_id).version
    curation.editor.set_status(CHIEF, document_id, before, version=version)
    back = curation.editor.read(document_id).metadata
    assert (back.status, back.published) == (before, dates)
    assert curation.history.changes()[-1].action is Action.TAKEN_BACK


def test_the_trash_is_out_of_the_lists_until_it_is_asked_for(shared_site: FlaskClient) -> None:
    curator, contributor = sign_in(shared_site, "curator"), sign_in(shared_site, "contributor")
    place = curator.post("/da/curator/write-up", **{**FIELDS, "title": "Lagt væk"}, body="Om krokodiller.").location
    version = curator.version("lagt-vaek")
    assert contributor.post(f"{place}/status", version=version, status="trashed").status_code == 403

    curator.post(f"{place}/status", version=version, status="trashed", comment="Skrevet forkert")

    documents = "/da/curator/documents"
    assert "Lagt væk" not in curator.get(documents).text
    assert "Lagt væk" not in curator.get(f"{documents}?q=krokodiller").text
    listed = BeautifulSoup(curator.get(f"{documents}?status=trashed").text, "lxml")
    assert [a.text for a in listed.select(".bulk .rows a")] == ["Lagt væk"]
    options = BeautifulSoup(curator.get(documents).text, "lxml").select("select[name=status] option")
    assert "I papirkurven (1)" in [option.text.strip() for option in options]
    assert shared_site.get("/da/documents/lagt-vaek").status_code == 404  # it never was public
    trashed = curator.get("/da/curator/trash").text
    assert "Tag op igen som »Kladde«" in trashed and "Slet for altid …" not in trashed
    version = curation_of(shared_site).editor.read(DocumentId("lagt-vaek")).version
    assert curator.post(f"{place}/take-back", version=version).location == place
    assert "Lagt væk" in curator.get(documents).text
    assert curator.get(f"{place}/delete").status_code == 403


def test_deleting_asks_for_the_id_and_shows_again_what_was_typed(shared_site: FlaskClient) -> None:
    chief = sign_in(shared_site, "administrator")
    chief.post("/da/curator/write-up", **{**FIELDS, "title": "Spørges to gange"}, body="Tekst.")
    version = trash(curation_of(shared_site), "spoerges-to-gange")

    page = chief.get("/da/curator/documents/spoerges-to-gange/delete")
    answer = chief.post(
        "/da/curator/documents/spoerges-to-gange/delete", version=version, why="Fordi", confirmed="noget andet"
    )

    assert "sikkerhedskopier" in page.text
    assert answer.status_code == 400 and "Intet er slettet" in answer.text and ">Fordi</textarea>" in answer.text
    assert curation_of(shared_site).tombstones.find("spoerges-to-gange") is None
    assert chief.get("/da/curator/documents/bogstart/delete").status_code == 400


def two_cases() -> tuple[Metadata, Metadata]:
    kept = a_case("Lektiecafé", goals=("new-users",), partners=("Røde Kors",), year_start=2009, summary="Vi læser.")
    other = Metadata(
        "Homework café", Language.ENGLISH, "case", summary="We read.", goals=("new-users", "experiment"),
        partners=("Skolen",), year_start=2010, outcome="running", sources=(Source("En bog"),),
    )  # fmt: skip
    return kept, other


def test_the_union_keeps_every_value_of_lists_and_asks_where_only_one_can_stand() -> None:
    kept, other = two_cases()

    found = {one.row.key: one for one in merged_keys(kept, other)}

    assert found["goals"].merged == ("new-users", "experiment") and found["partners"].merged == ("Røde Kors", "Skolen")
    assert (found["year_start"].merged, found["year_start"].is_choice) == (2009, True)
    assert (found["outcome"].merged, found["outcome"].is_choice) == ("running", False)
    assert (found["title_other"].merged, found["summary_other"].merged) == ("Homework café", "We read.")
    assert found["sources"].merged == (Source("En bog"),)
    assert not {"title", "summary", "language", "kind", "status"} & found.keys()
    chosen = {one.row.key: one.merged for one in merged_keys(kept, other, ("year_start",))}
    assert chosen["year_start"] == 2010


def test_merging_leads_the_old_address_to_the_new_one_and_is_undone_as_one(
    shared_site: FlaskClient,
) -> None:
    curator, curation = sign_in(shared_site, "curator"), curation_of(shared_site)
    kept = curation.editor.add(CHIEF, a_case("Læseklub", goals=("new-users",)), body="Den beholdte tekst.")
    other = curation.editor.add(CHIEF, a_case("Læseklubben", goals=("experiment",)), body="Den anden tekst.")
    third = curation.editor.add(CHIEF, a_case("Nabo", related=(other,)), body="Tekst.")
    page = BeautifulSoup(curator.get(f"/da/curator/documents/{kept}/merge?other={other}").text, "lxml")
    sent = {tag["name"]: tag["value"] for tag in page.select("main form input[type=hidden]")}
    assert curation.vocabulary.label("goal", "experiment", Language.DANISH) in page.text

    answer = curator.post(f"/da/curator/documents/{kept}/merge", **sent, comment="Samme klub")
    base_of(shared_site).reconcile()

    assert answer.status_code == 302
    merged = curation.editor.read(kept)
    assert merged.metadata.goals == ("new-users", "experiment") and merged.metadata.replaces == (other,)
    assert "Den beholdte tekst." in merged.body
    moved = shared_site.get(f"/da/documents/{other}?q=tekst")
    assert (moved.status_code, moved.location) == (301, f"/da/documents/{kept}?q=tekst")
    assert shared_site.get(f"/api/documents/{other}").location == f"/api/documents/{kept}"
    assert curation.editor.read(third).metadata.related == (kept,)
    change = curation.history.changes()[-1]
    assert (change.action, change.comment) == (Action.MERGED, "Samme klub")
    curation.editor.undo(CHIEF, change.number)
    assert curation.editor.read(other).body.strip() == "Den anden tekst."
    assert curation.editor.read(kept).metadata.replaces == ()
    assert curation.editor.read(third).metadata.related == (other,)


def test_merging_refuses_what_was_saved_meanwhile_and_a_document_with_itself(shared_site: FlaskClient) -> None:
    curator, curation = sign_in(shared_site, "curator"), curation_of(shared_site)
    kept, other = (curation.editor.add(CHIEF, a_case(f"Par {n}"), body="Tekst.") for n in (1, 2))
    first = (kept, curation.editor.read(kept).version), (other, curation.editor.read(other).version)
    metadata = dataclasses.replace(curation.editor.read(other).metadata, title="Rettet imens")
    curation.editor.correct(CHIEF, other, first[1][1], metadata, body="Tekst.")

    with pytest.raises(EditConflict):
        curation.merger.merge(CHIEF, *first)
    with raises_saying(InvalidEntry, "with itself"):
        curation.merger.merge(CHIEF, first[0], first[0])

    sent = {"version": first[0][1], "other": other, "other-version": first[1][1]}
    again = curator.post(f"/da/curator/documents/{kept}/merge", **sent)
    assert again.status_code == 409 and "Rettet imens" in again.text
    missing = curator.get(f"/da/curator/documents/{kept}/merge?other=findes-ikke")
    assert missing.status_code == 404 and "findes-ikke" in missing.text
    assert curator.get(f"/da/curator/documents/{kept}/merge").status_code == 200


def test_an_embargo_ends_by_itself_on_its_day(shared_site: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    curator, base = sign_in(shared_site, "curator"), base_of(shared_site)
    base.reconcile()
    sent = {**FIELDS, "title": "Venter på sin dag", "embargo": "2999-03-01", "status": "published"}
    place = curator.post("/da/curator/write-up", **sent, body="Om kænguruer.").location
    address = "/da/documents/venter-paa-sin-dag"

    report = base.reconcile()

    assert (report.added, report.next_public) == ([], "2999-03-01")
    assert shared_site.get(address).status_code == 404
    assert "1. marts 2999" in curator.get(place).text
    assert curator.get(address).location == place  # whoever is signed in is led to it
    monkeypatch.setattr("indexer.domain.documents.dates.now", lambda: "2999-03-01T00:00:01Z")
    assert shared_site.get(address).status_code == 200  # before the index has followed
    report = base.reconcile()
    assert (report.added, report.next_public) == (["venter-paa-sin-dag"], "")
    assert base.documents.metadata(DocumentId("venter-paa-sin-dag")).published == "2999-03-01"
    assert shared_site.get(address).status_code == 200


def test_the_running_site_notices_the_end_of_an_embargo_though_it_never_looks(small: Config) -> None:
    moment = written_moment(datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=5))
    write_case(small.corpus_folder, "snart", embargo=moment)
    follower = ProcessFollower(replace(small, index=replace(small.index, reconcile_every_seconds=0.0)))
    follower.start()

    opened = open_knowledge_base(small)
    try:
        follower.wake()

        wait_until(lambda: "snart" in opened.engine.writer.indexed_documents())
    finally:
        follower.stop()
        follower._thread.join()
        follower._let_go()
        opened.close()


def test_what_lives_again_under_the_id_of_a_merged_document_is_not_deleted_with_the_other(curation: Curation) -> None:
    kept = curation.editor.add(CHIEF, a_case("Zlam Beta", replaces=("zlam-alfa", "../../outside")), body="Det ene.")
    alive = curation.editor.add(CHIEF, a_case("Zlam Alfa"), body="Et andet, som nogen skrev siden.")
    assert alive == "zlam-alfa"

    curation.deletion.delete(CHIEF, kept, version=trash(curation, kept), why="Et ønske")

    assert curation.editor.read(alive).body.strip() == "Et andet, som nogen skrev siden."
    assert curation.tombstones.find(kept) is not None and curation.tombstones.find(alive) is None
    assert not list(curation.state_folder.parent.rglob("outside*"))


def test_a_document_that_was_hidden_before_it_was_withdrawn_is_not_told_to_be_gone(curation: Curation) -> None:
    hidden = a_case("Internt", status=Status.WITHDRAWN, level="internal")
    later = a_case("Senere", status=Status.WITHDRAWN, embargo="2999-01-01")

    assert not was_public(curation.history, DocumentId("internt"), hidden)
    assert not was_public(curation.history, DocumentId("senere"), later)
    assert was_public(curation.history, DocumentId("kendt"), a_case("Kendt", status=Status.WITHDRAWN))


def test_a_document_with_the_longest_name_is_deleted_like_any_other(curation: Curation) -> None:
    longest = DocumentId("l" * 230)
    write_case(curation.corpus_folder, longest)

    curation.deletion.delete(CHIEF, longest, version=trash(curation, longest), why="Et ønske")

    assert curation.corpus.find(longest) is None
    assert [one.id for one in curation.tombstones.all()] == [longest]
