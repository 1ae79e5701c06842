"""The form of a document: how far it is, who may see it, and one file after the other."""

from __future__ import annotations

from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from indexer import DocumentId
from tests.curation.conftest import sign_in
from tests.curation.test_curator_pages import FIELDS, upload

EDIT = "/da/curator/documents/bogstart/edit"


def test_a_line_says_how_far_the_document_is_and_leads_to_what_is_missing(shared_site: FlaskClient) -> None:
    curator = sign_in(shared_site, "curator")

    page = BeautifulSoup(curator.post(EDIT, **FIELDS, goal="new-users", body="Kort.", action="preview").text, "lxml")

    line = page.select_one(".completeness")
    assert line is not None
    progress, missing = line.select_one("progress"), line.select("a:not([hidden])")
    assert progress is not None and progress["value"] == "1"  # the goal; a text of one word is too short
    assert f"1 af {progress['max']} er med." in line.text
    assert len(missing) == int(str(progress["max"])) - 1 and "Mål" not in [link.text for link in missing]
    assert all(page.select_one(f'[id="{str(link["href"])[1:]}"]') for link in missing)


def test_who_may_see_it_and_from_when_is_asked_for_and_kept(shared_site: FlaskClient) -> None:
    curator = sign_in(shared_site, "curator")
    sent = {**FIELDS, "title": "Kun for os", "level": "internal", "embargo": "2999-01-31"}
    place = curator.post("/da/curator/write-up", **sent, body="Tekst.").location
    form = BeautifulSoup(curator.get(f"{place}/edit").text, "lxml")

    day, level = form.select_one("#embargo"), form.select_one("#level option[selected]")

    assert day is not None and level is not None
    assert (day["type"], day["value"], level.text) == ("date", "2999-01-31", "Kun redaktionen")
    assert "Kun redaktionen" in curator.get("/da/curator/documents").text
    metadata = shared_site.application.extensions["samspil"].curation.editor.read(DocumentId("kun-for-os")).metadata
    assert (metadata.level, metadata.embargo) == ("internal", "2999-01-31")
    for wrong in ({"embargo": "i morgen"}, {"level": "hemmelig"}):
        assert curator.post("/da/curator/write-up", **{**sent, **wrong}, body="Tekst.").status_code == 400


def test_from_one_file_a_tick_leads_to_the_next_the_newest_first(shared_site: FlaskClient) -> None:
    curator = sign_in(shared_site, "curator")
    texts = ("Krokodiller læser højt hver onsdag.", "Giraffer låner lydbøger.", "Elefanter maler plakater om natten.")
    files = [upload(curator, f"{n}.md", f"# Fil {n}\n\n{text}\n".encode()) for n, text in enumerate(texts)]
    page = curator.get(files[0]).text
    assert "Gem, og vis så den næste af 2 filer, der venter" in page

    first = curator.post(files[0], **{**FIELDS, "title": "Fil 1", "status": "draft", "go_on": "1"})
    second = curator.post(files[2], **{**FIELDS, "title": "Fil 3", "status": "draft", "go_on": "1"})
    last = curator.post(files[1], **{**FIELDS, "title": "Fil 2", "status": "draft", "go_on": "1"})

    assert first.location == f"{files[2]}?go_on=1"
    assert second.location == f"{files[1]}?go_on=1"
    assert last.location == "/da/curator/documents/fil-2"
