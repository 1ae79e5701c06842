"""Following by mail, through the pages and a real SMTP server: asked twice, sent once, ended by one click."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from indexer import Curation, EngineUnavailable, Handover, KnowledgeBase, Language, StateError
from indexer.cli import main
from indexer.config import Config
from indexer.curation.bulk.backup import back_up
from indexer.curation.intake.following.followers import QUESTIONS_A_DAY, WEEK_SECONDS
from tests.builders import write_case
from tests.curation.mail_server import Inbox, set_up_mail, started
from tests.functional.reading import read_page, words_of
from tests.saying import raises_saying
from web import create_app
from web.suggestions.following import sending

ADDRESS = "Bo.Jensen@by.example"
DAY = 24 * 3600.0


@pytest.fixture(scope="module")
def inbox() -> Iterator[tuple[Inbox, int]]:
    """One server for all tests of the module: to start it takes a quarter of a second."""
    taken = Inbox()
    controller = started(taken)
    yield taken, controller.port
    controller.stop()


class Place:
    """A site whose mail goes to an inbox, and whose clock is moved by hand."""

    def __init__(self, config: Config, base: KnowledgeBase, inbox: Inbox) -> None:
        self.config, self.base, self.inbox = config, base, inbox
        self.app: Flask = create_app(config.path, base)
        self.visitor: FlaskClient = self.app.test_client()
        self.curation: Curation = self.app.extensions["samspil"].curation
        self.now = time.time()
        self.curation.followers._clock = self.curation.outbox._clock = lambda: self.now

    def ask(self, what: str, address: str = ADDRESS, **values: str) -> TestResponse:
        page = read_page(self.visitor, f"/da/follow{what}")
        stamp = page.select_one("input[name=opened]")
        assert stamp is not None
        data = {"opened": stamp["value"], "website": "", "address": address, **values}
        return self.visitor.post(f"/da/follow{what}", data=data)

    def follow(self, what: str, address: str = ADDRESS) -> str:
        """Ask and confirm; the page of what is followed."""
        before = len(self.inbox.to(address))
        assert self.ask(what, address).status_code == 303
        self.sent_at_once()
        assert len(self.inbox.to(address)) == before + 1
        return str(self.visitor.post(self.inbox.link(address)).location)

    def sent_at_once(self) -> None:
        """Wait for the thread that hands over the links."""
        for thread in threading.enumerate():
            if thread.name == "follow-mail":
                thread.join()

    def after(self, seconds: float) -> dict[Handover, int]:
        """Let time pass, and send what is due."""
        self.now += seconds
        return dict(sending.send_news(self.app))

    def publish(self, name: str, body: str = "Her er giraffer.", **keys: str) -> None:
        write_case(self.config.corpus_folder, name, body, **keys)
        self.base.reconcile()


@pytest.fixture
def place(
    small: Config, base: KnowledgeBase, inbox: tuple[Inbox, int], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Place]:
    taken, port = inbox
    taken.mails.clear()
    monkeypatch.setattr("web.suggestions.suggestion_form._LEAST_SECONDS", 0)
    set_up_mail(small, port)
    opened = Place(small, base, taken)
    yield opened
    opened.sent_at_once()
    opened.curation.close()


def test_nobody_is_written_to_before_the_link_is_confirmed(place: Place) -> None:
    answer = place.ask("?q=giraffer")
    place.sent_at_once()
    link = place.inbox.link(ADDRESS)
    looked = place.visitor.get(link)

    place.publish("zoo")
    assert place.after(WEEK_SECONDS / 7) == {}
    mine = place.visitor.post(link)

    assert answer.status_code == 303 and answer.headers.get("Set-Cookie") is None
    asked = words_of(read_page(place.visitor, answer.location), "main [role=status]")
    assert "Se i jeres indbakke" in asked and ADDRESS not in asked
    assert "Vil I følge »giraffer«?" in looked.text and looked.headers["Referrer-Policy"] == "no-referrer"
    assert "»giraffer«" in read_page(place.visitor, mine.location).text
    assert place.visitor.get(link).location == mine.location
    # The case that came before is no news.
    assert place.after(WEEK_SECONDS) == {}


@pytest.mark.parametrize(
    "what", ["?q=Vind+en+telefon:+evil.example", "?id=bogstart&name=Vind+en+telefon", "?subject=Vind+en+telefon"]
)
def test_nobody_can_send_words_of_their_own_to_a_stranger(place: Place, what: str) -> None:
    place.ask(what)
    place.sent_at_once()
    (mail,) = place.inbox.to(ADDRESS)

    assert "Vind" not in str(mail["Subject"]) + mail.as_string()
    assert "Vind en telefon" in place.visitor.get(place.inbox.link(ADDRESS)).text


@pytest.mark.parametrize("address", ["=?utf-8?q?a=0D=0ABcc=3A_v=40x.dk?=@x.dk", "=?utf-8?q?a=2Cb?=@x.dk"])
def test_an_address_that_means_another_one_in_a_header_is_refused(place: Place, address: str) -> None:
    assert place.ask("?q=giraffer", address).status_code == 422
    place.sent_at_once()
    assert not place.inbox.mails


def test_what_is_new_and_what_newly_matches_comes_once_and_the_reader_ends_it_with_one_click(place: Place) -> None:
    place.publish("zoo", goals='["new-services"]')
    mine = place.follow("?goal=new-users")
    place.publish("ny", goals='["new-users"]', title='"En ny & god case"')
    place.publish("zoo", goals='["new-services", "new-users"]')
    assert place.after(6 * DAY) == {}

    assert place.after(DAY) == {Handover.SENT: 1}
    assert place.after(0) == place.after(WEEK_SECONDS) == {}

    mail = place.inbox.to(ADDRESS)[-1]
    assert mail["Subject"] == "Samspil: 2 nye dokumenter"
    text, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))  # type: ignore[union-attr]
    assert "En ny & god case" in text and "http://localhost/da/documents/zoo" in text
    page = BeautifulSoup(html, "lxml")
    assert page.html["lang"] == "da" and not page.select("img, link, script, style")  # type: ignore[index]
    addresses = {str(link["href"]) for link in page.select("a")}
    assert {f"http://localhost/da/documents/{one}" for one in ("zoo", "ny")} < addresses
    assert mail["List-Unsubscribe"] == f"<http://localhost{mine}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for _ in range(2):  # programs ask again
        ended = place.visitor.post(mine, data={"List-Unsubscribe": "One-Click"})
        assert (ended.status_code, ended.headers.get("Set-Cookie")) == (200, None)
    place.publish("senere", goals='["new-users"]')
    assert place.after(WEEK_SECONDS) == {} and place.visitor.get(mine).status_code == 410
    assert place.curation.followers.due() == []


def test_a_list_an_organisation_and_a_place_are_followed_together_and_ended_one_by_one(place: Place) -> None:
    mine = place.follow("?id=bogstart&name=B%C3%B8ger")
    assert place.follow("?organisation=slots-og-kulturstyrelsen") == place.follow("?municipality=herning") == mine
    place.publish("i-herning", municipality='"herning"', partners='["slots-og-kulturstyrelsen"]', country='"DK"')
    bogstart = place.config.corpus_folder / "cases" / "bogstart.md"
    bogstart.write_text(bogstart.read_text("utf-8") + "\nMere om bøger.\n", "utf-8")
    place.base.reconcile()

    assert place.after(WEEK_SECONDS) == {Handover.SENT: 1}

    text = place.inbox.text(ADDRESS)
    assert text.count("/da/documents/i-herning") == 2 and text.count("/da/documents/bogstart") == 1
    assert re.search(r"Bøger\s+Ændret:", text) and re.search(r"Herning\s+Nyt:", text)
    page = read_page(place.visitor, mine)
    first = page.select_one("button[name=follow]")
    assert first is not None and len(page.select("button[name=follow]")) == 3
    place.visitor.post(mine, data={"follow": first["value"]})
    place.visitor.post(mine, data={"follow": "999"})
    assert len(read_page(place.visitor, mine).select("button[name=follow]")) == 2


def test_mail_is_in_the_language_of_the_reader(place: Place) -> None:
    place.ask("?q=giraffer")
    place.sent_at_once()
    place.visitor.post(place.inbox.link(ADDRESS).replace("/da/", "/en/"))
    place.publish("zoo", title_en='"The giraffes"', summary_en='"A zoo."')

    assert place.after(WEEK_SECONDS) == {Handover.SENT: 1}

    mail = place.inbox.to(ADDRESS)[-1]
    assert mail["Subject"] == "Samspil: 1 new document"
    assert "The giraffes" in place.inbox.text(ADDRESS) and "http://localhost/en/documents/zoo" in place.inbox.text(
        ADDRESS
    )


def test_a_server_that_says_no_for_now_is_asked_again_and_one_that_never_takes_it_ends_it(place: Place) -> None:
    mine = place.follow("?q=giraffer")
    for week in range(4):
        place.publish(f"zoo-{week}")
        place.inbox.answers[:] = ["451 later"] if week == 0 else ["550 no such user"]
        first = place.after(WEEK_SECONDS)
        if week == 0:
            assert first == {Handover.LATER: 1} and place.after(60) == {}
            assert place.after(600) == {Handover.SENT: 1} and "zoo-0" in place.inbox.text(ADDRESS)
        else:
            assert first == {Handover.REFUSED: 1}
    assert len(place.inbox.to(ADDRESS)) == 2 and place.visitor.get(mine).status_code == 410


def test_a_crash_while_a_mail_goes_over_sends_it_never_twice_and_one_before_loses_nothing(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.follow("?q=giraffer")
    place.publish("zoo")
    with monkeypatch.context() as crash:
        crash.setattr(sending, "hand_over", lambda app: pytest.fail("killed before"))
        with pytest.raises(pytest.fail.Exception):
            place.after(WEEK_SECONDS)
    with monkeypatch.context() as crash:
        crash.setattr(place.curation.outbox, "settle", lambda mail, outcome: pytest.fail("killed after"))
        with pytest.raises(pytest.fail.Exception):
            place.after(60)  # the mail that waited goes over, and nobody notes it

    again = [place.after(seconds) for seconds in (60, DAY, WEEK_SECONDS)]

    assert again == [{}, {}, {}]
    assert len(place.inbox.to(ADDRESS)) == 2 and "zoo" in place.inbox.text(ADDRESS)


def test_a_server_that_is_gone_lets_all_mails_wait_and_two_senders_at_once_send_each_once(place: Place) -> None:
    readers = [f"nr{number}@by.example" for number in range(3)]
    for reader in readers:
        place.follow("?q=giraffer", reader)
    place.publish("zoo")
    mailer = place.curation.mailer
    here, mailer.server = mailer.server, type(mailer.server)(**{**_parts(mailer.server), "port": 1})
    assert place.after(WEEK_SECONDS) == {Handover.UNREACHABLE: 1}
    mailer.server = here
    place.now += 700

    both = [threading.Thread(target=sending.send_news, args=(place.app,)) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert [len(place.inbox.to(reader)) for reader in readers] == [2, 2, 2]


def _parts(server: object) -> dict[str, object]:
    return {name: getattr(server, name) for name in server.__slots__}  # type: ignore[attr-defined]


def test_the_address_is_in_no_file_log_metric_or_backup(
    place: Place, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    place.inbox.answers[:] = [f"451 {ADDRESS} is greylisted"]
    place.ask("?q=giraffer")
    place.sent_at_once()
    place.after(700)
    mine = str(place.visitor.post(place.inbox.link(ADDRESS)).location)
    place.visitor.get(mine)
    target, state = tmp_path / "backup.tar.gz", place.curation.state_folder
    back_up(
        target, corpus_folder=place.config.corpus_folder, state_folder=state, history=place.curation.history,
        lock=place.curation.lock,
    )  # fmt: skip

    kept = [path for path in state.rglob("*") if path.is_file()]
    assert not [path for path in kept if b"bo.jensen" in path.read_bytes().lower()]
    assert {path.stat().st_mode & 0o777 for path in kept if path.name.startswith("followers")} == {0o600}
    token = mine.rpartition("/")[2]
    own = "\n".join(one.getMessage() for one in caplog.records if one.name != "mail.log")  # that is the server's
    logged = own + place.visitor.get("/metrics", environ_base={"REMOTE_ADDR": "127.0.0.1"}).text
    assert "bo.jensen" not in logged.lower() and token not in logged and "/follow/mine/…" in logged
    assert b"followers" not in __import__("gzip").decompress(target.read_bytes())
    (state / "followers.key").unlink()
    assert place.visitor.get(mine).status_code == 410 and place.after(WEEK_SECONDS) == {}


def test_asking_is_limited_by_address_and_client_and_leaves_nothing_behind(place: Place) -> None:
    for _ in range(QUESTIONS_A_DAY + 2):
        assert place.ask("?q=giraffer").status_code == 303
        place.sent_at_once()
    assert len(place.inbox.to(ADDRESS)) == QUESTIONS_A_DAY
    link = place.inbox.link(ADDRESS)
    refused = [place.ask("?q=giraffer", f"nr{number}@by.example").status_code for number in range(5)]
    assert refused[-1] == 429 and refused[0] == 303
    place.sent_at_once()

    place.after(3 * DAY)

    assert place.visitor.get(link).status_code == place.visitor.post(link).status_code == 410
    with place.curation.followers.database.reading() as connection:
        for table in ("reader", "address", "follow", "question", "mail"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == 0, table


def test_a_mail_that_cannot_be_written_waits_and_is_not_given_up(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.follow("?q=giraffer")
    place.publish("zoo")
    with monkeypatch.context() as gone:
        gone.setattr(sending, "_read_news", _raising(EngineUnavailable("index-missing")))
        with pytest.raises(EngineUnavailable):
            place.after(WEEK_SECONDS)

    assert place.after(2 * 3600) == {Handover.SENT: 1} and "zoo" in place.inbox.text(ADDRESS)


def _raising(error: Exception) -> Callable[..., NoReturn]:
    def fail(*_: object) -> NoReturn:
        raise error

    return fail


def test_what_cannot_be_asked_any_more_keeps_no_mail_from_going(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    other = "anden@by.example"
    place.follow("?q=giraffer")
    place.follow("?goal=new-users")
    place.follow("?q=giraffer", other)
    with place.curation.followers.database.writing() as connection:
        too_long = "?q=" + "giraffer+" * 5_000
        connection.execute("UPDATE follow SET what = ? WHERE id = 1", (too_long,))
    place.publish("zoo", goals='["new-users"]')

    assert place.after(WEEK_SECONDS) == {Handover.SENT: 2}

    assert "zoo" in place.inbox.text(ADDRESS) and "zoo" in place.inbox.text(other)
    assert "What is followed under 1 cannot be asked" in caplog.text


def test_who_never_confirms_and_mails_that_were_cut_short_wake_the_sender(place: Place) -> None:
    outbox, started_at = place.curation.outbox, place.now
    place.ask("?q=giraffer")
    place.sent_at_once()
    assert not outbox.has_due()

    place.now += 2 * DAY + 1
    assert outbox.has_due()
    outbox.forget_unconfirmed()

    assert not outbox.has_due() and _rows(place, "address") == 0
    place.now = started_at
    place.follow("?q=giraffer")
    with place.curation.followers.database.writing() as connection:
        connection.execute("INSERT INTO mail VALUES (99, 2, '[]', 0, 0, ?)", (place.now,))
    assert not outbox.has_due()
    place.now += 3601
    assert outbox.has_due() and outbox.give_up_cut_short() == 1 and not outbox.has_due()


def _rows(place: Place, table: str) -> int:
    with place.curation.followers.database.reading() as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_what_is_stopped_while_a_mail_waits_is_not_in_it(place: Place) -> None:
    place.follow("?q=giraffer")
    mine = place.follow("?goal=new-users")
    place.publish("zoo")
    place.publish("ny", body="Intet om dyr.", goals='["new-users"]')
    place.inbox.answers[:] = ["451 later"]
    assert place.after(WEEK_SECONDS) == {Handover.LATER: 1}
    goal = read_page(place.visitor, mine).select("button[name=follow]")[1]

    place.visitor.post(mine, data={"follow": goal["value"]})

    assert place.after(700) == {Handover.SENT: 1}
    assert "documents/zoo" in place.inbox.text(ADDRESS) and "documents/ny" not in place.inbox.text(ADDRESS)


def test_a_second_confirmation_leaves_the_day_of_the_mail_as_it_is_by_then(place: Place) -> None:
    followers = place.curation.followers
    place.follow("?q=giraffer")
    place.ask("?goal=new-users")
    place.sent_at_once()
    found = followers.to_confirm(place.inbox.link(ADDRESS).rpartition("/")[2])
    assert found is not None
    with followers.database.writing() as connection:  # the mail went between looking and confirming
        connection.execute("UPDATE reader SET due = due + 1000")

    followers.confirm(*found, "en", b"")

    with followers.database.reading() as connection:
        assert connection.execute("SELECT due, language FROM reader").fetchall() == [(found[1].due + 1000, "en")]


def test_where_there_is_no_room_known_addresses_are_refused_like_others(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.follow("?q=giraffer")
    monkeypatch.setattr("indexer.curation.intake.following.followers.MAX_READERS", 1)

    answers = [place.ask("?goal=new-users", address) for address in (ADDRESS, "ny@by.example")]

    told = [words_of(BeautifulSoup(answer.text, "lxml"), "[role=alert]") for answer in answers]
    assert [answer.status_code for answer in answers] == [422, 422] and told[0] == told[1]


def test_a_key_that_was_cut_off_makes_nobody_forgotten(place: Place) -> None:
    mine = place.follow("?q=giraffer")
    place.publish("zoo")
    path = place.curation.state_folder / "followers.key"
    key = path.read_bytes()
    path.write_bytes(key[:16])
    with raises_saying(StateError, "16 bytes instead of 32"):
        place.after(WEEK_SECONDS)

    path.write_bytes(key)

    assert place.after(60) == {Handover.SENT: 1} and place.visitor.get(mine).status_code == 200


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"address": "bo(at)by"}, "er ikke en mailadresse"),
        ({"address": "bo@by.example\r\nBcc: x@y.example"}, "er ikke en mailadresse"),
        ({"website": "https://spam.example"}, "skal stå tomt"),
        ({"opened": "opfundet"}, "Tryk Send igen"),
    ],
    ids=["address", "header", "honeypot", "stamp"],
)
def test_a_form_with_a_fault_comes_back_with_what_was_typed(place: Place, values: dict[str, str], told: str) -> None:
    answer = place.ask("?q=giraffer", **values)

    page = BeautifulSoup(answer.text, "lxml")
    assert answer.status_code == 422 and told in words_of(page, "[role=alert]")
    field = page.select_one("#f-address")
    assert field is not None and str(field["value"]).startswith(values.get("address", ADDRESS)[:6])


def test_the_command_sends_what_is_due_and_says_so(place: Place) -> None:
    place.follow("?q=giraffer")
    place.publish("zoo")
    with place.curation.followers.database.writing() as connection:
        connection.execute("UPDATE reader SET due = 1")

    sent, again = (CliRunner().invoke(main, ["follow", "send", "--config", str(place.config.path)]) for _ in range(2))

    assert sent.output == "1 mails were sent, 0 are tried again, 0 were refused.\n"
    assert again.output.startswith("0 mails were sent")
    assert "zoo" in place.inbox.text(ADDRESS)


def test_without_a_server_only_the_feed_is_offered_and_mail_is_not_spoken_of(
    small: Config, base: KnowledgeBase
) -> None:
    visitor = create_app(small.path, base).test_client()

    for language in Language:
        page = read_page(visitor, f"/{language.value}/follow?q=bog")
        assert "mail" not in words_of(page, "main").lower()
        assert page.select_one("input.share") is not None and page.select_one("form[method=post]") is None
    assert visitor.post("/da/follow?q=bog", data={"address": ADDRESS}).status_code == 404
    assert "krypteret, og hvad I følger" not in visitor.get("/da/about").text
    refused = CliRunner().invoke(main, ["follow", "send", "--config", str(small.path)])
    assert refused.exit_code == 1
    assert not list(small.state_folder.glob("followers*"))


def test_every_page_leads_to_what_follows_it(place: Place) -> None:
    led = {}
    pages = (
        "/da/search?goal=new-users", "/da/organisations/slots-og-kulturstyrelsen", "/da/places/herning",
        "/da/list?id=bogstart", "/da/concepts/goal/new-users",
    )  # fmt: skip
    for address in pages:
        page = read_page(place.visitor, address)
        (link,) = {str(one["href"]) for one in page.select("main a") if "/follow" in str(one["href"])}
        (feed,) = {str(one["href"]) for one in page.select("head link[type='application/atom+xml']")} - {"/da/feed"}
        assert place.visitor.get(feed).mimetype == "application/atom+xml"
        assert feed.partition("?")[2] == link.partition("?")[2]
        led[address] = words_of(read_page(place.visitor, link), "h1")

    goal = place.base.vocabulary.schemes["goal"].concepts["new-users"].labels[Language.DANISH]
    assert list(led.values()) == [goal, "Slots- og Kulturstyrelsen", "Herning", "Vores liste", goal]
    assert place.visitor.get("/da/follow?organisation=findes-ikke").status_code == 404
