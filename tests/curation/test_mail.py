"""Mail by a real SMTP server: invitations, new passwords, notices; and nothing of it where none is configured."""

from __future__ import annotations

import dataclasses
import re
import smtplib
import socket
import tarfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer import Curation, Handover, InvalidEntry, KnowledgeBase, Role, load_config
from indexer.cli.inspecting.doctor import examine
from indexer.config import Config
from indexer.curation.accounts.mail_queue import MailQueue, QueuedMail
from indexer.curation.accounts.mailer import Mailer
from indexer.curation.bulk.backup import back_up
from tests.curation.conftest import PASSWORD, Curator, sign_in
from tests.curation.mail_server import Inbox, set_up_mail, started
from tests.curation.test_curator_pages import FIELDS
from tests.saying import raises_saying
from tests.waiting import wait_until
from web import create_app
from web.site.processes.follow_process import FollowProcess

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
    mailed: tuple[FlaskClient, Inbox], monkeypatch: pytest.MonkeyPatch
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
    later = MailQueue(curation.state_folder / "mail", clock=lambda: mail.due + 1)
    config, started = load_config(site.application.extensions["samspil"].config.path), list[str]()
    process = FollowProcess(config, curation.outbox, later, sends_mail=True)
    monkeypatch.setattr(process, "_send", lambda: started.append("samspil follow send"))

    process.look()
    assert started == ["samspil follow send"]
    curation.mailer.queue = later
    curation.mailer.send_queued()

    assert [one["Message-ID"] for one in inbox.to("anna@by.example")] == [mail.message_id]
    assert queue.waiting() == ()
    process.look()
    assert len(started) == 1


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


@pytest.fixture
def queue(tmp_path: Path) -> MailQueue:
    return MailQueue(tmp_path / "mail", clock=lambda: 1_000.0)


def test_only_mails_about_the_deleted_document_are_forgotten(queue: MailQueue) -> None:
    place = "http://localhost/da/curator/documents"
    own = [
        f"{place}/%C3%A6ble",
        f"{place}/%C3%A6ble.",
        f"{place}/%C3%A6ble/review?x=1",
        f"Se {place}/%C3%A6ble\nHilsen",
    ]
    others = [f"{place}/%C3%A6ble{end}" for end in ("-aarhus", ".2", "r", "%C3%B8")] + [f"{place}/ble"]
    for text in (*own, *others):
        queue.put("anna@by.example", "Emne", text, "<x>")
    broken = queue._folder / "0000001000.000000-00.json"
    broken.write_text("{" + own[1], "utf-8")

    queue.forget("/documents/æble")

    assert sorted(mail.text for mail in queue.waiting()) == sorted(others) and not broken.exists()


def test_a_mail_is_handed_in_by_one_alone_and_nobody_waits_for_that(queue: MailQueue, tmp_path: Path) -> None:
    queue.put("anna@by.example", "Emne", "Se http://localhost/da/curator/documents/a", "<x>")
    other, tried = MailQueue(tmp_path / "mail", clock=lambda: 1_000.0), list[str]()

    def hand_in(mail: QueuedMail) -> None:
        tried.append(mail.to)
        elsewhere = threading.Thread(target=meanwhile)
        elsewhere.start()
        elsewhere.join(5)
        assert not elsewhere.is_alive()
        raise InvalidEntry("mail-not-sent", address=mail.to, error="451 later")

    def meanwhile() -> None:
        assert other.send(lambda mail: tried.append(mail.to)) == 900.0 and not other.has_due()
        other.forget("/documents/a")

    assert queue.send(hand_in) is None
    assert tried == ["anna@by.example"] and queue.waiting() == ()  # what was forgotten does not come back


def test_a_mail_whose_handing_in_was_cut_short_is_tried_again(tmp_path: Path) -> None:
    moment, tried = [1_000.0], list[str]()
    queue = MailQueue(tmp_path / "mail", clock=lambda: moment[0])
    queue.put("anna@by.example", "Emne", "Tekst", "<x>")

    def killed(_: QueuedMail) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        queue.send(killed)
    assert queue.send(lambda mail: tried.append(mail.to)) == 900.0 and tried == []
    moment[0] += 901
    assert queue.send(lambda mail: tried.append(mail.to)) is None and tried == ["anna@by.example"]


