"""Mail by a real SMTP server: invitations, new passwords, notices; and nothing of it where none is configured."""

from __future__ import annotations

import dataclasses
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer import Curation, InvalidEntry, KnowledgeBase, Role, load_config
from indexer.cli.inspecting.doctor import examine
from indexer.config import Config
from indexer.curation.accounts.mail_queue import MailQueue, QueuedMail
from indexer.curation.accounts.mailer import Mailer
from tests.curation.conftest import PASSWORD, Curator, sign_in
from tests.curation.mail_server import Inbox, set_up_mail, started
from tests.curation.test_curator_pages import FIELDS
from tests.saying import raises_saying
from tests.waiting import wait_until
from web import create_app

NEW = "fire helt nye ord 7"


@pytest.fixture
def server() -> Iterator[tuple[Inbox, int]]:
    inbox = Inbox()
    controller = started(inbox)
    yield inbox, controller.port
    controller.stop()


@pytest.fixture
def mailed(small: Config, base: KnowledgeBase, server: tuple[Inbox, int]) -> Iterator[tuple[FlaskClient, Inbox]]:
    """A site with accounts of each role, of which two have addresses, and the inbox of its server."""
    inbox, port = server
    set_up_mail(small, port)
    app = create_app(small.path, base)
    curation: Curation = app.extensions["samspil"].curation
    for role in Role:
        curation.accounts.add(role.value, role, PASSWORD)
    curation.mail_links.set_address("contributor", "Bo@by.example")
    curation.mail_links.set_address("curator", "anna@by.example")
    yield app.test_client(), inbox
    curation.close()


def test_an_invitation_lets_somebody_choose_a_password_once(mailed: tuple[FlaskClient, Inbox]) -> None:
    site, inbox = mailed
    chief = sign_in(site, "administrator")

    chief.post("/da/curator/accounts/invite", name="ny", mail="ny@by.example", role="contributor")
    link = inbox.link("ny@by.example")
    guest = Curator(site.application.test_client())
    guest.get(link)
    weak = guest.post(link, new="123456789012", again="123456789012")
    differing = guest.post(link, new=NEW, again=NEW + "x")
    used = guest.post(link, new=NEW, again=NEW)

    assert (weak.status_code, differing.status_code, used.status_code) == (400, 400, 302)
    assert guest.post("/da/curator/sign-in", name="ny", password=NEW).status_code == 302
    stranger = Curator(site.application.test_client())
    assert stranger.get(link).status_code == 410
    assert stranger.post(link, new=NEW + "9", again=NEW + "9").status_code == 410
    secret = link.rpartition("/")[2]
    state = site.application.extensions["samspil"].curation.state_folder
    assert not [path for path in state.rglob("*") if path.is_file() and secret.encode() in path.read_bytes()]


def test_a_mistyped_address_leaves_no_account_and_a_hostile_subject_begins_no_header(
    mailed: tuple[FlaskClient, Inbox],
) -> None:
    site, inbox = mailed
    chief, curation = sign_in(site, "administrator"), site.application.extensions["samspil"].curation
    for wrong in ("ikke-en-adresse", "", "anna@by.example"):
        chief.post("/da/curator/accounts/invite", name="ny", mail=wrong, role="contributor")
    assert "ny" not in {account.name for account in curation.accounts.all()}
    chief.post("/da/curator/accounts/invite", name="ny", mail="ny@by.example", role="contributor")
    assert inbox.link("ny@by.example")

    hostile = "Nyt =?utf-8?q?hej=0D=0ABcc:_evil@evil.example=0D=0A=0D=0AKlik_her?=\r\nX-Own: 1"
    curation.mailer.send("bo@by.example", hostile, "Teksten")

    (mail,) = inbox.to("bo@by.example")
    assert mail["Bcc"] is None and mail["X-Own"] is None and mail.get_content().strip() == "Teksten"
    assert "Nyt" in mail["Subject"] and "\n" not in mail["Subject"]


