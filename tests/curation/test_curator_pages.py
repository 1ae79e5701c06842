"""What curators' pages do, through the test client: no browser, no script."""

from __future__ import annotations

import datetime
import io
import json
import re
import threading

import feedparser
import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from indexer import Curation, DocumentId, KnowledgeBase, Language, Query, UploadState, say
from indexer.config import Config
from indexer.domain.documents.extraction import Refusal
from tests.builders import write_case
from tests.curation.conftest import CASES, PASSWORD, Curator, corpus_bytes, sign_in
from tests.files import SENTENCE, a_docx, a_pdf
from tests.robustness.test_bad_files import BAD
from tests.waiting import wait_until
from web import create_app

AARS = "/da/curator/documents/100-lektiecafeer"
FIELDS = {"title": "En ny case", "language": "da", "kind": "case"}


def upload(curator: Curator, name: str, content: bytes) -> str:
    """Hand a file in and wait until it is read; the address of its page."""
    answer = curator.post("/da/curator/uploads", files=(io.BytesIO(content), name))
    assert answer.status_code == 302, answer.text
    if "/uploads/" in answer.location:
        wait_until(lambda: 'id="reading"' not in curator.get(answer.location).text)
    return answer.location


def test_a_librarian_adds_corrects_undoes_and_withdraws(own_site: FlaskClient, base: KnowledgeBase) -> None:
    curator = sign_in(own_site, "curator")
    text = "# Krokodiller på biblioteket\n\nSiden 2009 har Kulturministeriet hjulpet på Aars Bibliotek.\n"
    place = upload(curator, "krokodille.md", text.encode())
    page = BeautifulSoup(curator.get(place).text, "lxml")
    assert page.select_one("#title")["value"] == "Krokodiller på biblioteket"  # type: ignore[index]
    suggested = {tag["value"] for tag in page.select(".suggestion input")}
    assert {"Kulturministeriet", "Aars Bibliotek", "2009"} <= suggested
    assert "Forslag: Dansk – det sprog, teksten er skrevet på" in page.text
    assert "læst på side 1" in page.text

    saved = curator.post(
        place, **FIELDS, status="published", **{"partners-read": "Kulturministeriet", "year_start-read": "2009"}
    )
    assert saved.status_code == 302
    base.reconcile()
    (hit,) = base.search(Query("krokodiller")).hits
    assert hit.metadata.partners == ("kulturministeriet",) and hit.metadata.year_start == 2009

    address = saved.location
    changed = {**FIELDS, "title": "Rettet titel", "body": "Ny tekst om giraffer."}
    assert curator.post(f"{address}/edit", version=curator.version("en-ny-case"), **changed).status_code == 302
    base.reconcile()
    assert (base.search(Query("krokodiller")).total, base.search(Query("giraffer")).total) == (0, 1)
    history = curator.get(f"{address}/history").text
    assert "<del>" in history and "Rettet titel" in history
    named = BeautifulSoup(history, "lxml").select("dl.keys ins")
    assert {"Udgivet", "Dansk", "Case"} <= {tag.text.removeprefix("nu:").strip() for tag in named}  # not published, da
    assert curator.post("/da/curator/changes/2/undo").status_code == 302
    base.reconcile()
    assert base.search(Query("krokodiller")).total == 1

    curator.post(f"{address}/status", version=curator.version("en-ny-case"), status="withdrawn", comment="Lukket")
    base.reconcile()
    assert base.search(Query("krokodiller")).total == 0
    assert own_site.get("/da/documents/en-ny-case").status_code == 410
    assert "en-ny-case" not in own_site.get("/sitemap.xml").text


def test_a_case_added_today_comes_first_in_every_feed_it_matches(own_site: FlaskClient, base: KnowledgeBase) -> None:
    curator = sign_in(own_site, "curator")
    stated = {**FIELDS, "year_start": "1995", "sector": ["private"]}
    curator.post("/da/curator/write-up", **stated, body="Krokodiller på biblioteket.", status="published")
    base.reconcile()

    for search in ("", "?sector=private", "?q=biblioteket", "?from=1990&to=1996", "?q=krokodiller&sort=title"):
        first = feedparser.parse(own_site.get(f"/da/feed{search}").data).entries[0]

        assert first.link.endswith("/da/documents/en-ny-case"), search
        assert first.updated >= first.published == base.documents.metadata(DocumentId("en-ny-case")).published
        assert first.published[:10] == datetime.datetime.now(datetime.UTC).date().isoformat()


