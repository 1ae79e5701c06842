from __future__ import annotations

import io
import json
import random
import re
import string
import zipfile
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from indexer import KnowledgeBase, Query, Role
from indexer.config import Config
from tests.curation.conftest import CASES, PASSWORD, Curator, corpus_bytes, sign_in
from tests.curation.test_curator_pages import FIELDS, upload
from tests.waiting import wait_until

REQUESTS = 500
EVIL = '<script>alert(1)</script><img src=x onerror=alert(1)><a href="javascript:alert(1)">x</a>'
OPEN = (
    "sign_in.form",
    "sign_in.sign_in",
    "sign_in.sign_out",
    "sign_in.code_form",
    "sign_in.check_code",
    "mail_pages.forgot",
    "mail_pages.send_reset",
    "mail_pages.set_password_form",
    "mail_pages.set_password",
)


def curator_rules(client: FlaskClient) -> list[tuple[str, str, str]]:
    """(endpoint, method, address) of every curators' route."""
    found = []
    for rule in client.application.url_map.iter_rules():
        if "/curator" in rule.rule:
            found += [(rule.endpoint, m, _address(rule)) for m in sorted((rule.methods or set()) & {"GET", "POST"})]
    return found


def _address(rule: Rule) -> str:
    given = {
        "language": "da",
        "document_id": "bogstart",
        "number": "1",
        "name": "curator",
        "records": "organisations",
        "scheme": "goal",
        "concept_id": "experiment",
    }
    return re.sub(r"<(?:[^<>]*:)?(\w+)>", lambda m: given.get(m.group(1), "0" * 16), rule.rule)


def test_every_curators_route_refuses_visitors(own_site: FlaskClient, small: Config) -> None:
    rules = curator_rules(own_site)
    assert len(rules) >= 35
    before = corpus_bytes(small.corpus_folder)
    visitor = Curator(own_site)

    for endpoint, method, address in rules:
        if endpoint not in OPEN:
            answer = visitor.get(address) if method == "GET" else visitor.post(address)
            assert answer.status_code == 302 and "/curator/sign-in" in answer.location, (endpoint, method)
    assert corpus_bytes(small.corpus_folder) == before


def test_every_curators_route_says_which_role_it_asks_for_and_refuses_those_below(own_site: FlaskClient) -> None:
    people = {role: sign_in(own_site, role.value) for role in (Role.CONTRIBUTOR, Role.CURATOR)}
    asked = {}
    for endpoint, method, address in curator_rules(own_site):
        if endpoint in OPEN:
            continue
        asked[endpoint] = own_site.application.view_functions[endpoint].required_role
        for role, person in people.items():
            if not role.reaches(asked[endpoint]):
                answer = person.get(address) if method == "GET" else person.post(address)
                assert answer.status_code == 403, (endpoint, role)
    assert {endpoint for endpoint, role in asked.items() if role is Role.ADMINISTRATOR} == {
        "account_pages.accounts", "account_pages.add", "account_pages.change", "account_pages.settings",
        "curator_desk.rebuild", "trash_pages.deletion", "trash_pages.delete",
        "mail_pages.invite", "mail_pages.set_address",
    }  # fmt: skip
    assert asked["history_pages.undo"] is asked["history_pages.restore"] is asked["import_pages.run"] is Role.CURATOR


def test_every_form_refuses_a_request_from_another_site(own_site: FlaskClient, small: Config) -> None:
    chief = sign_in(own_site, "administrator")
    before = corpus_bytes(small.corpus_folder)

    for endpoint, method, address in curator_rules(own_site):
        if method == "POST":
            for data in ({}, {"csrf_token": "gættet"}):
                answer = chief.client.post(address, data={**FIELDS, **data})
                assert answer.status_code == 400 and "Formularen" in answer.text, endpoint
    assert corpus_bytes(small.corpus_folder) == before