def test_a_forgotten_password_is_reset_and_nobody_learns_who_has_an_account(mailed: tuple[FlaskClient, Inbox]) -> None:
    site, inbox = mailed
    signed_in, asking = sign_in(site, "contributor"), Curator(site.application.test_client())
    curation: Curation = site.application.extensions["samspil"].curation

    answers = {
        asked: re.sub(r'value="[^"]{40,}"', "", asking.post("/da/curator/forgot", name=asked).text)
        for asked in ("BO@by.example", "nobody", "administrator")  # the last has no address
    }

    assert len(set(answers.values())) == 1
    link = inbox.link("Bo@by.example")
    assert len(inbox.mails) == 1
    assert asking.post(link, new=NEW, again=NEW).status_code == 302
    assert signed_in.get("/da/curator").status_code == 302  # every session ended
    assert curation.accounts.check_password("contributor", NEW).account is not None


def test_links_are_throttled_expire_and_lose_their_worth(mailed: tuple[FlaskClient, Inbox]) -> None:
    site, _ = mailed
    curation: Curation = site.application.extensions["samspil"].curation
    links, moment = curation.mail_links, [1000.0]
    for wrong in ("no", "a@b", "a b@c.dk", "a@c.dk\r\nBcc: x@y.dk", "anna@by.example", "æ@by.dk"):
        with raises_saying(InvalidEntry, "mail address"):
            links.set_address("administrator", wrong)
    links._clock = lambda: moment[0]

    first, second, third = (links.new_link("curator", 60) for _ in range(3))
    with raises_saying(InvalidEntry, "Too many links"):
        links.new_link("curator", 60)

    assert all(links.account_of(one) for one in (first, second, third))
    links.set_password(second, NEW)
    assert not any(links.account_of(one) for one in (first, second, third))
    moment[0] += 3700
    late = links.new_link("curator", 60)
    moment[0] += 61
    assert links.account_of(late) is None
    again = links.new_link("curator", 60)
    links.set_address("curator", "andet@by.example")
    assert links.account_of(again) is None
    closed = links.new_link("contributor", 60)
    curation.accounts.set_disabled("contributor", True)
    assert links.account_of(closed) is None and links.reached_by("contributor") is None
    assert [links.may_ask("192.0.2.7") for _ in range(12)] == [True] * 10 + [False] * 2
    assert links.may_ask("192.0.2.8")


def test_owner_and_reader_hear_of_each_other_by_mail(mailed: tuple[FlaskClient, Inbox]) -> None:
    site, inbox = mailed
    contributor, curator = sign_in(site, "contributor"), sign_in(site, "curator")
    place = contributor.post("/da/curator/write-up", **FIELDS, body="Tekst", status="review").location
    curator.post(f"{place}/review/assign", which="reviewer", name="curator")
    wait_until(lambda: len(inbox.to("Bo@by.example")) == 1)

    curator.post(f"{place}/review/answer", answer="Hvornår?\nOg hvor?")
    wait_until(lambda: len(inbox.to("Bo@by.example")) == 2)
    contributor.post(f"{place}/review/answer", answer="I 2012")
    version = curator.version(place.rpartition("/")[2])
    curator.post(f"{place}/status", status="draft", version=version, comment="Skriv det")
    wait_until(lambda: len(inbox.to("Bo@by.example")) == 3 and inbox.to("anna@by.example"))

    texts = [mail.get_content() for mail in inbox.to("Bo@by.example")]
    assert "Hvornår?\nOg hvor?" in texts[1].replace("\r\n", "\n") and f"http://localhost{place}" in texts[1]
    assert "Sendt tilbage" in texts[2] and "Skriv det" in texts[2]
    assert "I 2012" in inbox.to("anna@by.example")[0].get_content()
    assert all(mail["From"] == "samspil@by.example" and mail["Auto-Submitted"] for mail in inbox.mails)


