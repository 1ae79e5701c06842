"""What is being written and not saved: kept for its writer, given back whatever happened, saved once."""

from __future__ import annotations

import html
import io
import itertools
import json
import os
import random
import re
import signal
import tarfile
import time
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from indexer import Account, Curation, DocumentId, InvalidEntry, Role
from indexer.curation.bulk.backup import back_up
from indexer.curation.editing import unsaved_forms
from indexer.curation.editing.unsaved_forms import UnsavedForms
from indexer.curation.metadata_suggestions import suggest
from tests.curation.conftest import PASSWORD, sign_in
from tests.curation.test_curator_pages import FIELDS, upload
from tests.saying import raises_saying

LONE, BO = Account("lone", Role.CURATOR), Account("bo", Role.ADMINISTRATOR)
ID, OTHER_ID = "0123456789abcdef", "fedcba9876543210"
KILLS = 50
_NUMBERS = itertools.count(1)


def typed(text: str) -> list[tuple[str, str]]:
    return [("title", text), ("goal", "new-users"), ("goal", "experiment"), ("body", f"{text}\r\n\r\nLæs højt.")]


def test_a_form_is_read_by_its_writer_alone(tmp_path: Path) -> None:
    forms = UnsavedForms(tmp_path)

    forms.keep(LONE, ID, "new", typed("Åben skole"))

    (kept,) = forms.of(LONE)
    assert (kept.id, kept.place, list(kept.fields)) == (ID, "new", typed("Åben skole"))
    assert forms.find(LONE, ID) == kept
    assert forms.of(BO) == () and forms.find(BO, ID) is None
    forms.discard(BO, ID)
    assert forms.find(LONE, ID) == kept


def test_the_newest_text_takes_the_place_of_the_older_and_forms_beside_it_stay(tmp_path: Path) -> None:
    forms = UnsavedForms(tmp_path)
    for form_id, text in ((ID, "Første"), (OTHER_ID, "Et andet"), (ID, "Anden")):
        forms.keep(LONE, form_id, "document/bogstart", typed(text))

    assert {one.value("title") for one in forms.of(LONE)} == {"Anden", "Et andet"}
    forms.discard_at(["document/andre"])
    assert len(forms.of(LONE)) == 2
    forms.discard_at(["document/bogstart"])
    assert forms.of(LONE) == () and not list(tmp_path.rglob("*.json"))


def test_nobody_else_on_the_machine_can_read_it(tmp_path: Path) -> None:
    forms = UnsavedForms(tmp_path / "state" / "unsaved")

    forms.keep(LONE, ID, "new", typed("Åben skole"))

    (path,) = (tmp_path / "state").rglob("*.json")
    assert path.stat().st_mode & 0o777 == 0o600
    assert all(folder.stat().st_mode & 0o777 == 0o700 for folder in (path.parent, path.parent.parent))


def test_too_much_is_refused_in_words_and_costs_nothing_that_was_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unsaved_forms, "MAX_FORMS", 2)
    monkeypatch.setattr(unsaved_forms, "MAX_BYTES", 500)
    forms = UnsavedForms(tmp_path)
    for form_id in (ID, OTHER_ID):
        forms.keep(LONE, form_id, "new", typed("Åben skole"))

    with raises_saying(InvalidEntry, "2 drafts that are not saved"):
        forms.keep(LONE, "a" * 16, "new", typed("En til"))
    with raises_saying(InvalidEntry, "too long to be kept"):
        forms.keep(LONE, ID, "new", typed("x" * 600))

    forms.keep(BO, "a" * 16, "new", typed("En andens"))
    forms.keep(LONE, ID, "new", typed("Samme igen"))
    assert {one.value("title") for one in forms.of(LONE)} == {"Samme igen", "Åben skole"}


