"""Organisations and places: all of them, those that may be one, and one with the documents that name it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from indexer import (
    CurationError,
    EditConflict,
    InvalidEntry,
    NamedRecord,
    RecordEditor,
    Role,
    Stated,
    danish_sort_key,
    incoming_line,
    message_of,
)
from web.curation.authorities.record_form import fields, key_words, lists_to_choose, stated_by
from web.curation.document_views import given_comment
from web.curation.sign_in import required, signed_in
from web.site.context import site
from web.site.language import page_language, said, translate

blueprint = Blueprint("record_pages", __name__, url_prefix="/<language>/curator/<any(organisations, places):records>")
_PAGE_SIZE = 100
_NEAR_SHOWN = 40
_TEXT_CHARACTERS = 100


def editor_of(records: str) -> RecordEditor:
    """What changes the records of a family, by its part of the address."""
    curation = site().curation
    return curation.organisations if records == "organisations" else curation.places


@blueprint.get("")
@required(Role.CURATOR)
def listing(records: str) -> str:
    """All of them by name, or those that a word names; first those that may be one."""
    editor = editor_of(records)
    known = editor.files.records(site().curation.vocabulary)
    words = incoming_line(request.args.get("q", ""))[:_TEXT_CHARACTERS]
    found = [one for one in known.values() if not one.replaced_by and _is_named(one, words.casefold())]
    found.sort(key=lambda one: danish_sort_key(one.name(page_language())))
    pages = max(1, -(-len(found) // _PAGE_SIZE))
    page = min(_page_number(), pages)
    near = () if words else site().curation.near_names.of(records, known)
    return render_template(
        "curation/authorities/records/records.html",
        records=records,
        known=known,
        found=found,
        shown=found[(page - 1) * _PAGE_SIZE : page * _PAGE_SIZE],
        near=near[:_NEAR_SHOWN],
        words=words,
        page=page,
        pages=pages,
    )


@blueprint.post("/apart")
@required(Role.CURATOR)
def tell_apart(records: str) -> BaseResponse:
    """Suggest two of them no more."""
    site().curation.near_names.tell_apart(records, request.form.get("one", ""), request.form.get("other", ""))
    flash(translate("De foreslås ikke mere."))
    return redirect(url_for("record_pages.listing", records=records))


@blueprint.get("/new")
@required(Role.CURATOR)
def new(records: str) -> str:
    """The form of a new record; an address may name it already."""
    name = incoming_line(request.args.get("name", ""))[:_TEXT_CHARACTERS]
    return page_of(records, "", {"name_da": name, "country": "DK"})


@blueprint.post("/new")
@required(Role.CURATOR)
def add(records: str) -> str | tuple[str, int] | BaseResponse:
    """Add it, or say what it lacks."""
    editor = editor_of(records)
    stated = stated_by(request.form, editor)
    try:
        made = editor.add(signed_in(), stated, comment=given_comment())
    except InvalidEntry as error:
        return page_of(records, "", stated, fault=said(error.message)), 400
    return saved(records, made, translate("Posten er oprettet."))


@blueprint.get("/<record_id>")
@required(Role.CURATOR)
def record(records: str, record_id: str) -> str | BaseResponse:
    """The form of a record; one that was replaced leads to the one that stands."""
    editor = editor_of(records)
    current = editor.files.records(site().curation.vocabulary).current(record_id)
    if current not in ("", record_id):
        return redirect(url_for("record_pages.record", records=records, record_id=current))
    try:
        found = editor.read(record_id)
    except InvalidEntry as error:
        if error.code == "no-such-record-to-edit":
            raise NotFound from error
        raise
    return page_of(records, record_id, found.stated, found.version)


@blueprint.post("/<record_id>")
@required(Role.CURATOR)
def correct(records: str, record_id: str) -> str | tuple[str, int] | BaseResponse:
    """Save it; when somebody else saved meanwhile, show what differs and keep what was typed."""
    editor, version = editor_of(records), request.form.get("version", "")
    stated = stated_by(request.form, editor)
    if request.form.get("action") == "preview":
        return page_of(records, record_id, stated, version, saved_now=editor.read(record_id).stated)
    try:
        change = editor.correct(signed_in(), record_id, version, stated, comment=given_comment())
    except EditConflict as error:
        now = editor.read(record_id)
        return page_of(records, record_id, stated, now.version, saved_now=now.stated, fault=said(error.message)), 409
    except CurationError as error:
        return page_of(records, record_id, stated, version, fault=said(message_of(error))), 400
    text = translate("Gemt. Læserne ser det om et øjeblik.") if change else translate("Intet er ændret.")
    return saved(records, record_id, text)


def saved(records: str, record_id: str, text: str) -> BaseResponse:
    """Wake the index, and show the record."""
    site().index_follower.wake()
    flash(text)
    return redirect(url_for("record_pages.record", records=records, record_id=record_id))


def differences(editor: RecordEditor, before: Stated, after: Stated) -> list[tuple[str, list[str], list[str]]]:
    """What is stated otherwise: the name of the key, what it stated and what it states."""
    pairs = ((key, _texts(before.get(key, "")), _texts(after[key])) for key in editor.files.keys if key in after)
    return [(key_words(editor, key), old, new) for key, old, new in pairs if old != new]


def page_of(
    records: str, record_id: str, stated: Stated, version: str = "", *, saved_now: Stated | None = None, fault: str = ""
) -> str:
    """The form with what is stated or was typed, beside the documents that name the record."""
    editor = editor_of(records)
    name = str(stated.get(f"name_{page_language().value}") or stated.get("name_da") or stated.get("name_en") or "")
    return render_template(
        "curation/authorities/records/record.html",
        records=records,
        record_id=record_id,
        name=name,
        fields=fields(editor, stated),
        lists=lists_to_choose(),
        version=version,
        changes=differences(editor, saved_now, stated) if saved_now is not None else None,
        carriers=editor.carriers(record_id) if record_id else (),
        fault=fault,
        comment=given_comment(),
    )


def _is_named(one: NamedRecord, words: str) -> bool:
    return not words or words in one.id or any(words in name.casefold() for name in one.all_names)


def _texts(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value] if value else []


def _page_number() -> int:
    number = request.args.get("page", "1")
    # isdecimal(), for ² is a digit that int() refuses, as it does numbers of thousands of digits.
    return max(1, int(number)) if number.isdecimal() and len(number) < 6 else 1
