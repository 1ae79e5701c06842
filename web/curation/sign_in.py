"""Signing in and out, and who may open which page."""

from __future__ import annotations

import functools
import re
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any, ParamSpec, TypeVar, cast

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_wtf.csrf import CSRFProtect
from werkzeug.wrappers import Response as BaseResponse

from indexer import Account, Role, SignIn, StateError, act_from, secret_key
from web.site.context import SiteContext, site
from web.site.language import page_language, translate
from web.site.traffic.budgets import budgets
from web.site.traffic.http_answers import is_of_curators

blueprint = Blueprint("sign_in", __name__, url_prefix="/<language>/curator")
COOKIE_NAME = "samspil_session"
_SIGNED_IN_AS = "token"
"""The key of the session under which the token stands."""
_WAITING_FOR_CODE = "waiting"
"""The key under which stands who has shown the password and not the code yet, and since when; the cookie is signed."""
_CODE_SECONDS = 300
_NOT_TYPED = ("csrf_token", "version", "action", "password", "current", "new", "again", "code", "session")
"""Fields of forms that hold nothing that somebody would miss, or that must not be shown."""

_UPLOADS = ("upload_pages.receive", "import_pages.receive", "file_pages.replace")
_Arguments = ParamSpec("_Arguments")
_Answer = TypeVar("_Answer")


def install(app: Flask) -> None:
    """Sessions in a signed cookie that scripts cannot read, and a token on every form that is checked."""
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
    app.after_request(_keep_private)
    app.jinja_env.globals.update(current_account=current_account, may=may)


def current_account() -> Account | None:
    """Who is signed in; None for visitors, and where that cannot be told now: public pages go on."""
    try:
        return _account_of_session()
    except StateError:
        return None


def _account_of_session() -> Account | None:
    if "account" not in g:
        cookie = request.cookies.get(current_app.config["SESSION_COOKIE_NAME"])
        token = session.get(_SIGNED_IN_AS) if cookie else None
        g.account = site().curation.sessions.account(str(token)) if token else None
    return cast(Account | None, g.account)


def signed_in() -> Account:
    """The account of a page that only accounts may open."""
    account = current_account()
    assert account is not None
    return account


def may(role: str) -> bool:
    """Whether whoever is signed in reaches so far; for templates."""
    account = current_account()
    return account is not None and account.role.reaches(Role(role))


def required(
    role: Role,
) -> Callable[[Callable[_Arguments, _Answer]], Callable[_Arguments, _Answer | BaseResponse]]:
    """Open a page to a role and those above it; visitors are led to sign in, others are refused."""

    def guard(view: Callable[_Arguments, _Answer]) -> Callable[_Arguments, _Answer | BaseResponse]:
        @functools.wraps(view)
        def guarded(*args: _Arguments.args, **kwargs: _Arguments.kwargs) -> _Answer | BaseResponse:
            account = _account_of_session()
            if account is None:
                return _led_to_sign_in()
            if not account.role.reaches(role):
                abort(403)
            return view(*args, **kwargs)

        cast(Any, guarded).required_role = role
        return guarded

    return guard


@blueprint.get("/sign-in")
def form() -> str | BaseResponse:
    """The form for name and password."""
    if current_account():
        return redirect(url_for("curator_desk.desk"))
    return render_template("curation/accounts/sign_in.html", name="", fault="", next=_safe_next())


@blueprint.post("/sign-in")
def sign_in() -> tuple[str, int] | BaseResponse:
    """Check name and password; a fresh session begins, whatever the visitor's browser brought along."""
    curation = site().curation
    name = request.form.get("name", "").strip()[:100]
    password = request.form.get("password", "")
    answer = budgets().sign_in(lambda: curation.accounts.sign_in(name, password, client_address()))
    if answer.account is None:
        fault = translate("Navnet eller adgangskoden er forkert. Prøv igen.")
        if answer.wait_seconds:
            fault = translate(
                "Navnet eller adgangskoden er forkert. Vent {count} sekunder, og prøv så igen.",
                count=answer.wait_seconds,
            )
        return render_template("curation/accounts/sign_in.html", name=name, fault=fault, next=_safe_next()), 401
    if answer.needs_code:
        session.clear()
        session[_WAITING_FOR_CODE] = [answer.account.name, time.time()]
        return redirect(url_for("sign_in.code_form", next=_safe_next() or None))
    begin_session(answer.account)
    return redirect(_safe_next() or url_for("curator_desk.desk"))


