"""The form of a file that was handed in: what it states itself, and what its text suggests."""

from __future__ import annotations

from flask import render_template, request

from indexer import Extraction, Language, Upload, UploadState, suggested_title, told_language
from web.curation.form_pages import form_parts, suggestions_by_key
from web.curation.forms.metadata_form import MetadataForm, values_of
from web.curation.forms.typed import kept_form
from web.curation.intake.near_duplicates import beginning, twins_of
from web.curation.sign_in import signed_in
from web.site.context import site


def first_form(upload: Upload, extraction: Extraction) -> MetadataForm:
    """What the file itself states, where it is a write-up with metadata; else its title and language."""
    stated = site().curation.stated_by(upload, extraction)
    vocabulary = site().curation.vocabulary
    if stated is not None:
        return MetadataForm(vocabulary, values_of(*stated))
    title = suggested_title(extraction)
    language = extraction.language if extraction.language in set(Language) else told_language(extraction)
    form = MetadataForm(vocabulary, {"title": title.value if title else "", "language": str(language)})
    kinds = suggestions_by_key(extraction, form).get("kind")
    form["kind"].data = getattr(kinds[0], "value", "case") if kinds else "case"
    return form


def upload_page(
    upload: Upload,
    extraction: Extraction,
    form: MetadataForm,
    *,
    accepted: bool = False,
    duplicate_fault: str = "",
    fault: str = "",
) -> str:
    """The page with the form; `accepted` ticks what is suggested, `fault` says why nothing was saved."""
    suggestions, kept = suggestions_by_key(extraction, form), kept_form(signed_in())
    if accepted:
        _tick_suggestions(form, suggestions)
    return render_template(
        "curation/intake/upload.html",
        upload=upload,
        extraction=extraction,
        form=form,
        title_suggestion=suggested_title(extraction),
        told_language=told_language(extraction).value,
        duplicates=twins_of(upload.text_hash, extraction),
        beginning=beginning(extraction.pages),
        choice=request.form.get("duplicate", "") or (kept.value("duplicate") if kept else ""),
        duplicate_fault=duplicate_fault,
        waiting=len(others_waiting(upload)),
        goes_on="go_on" in request.values,
        **form_parts(suggestions=suggestions, accepted=accepted, not_saved=fault),
    )


def others_waiting(upload: Upload) -> list[Upload]:
    """The other files that whoever is signed in may make documents of, the newest first."""
    visible = site().curation.uploads.visible_to(signed_in())
    return [one for one in reversed(visible) if one.id != upload.id and one.state is UploadState.READY]


def _tick_suggestions(form: MetadataForm, suggestions: dict[str, list[object]]) -> None:
    """Tick every concept that the text suggests."""
    for field in form.concept_fields:
        suggested = (getattr(one, "value", "") for one in suggestions.get(field.name, ()))
        field.data = list(dict.fromkeys((*(field.data or ()), *suggested)))
