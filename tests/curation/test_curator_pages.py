"""What curators' pages do, through the test client: no browser, no script."""

from __future__ import annotations

import io
import re
import time

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from indexer import KnowledgeBase, Query
from indexer.config import Config
from tests.curation.conftest import CASES, PASSWORD, Curator, corpus_bytes, sign_in

AARS = "/da/curator/documents/lektiecafe-aars"
FIELDS = {"title": "En ny case", "language": "da", "kind": "case"}


def upload(curator: Curator, name: str, content: bytes) -> str:
    """Hand a file in and wait until it is read; the address of its page."""
    answer = curator.post("/da/curator/uploads", files=(io.BytesIO(content), name))
    assert answer.status_code == 302, answer.text
    for _ in range(100 if "/uploads/" in answer.location else 0):
        if 'id="reading"' not in curator.get(answer.location).text:
            break
        time.sleep(0.05)
    return answer.location


def test_a_librarian_adds_corrects_undoes_and_withdraws(own_site: FlaskClient, base: KnowledgeBase) -> None:
    curator = sign_in(own_site, "curator")
    text = "# Krokodiller på biblioteket\n\nSiden 2009 har Dansk Flygtningehjælp hjulpet på Aars Bibliotek.\n"
    place = upload(curator, "krokodille.md", text.encode())
    page = BeautifulSoup(curator.get(place).text, "lxml")
    assert page.select_one("#title")["value"] == "Krokodiller på biblioteket"  # type: ignore[index]
    suggested = {tag["value"] for tag in page.select(".suggestion input")}
    assert {"Dansk Flygtningehjælp", "Aars Bibliotek", "2009"} <= suggested
    assert "læst på side 1" in page.text

    saved = curator.post(
        place, **FIELDS, status="published", **{"partners-read": "Dansk Flygtningehjælp", "year_start-read": "2009"}
    )
    assert saved.status_code == 302
    base.reconcile()
    (hit,) = base.search(Query("krokodiller")).hits
    assert hit.metadata.partners == ("Dansk Flygtningehjælp",) and hit.metadata.year_start == 2009

    address = saved.location
    changed = {**FIELDS, "title": "Rettet titel", "body": "Ny tekst om giraffer."}
    assert curator.post(f"{address}/edit", version=curator.version("en-ny-case"), **changed).status_code == 302
    base.reconcile()
    assert (base.search(Query("krokodiller")).total, base.search(Query("giraffer")).total) == (0, 1)
    history = curator.get(f"{address}/history").text
    assert "<del>" in history and "Rettet titel" in history
    assert curator.post("/da/curator/changes/2/undo").status_code == 302
    base.reconcile()
    assert base.search(Query("krokodiller")).total == 1

    curator.post(f"{address}/status", version=curator.version("en-ny-case"), status="withdrawn", comment="Lukket")
    base.reconcile()
    assert base.search(Query("krokodiller")).total == 0
    assert own_site.get("/da/documents/en-ny-case").status_code == 404
    assert "en-ny-case" not in own_site.get("/sitemap.xml").text


def test_a_contributor_writes_a_curator_answers_and_publishes(own_site: FlaskClient) -> None:
    contributor, curator = sign_in(own_site, "contributor"), sign_in(own_site, "curator")
    written = contributor.post("/da/curator/write-up", **FIELDS, body="## Kort fortalt\n\nTekst", status="review")

    assert "En ny case" in curator.get("/da/curator").text
    curator.post(
        f"{written.location}/status", version=curator.version("en-ny-case"), status="draft", comment="Skriv hvem"
    )
    assert "Skriv hvem" in contributor.get(written.location).text
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

    assert "nøjagtig samme fil" in curator.get(second).text
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
        ("falsk.pdf", b"\x7fELF\0\0\0", "ikke det, dens navn lover"),
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


def test_the_preview_saves_nothing(own_site: FlaskClient, small: Config) -> None:
    curator = sign_in(own_site, "curator")
    before = corpus_bytes(small.corpus_folder)

    page = curator.post("/da/curator/write-up", **FIELDS, body="**fed**", action="preview")

    assert "<strong>fed</strong>" in page.text
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
    for words in ("zqqbrw%20xyzzy", "zqqbrw%20xyzzy", "lone@example.dk", "2012345678"):
        own_site.get(f"/da/search?q={words}&spelling=literal")
    page = sign_in(own_site, "curator").get("/da/curator").text

    assert "zqqbrw xyzzy" in page and "2 gange" in page
    assert "example.dk" not in page and "2012345678" not in page


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