def test_a_correction_is_dated_and_publishes_nothing_anew(own_site: FlaskClient, base: KnowledgeBase) -> None:
    curator = sign_in(own_site, "curator")
    before = base.documents.metadata(DocumentId("bogstart"))

    curator.post("/da/curator/documents/bogstart/edit", version=curator.version("bogstart"), **FIELDS, body="Ny tekst.")

    after = base.documents.metadata(DocumentId("bogstart"))
    assert (after.added, after.published) == (before.added, before.published)
    assert after.changed > before.changed


def test_a_contributor_writes_a_curator_answers_and_publishes(own_site: FlaskClient) -> None:
    contributor, curator = sign_in(own_site, "contributor"), sign_in(own_site, "curator")
    written = contributor.post("/da/curator/write-up", **FIELDS, body="## Kort fortalt\n\nTekst", status="review")

    assert "En ny case" in curator.get("/da/curator").text
    curator.post(
        f"{written.location}/status", version=curator.version("en-ny-case"), status="draft", comment="Skriv hvem"
    )
    assert "Besked fra curator:" in contributor.get(written.location).text
    assert "Skriv hvem" in contributor.get(written.location).text
    assert "Skriv hvem" in contributor.get("/da/curator").text  # the desk says that it came back
    version = contributor.version("en-ny-case")
    contributor.post(f"{written.location}/edit", version=version, **FIELDS, body="Hvem: Aars")
    assert "Skriv hvem" not in contributor.get("/da/curator").text
    assert contributor.post(
        f"{written.location}/status", version=contributor.version("en-ny-case"), status="published"
    ).status_code == 403  # fmt: skip
    curator.post(f"{written.location}/status", version=curator.version("en-ny-case"), status="published")
    assert "Udgivet" in contributor.get(written.location).text
    assert contributor.get(f"{written.location}/edit").status_code == 403


def test_the_second_saver_sees_both_versions_and_can_save_on(own_site: FlaskClient) -> None:
    first, second = sign_in(own_site, "curator"), sign_in(own_site, "administrator")
    version = first.version("bogstart")
    address = "/da/curator/documents/bogstart/edit"

    first.post(address, version=version, **{**FIELDS, "title": "Den første", "body": "Tekst fra den første."})
    answer = second.post(address, version=version, **{**FIELDS, "title": "Den anden", "body": "Tekst fra den anden."})

    assert answer.status_code == 409
    assert all(text in answer.text for text in ("Den første", "Den anden", "Tekst fra den første.", "Gem min udgave"))
    newer = re.search(r'name="version" value="([0-9a-f]+)"', answer.text).group(1)  # type: ignore[union-attr]
    again = second.post(address, version=newer, **{**FIELDS, "title": "Den anden", "body": "Begge tekster."})
    assert again.status_code == 302


@pytest.mark.parametrize("meanwhile", [{"action": "preview"}, {"year_start": "12"}], ids=["preview", "fault"])
def test_a_preview_or_a_fault_hides_no_save_of_others(own_site: FlaskClient, meanwhile: dict[str, str]) -> None:
    first, second = sign_in(own_site, "curator"), sign_in(own_site, "administrator")
    began = first.version("bogstart")
    address = "/da/curator/documents/bogstart/edit"
    second.post(address, version=began, **{**FIELDS, "title": "Den andens titel", "body": "Tekst."})

    page = first.post(address, version=began, **{**FIELDS, "body": "Min tekst.", **meanwhile}).text
    version = re.search(r'name="version" value="([0-9a-f]+)"', page).group(1)  # type: ignore[union-attr]
    answer = first.post(address, version=version, **FIELDS, body="Min tekst.")

    assert answer.status_code == 409 and "Den andens titel" in answer.text


