"""Sessions in a signed cookie that scripts cannot read, and a token on every form that is checked."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from flask import Flask, Response, jsonify, request
from flask_wtf.csrf import CSRFError, CSRFProtect

from indexer import Message, act_from, secret_key
from web.curation.forms.typed import Typed, given_back, handed_on, typed_or_handed_on
from web.curation.sign_in import client_address, current_account, may, sign_in_page
from web.site.context import SiteContext, site
from web.site.errors import Answer, error_page
from web.site.language import said, translate
from web.site.traffic.http_answers import is_of_curators

COOKIE_NAME = "samspil_session"
_UPLOADS = ("upload_pages.receive", "import_pages.receive", "file_pages.replace")


def install(app: Flask) -> None:
    """Give every page its session, every form its token, and templates who is signed in."""
    context = cast(SiteContext, app.extensions["samspil"])
    settings = context.config.curation
    is_plain_http = context.config.web.public_url.startswith("http://")
    is_tls = context.config.web.public_url.startswith("https://")
    app.config.update(
        SESSION_COOKIE_NAME=f"__Host-{COOKIE_NAME}" if is_tls else COOKIE_NAME,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=not is_plain_http,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=settings.session_hours),
        WTF_CSRF_TIME_LIMIT=int(3600 * settings.session_hours),
        WTF_CSRF_SSL_STRICT=False,  # the token and SameSite guard; a Referer may be missing for privacy
    )
    app.secret_key = secret_key(context.config.state_folder)
    app.before_request(lambda: act_from(client_address()))
    app.before_request(_open_for_uploads)  # before the token is looked for, which reads the form
    CSRFProtect(app)
    app.register_error_handler(CSRFError, _old_form)
    app.after_request(_keep_private)
    app.jinja_env.globals.update(current_account=current_account, may=may)


def _old_form(_error: CSRFError) -> Answer:
    """A form whose token is not valid, or not any more: nothing is done, and what was typed is not lost."""
    if request.accept_mimetypes.best == "application/json":
        told = translate(
            "Siden er for gammel til at gemme kladder. Det, du skriver, står her; gem det, når du er færdig."
        )
        return jsonify(message=told), 400
    typed = _typed()
    if typed is None:
        return error_page(400, "page-old-form")
    if current_account() is None:
        return sign_in_page(), 400
    return given_back(typed, said(Message("page-old-form")), 400)


def _typed() -> Typed | None:
    if (request.endpoint or "").startswith("sign_in."):  # names and passwords are nothing that was written
        return handed_on()
    return typed_or_handed_on() if is_of_curators(request.path) else None


def _open_for_uploads() -> None:
    """Only those who are signed in may send large files."""
    if request.endpoint in _UPLOADS and current_account():
        request.max_content_length = site().config.curation.upload_megabytes << 20


def _keep_private(response: Response) -> Response:
    """Pages for those who are signed in stay in no cache."""
    if is_of_curators(request.path):
        response.headers["Cache-Control"] = "no-store"
    return response
