"""Files that are handed in: received, read in the background, and made into documents with the suggestions ticked."""

from __future__ import annotations

import dataclasses

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as BaseResponse

from indexer import (
    CurationError,
    DocumentId,
    DocumentNotFound,
    Extraction,
    InvalidEntry,
    Message,
    Metadata,
    NotAllowed,
    Role,
    StateError,
    Status,
    Upload,
    UploadState,
    hand_in_attachments,
)
from web.curation.document_views import saved, wanted_status
from web.curation.form_pages import (
    beside_saved,
    form_of,
    form_stating,
    form_without_subject,
    not_saved,
    sent_form,
)
from web.curation.forms.metadata_form import MetadataForm
from web.curation.forms.typed import brought_back, form_id, kept_form, place_of_request, typed_now
from web.curation.intake.upload_form import first_form, others_waiting, upload_page
from web.curation.sign_in import required, signed_in
from web.documents.file_response import PDF, send_original
from web.site.context import site
from web.site.language import said, translate, translate_count

blueprint = Blueprint("upload_pages", __name__, url_prefix="/<language>/curator")
_MOST_FILES = 200
_REFUSALS_SAID = 8
"""More would not fit into the cookie that carries them to the next page."""


@blueprint.get("/add")
@required(Role.CONTRIBUTOR)
def add() -> str:
    """Two ways in: files, or a text of one's own."""
    kept = site().curation.uploads
    uploads = kept.visible_to(signed_in())[::-1]
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
def upload(upload_id: str) -> str | tuple[str, int]:
    """How far the reading is, why the file is refused, or the form with what the text suggests."""
    kept = kept_form(signed_in())
    form = form_of(kept.fields) if kept else None
    try:
        found = _find(upload_id)
    except (DocumentNotFound, NotAllowed) as error:
        if form is None:
            raise
        return form_without_subject(form, error)
    extraction = site().curation.extraction(found)
    if found.state is not UploadState.READY or extraction is None:
        return render_template("curation/intake/upload_state.html", upload=found, states=UploadState)
    return upload_page(found, extraction, form or first_form(found, extraction), is_accepted="accept" in request.args)


@blueprint.post("/uploads/<upload_id>")
@required(Role.CONTRIBUTOR)
def make_document(upload_id: str) -> str | tuple[str, int] | BaseResponse:
    """The document that the file becomes, with the metadata that was confirmed."""
    form = sent_form()
    try:
        found = _find(upload_id)
    except (DocumentNotFound, NotAllowed) as error:
        return _after_the_upload(form, error)
    extraction = site().curation.extraction(found)
    if extraction is None or found.state is not UploadState.READY:  # it is being read again: what was typed waits
        return brought_back(typed_now(place_of_request()), signed_in())
    return _make(found, extraction, form)


def _make(found: Upload, extraction: Extraction, form: MetadataForm) -> str | tuple[str, int] | BaseResponse:
    if request.form.get("action") == "accept":
        return upload_page(found, extraction, form, is_accepted=True)
    duplicates = site().curation.near_duplicates(found.text_hash, extraction)
    choice = request.form.get("duplicate", "")
    if choice == "same" and duplicates:
        _discard(found)
        flash(translate("Filen blev ikke lagt ind; dokumentet findes allerede."))
        return redirect(url_for("curator_pages.overview", document_id=duplicates[0].id))
    # Nobody adds a double unseen: where there is one, something must be chosen.
    is_chosen = not duplicates or choice in ("same", "edition", "different")
    if not form.validate() or not is_chosen:
        fault = "" if is_chosen else translate("Vælg, hvordan filen hænger sammen med dokumentet.")
        return upload_page(found, extraction, form, duplicate_fault=fault), 400
    try:
        metadata = form.metadata(None, wanted_status(Status.DRAFT))
        edition_of = tuple(one.id for one in duplicates[:1] if choice == "edition")
        metadata = dataclasses.replace(metadata, related=(*metadata.related, *edition_of))
        document_id = _add(found, metadata, extraction)
    except DocumentNotFound as error:
        return _after_the_upload(form, error)
    except (CurationError, StateError, OSError) as error:
        return upload_page(found, extraction, form, fault=not_saved(error)), 503
    return _next_or(saved(document_id, metadata.status), found)


def _next_or(answer: BaseResponse, found: Upload) -> BaseResponse:
    """The answer, or the next file that waits where the curator goes on with those."""
    waiting = others_waiting(found)
    if "go_on" not in request.form or not waiting:
        return answer
    return redirect(url_for("upload_pages.upload", upload_id=waiting[0].id, go_on=1))


def _after_the_upload(form: MetadataForm, error: DocumentNotFound | NotAllowed) -> tuple[str, int] | BaseResponse:
    """An upload that is gone: this form made a document of it, or somebody threw it away."""
    made = site().curation.editor.made_by(form_id())
    if made is None:
        return form_without_subject(form, error)
    form["body"].data = made.body  # which the form of an upload does not ask for
    if form.differences(form_stating(made)):
        return beside_saved(made.id, form)
    return saved(made.id, made.metadata.status)


@blueprint.get("/uploads/<upload_id>/original")
@required(Role.CONTRIBUTOR)
def original(upload_id: str) -> Response:
    """The file as it was handed in."""
    curation = site().curation
    found = _find(upload_id)
    extraction = curation.extraction(found)
    is_pdf = extraction is not None and extraction.media_type == PDF
    return send_original(curation.uploads.path(found), is_pdf=is_pdf, name=found.name)


@blueprint.post("/uploads/<upload_id>/attachments")
@required(Role.CONTRIBUTOR)
def unpack(upload_id: str) -> BaseResponse:
    """Take in the files that come with an e-mail, so that each becomes a document of its own."""
    curation, found = site().curation, _find(upload_id)
    try:
        taken, unread = hand_in_attachments(curation.uploads, signed_in(), found)
    except InvalidEntry as error:
        flash(said(error.message), "fault")
        return redirect(url_for("upload_pages.upload", upload_id=found.id))
    for one in taken:
        curation.audit.append(signed_in().name, "file-received", subject=one.name)
    if taken:
        flash(
            translate_count("{count} vedhæftet fil er lagt ind.", "{count} vedhæftede filer er lagt ind.", len(taken))
        )
    if unread:
        flash(translate("Kan ikke læses: {names}.", names=", ".join(unread[:_REFUSALS_SAID])), "fault")
    return redirect(url_for("upload_pages.add"))


@blueprint.post("/uploads/<upload_id>/discard")
@required(Role.CONTRIBUTOR)
def discard(upload_id: str) -> BaseResponse:
    """Throw a file away that has not become a document."""
    found = _find(upload_id)
    _discard(found)
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
        raise NotAllowed("upload-of-others")
    return found


def _discard(upload: Upload) -> None:
    """Throw a file away, with what anybody wrote about it."""
    site().curation.uploads.discard(upload.id)
    site().curation.unsaved.discard_at((f"upload/{upload.id}",))


def _add(upload: Upload, metadata: Metadata, extraction: Extraction) -> DocumentId:
    """The new document; whoever presses the button twice finds the upload gone."""
    curation = site().curation
    # Found and thrown away under one lock: of two presses the second finds nothing.
    with curation.history.locked():
        kept = curation.uploads.find(upload.id)
        document_id = curation.add_upload(signed_in(), kept, metadata, extraction, form_id())
        curation.uploads.discard(upload.id)
    return document_id


def _named(fault: Message, name: str) -> Message:
    """What is wrong with a file, said of it by its name."""
    return Message("of-file", name=name, fault=fault)


def _limit() -> int:
    return site().config.curation.upload_megabytes