def test_a_file_that_is_here_already_asks_what_it_is(own_site: FlaskClient, small: Config) -> None:
    curator = sign_in(own_site, "curator")
    content = (
        b"<html><head><title>A</title></head><body><p>"
        + b"Et partnerskab om nye brugere. " * 20
        + b"</p></body></html>"
    )
    first = upload(curator, "a.html", content)
    curator.post(first, **FIELDS, status="draft")
    second = upload(curator, "b.html", content)

    page = BeautifulSoup(curator.get(second).text, "lxml")
    assert "nøjagtig samme fil" in page.text
    new, old = page.select(".twins section")
    assert all("Et partnerskab om nye brugere." in one.text for one in (new, old))  # to be read side by side
    assert "b.html" in new.text and "En ny case" in old.text and "Kladde" in old.text
    assert [tag["value"] for tag in page.select("input[name=duplicate]")] == ["same", "edition", "different"]
    assert curator.post(second, **FIELDS, status="draft").status_code == 400
    count = len(corpus_bytes(small.corpus_folder))
    assert curator.post(second, **FIELDS, duplicate="same").status_code == 302
    assert len(corpus_bytes(small.corpus_folder)) == count
    third = upload(curator, "c.html", content)
    curator.post(third, **FIELDS, duplicate="edition", status="draft")
    assert 'related = ["en-ny-case"]' in (small.corpus_folder / "cases" / "en-ny-case-2.html.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.exe", b"MZ", "kan ikke læses. Brug PDF"),
        ("tom.pdf", b"", "Filen er tom"),
        ("falsk.pdf", b"\x7fELF\0\0\0", "Filen er ikke det, dens navn lover"),
        ("knust.pdf", b"%PDF-1.7 vrovl", "beskadiget"),
    ],
)
def test_a_refused_file_says_why_in_plain_words(own_site: FlaskClient, name: str, content: bytes, said: str) -> None:
    curator = sign_in(own_site, "curator")

    place = upload(curator, name, content)

    page = curator.get(place).text
    assert said in page
    if "uploads/" in place:
        assert said in curator.get("/da/curator").text  # and on the desk
        assert curator.post(f"{place}/discard").status_code == 302
        assert curator.get(place).status_code == 404


def test_a_form_with_faults_keeps_what_was_written_and_marks_the_fields(own_site: FlaskClient) -> None:
    curator = sign_in(own_site, "curator")
    wrong = {
        "title": "", "language": "da", "kind": "case", "year_start": "12", "countries": "Atlantis",
        "source-title": "X", "source-url": "javascript:alert(1)", "source-publisher": "", "source-year": "",
        "body": "Min tekst",
    }  # fmt: skip

    answer = curator.post("/da/curator/write-up", **wrong, status="draft")
    page = BeautifulSoup(answer.text, "lxml")

    assert answer.status_code == 400
    assert {tag["id"] for tag in page.select("p.fault[id]")} == {
        "title-fault", "year_start-fault", "countries-fault", "sources-fault",
    }  # fmt: skip
    assert page.select_one("#body").text.strip() == "Min tekst"  # type: ignore[union-attr]


def test_a_work_is_stated_in_its_folded_part_of_the_form_and_shown_again(own_site: FlaskClient, small: Config) -> None:
    curator = sign_in(own_site, "curator")
    fields = {
        "work-type": "journal-article", "work-title": "De fire rum", "work-authors": "Ås, Bo\nKL\n{Kunst, Kultur}",
        "work-year": "2012", "work-pages": "4–9", "work-doi": "https://doi.org/10.1/x",
    }  # fmt: skip

    curator.post("/da/curator/write-up", **(FIELDS | fields | {"title": "Om de fire rum"}), status="draft")

    text = next(small.corpus_folder.rglob("om-de-fire-rum.md")).read_text("utf-8")
    for line in (
        "[describes]", 'authors = [{ family = "Ås", given = "Bo" }, { name = "KL" }, { name = "Kunst, Kultur" }]',
        "year = 2012", 'pages = "4-9"', 'doi = "10.1/x"',
    ):  # fmt: skip
        assert line in text
    page = BeautifulSoup(curator.get("/da/curator/documents/om-de-fire-rum/edit").text, "lxml")
    (part,) = page.select("details.folded:has(#describes)")
    assert "ikke udfyldt" not in part.select_one("summary").text  # type: ignore[union-attr]
    shown = {str(tag["name"]): str(tag.get("value") or tag.text) for tag in part.select("input[value], textarea")}
    assert shown["work-authors"] == fields["work-authors"]
    assert (shown["work-doi"], shown["work-year"]) == ("10.1/x", "2012")
    assert [str(option["value"]) for option in part.select("option[selected]")] == ["journal-article"]
    empty = BeautifulSoup(curator.get("/da/curator/write-up").text, "lxml")
    assert "ikke udfyldt" in empty.select_one("details.folded:not([open]):has(#describes) summary").text  # type: ignore[union-attr]