def test_the_session_cookie_is_guarded_and_fresh_after_signing_in(own_site: FlaskClient) -> None:
    client = own_site.application.test_client()
    planted = Curator(client)
    planted_token = planted.token()
    before = client.get_cookie("samspil_session")
    answer = planted.post("/da/curator/sign-in", name="curator", password=PASSWORD)

    (cookie,) = [value for value in answer.headers.getlist("Set-Cookie") if value.startswith("samspil_session")]
    assert all(part in cookie for part in ("Secure", "HttpOnly", "SameSite=Lax", "Expires"))
    thief = own_site.application.test_client()
    assert before is not None
    thief.set_cookie("samspil_session", before.value, secure=True)
    assert thief.get("/da/curator").status_code == 302  # what was there before is worth nothing after

    forged = client.post("/da/curator/password", data={"csrf_token": planted_token})
    assert forged.status_code == 400 and "Formularen" in forged.text  # nor is the token of a planted form
    stolen = client.get_cookie("samspil_session")
    assert stolen is not None
    planted.post("/da/curator/sign-out")
    thief.set_cookie("samspil_session", stolen.value, secure=True)
    assert thief.get("/da/curator").status_code == 302  # signing out ends it on the server too


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example",
        "//evil.example",
        "/da/curator//evil",
        "/da/search",
        "\\\\evil",
        "/da/curator\r\nX: y",
        "/da/curator@evil",
        "/da/curator/\t/e",
    ],
)
def test_signing_in_leads_nowhere_else(own_site: FlaskClient, wanted: str) -> None:
    visitor = Curator(own_site.application.test_client())

    answer = visitor.post("/da/curator/sign-in", name="curator", password=PASSWORD, next=wanted)

    assert answer.location == "/da/curator"


def test_wrong_name_and_wrong_password_look_the_same(own_site: FlaskClient) -> None:
    visitor = Curator(own_site)
    answers = [
        visitor.post("/da/curator/sign-in", name=name, password="forkert forkert") for name in ("curator", "ukendt00")
    ]

    pages = [re.sub(r'value="[^"]*"', "", answer.text) for answer in answers]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    "name", ["../../x.md", "..\\..\\x.md", "/etc/cron.d/x.md", "a\0b.md", "~x.md", ".x.md", "CON.md"]
)
def test_tricks_in_file_names_never_reach_the_disk(own_site: FlaskClient, small: Config, name: str) -> None:
    curator = sign_in(own_site, "curator")
    before = set(corpus_bytes(small.base))

    place = upload(curator, name, b"# Titel\n\nTekst om biblioteket.\n")
    curator.post(place, **FIELDS, status="draft")

    new = {path for path in set(corpus_bytes(small.base)) - before if path.startswith("corpus")}
    assert new <= {"corpus/cases/en-ny-case.md"}


@pytest.mark.parametrize("trick", ["..%2f..%2fstate%2faccounts", "....", "%00", "accounts.json", "a%0d%0ab", "x" * 300])
def test_tricks_in_ids_find_nothing(own_site: FlaskClient, trick: str) -> None:
    chief = sign_in(own_site, "administrator")
    for address in (
        "documents/{}",
        "documents/{}/edit",
        "documents/{}/history",
        "uploads/{}",
        "import/{}",
        "changes/{}",
    ):
        assert chief.get(f"/da/curator/{address.format(trick)}").status_code in (400, 404), address


