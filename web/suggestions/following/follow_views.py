"""Follow something: its feed, and where mail is set up a mail a week; confirmed by a link, ended by another."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, Flask, Response, current_app, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound, TooManyRequests
from werkzeug.wrappers import Response as BaseResponse

from indexer import Config, InvalidEntry, incoming_line
from web.exports.feeds.feed_views import feed_url
from web.exports.feeds.followed import Followed, followed_here, packed
from web.site.context import site
from web.site.language import page_language, said
from web.site.traffic.rates import Rate
from web.site.urls.search_url import keeping
from web.suggestions.following.sending import followed_as, send_soon
from web.suggestions.suggestion_form import STAMP, TRAP, hindrance, stamp

blueprint = Blueprint("follow_pages", __name__, url_prefix="/<language>/follow")
_EXTENSION = "samspil-follow-rate"
_HOUR = 3600
# RFC 5321, 4.5.3.1.3: 256 with the angle brackets.
_ADDRESS = 254
_PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}


def install(app: Flask, config: Config) -> None:
    """Count who asks how often; to be installed after CSRF: who knows a link may, and mail programs send no token."""
    app.extensions[_EXTENSION] = Rate(config.mail.follows_per_hour, _HOUR)
    app.extensions["csrf"].exempt(blueprint)
    app.jinja_env.globals["sends_news"] = sends_news


def sends_news() -> bool:
    """Whether what is new is sent by mail at all."""
    return site().curation.mailer.is_on and site().config.mail.follows_per_hour > 0


@blueprint.get("")
def form() -> Response:
    """The feed of what an address names, and the form for mails."""
    return _page(followed_here())


@blueprint.post("")
def ask() -> BaseResponse:
    """Send a mail with a link that confirms it; the answer is the same for every address."""
    followed = followed_here()
    if not sends_news():
        raise NotFound
    address = incoming_line(request.form.get("address", ""))
    if fault := hindrance(request.form):
        return _page(followed, address, fault)
    # After the faults: who mends a form is not counted for it.
    if not cast(Rate, current_app.extensions[_EXTENSION]).take(request.remote_addr or ""):
        raise TooManyRequests(retry_after=_HOUR)
    try:
        site().curation.followers.ask(address, page_language().value, followed.parameters)
    except InvalidEntry as error:
        return _page(followed, address, told=said(error.message))
    send_soon()
    return redirect(keeping(url_for("follow_pages.form") + followed.parameters, "&asked=1"), 303)


@blueprint.get("/confirm/<token>")
def confirm_form(token: str) -> BaseResponse:
    """The button that confirms: to look at the link does nothing, for programs open what stands in mails."""
    found = site().curation.followers.to_confirm(token)
    if found is None:
        return _private(render_template("following/gone.html", is_question=True), 410)
    follow, reader = found
    if follow.is_confirmed:
        return _to_own_page(reader.id)
    followed = followed_as(follow.what)
    return _private(render_template("following/confirm.html", followed=followed), 200 if followed else 410)


@blueprint.post("/confirm/<token>")
def confirm(token: str) -> BaseResponse:
    """Begin to follow; what is there now counts as known."""
    followers = site().curation.followers
    found = followers.to_confirm(token)
    followed = followed_as(found[0].what) if found else None
    if found is None or followed is None:
        return _private(render_template("following/gone.html", is_question=True), 410)
    follow, reader = found
    followers.confirm(follow, reader, page_language().value, packed(followed.keys()))
    return _to_own_page(reader.id)


@blueprint.get("/mine/<token>")
def mine(token: str) -> Response:
    """What a reader follows, each with the button that ends it."""
    reader = site().curation.followers.reader(token)
    if reader is None:
        return _private(render_template("following/gone.html", is_question=False), 410)
    follows = [(one, followed_as(one.what)) for one in reader.follows if one.is_confirmed]
    return _private(render_template("following/mine.html", follows=follows))


@blueprint.post("/mine/<token>")
def stop(token: str) -> BaseResponse:
    """End one thing, or all of it; at once and without a question, as mail programs ask for it (RFC 8058)."""
    followers = site().curation.followers
    reader, one = followers.reader(token), request.form.get("follow", "")
    if reader is not None:
        number = int(one) if one.isdecimal() and len(one) < 16 else None
        # None ends everything: what is no number must name nothing instead.
        followers.stop(reader, None if not one else number if number is not None else -1)
    if one and followers.reader(token) is not None:
        return redirect(url_for("follow_pages.mine", token=token), 303)
    # Once more is once more the same: programs ask again where they got no answer.
    return _private(render_template("following/gone.html", is_question=False))


def _page(followed: Followed, address: str = "", fault: str = "", told: str = "") -> Response:
    page = render_template(
        "following/form.html",
        followed=followed,
        feed_url=feed_url(followed),
        is_asked="asked" in request.args and sends_news() and not (fault or told),
        sends_news=sends_news(),
        address=address,
        longest=_ADDRESS,
        fault=fault,
        told=told,
        stamp_name=STAMP,
        stamp=stamp() if sends_news() else "",
        trap=TRAP,
    )
    return make_response(page, 422 if fault or told else 200, {"Cache-Control": "no-store"})


def _to_own_page(reader_id: int) -> BaseResponse:
    token, _ = site().curation.followers.tokens(reader_id)
    return redirect(url_for("follow_pages.mine", token=token), 303)


def _private(page: str, status: int = 200) -> Response:
    return make_response(page, status, _PRIVATE)