@blueprint.get("/sign-in/code")
def code_form() -> str | BaseResponse:
    """The form for the code of the second factor."""
    if not _waiting_for_code():
        return redirect(url_for("sign_in.form"))
    return render_template("curation/accounts/code.html", fault="", next=_safe_next())


@blueprint.post("/sign-in/code")
def check_code() -> tuple[str, int] | BaseResponse:
    """Check the code of whoever has shown the password."""
    name = _waiting_for_code()
    if not name:
        return redirect(url_for("sign_in.form"))
    code = request.form.get("code", "")[:40]
    answer = site().curation.accounts.sign_in_with_code(name, code, client_address())
    if answer.account is None:
        return render_template("curation/accounts/code.html", fault=_code_fault(answer), next=_safe_next()), 401
    begin_session(answer.account)
    return redirect(_safe_next() or url_for("curator_desk.desk"))


@blueprint.post("/sign-out")
def sign_out() -> BaseResponse:
    """End the session on both sides."""
    site().curation.sessions.end(session_token())
    if account := current_account():
        site().curation.audit.append(account.name, "signed-out")
    session.clear()
    return redirect(url_for("search_pages.front"))


def begin_session(account: Account) -> None:
    """A fresh session for an account; nothing of the old one is kept, so that it cannot be planted."""
    session.clear()
    session.permanent = True
    session[_SIGNED_IN_AS] = site().curation.sessions.begin(account, client_address(), request.user_agent.string)
    g.account = account


def session_token() -> str:
    """The token of whoever is signed in; "" for visitors."""
    return str(session.get(_SIGNED_IN_AS, ""))


def is_password_of(account: Account, password: str) -> bool:
    """Whether it is the password of an account, checked as slowly as when it signs in."""
    check = site().curation.accounts.check_password
    return budgets().sign_in(lambda: check(account.name, password, client_address())).account is not None


def client_address() -> str:
    """Where the request comes from, as a trusted proxy or the connection says."""
    return request.remote_addr or ""


def _led_to_sign_in() -> BaseResponse:
    """The way to the form; whose session ended while something was typed gets it back, for nothing of it is saved."""
    typed = [
        (name, value) for name, value in request.form.items(multi=True) if name not in _NOT_TYPED and value.strip()
    ]
    if session_token() and typed:
        return current_app.make_response((render_template("curation/accounts/signed_out.html", typed=typed), 401))
    wanted = request.path if request.method == "GET" else ""
    return redirect(url_for("sign_in.form", next=wanted or None))


def _waiting_for_code() -> str:
    """Who has shown the password a short while ago; "" if nobody."""
    name, since = session.get(_WAITING_FOR_CODE) or ("", 0.0)
    return str(name) if time.time() - float(since) < _CODE_SECONDS else ""


def _code_fault(answer: SignIn) -> str:
    if answer.wait_seconds:
        return translate("Koden er forkert. Vent {count} sekunder, og prøv så igen.", count=answer.wait_seconds)
    return translate("Koden er forkert. Vent på den næste, eller brug en af dine reservekoder.")


def _safe_next() -> str:
    """Where to go after signing in: a curators' page of this site or nowhere."""
    wanted = request.values.get("next", "").removeprefix(request.script_root)
    is_ours = re.fullmatch(rf"/{page_language().value}/curator(?:/[\w.-]+)*", wanted)
    return f"{request.script_root}{wanted}" if is_ours else ""


def _open_for_uploads() -> None:
    """Only those who are signed in may send large files."""
    if request.endpoint in _UPLOADS and current_account():
        request.max_content_length = site().config.curation.upload_megabytes << 20


def _keep_private(response: Response) -> Response:
    """Pages for those who are signed in stay in no cache."""
    if is_of_curators(request.path):
        response.headers["Cache-Control"] = "no-store"
    return response
