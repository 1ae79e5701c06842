"""The three forms of a suggestion, what they may hold, and what keeps programs out of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from flask import current_app
from itsdangerous import BadSignature, TimestampSigner
from werkzeug.datastructures import MultiDict

from indexer import incoming_text

CASE, CORRECTION, QUESTION = "case", "correction", "question"
TRAP = "website"
"""The field that people do not see; programs fill in whatever there is."""

STAMP = "opened"
_LEAST_SECONDS, _MOST_SECONDS = 4, 12 * 3600
_LINE, _TEXT = 300, 4_000
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}")


@dataclass(frozen=True, slots=True)
class SuggestionField:
    """A field of a form; its label and hint are in suggestions/fields.html under its name."""

    name: str
    is_long: bool = False
    is_required: bool = False

    @property
    def limit(self) -> int:
        """The most characters."""
        return _TEXT if self.is_long else _LINE


FIELDS: Mapping[str, tuple[SuggestionField, ...]] = {
    CASE: (
        SuggestionField("title", is_required=True),
        SuggestionField("library"),
        SuggestionField("partners"),
        SuggestionField("place"),
        SuggestionField("years"),
        SuggestionField("done", is_long=True, is_required=True),
        SuggestionField("outcome", is_long=True),
        SuggestionField("learnt", is_long=True),
        SuggestionField("sources", is_long=True),
    ),
    CORRECTION: (
        SuggestionField("wrong", is_long=True, is_required=True),
        SuggestionField("right", is_long=True),
        SuggestionField("sources", is_long=True),
    ),
    QUESTION: (
        SuggestionField("question", is_long=True, is_required=True),
        SuggestionField("asker"),
    ),
}
CONTACT = SuggestionField("contact")


@dataclass(frozen=True, slots=True)
class Filled:
    """What was filled in; `faults` are codes by the name of the field, "" for the form as a whole."""

    values: Mapping[str, str]
    contact: str
    faults: Mapping[str, str]


def read_form(kind: str, form: MultiDict[str, str]) -> Filled:
    """A form with what is wrong with it. Nobody loses what was typed: a form that came too fast is shown again."""
    values = {field.name: incoming_text(form.get(field.name, "")).strip() for field in FIELDS[kind]}
    contact = form.get(CONTACT.name, "").strip()
    faults = {
        field.name: "required" if not values[field.name] else "too-long"
        for field in FIELDS[kind]
        if (field.is_required and not values[field.name]) or len(values[field.name]) > field.limit
    }
    if contact and (len(contact) > CONTACT.limit or not _ADDRESS.fullmatch(contact)):
        faults[CONTACT.name] = "no-address"
    if fault := hindrance(form):
        faults[TRAP if fault == "trap" else ""] = fault
    return Filled(values, contact, faults)


def hindrance(form: MultiDict[str, str]) -> str:
    """The code of what a form shows of a program that filled it in; "" for nothing."""
    return "trap" if form.get(TRAP, "") else _stamp_fault(form.get(STAMP, ""))


def stamp() -> str:
    """When a form was opened, signed, so that it cannot be chosen."""
    return _signer().sign(STAMP).decode("ascii")


def _stamp_fault(signed: str) -> str:
    signer = _signer()
    try:
        _, opened = signer.unsign(signed, max_age=_MOST_SECONDS, return_timestamp=True)
    except BadSignature:  # an expired one is bad, too
        return "too-late"
    return "too-fast" if signer.get_timestamp() - opened.timestamp() < _LEAST_SECONDS else ""


def _signer() -> TimestampSigner:
    key = current_app.secret_key
    assert key is not None
    return TimestampSigner(key, salt="samspil suggestion")