@pytest.mark.parametrize("form_id", ["", "../../accounts", "ABC", "0" * 15, f"{'0' * 16}\n"])
def test_tricks_in_ids_of_forms_reach_no_file(tmp_path: Path, form_id: str) -> None:
    forms = UnsavedForms(tmp_path)

    with raises_saying(InvalidEntry, "no draft at that address"):
        forms.keep(LONE, form_id, "new", typed("x"))
    forms.discard(LONE, form_id)

    assert forms.find(LONE, form_id) is None and not list(tmp_path.rglob("*.json"))


def test_a_file_that_a_hand_broke_is_passed_over(tmp_path: Path) -> None:
    forms = UnsavedForms(tmp_path)
    forms.keep(LONE, ID, "new", typed("Hel"))
    forms.keep(LONE, OTHER_ID, "new", typed("Knust"))
    next(tmp_path.rglob(f"{OTHER_ID}.json")).write_text('{"id": ')

    assert [one.value("title") for one in forms.of(LONE)] == ["Hel"]


def test_a_backup_holds_what_is_being_written(curation: Curation, tmp_path: Path) -> None:
    curation.unsaved.keep(LONE, ID, "new", typed("Åben skole"))
    folders = {"corpus_folder": curation.corpus_folder, "state_folder": curation.state_folder}

    back_up(tmp_path / "kopi.tar.gz", history=curation.history, lock=curation.lock, **folders)

    with tarfile.open(tmp_path / "kopi.tar.gz") as archive:
        (name,) = (one for one in archive.getnames() if one.startswith("state/unsaved/"))
        assert archive.getmember(name).mode & 0o777 == 0o600


def write_until_killed(folder: Path, acknowledge: int, seed: int) -> None:
    chance, forms = random.Random(seed), UnsavedForms(folder)
    os.write(acknowledge, b"ready\n")
    for number in itertools.count(1):
        form_id = chance.choice((ID, OTHER_ID))
        if chance.random() < 0.1:
            forms.discard(LONE, form_id)
        else:
            stamp = f"{seed}-{number}"
            forms.keep(LONE, form_id, "new", [("begun", stamp), ("body", "ord " * 4000), ("ended", stamp)])
        os.write(acknowledge, b"%d\n" % number)


def test_fifty_kills_while_forms_are_kept_leave_nothing_half(tmp_path: Path) -> None:
    chance, seen = random.Random(3), 0
    for kill in range(KILLS):
        reader, writer = os.pipe()
        child = os.fork()
        if not child:
            try:
                write_until_killed(tmp_path, writer, kill)
            finally:
                os._exit(1)
        os.close(writer)
        with os.fdopen(reader) as pipe:
            assert pipe.readline() == "ready\n"
            for _ in range(chance.randint(0, 6)):
                pipe.readline()
            time.sleep(chance.uniform(0, 0.01))  # so that kills meet every step; nothing is expected of the time
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        forms = UnsavedForms(tmp_path)
        forms.tidy()
        assert not list(tmp_path.rglob(".*.tmp"))
        for path in tmp_path.rglob("*.json"):
            fields = dict(json.loads(path.read_text("utf-8"))["fields"])
            assert fields["begun"] == fields["ended"] and path.stat().st_mode & 0o777 == 0o600
            seen += 1
    assert seen > KILLS // 2


def curation_of(site: FlaskClient) -> Curation:
    return site.application.extensions["samspil"].curation  # type: ignore[no-any-return]


def a_new_id() -> str:
    return f"{next(_NUMBERS):016x}"


def values_in(page: TestResponse) -> dict[str, str]:
    """What the fields of a document's form hold."""
    form = BeautifulSoup(page.text, "lxml").select_one("form.document-form")
    assert form, page.text[:500]
    inputs = {str(one["name"]): str(one.get("value", "")) for one in form.select("input[name]:not([type=checkbox])")}
    ticked = {str(one["name"]): str(one["value"]) for one in form.select("input[checked]")}
    return inputs | ticked | {str(one["name"]): one.text for one in form.select("textarea[name]")}


