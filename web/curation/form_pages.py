"""Pages with the form of a document: what they need beside its values, and how they give back what was typed."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from flask import render_template, request
from werkzeug.datastructures import MultiDict

from indexer import (
    CurationError,
    DocumentId,
    DocumentNotFound,
    EditableDocument,
    Extraction,
    MetadataSuggestion,
    NotAllowed,
    StateError,
    message_of,
)
from web.curation.forms.metadata_form import MetadataForm, values_of
from web.curation.forms.read_text import read_pages
from web.curation.forms.typed import form_id, kept_form, place_of_request
from web.curation.sign_in import signed_in
from web.site.context import site
from web.site.language import said, translate


def form_parts(place: str = "", **given: object) -> dict[str, object]:
    """What every form needs beside its values; `given` wins. `place` is what it is about, else that of the page."""
    place, own_id = place or place_of_request(), form_id()
    others = [one for one in site().curation.unsaved.of(signed_in()) if one.place == place and one.id != own_id]
    kept = kept_form(signed_in())
    comment = request.form.get("comment", "") or (kept.value("comment") if kept else "")
    parts: dict[str, object] = {"suggestions": {}, "preview": "", "theirs": None, "accepted": None, "not_saved": ""}
    parts |= {"read": (), "keeps_ticks": False}
    about = {"place": place, "unsaved": own_id, "others": others, "comment": comment, "is_kept": kept is not None}
    return parts | about | given


def sent_form() -> MetadataForm:
    """The form as the browser sent it."""
    return MetadataForm(site().curation.vocabulary, sent=request.form)


def form_of(fields: Iterable[tuple[str, str]]) -> MetadataForm:
    """The form as it was kept."""
    return MetadataForm(site().curation.vocabulary, sent=MultiDict(fields))


def form_without_subject(form: MetadataForm, error: CurationError | DocumentNotFound) -> tuple[str, int]:
    """What was typed about something that is gone, broken or out of reach, to be saved as a document of its own."""
    # A fault in the status alone: the page is a form that can be saved at once.
    status = 404 if isinstance(error, DocumentNotFound) else 403 if isinstance(error, NotAllowed) else 409
    parts = form_parts(lost=said(error.message))
    return render_template("curation/documents/write_up.html", form=form, **parts), status


def suggestions_by_key(
    extraction: Extraction, form: MetadataForm, own_id: DocumentId | None = None
) -> dict[str, list[MetadataSuggestion]]:
    """What the text suggests, by key, best first."""
    found: dict[str, list[MetadataSuggestion]] = {}
    suggested = site().curation.suggester.suggestions(extraction, form.title, form.language, own_id=own_id)
    for one in suggested:
        found.setdefault(one.key, []).append(one)
    return found


def edit_page(document: EditableDocument, form: MetadataForm, *, version: str = "", **given: object) -> str:
    """The form over the `version` that its editor began with, so that a preview hides no save of others."""
    wanted = request.form.get("action") == "suggest" or not any(field.data for field in form.concept_fields)
    # Suggestions take a look at the whole text: a form that has its concepts is not kept waiting for them.
    extraction = site().curation.extraction(document.file.text_hash) if wanted else None
    suggestions = suggestions_by_key(extraction, form, document.id) if extraction else {}
    # The text of a write-up stands in the form itself.
    read = read_pages(extraction, chain(*suggestions.values())) if extraction and not document.is_write_up else ()
    return render_template(
        "curation/documents/edit.html",
        document=document,
        form=form,
        version=version or document.version,
        **form_parts(f"document/{document.id}", **({"suggestions": suggestions, "read": read} | given)),
    )


def beside_saved(document_id: DocumentId, form: MetadataForm) -> tuple[str, int]:
    """What was typed over what is saved, with what differs; what is saved now is what the next save begins with."""
    theirs = site().curation.editor.read(document_id)
    return edit_page(theirs, form, theirs=form.differences(form_stating(theirs))), 409


def form_stating(document: EditableDocument) -> MetadataForm:
    """The form with what a document states now."""
    return MetadataForm(site().curation.vocabulary, values_of(document.metadata, document.body, document.other_body))


def not_saved(error: CurationError | StateError | OSError) -> str:
    """What the form, which holds what was typed, says of how far the save came."""
    kept = translate("Det, du har skrevet, står stadig i formularen.")
    return f"{said(message_of(error))} {kept}"