def test_the_preview_saves_nothing(own_site: FlaskClient, small: Config) -> None:
    curator = sign_in(own_site, "curator")
    before = corpus_bytes(small.corpus_folder)

    page = curator.post("/da/curator/write-up", **FIELDS, body="**fed**", action="preview")

    assert "<strong>fed</strong>" in page.text
    empty = curator.post("/da/curator/write-up", language="da", kind="case", title="", body="**fed**", action="preview")
    assert "<strong>fed</strong>" in empty.text and "Skriv en titel" not in empty.text
    assert corpus_bytes(small.corpus_folder) == before


def test_a_table_is_tried_first_then_imported_and_undone_at_once(own_site: FlaskClient, small: Config) -> None:
    curator = sign_in(own_site, "curator")
    before = corpus_bytes(small.corpus_folder)
    table = b"overskrift;aar\nEn;2010\nTo;2011\n"
    place = curator.post("/da/curator/import", file=(io.BytesIO(table), "a.csv")).location

    assert "2 fejl skal rettes" in curator.get(place).text
    mapped = f"{place}?column-0=title&column-1=year_start&status=published"
    assert "Importér 2 dokumenter" in curator.get(mapped).text
    assert corpus_bytes(small.corpus_folder) == before
    done = curator.post(place, **{"column-0": "title", "column-1": "year_start", "status": "published"})
    assert set(corpus_bytes(small.corpus_folder)) - set(before) == {"cases/en.md", "cases/to.md"}
    assert curator.post(f"{done.location}/undo").status_code == 302
    assert corpus_bytes(small.corpus_folder) == before


def test_the_desk_shows_searches_without_results_but_no_addresses(own_site: FlaskClient) -> None:
    for words in (*["qwxzj%20vqkxz"] * 4, *["vqkxz"] * 2, *["lone@example.dk"] * 4, *["2012345678"] * 4):
        own_site.get(f"/da/search?q={words}&spelling=literal")
    page = sign_in(own_site, "curator").get("/da/curator").text

    assert "qwxzj vqkxz" in page and "4 gange" in page
    assert page.count("vqkxz") == 1  # what was searched twice may be one person's
    assert "example.dk" not in page and "2012345678" not in page


def test_searches_without_results_are_neither_noted_nor_shown_once_switched_off(small: Config) -> None:
    text = small.path.read_text("utf-8")
    noting, silent = create_app(small.path), None
    for _ in range(3):
        noting.test_client().get("/da/search?q=qwxzj%20vqkxz&spelling=literal")
    small.path.write_text(text.replace("note_empty_searches = true", "note_empty_searches = false"), "utf-8")

    silent = create_app(small.path)
    for _ in range(3):
        silent.test_client().get("/da/search?q=vqkxz%20qwxzj&spelling=literal")
    curation = silent.extensions["samspil"].curation

    assert len(noting.extensions["samspil"].curation.zero_result_searches.all()) == 1
    assert curation.zero_result_searches.all() == ()
    kept = b"".join(path.read_bytes() for path in small.state_folder.glob("zero-result-searches*"))
    assert b"qwxzj vqkxz" in kept and b"vqkxz qwxzj" not in kept