def handed_on_by(page: TestResponse) -> str:
    return html.unescape(re.search(r'name="typed" value="([^"]*)"', page.text).group(1))  # type: ignore[union-attr]


def test_without_script_a_button_keeps_the_draft_and_the_desk_leads_back_to_it(shared_site: FlaskClient) -> None:
    writer, other = sign_in(shared_site, "contributor"), sign_in(shared_site, "administrator")
    own = {**FIELDS, "title": "Zebraer i Aars", "goal": "new-users", "comment": "Efter samtale", "unsaved": a_new_id()}

    answer = writer.post("/da/curator/unsaved?place=new", **own, body="Tekst om zebraer.")

    values = values_in(writer.get(answer.location))
    assert (values["title"], values["goal"], values["body"].strip()) == (
        "Zebraer i Aars",
        "new-users",
        "Tekst om zebraer.",
    )
    assert values["unsaved"] == own["unsaved"]
    desk = BeautifulSoup(writer.get("/da/curator").text, "lxml")
    assert [a["href"] for a in desk.select(".unsaved a")] == [answer.location]
    assert "Zebraer i Aars" in writer.get("/da/curator/write-up").text  # a new form says that there is another one
    assert "Zebra" not in other.get("/da/curator").text + other.get(answer.location).text
    writer.post(f"/da/curator/unsaved/{own['unsaved']}/discard")
    assert "Zebra" not in writer.get("/da/curator").text


def test_a_script_keeps_it_and_is_answered_in_a_line(shared_site: FlaskClient) -> None:
    writer, form_id = sign_in(shared_site, "curator"), a_new_id()
    place = "/da/curator/unsaved?place=document/bogstart"
    sent = {"csrf_token": writer.token(), "unsaved": form_id, "title": "Halvt skrevet", "version": "gammel"}

    answer = writer.client.post(place, data=sent, headers={"Accept": "application/json"})

    assert re.fullmatch(r"Kladde gemt kl\. \d\d\.\d\d", answer.json["message"])
    page = writer.get(f"/da/curator/documents/bogstart/edit?unsaved={form_id}")
    assert values_in(page)["title"] == "Halvt skrevet"
    assert values_in(page)["version"] == "gammel"  # what others saved since is told when it is saved
    writer.post("/da/curator/sign-out")
    refused = writer.client.post(
        place, data={**sent, "csrf_token": writer.token()}, headers={"Accept": "application/json"}
    )
    assert refused.status_code == 401 and "logget ud" in refused.json["message"]
    curation_of(shared_site).unsaved.discard(Account("curator", Role.CURATOR), form_id)


def test_what_is_saved_is_kept_no_longer(shared_site: FlaskClient) -> None:
    writer, form_id = sign_in(shared_site, "curator"), a_new_id()
    own = {**FIELDS, "title": "Giraffer i Aars", "body": "Tekst.", "unsaved": form_id}
    writer.post("/da/curator/unsaved?place=new", **own)

    assert writer.post("/da/curator/write-up", **own, status="draft").status_code == 302

    assert curation_of(shared_site).unsaved.of(Account("curator", Role.CURATOR)) == ()


@pytest.mark.parametrize("how", ["session", "cookie"])
def test_a_session_that_ended_gives_the_form_back_after_signing_in(shared_site: FlaskClient, how: str) -> None:
    writer, form_id = sign_in(shared_site, "curator"), a_new_id()
    own = {**FIELDS, "title": "Skrevet for længe siden", "body": "Et helt afsnit\n\nog et til.", "unsaved": form_id}
    token = writer.token("/da/curator/write-up")
    if how == "session":
        curation_of(shared_site).sessions.end_others("curator", "")
    else:
        writer.client.delete_cookie("samspil_session")

    page = writer.client.post("/da/curator/write-up", data={"csrf_token": token, **own})

    assert page.status_code == (401 if how == "session" else 400)
    assert "Et helt afsnit" in page.text and 'name="password"' in page.text
    for password, status in (("forkert forkert", 401), (PASSWORD, 302)):
        page = writer.post("/da/curator/sign-in", name="curator", password=password, typed=handed_on_by(page))
        assert page.status_code == status
    values = values_in(writer.get(page.location))
    assert (values["title"], values["unsaved"]) == ("Skrevet for længe siden", form_id)
    assert values["body"].split() == own["body"].split()
    writer.post(f"/da/curator/unsaved/{form_id}/discard")


