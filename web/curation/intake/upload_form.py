"""The form of a file that was handed in: what it states itself, and what its text suggests."""

from __future__ import annotations

from itertools import chain

from flask import render_template, request
from wtforms import Field

from indexer import (
    Extraction,
    Language,
    MetadataSuggestion,
    Upload,
    UploadState,
    suggested_title,
    told_language,
)
from web.curation.form_pages import form_parts, suggestions_by_key
from web.curation.forms.form_fields import ConceptsField, LinesField, YearField, field_name
from web.curation.forms.metadata_form import ROWS, MetadataForm, values_of
from web.curation.forms.read_text import read_pages
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
    form["kind"].data = kinds[0].value if kinds else "case"
    return form


def upload_page(
    upload: Upload,
    extraction: Extraction,
    form: MetadataForm,
    *,
    is_accepted: bool = False,
    duplicate_fault: str = "",
    fault: str = "",
) -> str:
    """The page with the form; `is_accepted` ticks what is sure, `fault` says why nothing was saved."""
    suggestions, kept = suggestions_by_key(extraction, form), kept_form(signed_in())
    sure = _sure(form, suggestions)
    if is_accepted:
        for field, values in sure:
            _tick(field, values)
    count = sum(len(values) for _, values in sure)
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
        sure=0 if is_accepted else count,
        **form_parts(
            suggestions=suggestions,
            accepted=count if is_accepted else None,
            not_saved=fault,
            read=read_pages(extraction, chain(*suggestions.values())),
            keeps_ticks=True,
        ),
    )


def others_waiting(upload: Upload) -> list[Upload]:
    """The other files that whoever is signed in may make documents of, the newest first."""
    visible = site().curation.uploads.visible_to(signed_in())
    return [one for one in reversed(visible) if one.id != upload.id and one.state is UploadState.READY]


def _sure(form: MetadataForm, suggestions: dict[str, list[MetadataSuggestion]]) -> list[tuple[Field, list[str]]]:
    """The fields with the suggested values that are oftenest right, where the form does not hold them yet."""
    found = []
    for row in ROWS:
        field = form[field_name(row)]
        held = field.data if isinstance(field.data, list | tuple) else [field.data]
        if isinstance(field, YearField) and field.data:
            continue
        if isinstance(field, ConceptsField | LinesField | YearField):
            offered = suggestions.get(row.facet or row.key, [])
            values = [one.value for one in offered if one.is_sure and one.value not in held]
            found.append((field, values[:1] if isinstance(field, YearField) else values))
    return [(field, values) for field, values in found if values]


def _tick(field: Field, values: list[str]) -> None:
    if isinstance(field, YearField):
        field.data = values[0]
    else:
        field.data = [*(field.data or ()), *values]
