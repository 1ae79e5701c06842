"""Invitations and new passwords by mail: offered where a server is configured, and nowhere else."""

from __future__ import annotations

import secrets

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.wrappers import Response as BaseResponse

from indexer import Account, CurationError, InvalidEntry, Role, message_of
from web.curation.sign_in import client_address, required, signed_in
from web.site.context import absolute_url, site
from web.site.language import said, translate

blueprint = Blueprint("mail_pages", __name__, url_prefix="/<language>/curator")


@blueprint.get("/forgot")
def forgot() -> str:
    """The question whose password was forgotten."""
    _require_mail()
    return render_template("curation/accounts/forgot.html", is_asked=False)


@blueprint.post("/forgot")
def send_reset() -> str:
    """Send a link where the account can be reached; the answer is the same for every name, at once."""
    _require_mail()
    curation = site().curation
    if curation.mail_links.may_ask(client_address()):
        reached = curation.mail_links.reached_by(request.form.get("name", "")[:300])
        if reached is not None:
            _send_link(*reached)
    return render_template("curation/accounts/forgot.html", is_asked=True)


@blueprint.get("/set-password/<secret>")
def set_password_form(secret: str) -> str | tuple[str, int]:
    """The form for a new password; looking at it uses the link up for nobody: programs open what stands in mails."""
    account = site().curation.mail_links.account_of(secret)
    name = account.name if account else ""
    return render_template("curation/accounts/set_password.html", name=name, fault=""), 200 if account else 410


@blueprint.post("/set-password/<secret>")
def set_password(secret: str) -> tuple[str, int] | BaseResponse:
    """Use the link up; every session of the account ends."""
    curation, new = site().curation, request.form.get("new", "")
    account = curation.mail_links.account_of(secret)
    name = account.name if account else ""
    try:
        if new != request.form.get("again", ""):
            raise InvalidEntry("passwords-differ")
        changed = curation.mail_links.set_password(secret, new)
    except InvalidEntry as error:
        page = render_template("curation/accounts/set_password.html", name=name, fault=said(error.message))
        return page, 400 if name else 410
    curation.sessions.end_all(changed.name)
    flash(translate("Adgangskoden er ændret. Log ind med den."))
    return redirect(url_for("sign_in.form"))


@blueprint.post("/accounts/invite")
@required(Role.ADMINISTRATOR)
def invite() -> BaseResponse:
    """A new account whose owner chooses the password by a link."""
    _require_mail()
    curation, by = site().curation, signed_in().name
    name, address = request.form.get("name", "").strip(), request.form.get("mail", "")
    if request.form.get("role") not in set(Role):
        raise BadRequest
    try:
        # Before there is an account: who mistyped the address asks again by the same name.
        if not curation.mail_links.checked(name, address):
            raise InvalidEntry("bad-mail-address", address=address)
        # Of a password that nobody knows: until the link is used, nobody signs in.
        curation.accounts.add(name, Role(request.form["role"]), secrets.token_urlsafe(32), by=by)
        curation.mail_links.set_address(name, address)
        _send_invitation(name)
    except CurationError as error:
        flash(said(message_of(error)), "fault")
        return redirect(url_for("account_pages.accounts"))
    flash(translate("{name} er inviteret.", name=name))
    return redirect(url_for("account_pages.accounts"))


@blueprint.post("/accounts/<name>/mail")
@required(Role.ADMINISTRATOR)
def set_address(name: str) -> BaseResponse:
    """Another mail address of an account, or the invitation once more."""
    _require_mail()
    curation = site().curation
    if name not in {account.name for account in curation.accounts.all()}:
        raise NotFound
    try:
        if request.form.get("action") == "invite":
            _send_invitation(name)
            flash(translate("{name} er inviteret.", name=name))
        else:
            curation.mail_links.set_address(name, request.form.get("mail", ""))
            flash(translate("{name} er ændret.", name=name))
    except CurationError as error:
        flash(said(message_of(error)), "fault")
    return redirect(url_for("account_pages.accounts"))


def _require_mail() -> None:
    if not site().curation.mailer.is_on:
        raise NotFound


def _send_link(account: Account, address: str) -> None:
    name = account.name
    try:
        secret = site().curation.mail_links.new_link(name, 60 * site().curation.mailer.server.reset_minutes)
    except InvalidEntry:  # enough were sent: to say so would tell that there is such an account
        return
    link = absolute_url("mail_pages.set_password_form", secret=secret)
    good = translate(
        "Linket virker én gang og i {minutes} minutter. Har du ikke bedt om det, så gør ingenting.",
        minutes=round(site().curation.mailer.server.reset_minutes),
    )
    asked = translate("Nogen, forhåbentlig du, har bedt om en ny adgangskode til Samspil. Vælg den her:")
    text = "\n\n".join((translate("Hej {name}", name=name), asked, link, good))
    site().curation.mailer.send_later(address, translate("Ny adgangskode til Samspil"), text, holds_secret=True)


def _send_invitation(name: str) -> None:
    """Send it, and wait: who invites hears at once whether it went.

    Raises:
        InvalidEntry: the account has no address, or it could not be sent.
    """
    curation = site().curation
    address = curation.mail_links.addresses().get(name, "")
    if not address:
        raise InvalidEntry("bad-mail-address", address=address)
    secret = curation.mail_links.new_link(name, 3600 * site().curation.mailer.server.invitation_hours)
    link = absolute_url("mail_pages.set_password_form", secret=secret)
    good = translate(
        "Linket virker én gang og i {hours} timer. Dit navn, når du logger ind, er {name}.",
        hours=round(site().curation.mailer.server.invitation_hours),
        name=name,
    )
    invited = translate("Du er inviteret til redaktionen af Samspil. Vælg din adgangskode her:")
    text = "\n\n".join((translate("Hej {name}", name=name), invited, link, good))
    curation.mailer.send(address, translate("Invitation til Samspil"), text)