def test_a_server_that_is_gone_breaks_nothing_and_is_told(
    mailed: tuple[FlaskClient, Inbox], monkeypatch: pytest.MonkeyPatch, small: Config, base: KnowledgeBase
) -> None:
    site, _ = mailed
    chief, contributor = sign_in(site, "administrator"), sign_in(site, "contributor")
    mailer = site.application.extensions["samspil"].curation.mailer
    assert _found(load_config(small.path), base) == [("ok", "127.0.0.1")]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))  # bound, and nobody listens
        monkeypatch.setattr(mailer, "server", dataclasses.replace(mailer.server, port=free.getsockname()[1]))

        invited = chief.post("/da/curator/accounts/invite", name="ny", mail="ny@by.example", role="contributor")
        place = contributor.post("/da/curator/write-up", **FIELDS, body="Tekst", status="review").location

        assert "kunne ikke sendes" in chief.get(invited.location).text
        assert chief.post(f"{place}/review/answer", answer="Godt").status_code == 302
        assert chief.post(f"{place}/status", status="published", version=chief.version("en-ny-case")).status_code == 302


def test_without_a_server_nothing_is_offered_and_nothing_breaks(
    own_site: FlaskClient, small: Config, base: KnowledgeBase
) -> None:
    chief = sign_in(own_site, "administrator")

    assert "Glemt adgangskode" not in own_site.get("/da/curator/sign-in").text
    assert "Invitér" not in chief.get("/da/curator/accounts").text
    for address in ("forgot", "accounts/invite", "accounts/curator/mail"):
        assert chief.post(f"/da/curator/{address}", name="ny", role="curator").status_code == 404, address
    assert own_site.get("/da/curator/forgot").status_code == 404
    assert _found(small, base) == [("ok", "not set up")]


def _found(config: Config, base: KnowledgeBase) -> list[tuple[str, str]]:
    """What `samspil doctor` says of mail: its state, and the beginning of its words."""
    told = [one for one in examine(config, base) if one.about == "mail"]
    return [(one.state.value, re.split(r"[:]", one.told)[0]) for one in told]


def test_a_notice_that_could_not_be_sent_waits_and_is_sent_after_a_restart(
    mailed: tuple[FlaskClient, Inbox],
) -> None:
    site, inbox = mailed
    curation: Curation = site.application.extensions["samspil"].curation
    queue = curation.mailer.queue
    nowhere = dataclasses.replace(curation.mailer.server, port=_free_port())
    Mailer(nowhere, curation.state_folder, "http://localhost", queue).send_later("anna@by.example", "Emne", "Tekst")

    wait_until(lambda: [mail.tries for mail in queue.waiting()] == [1])
    (mail,) = queue.waiting()
    assert mail.fault and inbox.mails == []
    page = sign_in(site, "administrator").get("/da/curator/accounts").text
    assert "1 mail er ikke sendt endnu" in page and mail.fault in page
    curation.mailer.queue = MailQueue(curation.state_folder / "mail", clock=lambda: mail.due + 1)
    sign_in(site, "contributor").get("/da/curator")  # whoever opens the desk sets it going

    wait_until(lambda: inbox.to("anna@by.example"))
    assert inbox.to("anna@by.example")[0]["Message-ID"] == mail.message_id
    wait_until(lambda: queue.waiting() == ())


def test_a_mail_is_given_up_after_days_and_others_go_on(tmp_path: Path) -> None:
    moment = [1_000.0]
    queue, tried = MailQueue(tmp_path / "mail", clock=lambda: moment[0]), list[str]()
    for to in ("refused@by.example", "taken@by.example"):
        queue.put(to, "Emne", "Se http://localhost/da/curator/documents/a", f"<{to}>")
        moment[0] += 0.001

    def hand_in(mail: QueuedMail) -> None:
        tried.append(mail.to)
        if mail.to.startswith("refused"):
            raise InvalidEntry("mail-not-sent", address=mail.to, error="550 no such user")

    assert queue.send(hand_in) == 60.0 and [mail.to for mail in queue.waiting()] == ["refused@by.example"]
    assert queue.send(hand_in) == 60.0 and tried == ["refused@by.example", "taken@by.example"]  # not due yet
    moment[0] += 4 * 86_400
    assert queue.send(hand_in) is None and queue.waiting() == ()
    queue.put("taken@by.example", "Emne", "Se http://localhost/da/curator/documents/a", "<x>")
    queue.forget("/documents/a")
    assert queue.waiting() == ()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
