"""Signing in and out, and who may open which page."""

from __future__ import annotations

import functools
import re
import time
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

from flask import (
    Blueprint,
    abort,
    current_app,
    g,
    jsonify,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug.wrappers import Response as BaseResponse

from indexer import Account, Role, SignIn, StateError
from web.curation.forms.typed import brought_back, handed_on, typed_or_handed_on
from web.site.context import site
from web.site.language import page_language, translate
from web.site.traffic.budgets import budgets

blueprint = Blueprint("sign_in", __name__, url_prefix="/<language>/curator")
_SIGNED_IN_AS = "token"
"""The key of the session under which the token stands."""
_WAITING_FOR_CODE = "waiting"
"""The key under which stands who has shown the password and not the code yet, and since when; the cookie is signed."""
_CODE_SECONDS = 300
_Arguments = ParamSpec("_Arguments")
_Answer = TypeVar("_Answer")


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
    return sign_in_page()


@blueprint.post("/sign-in")
def sign_in() -> str | tuple[str, int] | BaseResponse:
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
        return sign_in_page(name, fault), 401
    if answer.needs_code:
        session.clear()
        session[_WAITING_FOR_CODE] = [answer.account.name, time.time()]
        # What was typed before is in no address: the form for the code comes at once.
        return _code_page() if handed_on() else redirect(url_for("sign_in.code_form", next=_safe_next() or None))
    begin_session(answer.account)
    return _where_they_were(answer.account)


@blueprint.get("/sign-in/code")
def code_form() -> str | BaseResponse:
    """The form for the code of the second factor."""
    return _code_page() if _waiting_for_code() else redirect(url_for("sign_in.form"))


@blueprint.post("/sign-in/code")
def check_code() -> tuple[str, int] | BaseResponse:
    """Check the code of whoever has shown the password."""
    name = _waiting_for_code()
    if not name:
        return redirect(url_for("sign_in.form"))
    code = request.form.get("code", "")[:40]
    answer = site().curation.accounts.sign_in_with_code(name, code, client_address())
    if answer.account is None:
        return _code_page(_code_fault(answer)), 401
    begin_session(answer.account)
    return _where_they_were(answer.account)


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


def sign_in_page(name: str = "", fault: str = "") -> str:
    """The form for name and password; it hands on what was typed before, for nothing of it is saved."""
    typed = typed_or_handed_on() if request.endpoint != "sign_in.sign_in" else handed_on()
    return render_template("curation/accounts/sign_in.html", name=name, fault=fault, next=_safe_next(), typed=typed)


def _code_page(fault: str = "") -> str:
    return render_template("curation/accounts/code.html", fault=fault, next=_safe_next(), typed=handed_on())


def _where_they_were(account: Account) -> tuple[str, int] | BaseResponse:
    """The page that was asked for, or the form with what was typed into it before the session ended."""
    typed = handed_on()
    if typed is None or not typed.place:
        return redirect(_safe_next() or url_for("curator_desk.desk"))
    return brought_back(typed, account)


def _led_to_sign_in() -> BaseResponse:
    """The way to the form; whose session ended while something was typed finds it there."""
    if request.accept_mimetypes.best == "application/json":
        told = translate("Du er logget ud. Log ind i et nyt faneblad; det, du skriver, står her stadig.")
        return current_app.make_response((jsonify(message=told), 401))
    if request.method == "POST" and typed_or_handed_on():
        return current_app.make_response((sign_in_page(), 401))
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
