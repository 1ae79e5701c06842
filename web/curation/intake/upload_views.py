"""Files that are handed in: received, read in the background, and made into documents with the suggestions ticked."""

from __future__ import annotations

import dataclasses

from flask import Blueprint, Response, abort, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as BaseResponse

from indexer import (
    DocumentId,
    Extraction,
    InvalidEntry,
    Language,
    Message,
    Metadata,
    Role,
    SaveFailed,
    Status,
    Upload,
    UploadState,
    suggested_title,
    told_language,
)
from web.curation.document_views import form_parts, saved, say_not_saved, sent_form, suggestions_by_key, wanted_status
from web.curation.intake.near_duplicates import beginning, twins_of
from web.curation.metadata_form import MetadataForm, values_of
from web.curation.sign_in import required, signed_in
from web.documents.file_response import PDF, send_original
from web.site.context import site
from web.site.language import said, translate

blueprint = Blueprint("upload_pages", __name__, url_prefix="/<language>/curator")
_MOST_FILES = 200
_REFUSALS_SAID = 8
"""More would not fit into the cookie that carries them to the next page."""


@blueprint.get("/add")
@required(Role.CONTRIBUTOR)
def add() -> str:
    """Two ways in: files, or a text of one's own."""
    kept = site().curation.uploads
    uploads = kept.visible_to(signed_in())
    read = sum(upload.state is not UploadState.READING for upload in uploads)
    return render_template("curation/intake/add.html", uploads=uploads, read=read, limit=_limit(), endings=kept.endings)


@blueprint.post("/uploads")
@required(Role.CONTRIBUTOR)
def receive() -> BaseResponse:
    """Take files in; each one that is refused is named with the reason. Scripts are answered in JSON."""
    files = [file for file in request.files.getlist("files") if file.filename]
    taken: list[Upload] = []
    refusals: list[str] = []
    for place, file in enumerate(files):
        try:
            taken.append(_receive(file, place))
        except InvalidEntry as error:
            refusals.append(said(_named(error.message, file.filename or "")))
    if not files:
        refusals.append(translate("Vælg mindst én fil."))
    is_one = len(taken) == 1 and not refusals
    target = url_for("upload_pages.upload", upload_id=taken[0].id) if is_one else url_for("upload_pages.add")
    if request.accept_mimetypes.best == "application/json":
        return jsonify(location=target, refusals=refusals)
    for refusal in refusals[:_REFUSALS_SAID]:
        flash(refusal, "fault")
    if len(refusals) > _REFUSALS_SAID:
        flash(translate("Og {count} filer til kan ikke bruges.", count=len(refusals) - _REFUSALS_SAID), "fault")
    return redirect(target)


@blueprint.get("/uploads/<upload_id>")
@required(Role.CONTRIBUTOR)
def upload(upload_id: str) -> str:
    """How far the reading is, why the file is refused, or the form with what the text suggests."""
    found = _find(upload_id)
    extraction = site().curation.extraction(found)
    if found.state is not UploadState.READY or extraction is None:
        return render_template("curation/intake/upload_state.html", upload=found, states=UploadState)
    return _upload_page(found, extraction, _first_form(found, extraction), accepted="accept" in request.args)