def test_unreadable_files_are_put_aside_and_go_after_days_even_if_nothing_is_sent(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    moment, taken = [1_000.0], list[str]()
    queue = MailQueue(tmp_path / "mail", clock=lambda: moment[0])
    for number, content in enumerate(("{", "[]", '{"to": 1}', '{"to": "a@b.dk", "subject": "", "text": 5}')):
        path = tmp_path / "mail" / f"0000000999.000000-0{number}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, "utf-8")
    queue.put("anna@by.example", "Emne", "Tekst", "<x>")

    assert queue.send(lambda mail: taken.append(mail.to)) is None

    assert taken == ["anna@by.example"] and caplog.text.count("put aside") == 4
    assert len(list((tmp_path / "mail").glob("*.unreadable"))) == 4
    queue.put("anna@by.example", "Emne", "Tekst", "<x>")
    moment[0] += 4 * 86_400
    queue.give_up_old()
    assert list((tmp_path / "mail").glob("[0-9]*")) == []


def test_what_the_server_never_takes_is_given_up_at_once_and_the_log_names_nobody(
    mailed: tuple[FlaskClient, Inbox], caplog: pytest.LogCaptureFixture
) -> None:
    mailer, inbox = mailed[0].application.extensions["samspil"].curation.mailer, mailed[1]
    answers = ("550 no anna@by.example here", "451 anna@by.example is greylisted")
    for answer in answers:
        mailer.queue.put("anna@by.example", "Emne", answer, "<x@by.example>")
    mailer.queue.put("anna@by.example\nBcc: x@by.example", "Emne", "Tekst", "<y@by.example>")
    inbox.answers[:] = answers

    mailer.send_queued()

    (waiting,) = mailer.queue.waiting()
    assert (waiting.text, waiting.tries) == (answers[1], 1) and "greylisted" in waiting.fault
    own = "".join(one.getMessage() for one in caplog.records if one.name != "mail.log")
    assert own.count("given up") == 2 and "anna@by.example" not in own + waiting.fault
    never = mailer.hand_over("anna@by.example\nBcc: x@by.example", "Emne", "Tekst", "<p>Tekst</p>", {})
    assert never is Handover.REFUSED


def test_a_server_that_fails_to_say_goodbye_has_the_mail(
    mailed: tuple[FlaskClient, Inbox], monkeypatch: pytest.MonkeyPatch
) -> None:
    site, inbox = mailed
    mailer = site.application.extensions["samspil"].curation.mailer
    told = smtplib.SMTP.docmd
    monkeypatch.setattr(
        smtplib.SMTP,
        "docmd",
        lambda smtp, command, args="": (421, b"closing") if command == "QUIT" else told(smtp, command, args),
    )
    mailer.queue.put("anna@by.example", "Emne", "Tekst", "<x@by.example>")

    assert mailer.send_queued() is None

    assert len(inbox.to("anna@by.example")) == 1


def test_mail_that_waits_is_in_no_backup(mailed: tuple[FlaskClient, Inbox], tmp_path: Path) -> None:
    curation: Curation = mailed[0].application.extensions["samspil"].curation
    curation.mailer.queue.put("anna@by.example", "Emne", "Tekst", "<x@by.example>")

    back_up(
        tmp_path / "backup.tar.gz", corpus_folder=curation.corpus_folder, state_folder=curation.state_folder,
        history=curation.history, lock=curation.lock,
    )  # fmt: skip

    with tarfile.open(tmp_path / "backup.tar.gz") as archive:
        assert not [name for name in archive.getnames() if "mail" in name]


@pytest.mark.parametrize("every", [0.0, 10.0], ids=["cron", "site"])
def test_what_is_too_old_goes_where_no_mail_is_sent(
    mailed: tuple[FlaskClient, Inbox], every: float, queue: MailQueue
) -> None:
    context = mailed[0].application.extensions["samspil"]
    config = dataclasses.replace(
        context.config, mail=dataclasses.replace(context.config.mail, send_every_minutes=every)
    )
    queue.put("anna@by.example", "Emne", "Tekst", "<x@by.example>")
    context.curation.followers.ask("bo@by.example", "da", "?q=bog")
    later = MailQueue(queue._folder)  # by the clock of today
    context.curation.outbox._followers._clock = lambda: time.time() + 3 * 86_400

    FollowProcess(config, context.curation.outbox, later, sends_mail=every == 0).look()

    assert later.waiting() == ()
    with context.curation.followers.database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM address").fetchone() == (0,)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
