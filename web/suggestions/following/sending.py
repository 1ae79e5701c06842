"""The mails of what is new: who is to get one, what stands in it, and handing them to the server one by one."""

from __future__ import annotations

import json
import logging
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import parse_qsl

from flask import Flask, current_app, render_template
from werkzeug.datastructures import MultiDict

from indexer import (
    DocumentId,
    Follow,
    Handover,
    KnowledgeBaseError,
    Language,
    Outbox,
    QueryError,
    Reader,
    WaitingMail,
)
from web.exports.feeds.followed import Followed, packed, read_followed, unpacked
from web.exports.items import ExportItem, export_items
from web.site.context import absolute_url, site
from web.site.language import speak, translate, translate_count

_LOG = logging.getLogger(__name__)
_LISTED = 20
"""So many documents of one thing are named in a mail; its page has the rest."""
_CONFIRM = "confirm "
_NOT_ASKED = (QueryError, ValueError, LookupError)
"""What something that is followed raises where it cannot be asked any more: it was kept under other limits."""


@dataclass(frozen=True, slots=True)
class News:
    """What is new of one thing: the first documents, and how many there are beside them."""

    followed: Followed
    items: tuple[ExportItem, ...]
    more: int


@dataclass(frozen=True, slots=True)
class _Mail:
    """A mail in words."""

    subject: str
    text: str
    html: str
    headers: Mapping[str, str]


def send_soon() -> None:
    """Hand over what waits, beside the request: nobody waits for it, and its duration tells nothing."""
    app = cast(Any, current_app)._get_current_object()
    threading.Thread(target=_send_or_note, args=(app,), daemon=True, name="follow-mail").start()


def send_news(app: Flask) -> Counter[Handover]:
    """Write to everybody who is due, and hand over all mails that wait; how many came to what.

    May run beside itself. Raises what the index and the state raise; what was noted until then stands.
    """
    with app.app_context():
        followers, outbox = site().curation.followers, site().curation.outbox
        followers.forget_unconfirmed()
        if cut_short := outbox.give_up_cut_short():
            _LOG.warning("%d mails were being handed over when their process ended; they may not have gone", cut_short)
        for reader in followers.due():
            with _speaking(app, reader.language):
                seen, content = _news_for(reader)
            followers.settle(reader, seen, content)
    return hand_over(app)


def hand_over(app: Flask) -> Counter[Handover]:
    """Hand the mails that wait to the server until none is left, or it is not there."""
    outcomes: Counter[Handover] = Counter()
    with app.app_context():
        mailer, outbox = site().curation.mailer, site().curation.outbox
        while (mail := outbox.take()) is not None:
            try:
                with _speaking(app, mail.language), _given_back(outbox, mail):
                    written = _written(mail)
            except _NOT_ASKED as error:
                _LOG.error("Mail %d cannot be written, and waits: %s", mail.id, error)
                outcomes[Handover.LATER] += 1
                continue
            # What a mail is about may have gone while it waited.
            outcome = Handover.UNSURE
            if written is not None:
                outcome = mailer.hand_over(mail.address, written.subject, written.text, written.html, written.headers)
                outcomes[outcome] += 1
            outbox.settle(mail, outcome)
            if outcome is Handover.UNREACHABLE:
                break
    return outcomes


def followed_as(what: str) -> Followed | None:
    """What a kept query string says is followed."""
    return read_followed(MultiDict(parse_qsl(what.removeprefix("?"))))


def _news_for(reader: Reader) -> tuple[dict[int, bytes], str]:
    """What a reader knows once written to, and the mail's content; "" where nothing is new."""
    seen: dict[int, bytes] = {}
    news = []
    for follow in (one for one in reader.follows if one.is_confirmed):
        try:
            new = _new_of(follow, seen)
        except _NOT_ASKED as error:
            # It keeps nobody from hearing of the rest.
            _LOG.error("What is followed under %d cannot be asked: %s", follow.id, error)
            continue
        if new:
            news.append([follow.what, new])
    return seen, json.dumps(news) if news else ""


def _new_of(follow: Follow, seen: dict[int, bytes]) -> list[DocumentId]:
    followed = followed_as(follow.what)
    if followed is None:
        return []
    keys, known = followed.keys(), unpacked(follow.seen)
    # What leaves and comes back is no news: an index that is being built anew holds little for a while.
    seen[follow.id] = packed(known | keys.keys())
    return [one for key, one in keys.items() if key not in known]


def _written(mail: WaitingMail) -> _Mail | None:
    followers = site().curation.followers
    token, _ = followers.tokens(mail.reader)
    own_page = absolute_url("follow_pages.mine", token=token)
    if mail.content.startswith(_CONFIRM):
        return _question(int(mail.content.removeprefix(_CONFIRM)), mail)
    reader = followers.reader(token)
    # What was ended while the mail waited is written of no more.
    wanted = {one.what for one in reader.follows if one.is_confirmed} if reader else set()
    found = (_read_news(what, ids) for what, ids in json.loads(mail.content) if what in wanted)
    news = [one for one in found if one is not None and one.items]
    if not news:
        return None
    count = sum(len(one.items) + one.more for one in news)
    subject = translate_count("Samspil: {count} nyt dokument", "Samspil: {count} nye dokumenter", count)
    headers = {"List-Unsubscribe": f"<{own_page}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return _rendered("news", subject, headers, news=news, own_page=own_page)


def _question(follow_id: int, mail: WaitingMail) -> _Mail | None:
    followers = site().curation.followers
    _, token = followers.tokens(mail.reader, follow_id)
    found = followers.to_confirm(token)
    followed = followed_as(found[0].what) if found else None
    if followed is None:
        return None
    link = absolute_url("follow_pages.confirm_form", token=token)
    subject = translate("Bekræft, at I vil følge med i Samspil")
    return _rendered("question", subject, {}, followed=followed, link=link)


def _rendered(name: str, subject: str, headers: Mapping[str, str], **values: object) -> _Mail:
    text = render_template(f"following/{name}.txt", **values)
    return _Mail(subject, text, render_template(f"following/{name}.html", subject=subject, **values), headers)


def _read_news(what: str, ids: list[DocumentId]) -> News | None:
    followed, known = followed_as(what), site().knowledge_base.comparer.public_records()
    public = [one for one in ids if one in known]
    items = tuple(export_items((one, known[one]) for one in public[:_LISTED]))
    return News(followed, items, len(public) - len(items)) if followed else None


@contextmanager
def _given_back(outbox: Outbox, mail: WaitingMail) -> Iterator[None]:
    """Let a mail wait again if it cannot be written now: it is marked as ours, and would count as sent."""
    try:
        yield
    except Exception:
        outbox.settle(mail, Handover.LATER)
        raise


@contextmanager
def _speaking(app: Flask, language: str) -> Iterator[None]:
    """Addresses as visitors see them, and words of a reader's language."""
    with app.test_request_context(base_url=site().config.web.public_url):
        speak(Language(language))
        yield


def _send_or_note(app: Flask) -> None:
    try:
        hand_over(app)
    except (KnowledgeBaseError, OSError) as error:
        _LOG.error("Mails wait: %s", error)