def test_a_contributor_sees_only_what_he_handed_in(own_site: FlaskClient) -> None:
    contributor, curator = sign_in(own_site, "contributor"), sign_in(own_site, "curator")
    theirs = upload(curator, "chefens.md", b"# Chefens fil\n\nTekst om biblioteket.\n")
    own = upload(contributor, "min.md", b"# Min fil\n\nTekst om skolen.\n")

    for address in ("/da/curator", "/da/curator/add"):
        assert "chefens.md" not in contributor.get(address).text
        assert "min.md" in contributor.get(address).text and "min.md" in curator.get(address).text
    for address in (theirs, f"{theirs}/original"):
        assert contributor.get(address).status_code == 403
    for address in (theirs, f"{theirs}/discard"):
        assert contributor.post(address, **FIELDS).status_code == 403
    assert curator.get(own).status_code == 200


def test_the_file_of_a_draft_can_be_opened_before_it_is_published(own_site: FlaskClient) -> None:
    curator = sign_in(own_site, "curator")
    content = a_pdf("Et partnerskab mellem biblioteket og skolen om læsning.")
    place = upload(curator, "ny.pdf", content)
    waiting = curator.get(f"{place}/original")
    draft = curator.get(f"{curator.post(place, **FIELDS, status='draft').location}/original")

    for answer in (waiting, draft):
        assert answer.data == content and answer.mimetype == "application/pdf"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"
        answer.close()
    assert curator.get("/da/curator/documents/bogstart/original").status_code == 404  # a write-up is its own text
    assert own_site.get("/da/documents/en-ny-case/original").status_code == 404


def test_a_file_is_replaced_found_by_its_new_words_and_brought_back(
    own_site: FlaskClient, base: KnowledgeBase, small: Config
) -> None:
    curator, other = sign_in(own_site, "curator"), sign_in(own_site, "administrator")
    old = a_pdf("Et partnerskab mellem biblioteket og skolen om krokodiller og læsning.")
    new = a_pdf("Et partnerskab mellem biblioteket og skolen om giraffer og læsning.")
    place = curator.post(upload(curator, "a.pdf", old), **FIELDS, status="published").location
    path, began = small.corpus_folder / "cases" / "en-ny-case.pdf", curator.version("en-ny-case")

    def send(person: Curator, version: str, name: str, content: bytes) -> str:
        answer = person.post(f"{place}/original", version=version, file=(io.BytesIO(content), name))
        assert answer.status_code == 302
        return person.get(answer.location).text

    assert "Læg den i stedet" in curator.get(f"{place}/edit").text
    assert "skal ende på .pdf" in send(curator, began, "a.docx", b"PK")
    assert "beskadiget" in send(curator, began, "b.pdf", b"%PDF-1.7 vrovl")
    assert path.read_bytes() == old
    assert "Gemt." in send(curator, began, "b.pdf", new)
    assert "En anden har gemt" in send(other, began, "c.pdf", old) and path.read_bytes() == new
    base.reconcile()
    assert (base.search(Query("krokodiller")).total, base.search(Query("giraffer")).total) == (0, 1)
    curator.post("/da/curator/changes/2/undo")
    assert path.read_bytes() == old
    assert sign_in(own_site, "contributor").post(f"{place}/original", version=began).status_code == 403
    assert curator.post("/da/curator/documents/bogstart/original").status_code == 404


def test_scripts_are_told_of_each_file_by_itself(own_site: FlaskClient) -> None:
    curator = sign_in(own_site, "curator")

    def send(*names: str) -> dict[str, object]:
        files = [(io.BytesIO(f"# {name}\n\nTekst.\n".encode()), name) for name in names]
        data = {"csrf_token": curator.token(), "files": files}
        return curator.client.post("/da/curator/uploads", data=data, headers={"Accept": "application/json"}).json

    assert send("a.exe")["refusals"][0].startswith("»a.exe«: Filtypen kan ikke læses")
    one, two = send("a.md"), send("b.md", "c.md")
    assert "/uploads/" in one["location"] and one["refusals"] == []
    assert two["location"] == "/da/curator/add"
    assert '<p class="notice fault' not in curator.get("/da/curator/add").text  # nothing is said twice