@blueprint.post("/uploads/<upload_id>")
@required(Role.CONTRIBUTOR)
def make_document(upload_id: str) -> str | tuple[str, int] | BaseResponse:
    """The document that the file becomes, with the metadata that was confirmed."""
    curation = site().curation
    found = _find(upload_id)
    extraction = curation.extraction(found)
    form = sent_form()
    if extraction is None or found.state is not UploadState.READY:
        return redirect(url_for("upload_pages.upload", upload_id=upload_id))
    duplicates = curation.near_duplicates(found.text_hash, extraction)
    choice = request.form.get("duplicate", "")
    if choice == "same" and duplicates:
        curation.uploads.discard(found.id)
        flash(translate("Filen blev ikke lagt ind; dokumentet findes allerede."))
        return redirect(url_for("curator_pages.overview", document_id=duplicates[0].id))
    # Nobody adds a double unseen: where there is one, something must be chosen.
    is_chosen = not duplicates or choice in ("same", "edition", "different")
    if not form.validate() or not is_chosen:
        fault = "" if is_chosen else translate("Vælg, hvordan filen hænger sammen med dokumentet.")
        return _upload_page(found, extraction, form, duplicate_fault=fault), 400
    metadata = form.metadata(None, wanted_status(Status.DRAFT))
    if choice == "edition" and duplicates:
        metadata = dataclasses.replace(metadata, related=(*metadata.related, duplicates[0].id))
    try:
        document_id = _add(found, metadata, extraction)
    except SaveFailed as error:
        say_not_saved(error)
        return _upload_page(found, extraction, form), 503
    return saved(document_id, metadata.status)


@blueprint.get("/uploads/<upload_id>/original")
@required(Role.CONTRIBUTOR)
def original(upload_id: str) -> Response:
    """The file as it was handed in."""
    curation = site().curation
    found = _find(upload_id)
    extraction = curation.extraction(found)
    is_pdf = extraction is not None and extraction.media_type == PDF
    return send_original(curation.uploads.path(found), is_pdf=is_pdf, name=found.name)


@blueprint.post("/uploads/<upload_id>/discard")
@required(Role.CONTRIBUTOR)
def discard(upload_id: str) -> BaseResponse:
    """Throw a file away that has not become a document."""
    found = _find(upload_id)
    site().curation.uploads.discard(found.id)
    site().curation.audit.append(signed_in().name, "file-discarded", subject=found.name)
    flash(translate("Filen er smidt ud."))
    return redirect(url_for("upload_pages.add"))


def _receive(file: FileStorage, place: int) -> Upload:
    if place >= _MOST_FILES:
        raise InvalidEntry("too-many-files", most=_MOST_FILES)
    account = signed_in().name
    upload = site().curation.uploads.receive(account, file.filename or "", file.stream)
    site().curation.audit.append(account, "file-received", subject=upload.name)
    return upload


def _find(upload_id: str) -> Upload:
    """An upload that whoever is signed in may see."""
    found = site().curation.uploads.find(upload_id)
    if not found.may_be_seen_by(signed_in()):
        abort(403)
    return found


def _add(upload: Upload, metadata: Metadata, extraction: Extraction) -> DocumentId:
    """The new document; whoever presses the button twice finds the upload gone."""
    curation = site().curation
    # Found and thrown away under one lock: of two presses the second finds nothing.
    with curation.history.locked():
        kept = curation.uploads.find(upload.id)
        document_id = curation.add_upload(signed_in(), kept, metadata, extraction)
        curation.uploads.discard(upload.id)
    return document_id


def _first_form(upload: Upload, extraction: Extraction) -> MetadataForm:
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


def _upload_page(
    upload: Upload, extraction: Extraction, form: MetadataForm, *, accepted: bool = False, duplicate_fault: str = ""
) -> str:
    suggestions = suggestions_by_key(extraction, form)
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
        choice=request.form.get("duplicate", ""),
        duplicate_fault=duplicate_fault,
        **form_parts(suggestions=suggestions, accepted=accepted),
    )


def _tick_suggestions(form: MetadataForm, suggestions: dict[str, list[object]]) -> None:
    """Tick every concept that the text suggests."""
    for field in form.concept_fields:
        suggested = (getattr(one, "value", "") for one in suggestions.get(field.name, ()))
        field.data = list(dict.fromkeys((*(field.data or ()), *suggested)))


def _named(fault: Message, name: str) -> Message:
    """What is wrong with a file, said of it by its name."""
    return Message("of-file", name=name, fault=fault)


def _limit() -> int:
    return site().config.curation.upload_megabytes
