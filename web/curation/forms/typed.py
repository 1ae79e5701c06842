"""What was typed into the form of a document: kept for its writer, handed on through signing in, and put back.

A form has an id, which every answer hands on: under it the form is kept while it is written, and sent twice it makes
one document.
"""

from __future__ import annotations

import json
import re
import secrets
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from indexer import Account, CurationError, InvalidEntry, UnsavedForm, message_of
from web.site.context import site
from web.site.language import said

FORM_ID = "unsaved"
"""The field, and the part of an address, that names the form."""

HANDED_ON = "typed"
"""The field in which pages that ask for something else first hand on what was typed."""

NEW = "new"
_NOT_TYPED = (
    "csrf_token", "action", "password", "current", "new", "again", "code", "session", "status", FORM_ID, HANDED_ON,
)  # fmt: skip
"""Fields that hold nothing that somebody would miss, or that must not be shown."""
_NOT_SHOWN = ("version",)
_ID = re.compile(r"[0-9a-f]{16}")
_PLACE = re.compile(r"new|(?:document|upload)/(\w[\w.-]*)")
_PLACES = {
    "curator_pages.edit": "document/{document_id}",
    "curator_pages.correct": "document/{document_id}",
    "upload_pages.upload": "upload/{upload_id}",
    "upload_pages.make_document": "upload/{upload_id}",
    "write_up_pages.new_write_up": NEW,
    "write_up_pages.add_write_up": NEW,
}
"""Which form a page is about."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed, and into which form; `place` is "" where that form is none of a document."""

    place: str
    form_id: str
    fields: tuple[tuple[str, str], ...]

    @property
    def handed_on(self) -> str:
        """It as one text, for a hidden field."""
        return json.dumps({"place": self.place, "id": self.form_id, "fields": self.fields}, ensure_ascii=False)

    @property
    def shown(self) -> list[tuple[str, str]]:
        """What somebody may want to copy."""
        return [(name, value) for name, value in self.fields if value.strip() and name not in _NOT_SHOWN]

    def keep(self, account: Account) -> str:
        """Keep it for an account; the address of its form.

        Raises:
            InvalidEntry, OSError: see UnsavedForms.keep.
        """
        site().curation.unsaved.keep(account, self.form_id, self.place, self.fields)
        return address_of(self.place, self.form_id)


def form_id() -> str:
    """The id of the form that was sent or asked for; of one that has none yet, a new one."""
    # In addresses too: the form that was kept is opened again by a link.
    given = request.values.get(FORM_ID, "")
    return given if _ID.fullmatch(given) else secrets.token_hex(8)


def place_of_request() -> str:
    """What the form of this page is about; "" for pages that have none of a document."""
    if request.endpoint == "unsaved_pages.keep":
        place = request.args.get("place", "")
        return place if _PLACE.fullmatch(place) else ""
    return _PLACES.get(request.endpoint or "", "").format(**(request.view_args or {}))


def typed_fields() -> tuple[tuple[str, str], ...]:
    """What was sent, without what nobody would miss."""
    return tuple((name, value) for name, value in request.form.items(multi=True) if name not in _NOT_TYPED)


def typed_now(place: str) -> Typed:
    """What was sent, as what was typed into the form of a place.

    Raises:
        InvalidEntry: there is no such form.
    """
    if not _PLACE.fullmatch(place):
        raise InvalidEntry("no-such-unsaved")
    return Typed(place, form_id(), typed_fields())


def typed_or_handed_on() -> Typed | None:
    """What was typed on this page or on one before it; None where nothing was."""
    if HANDED_ON in request.form:
        return handed_on()
    if _is_from_elsewhere():
        return None
    found = Typed(place_of_request(), form_id(), typed_fields())
    return found if found.shown else None


def handed_on() -> Typed | None:
    """What a page before this one hands on; None where nothing was typed."""
    return None if _is_from_elsewhere() else _read(request.form.get(HANDED_ON, ""))


def _is_from_elsewhere() -> bool:
    """Whether another site sent the form: that is nothing that its visitor typed here."""
    return request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none")


def kept_form(account: Account) -> UnsavedForm | None:
    """The form that the address asks for; None where it asks for none, or none is kept."""
    return site().curation.unsaved.find(account, request.args.get(FORM_ID, ""))


def address_of(place: str, form_id: str) -> str:
    """The page on which what was kept is written on."""
    kind, _, subject = place.partition("/")
    if kind == "document":
        return url_for("curator_pages.edit", document_id=subject, unsaved=form_id)
    if kind == "upload":
        return url_for("upload_pages.upload", upload_id=subject, unsaved=form_id)
    return url_for("write_up_pages.new_write_up", unsaved=form_id)


def brought_back(typed: Typed, account: Account) -> tuple[str, int] | BaseResponse:
    """The way to the form with what was typed, kept for an account; where it cannot be kept, a page that says why."""
    try:
        return redirect(typed.keep(account))
    except (CurationError, OSError) as error:
        return given_back(typed, said(message_of(error)), 503)


def given_back(typed: Typed, reason: str, status: int) -> tuple[str, int]:
    """A page that says why what was typed was neither saved nor kept, and leads back to its form with it."""
    return render_template("curation/given_back.html", typed=typed, reason=reason), status


def _read(text: str) -> Typed | None:
    """What `handed_on` wrote; None for anything else."""
    try:
        content = json.loads(text)
        fields = tuple((str(name), str(value)) for name, value in content["fields"])
        place, given = str(content["place"]), str(content["id"])
        str(fields).encode()  # lone surrogates are no text
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    if not _ID.fullmatch(given) or not (_PLACE.fullmatch(place) or not place):
        return None
    return Typed(place, given, fields)