def test_many_refusals_fit_into_the_next_page(own_site: FlaskClient) -> None:
    curator = sign_in(own_site, "curator")
    names = [f"{'langt navn ' * 9}{number}.exe" for number in range(60)]
    answer = curator.post("/da/curator/uploads", files=[(io.BytesIO(b"MZ"), name) for name in names])

    assert all(len(cookie) < 4093 for cookie in answer.headers.getlist("Set-Cookie"))
    page = curator.get("/da/curator/add").text
    assert "0.exe" in page and "Og 52 filer til kan ikke bruges." in page


def test_a_line_break_in_a_file_name_breaks_no_header(curation: Curation) -> None:
    upload = curation.uploads.receive("lone", "C:\\a\r\nX: y.md", io.BytesIO(b"# A\n\nTekst."))

    assert upload.name == "a X: y.md"


def test_a_refused_upload_of_a_version_that_kept_sentences_is_read_again_and_kept_without(curation: Curation) -> None:
    upload_id = curation.uploads.receive("lone", "a.pdf", io.BytesIO(b"")).id
    wait_until(lambda: curation.uploads.find(upload_id).state is UploadState.REFUSED)
    record = curation.state_folder / "uploads" / upload_id / "upload.json"
    former = json.loads(record.read_text()) | {"refusal_da": "Filen er tom.", "refusal_en": "The file is empty."}
    del former["refusal"]
    record.write_text(json.dumps(former))

    wait_until(lambda: curation.uploads.find(upload_id).state is UploadState.REFUSED)

    assert curation.uploads.find(upload_id).refusal == Refusal("empty")
    assert json.loads(record.read_text())["refusal"] == {"code": "empty", "case": ""}
    assert "tom" not in record.read_text()


def test_a_file_thrown_away_unread_can_be_handed_in_again(curation: Curation, monkeypatch: pytest.MonkeyPatch) -> None:
    content, uploads = a_pdf("Et partnerskab mellem biblioteket og skolen om læsning."), curation.uploads
    monkeypatch.setattr(uploads._reader, "begin", lambda upload: None)
    first = uploads.receive("lone", "a.pdf", io.BytesIO(content))
    uploads.discard(first.id)
    uploads._reader._read(first)  # its turn comes when it is gone

    again = uploads.receive("lone", "a.pdf", io.BytesIO(content))
    uploads._reader._read(again)

    assert uploads.find(again.id).state is UploadState.READY