def test_script_in_texts_is_shown_and_never_run(own_site: FlaskClient) -> None:
    curator = sign_in(own_site, "curator")
    values = {
        **FIELDS,
        "title": EVIL,
        "summary": EVIL,
        "partners": EVIL,
        "libraries": EVIL,
        "body": f"# {EVIL}\n\n{EVIL}",
    }
    place = curator.post("/da/curator/write-up", **values, status="published").location
    document_id = place.rpartition("/")[2]

    for address in (place, f"{place}/edit", f"{place}/history", "/da/curator", f"/da/documents/{document_id}"):
        page = BeautifulSoup(curator.get(address).text, "lxml")
        assert not page.select("script:not([src], [type='application/ld+json']), img[onerror]"), address
        assert not [a for a in page.select("a[href]") if str(a["href"]).lower().startswith("javascript")], address
    assert "alert(1)" in curator.get(place).text


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", f"<html><body><h1>Titel</h1><p>{'Et partnerskab om bøger. ' * 20}</p>{EVIL}</body></html>".encode()),
        ("a.md", f"# Titel\n\n{EVIL}\n\n<svg onload=alert(1)>\n\nTekst.".encode()),
    ],
)
def test_script_in_files_never_runs(own_site: FlaskClient, base: object, name: str, content: bytes) -> None:
    curator = sign_in(own_site, "curator")
    place = upload(curator, name, content)
    saved = curator.post(place, **FIELDS, status="published").location
    base.reconcile()  # type: ignore[attr-defined]

    for address in (saved, "/da/documents/en-ny-case", "/da/search?q=partnerskab"):
        page = BeautifulSoup(curator.get(address).text, "lxml")
        assert not page.select("script:not([src], [type='application/ld+json']), svg[onload], img[onerror], [onload]")
    original = curator.get("/da/documents/en-ny-case/original")
    if name == "a.md":
        assert original.status_code == 404  # a write-up is its page; comments in its file are the editors' own
    else:
        assert "sandbox" in original.headers["Content-Security-Policy"]
        assert original.headers["Content-Disposition"].startswith("attachment")
    original.close()


def a_pdf_with_script() -> bytes:
    """A page of text, and a script that a reader of PDFs is asked to run on opening."""
    text = b"BT /F1 12 Tf 20 100 Td (Et partnerskab om krokodiller paa biblioteket i Aars) Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 200] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Root 1 0 R /Size 6 >>\nstartxref\n%d\n%%%%EOF" % len(body)
    return body + b"xref\n0 6\n0000000000 65535 f \n" + table + end


def test_a_pdf_with_script_gives_its_text_and_nothing_of_ours_to_the_script(
    own_site: FlaskClient, base: object
) -> None:
    curator = sign_in(own_site, "curator")
    place = upload(curator, "a.pdf", a_pdf_with_script())
    assert "krokodiller" in curator.get(place).text
    curator.post(place, **FIELDS, status="published")
    base.reconcile()  # type: ignore[attr-defined]

    page = curator.get("/da/documents/en-ny-case")
    original = curator.get("/da/documents/en-ny-case/original")

    assert "app.alert" not in page.text
    policy = original.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "script-src" not in policy
    assert original.headers["X-Content-Type-Options"] == "nosniff"
    original.close()


HIDDEN = {
    "zebrafesten": ({"status": "review"}, 404),
    "zebra-kladde": ({"status": "draft"}, 404),
    "zebra-internt": ({"status": "published", "level": "internal"}, 404),
    "zebra-siden": ({"status": "published", "embargo": "2999-01-01"}, 404),
    "zebra-tilbage": ({"status": "withdrawn"}, 410),
    "zebra-vaek": ({"status": "trashed"}, 404),
    "zebra-frem": ({"status": "published"}, 410),
}
"""What visitors must see nothing of, and what the addresses answer; the last one was public and is in the trash."""


def hide_zebras(curator: Curator, base: KnowledgeBase, corpus: Path) -> None:
    """Documents that state zebras wherever something can be stated, none of them public; one of ours names them all."""
    secret = {"partners": "Zebraklubben", "libraries": "Zebrabiblioteket", "municipalities": "Zebrastad"}
    for document_id, (values, _) in HIDDEN.items():
        title = document_id.replace("-", " ").capitalize()
        stated = {**FIELDS, **secret, "title": title, "goal": "new-users", "year_start": "1999", **values}
        answer = curator.post("/da/curator/write-up", **stated, body="Zebraerne kommer til Qvistgaard.")
        assert answer.location.endswith(f"/{document_id}"), answer.text
    base.reconcile()
    assert base.search(Query("zebraerne")).total == 1
    place = "/da/curator/documents/zebra-frem"
    curator.post(f"{place}/status", version=curator.version("zebra-frem"), status="trashed")
    curator.post("/da/curator/unsaved?place=new", unsaved="ab" * 8, title="Zebra", body="Om zebraer.")
    named = corpus / "cases" / "bogstart.md"
    text = re.sub("(?m)^related = .*\n", "", named.read_text("utf-8"))
    related = ", ".join(f'"{document_id}"' for document_id in HIDDEN)
    named.write_text(text.replace("+++\n", f"+++\nrelated = [{related}]\n", 1), "utf-8")
    assert base.reconcile().refused == []


