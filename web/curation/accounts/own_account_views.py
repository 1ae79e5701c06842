"""What everybody looks after: the password, where one is signed in, and the second factor."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as BaseResponse

from indexer import InvalidEntry, Role
from web.curation.sign_in import begin_session, is_password_of, required, session_token, signed_in
from web.site.context import site
from web.site.drawings.qr_code import qr_markup
from web.site.language import said, translate

blueprint = Blueprint("own_account", __name__, url_prefix="/<language>/curator")


@blueprint.get("/password")
@required(Role.CONTRIBUTOR)
def password_form() -> str:
    """The form for a new password."""
    return render_template("curation/accounts/password.html", fault="")


@blueprint.post("/password")
@required(Role.CONTRIBUTOR)
def change_password() -> tuple[str, int] | BaseResponse:
    """A new password; every other session of the account ends."""
    account, accounts = signed_in(), site().curation.accounts
    current = request.form.get("current", "")
    if not is_password_of(account, current):
        return _refuse(translate("Den nuværende adgangskode er forkert."))
    new = request.form.get("new", "")
    if new != request.form.get("again", ""):
        return _refuse(translate("De to nye adgangskoder er ikke ens."))
    try:
        accounts.set_password(account.name, new, by=account.name)
    except InvalidEntry as error:
        return _refuse(said(error.message))
    site().curation.sessions.end_all(account.name)
    begin_session(account)
    flash(translate("Adgangskoden er ændret."))
    return redirect(url_for("curator_desk.desk"))


@blueprint.get("/sessions")
@required(Role.CONTRIBUTOR)
def sessions() -> str:
    """Where the account is signed in."""
    found = site().curation.sessions.of(signed_in().name, session_token())
    return render_template("curation/accounts/sessions.html", sessions=found)


@blueprint.post("/sessions")
@required(Role.CONTRIBUTOR)
def end_sessions() -> BaseResponse:
    """End one of the account's sessions, or all but the one at hand."""
    curation, name = site().curation, signed_in().name
    chosen = request.form.get("session", "")
    if chosen == "others":
        curation.sessions.end_others(name, session_token())
        flash(translate("Du er logget ud alle andre steder."))
    elif chosen.isdecimal():
        curation.sessions.end_one(name, int(chosen[:18]))
        flash(translate("Du er logget ud der."))
    curation.audit.append(name, "session-ended", subject=name)
    return redirect(url_for("own_account.sessions"))


@blueprint.get("/second-factor")
@required(Role.CONTRIBUTOR)
def second_factor() -> str:
    """Whether signing in asks for a code; the square to read with a telephone while it is not confirmed."""
    return _page()


@blueprint.post("/second-factor")
@required(Role.CONTRIBUTOR)
def change_second_factor() -> str | tuple[str, int] | BaseResponse:
    """Begin, confirm or end it, or make new recovery codes; whoever found a page left open knows no password."""
    name, action = signed_in().name, request.form.get("action", "")
    factors = site().curation.accounts.second_factors
    if action == "confirm":
        return _confirm(name, request.form.get("code", "")[:40])
    if action not in ("begin", "renew", "remove"):
        raise BadRequest
    if not is_password_of(signed_in(), request.form.get("password", "")):
        return _page(translate("Adgangskoden er forkert.")), 400
    if action == "begin":
        factors.prepare(name)
    elif action == "renew" and factors.is_asked_for(name):
        return render_template("curation/accounts/recovery_codes.html", codes=factors.renew_recovery_codes(name))
    elif action == "remove":
        factors.remove(name, by=name)
        flash(translate("Der spørges ikke længere efter en kode."))
    return redirect(url_for("own_account.second_factor"))


def _confirm(name: str, code: str) -> str | tuple[str, int]:
    curation = site().curation
    codes = curation.accounts.second_factors.confirm(name, code)
    if not codes:
        fault = translate("Koden passer ikke. Se efter, at telefonens ur går rigtigt, og prøv den næste kode.")
        return _page(fault), 400
    curation.sessions.end_others(name, session_token())  # they began without a code
    return render_template("curation/accounts/recovery_codes.html", codes=codes)


def _refuse(fault: str) -> tuple[str, int]:
    return render_template("curation/accounts/password.html", fault=fault), 400


def _page(fault: str = "") -> str:
    name = signed_in().name
    factor = site().curation.accounts.second_factors.find(name)
    square = qr_markup(factor.address(name)) if factor and not factor.is_confirmed else ""
    return render_template("curation/accounts/second_factor.html", factor=factor, square=square, fault=fault)