def test_pressing_the_button_twice_makes_one_document(own_site: FlaskClient, small: Config) -> None:
    curator = sign_in(own_site, "curator")
    place = upload(curator, "ny.md", b"# Ny\n\nTekst om biblioteket.\n")
    pressed = [Curator(own_site.application.test_client(), "curator") for _ in range(4)]
    tokens = [person.token("/da/curator/password") for person in pressed]
    answers: list[int] = []

    def press(person: Curator, token: str) -> None:
        answer = person.client.post(place, data={"csrf_token": token, **FIELDS, "duplicate": "different"})
        answers.append(answer.status_code)

    threads = [threading.Thread(target=press, args=pair) for pair in zip(pressed, tokens, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [302, 404, 404, 404]
    assert len(list((small.corpus_folder / "cases").glob("en-ny-case*"))) == 1


def test_files_beyond_the_number_are_named_not_dropped(own_site: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.curation.intake.upload_views._MOST_FILES", 1)
    curator = sign_in(own_site, "curator")
    files = [(io.BytesIO(b"# A\n\nTekst."), name) for name in ("a.md", "b.md")]
    curator.post("/da/curator/uploads", files=files)

    assert "»b.md«: Den kom ikke med" in curator.get("/da/curator/add").text


def test_four_bombs_handed_in_with_fifty_good_files_cost_themselves_only(
    own_site: FlaskClient, base: KnowledgeBase, small: Config
) -> None:
    curator = sign_in(own_site, "curator")
    good = {f"god-{number}.docx": a_docx(f"{SENTENCE} Nummer {number}.", f"Ord {number} " * 30) for number in range(50)}
    files = list(good.items())
    files[25:25] = [(name, make()) for name, make in BAD.items()]
    part = b'--b\r\nContent-Disposition: form-data; name="%s"; filename="%s"\r\n\r\n%s\r\n'
    body = b"".join(part % (b"files", name.encode(), content) for name, content in files)
    token = part.replace(b'; filename="%s"', b"") % (b"csrf_token", curator.token().encode())
    form = {"data": token + body + b"--b--\r\n", "content_type": "multipart/form-data; boundary=b"}
    assert curator.client.post("/da/curator/uploads", **form).status_code == 302
    uploads = own_site.application.extensions["samspil"].curation.uploads
    wait_until(lambda: all(one.state is not UploadState.READING for one in uploads.all()))

    desk = curator.get("/da/curator/add").text
    refused = {
        one.name: say(one.refusal.message, Language.DANISH) for one in uploads.all() if one.state is UploadState.REFUSED
    }
    assert set(refused) == set(BAD) and all(refused.values())
    assert all(name in desk and reason in desk for name, reason in refused.items())
    before = base.engine.statistics.document_count()
    for number, one in enumerate(one for one in uploads.all() if one.name in good):
        fields = {**FIELDS, "title": f"Nummer {number}", "duplicate": "different", "status": "published"}
        assert curator.post(f"/da/curator/uploads/{one.id}", **fields).status_code == 302
    base.reconcile()
    assert base.engine.statistics.document_count() == before + 50


def test_what_is_technical_stands_behind_a_danish_sentence(own_site: FlaskClient, small: Config) -> None:
    (small.corpus_folder / "cases" / "knust.md").write_text("+++\ntitle = \n+++\n", "utf-8")
    curator = sign_in(own_site, "curator")
    danish = curator.get("/da/curator/documents/knust")
    english = curator.get("/en/curator/documents/knust")

    assert danish.status_code == english.status_code == 400
    assert "skal rettes i filen selv" in danish.text and "cases/knust.md:2" in danish.text
    assert "mended in the file itself" in english.text
    (small.corpus_folder / "cases" / "knust.md").write_text("+++\nukendt = 1\n+++\n", "utf-8")
    pile = BeautifulSoup(curator.get("/da/curator").text, "lxml").find(id="refused").parent  # type: ignore[union-attr]
    assert "Feltet »ukendt« findes ikke" in pile.text  # type: ignore[union-attr]


def test_the_log_says_when_it_was_tampered_with(own_site: FlaskClient, small: Config) -> None:
    curator = sign_in(own_site, "curator")
    assert "hænger sammen" in curator.get("/da/curator/audit").text
    log = small.state_folder / "audit.jsonl"
    log.write_bytes(log.read_bytes().replace(b"account-added", b"account-xxxxx", 1))

    assert "Linje 2 i logbogen" in curator.get("/da/curator/audit").text


def test_the_desk_names_what_is_missing_and_broken(own_site: FlaskClient, small: Config) -> None:
    (small.corpus_folder / "cases" / "knust.md").write_text("+++\ntitle = \n+++\n", "utf-8")
    (small.corpus_folder / "cases" / "bar.md").write_text(
        '+++\ntitle = "Bar"\nkind = "case"\nlanguage = "da"\n+++\nTekst\n', "utf-8"
    )
    page = BeautifulSoup(sign_in(own_site, "curator").get("/da/curator").text, "lxml")

    for pile in ("without-goals", "without-partners", "without-summary"):
        assert "Bar" in page.find(id=pile).parent.text  # type: ignore[union-attr]
    assert "cases/knust.md:2" in page.find(id="refused").parent.text  # type: ignore[union-attr]


def test_changing_the_password_ends_the_other_sessions(own_site: FlaskClient) -> None:
    here, there = sign_in(own_site, "curator"), sign_in(own_site, "curator")
    new = "fire andre gode ord"

    assert here.post("/da/curator/password", current="forkert forkert", new=new, again=new).status_code == 400
    assert here.post("/da/curator/password", current=PASSWORD, new=new, again=new).status_code == 302
    assert here.get("/da/curator").status_code == 200
    assert there.get("/da/curator").status_code == 302


def test_an_administrator_looks_after_accounts_and_index(own_site: FlaskClient) -> None:
    chief = sign_in(own_site, "administrator")

    assert chief.post("/da/curator/accounts", name="ny", role="contributor", password="kort").status_code == 400
    chief.post("/da/curator/accounts", name="ny", role="contributor", password=PASSWORD)
    new = sign_in(own_site, "ny")
    assert new.get("/da/curator/import").status_code == 403
    chief.post("/da/curator/accounts/ny", action="role", role="curator")
    assert new.get("/da/curator/import").status_code == 200
    chief.post("/da/curator/accounts/ny", action="disable")
    assert new.get("/da/curator").status_code == 302
    assert chief.post("/da/curator/accounts/administrator", action="disable").status_code == 302
    assert "sidste administrator" in chief.get("/da/curator/accounts").text
    assert chief.post("/da/curator/index/rebuild").status_code == 302


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_page_opens_without_inline_script_or_style(own_site: FlaskClient, language: str) -> None:
    chief = sign_in(own_site, "administrator")
    for part in (
        "", "/add", "/write-up", "/documents", "/changes", "/audit", "/import", "/accounts", "/settings", "/password",
        *(f"/documents/{name}{page}" for name in CASES[:2] for page in ("", "/edit", "/history")),
    ):  # fmt: skip
        answer = chief.get(f"/{language}/curator{part}")
        page = BeautifulSoup(answer.text, "lxml")
        assert answer.status_code == 200, part
        assert answer.headers["Cache-Control"] == "no-store"
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert len(page.select("h1")) == 1 and not page.select("style, [style], script:not([src])")
        ids = [tag["id"] for tag in page.select("[id]")]
        assert len(ids) == len(set(ids)), part


def test_a_curation_that_is_closed_leaves_no_worker_behind(curation: Curation) -> None:
    before = threading.active_count()
    upload = curation.uploads.receive("chief", "a.pdf", io.BytesIO(a_pdf(SENTENCE)))
    wait_until(lambda: curation.uploads.find(upload.id).state is UploadState.READY)
    assert threading.active_count() > before

    curation.close()

    assert threading.active_count() <= before


def test_a_feed_brings_what_newly_matches_and_what_comes_with_old_dates_under_the_same_id(
    own_site: FlaskClient, small: Config, base: KnowledgeBase
) -> None:
    old = {"added": "2001-02-03", "published": "2001-02-03", "changed": "2001-02-04"}
    write_case(small.corpus_folder, "zoo", "Giraffer.", goals='["new-services"]', **old)
    base.reconcile()
    everything, matching = (feedparser.parse(own_site.get(f"/da/feed{one}").data) for one in ("", "?goal=new-users"))
    first = everything.entries[0]

    write_case(small.corpus_folder, "zoo", "Giraffer.", goals='["new-services", "new-users"]', **old)
    base.reconcile()
    after = feedparser.parse(own_site.get("/da/feed?goal=new-users").data)

    # It came today, whatever its file says of years ago.
    assert first.link.endswith("/zoo") and first.published == "2001-02-03T00:00:00Z"
    assert first.updated[:10] == datetime.datetime.now(datetime.UTC).date().isoformat()
    assert "zoo" not in str([one.id for one in matching.entries])
    assert (after.entries[0].id, after.feed.updated) == (first.id, after.entries[0].updated)
    listed = feedparser.parse(own_site.get("/da/feed?id=bogstart&id=zoo&name=Vores").data)
    assert [one.link.rpartition("/")[2] for one in listed.entries] == ["zoo", "bogstart"]
    assert listed.feed.title == "Samspil: Vores"
    union = feedparser.parse(own_site.get("/da/feed?organisation=slots-og-kulturstyrelsen").data)
    assert {one.link.rpartition("/")[2] for one in union.entries} == {"bogstart", "100-lektiecafeer"}
    assert own_site.get("/da/feed?organisation=findes-ikke").status_code == 404