def test_a_form_that_is_too_old_leads_back_with_what_was_typed(shared_site: FlaskClient) -> None:
    writer, form_id = sign_in(shared_site, "curator"), a_new_id()
    own = {**FIELDS, "title": "For gammel", "unsaved": form_id, "version": "x"}

    page = writer.client.post("/da/curator/documents/bogstart/edit", data={"csrf_token": "gammel", **own})

    assert page.status_code == 400 and "Formularen er ikke gyldig længere" in page.text
    back = writer.post("/da/curator/unsaved/again", typed=handed_on_by(page))
    assert values_in(writer.get(back.location))["title"] == "For gammel"
    assert curation_of(shared_site).editor.read(DocumentId("bogstart")).metadata.title != "For gammel"
    writer.post(f"/da/curator/unsaved/{form_id}/discard")


def test_what_another_site_sends_is_not_handed_on_through_signing_in(shared_site: FlaskClient) -> None:
    stranger = shared_site.application.test_client()
    typed = {"title": "Indsmuglet", "body": "Fra et andet sted."}

    answer = stranger.post(
        "/da/curator/documents/husum-it-cafe/edit", data=typed, headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert "Indsmuglet" not in answer.text and "Fra et andet sted" not in answer.text


def test_what_a_page_hands_on_is_read_only_where_it_is_ours(shared_site: FlaskClient) -> None:
    writer = sign_in(shared_site, "curator")
    strange = [
        "", "{", "[]",
        json.dumps({"place": "document/../../x", "id": ID, "fields": []}),
        json.dumps({"place": "new", "id": "../x", "fields": [["title", "x"]]}),
        json.dumps({"place": "new", "id": 1, "fields": 2}),
    ]  # fmt: skip

    for typed in strange:
        answer = writer.post("/da/curator/unsaved/again", typed=typed)

        assert answer.status_code == 302 and answer.location == "/da/curator"
    assert writer.post("/da/curator/unsaved?place=../../x", title="x").status_code == 400


@pytest.mark.parametrize("what", ["deleted", "broken", "published"])
def test_a_document_that_is_gone_broken_or_out_of_reach_gives_the_text_back(
    shared_site: FlaskClient, what: str
) -> None:
    curator, writer = sign_in(shared_site, "curator"), sign_in(shared_site, "contributor")
    place = writer.post("/da/curator/write-up", **{**FIELDS, "title": f"Om elefanter {what}"}, body="Kort.").location
    document_id = place.rpartition("/")[2]
    version = writer.version(document_id)
    path = curation_of(shared_site).corpus_folder / "cases" / f"{document_id}.md"
    if what == "deleted":
        path.unlink()
    elif what == "broken":
        path.write_text("+++\ntitle = [\n+++\n")
    else:
        curator.post(f"{place}/status", version=version, status="published")

    page = writer.post(f"{place}/edit", version=version, **{**FIELDS, "title": "Ny titel"}, body="Langt afsnit.")

    assert page.status_code == {"deleted": 404, "broken": 409, "published": 403}[what]
    assert (values_in(page)["title"], values_in(page)["body"].strip()) == ("Ny titel", "Langt afsnit.")
    assert "Intet er tabt" in page.text
    path.unlink(missing_ok=True)


def test_a_form_that_is_sent_twice_makes_one_document(shared_site: FlaskClient) -> None:
    writer = sign_in(shared_site, "curator")
    own = {**FIELDS, "title": "Kun én gang", "body": "Tekst.", "unsaved": a_new_id(), "status": "draft"}

    first, second = (writer.post("/da/curator/write-up", **own) for _ in range(2))
    other = writer.post("/da/curator/write-up", **{**own, "body": "Skrevet videre efter et tryk på Tilbage."})

    assert first.location == second.location
    assert not (curation_of(shared_site).corpus_folder / "cases" / "kun-en-gang-2.md").exists()
    assert other.status_code == 409 and "Skrevet videre efter et tryk på Tilbage." in other.text
    assert values_in(other)["version"] == writer.version("kun-en-gang")  # the next save corrects the document


def test_a_correction_that_is_sent_twice_is_no_conflict(shared_site: FlaskClient) -> None:
    writer = sign_in(shared_site, "curator")
    place = writer.post("/da/curator/write-up", **{**FIELDS, "title": "Rettes to gange"}, body="A.").location
    own = {**FIELDS, "title": "Rettet", "body": "B.", "version": writer.version("rettes-to-gange")}

    answers = [writer.post(f"{place}/edit", **own) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert writer.post(f"{place}/edit", **{**own, "title": "En anden"}).status_code == 409


def test_an_upload_that_is_confirmed_twice_makes_one_document(shared_site: FlaskClient) -> None:
    writer = sign_in(shared_site, "curator")
    place = upload(writer, "a.md", "# Pingviner\n\nPingvinerne bor på biblioteket.\n".encode())
    own = {**FIELDS, "title": "Pingviner på biblioteket", "unsaved": a_new_id(), "status": "draft"}

    first, second = (writer.post(place, **own) for _ in range(2))
    lost = writer.post(place, **{**own, "unsaved": a_new_id(), "title": "Fra en anden fane"})

    assert first.status_code == second.status_code == 302 and first.location == second.location
    assert lost.status_code == 404 and values_in(lost)["title"] == "Fra en anden fane"
    other = writer.post(place, **{**own, "title": "Rettet efter Tilbage"})
    assert other.status_code == 409 and "Pingvinerne bor på biblioteket." in values_in(other)["body"]


def test_a_log_that_is_damaged_costs_no_text(shared_site: FlaskClient) -> None:
    writer = sign_in(shared_site, "curator")
    log = curation_of(shared_site).state_folder / "audit.jsonl"
    whole = log.read_bytes()
    log.write_bytes(whole + b"nonsense\n")

    page = writer.client.post(
        "/da/curator/write-up",
        data={"csrf_token": writer.token(), **FIELDS, "title": "Mens loggen var i stykker", "body": "Langt."},
    )
    log.write_bytes(whole)

    assert page.status_code == 503 and values_in(page)["title"] == "Mens loggen var i stykker"
    assert "state/audit.jsonl" in page.text and "står stadig i formularen" in page.text


def test_suggestions_and_ticks_keep_what_was_typed(shared_site: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggest, "confidence", lambda *_: 1.0)
    writer = sign_in(shared_site, "curator")
    text = "# Læseklub\n\n" + "Aars Bibliotek og de frivillige skaber kontakt til nye brugere. " * 20
    place = upload(writer, "laeseklub.md", text.encode())

    page = writer.post(place, **FIELDS, summary="Selv skrevet.", action="accept")

    assert values_in(page)["summary"].strip() == "Selv skrevet."
    assert BeautifulSoup(page.text, "lxml").select(".suggestion input[checked]")
    assert writer.post(f"{place}/discard").status_code == 302


def test_a_file_of_another_reader_names_what_to_do(shared_site: FlaskClient) -> None:
    owner, other = sign_in(shared_site, "curator"), sign_in(shared_site, "contributor")
    answer = owner.post("/da/curator/uploads", files=(io.BytesIO(b"# A\n\nTekst.\n"), "a.md"))

    page = other.post(answer.location, **{**FIELDS, "title": "Skrevet forgæves"})

    assert page.status_code == 403 and values_in(page)["title"] == "Skrevet forgæves"
    owner.post(f"{answer.location}/discard")