def test_no_public_page_holds_anything_of_what_is_hidden(
    own_site: FlaskClient, base: KnowledgeBase, small: Config
) -> None:
    """Every public route, searched for words that only hidden documents have, whatever helper they came from."""
    hide_zebras(sign_in(own_site, "curator"), base, small.corpus_folder)
    visitor = own_site.application.test_client()
    words = re.compile("zebra", re.IGNORECASE)
    given = {"language": "da", "document_id": "bogstart", "scheme": "goal", "concept_id": "new-users"}
    seen = 0

    for rule in own_site.application.url_map.iter_rules():
        if "/curator" in rule.rule or "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        address = re.sub(r"<(?:\w+:)?(\w+)>", lambda m: given.get(m.group(1), "x"), rule.rule)
        for query in ("", "?limit=100", "?q=Qvistgaard&limit=100", "?goal=new-users&kind=case&limit=100"):
            answer = visitor.get(address + query)
            assert not words.search(answer.get_data().decode("utf-8", "replace")), address + query
            seen += answer.status_code == 200
            answer.close()
    assert seen > 40
    for document_id, (_, code) in HIDDEN.items():
        for address in (
            "/da/documents/{}",
            "/api/documents/{}",
            "/da/documents/{}/export/json",
            "/da/documents/{}/comparable",
        ):
            hidden = visitor.get(address.format(document_id))
            assert hidden.status_code == code, address.format(document_id)
            assert not words.search(hidden.text.replace(document_id, ""))
    everything = base.search(Query())
    assert everything.total == len(CASES) == base.engine.statistics.document_count()
    assert sum(value.count for value in everything.facet("kind").values) == len(CASES)
    assert base.search(Query("zebraen")).correction is None


def test_every_answer_carries_the_headers(own_site: FlaskClient) -> None:
    curator = sign_in(own_site, "curator")
    for address in ("/da/curator", "/da/curator/sign-in", "/da/curator/documents/nej", "/da/curator/accounts",
                    "/da/curator/export.csv", "/da/", "/nej", "/static/curator.js"):  # fmt: skip
        answer = curator.get(address)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy, address
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        if "/curator" in address and "/static/" not in address:
            assert answer.headers["Cache-Control"] == "no-store"
        answer.close()


def test_an_svg_is_no_document(own_site: FlaskClient) -> None:
    curator = sign_in(own_site, "curator")
    for name in ("a.svg", "a.svgz", "a.php", "a", "a.pdf.exe"):
        curator.post("/da/curator/uploads", files=(io.BytesIO(b"<svg onload=alert(1)>"), name))
    assert "uploads/" not in re.sub(r'action="[^"]*"', "", curator.get("/da/curator/add").text)


def as_body(token: str, size: int) -> dict[str, object]:
    """A form with a file of that size as it goes over the wire."""
    part = b'--b\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
    parts = [(b"csrf_token", b"", token.encode()), (b"files", b'; filename="a.md"', b"x" * size)]
    body = b"".join(part % values for values in parts) + b"--b--\r\n"
    return {"data": body, "content_type": "multipart/form-data; boundary=b"}


def test_too_much_at_once_is_refused_and_leaves_nothing(own_site: FlaskClient, small: Config) -> None:
    curator = sign_in(own_site, "curator")
    limit = own_site.application.extensions["samspil"].config.curation.upload_megabytes << 20

    answer = curator.client.post("/da/curator/uploads", **as_body(curator.token(), limit + 100))

    assert answer.status_code == 413 and "for meget" in answer.text
    assert not list((small.state_folder / "uploads").glob("*"))


