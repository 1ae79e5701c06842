"""Accounts, for administrators; and the settings as they are."""

from __future__ import annotations

from dataclasses import fields

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as BaseResponse

from indexer import InvalidEntry, Role
from web.curation.sign_in import required, signed_in
from web.site.context import site
from web.site.language import said, translate

blueprint = Blueprint("account_pages", __name__, url_prefix="/<language>/curator")


@blueprint.get("/accounts")
@required(Role.ADMINISTRATOR)
def accounts() -> str:
    """Every account with its role, and the form for a new one."""
    return _page()


@blueprint.post("/accounts")
@required(Role.ADMINISTRATOR)
def add() -> BaseResponse | tuple[str, int]:
    """A new account."""
    store, name = site().curation.accounts, request.form.get("name", "").strip()
    try:
        store.add(name, _role(), request.form.get("password", ""), by=signed_in().name)
    except InvalidEntry as error:
        flash(said(error.message), "fault")
        return _page(name), 400
    flash(translate("{name} er oprettet og kan logge ind.", name=name))
    return redirect(url_for("account_pages.accounts"))


@blueprint.post("/accounts/<name>")
@required(Role.ADMINISTRATOR)
def change(name: str) -> BaseResponse:
    """Another role or password, no second factor any more, shut out or let in again."""
    curation, by = site().curation, signed_in().name
    action = request.form.get("action", "")
    if name not in {account.name for account in curation.accounts.all()}:
        abort(404)
    try:
        _carry_out(action, name, by)
    except InvalidEntry as error:
        flash(said(error.message), "fault")
        return redirect(url_for("account_pages.accounts"))
    # A role is read with each request; nobody is signed out by changing the own password.
    if action != "role" and name != by:
        curation.sessions.end_all(name)
    flash(translate("{name} er ændret.", name=name))
    return redirect(url_for("account_pages.accounts"))


def _carry_out(action: str, name: str, by: str) -> None:
    accounts = site().curation.accounts
    if action == "role":
        accounts.set_role(name, _role(), by=by)
    elif action in ("disable", "enable"):
        accounts.set_disabled(name, action == "disable", by=by)
    elif action == "password":
        accounts.set_password(name, request.form.get("password", ""), by=by)
    elif action == "second-factor":
        accounts.second_factors.remove(name, by=by)
    else:
        raise BadRequest


@blueprint.get("/settings")
@required(Role.ADMINISTRATOR)
def settings() -> str:
    """What config.toml says now; it is changed in the file."""
    config = site().config
    sections = {
        name: [
            (f.name, getattr(getattr(config, name), f.name), f.metadata["help"]) for f in fields(getattr(config, name))
        ]
        for name in ("folders", "index", "engine", "extraction", "search", "meaning", "web", "logging", "curation")
    }
    return render_template("curation/accounts/settings.html", sections=sections, path=config.path.name)


def _page(name: str = "") -> str:
    accounts = site().curation.accounts
    return render_template(
        "curation/accounts/accounts.html",
        waiting_mail=site().curation.mailer.queue.waiting(),
        accounts=accounts.all(),
        addresses=site().curation.mail_links.addresses(),
        with_code=accounts.second_factors.names(),
        roles=list(Role),
        name=name,
    )


def _role() -> Role:
    try:
        return Role(request.form.get("role", ""))
    except ValueError as error:
        raise BadRequest from error