def test_a_visitor_cannot_send_large_files(own_site: FlaskClient) -> None:
    answer = own_site.post("/da/curator/uploads", **as_body("", 1_100_000))

    assert answer.status_code == 413


def test_a_zip_bomb_in_an_import_is_refused(own_site: FlaskClient) -> None:
    curator = sign_in(own_site, "curator")
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.md", b"\0" * 250_000_000)
    place = curator.post("/da/curator/import", file=(io.BytesIO(bomb.getvalue()), "a.zip")).location

    wait_until(lambda: "Zip-filen rummer mere" in curator.client.get(place, follow_redirects=True).text)


def test_five_hundred_mutated_requests_make_no_error(own_site: FlaskClient, base: object) -> None:
    """A crawl of our own: every route and form, with values that were never meant."""
    chance, chief = random.Random(5), sign_in(own_site, "administrator")
    token = chief.token("/da/curator/password")
    odd = [
        "", "\0", "../../etc/passwd", EVIL, "'; DROP TABLE x; --", "%s%n", "{{7*7}}", "𝕏" * 50, "\ud83d", "-1", "1e309",
        "[", "=1+1", "a" * 5000, "+++", "true", "\r\nX: y", "9" * 30, "published", "withdrawn", "bogstart", "٣٤٥٦",
        "0" * 16,
    ]  # fmt: skip
    names = [
        *FIELDS, "csrf_token", "status", "version", "comment", "body", "goal", "sector", "year_start", "year_end",
        "countries", "partners-read", "source-title", "source-url", "source-year", "action", "role", "name", "password",
        "change", "column-0", "mapping", "duplicate", "q", "related", "outcome", "next",
    ]  # fmt: skip
    routes = [(m, a) for e, m, a in curator_rules(own_site) if e not in ("sign_in.sign_out", "account_pages.change")]

    for _ in range(REQUESTS):
        method, address = chance.choice(routes)
        if chance.random() < 0.4:
            address = re.sub(r"(bogstart|0{16}|/1$)", lambda _: "/" + _quoted(chance.choice(odd)), address)
        values = {name: chance.choice(odd) for name in chance.sample(names, chance.randint(0, 12))}
        values = {
            key: value.encode("utf-8", "surrogatepass").decode("utf-8", "replace") for key, value in values.items()
        }
        if method == "GET":
            answer = chief.client.get(address, query_string=values)
        else:
            if chance.random() < 0.3:
                values["files"] = values["file"] = (
                    io.BytesIO(chance.randbytes(200)),
                    chance.choice(["a.md", "a.csv", "a.zip"]),
                )  # type: ignore[assignment]
            answer = chief.client.post(address, data={**FIELDS, **values, "csrf_token": token})
        assert answer.status_code < 500, (method, address, values)
        answer.close()
    base.reconcile()  # type: ignore[attr-defined]  # and what was saved meanwhile is sound
    assert own_site.get("/da/search").status_code == 200


def _quoted(text: str) -> str:
    from urllib.parse import quote

    return quote(text.encode("utf-8", "replace"), safe="") or "x"


def test_passwords_are_in_no_log_and_no_page(own_site: FlaskClient, small: Config) -> None:
    chief = sign_in(own_site, "administrator")
    secret = "hemmelig-" + "".join(random.Random(1).choices(string.ascii_letters, k=12))
    chief.post("/da/curator/accounts", name="ny", role="curator", password=secret)
    Curator(own_site).post("/da/curator/sign-in", name="ny", password=secret)

    kept = b"".join(corpus_bytes(small.state_folder).values())
    assert secret.encode() not in kept and secret not in chief.get("/da/curator/audit").text
    assert all(
        json.loads(line)["action"] for line in (small.state_folder / "audit.jsonl").read_text("utf-8").splitlines()
    )
