"""Two documents that are one: looked at side by side, and merged."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from indexer import (
    CurationError,
    DocumentId,
    DocumentNotFound,
    EditableDocument,
    MergedKey,
    MetadataKey,
    Role,
    Source,
    Work,
    merged_keys,
    message_of,
    takes_text,
)
from web.curation.document_views import given_comment
from web.curation.sign_in import required, signed_in
from web.site.context import site
from web.site.facet_names import key_name, value_name
from web.site.language import said, translate

blueprint = Blueprint("merge_pages", __name__, url_prefix="/<language>/curator/documents/<document_id>/merge")


_TOLD_BY_TEXT = ("title_other", "summary_other")
"""What a document says best of itself whose text becomes that in the other language."""


@dataclass(frozen=True, slots=True)
class ShownKey:
    """A key in which two documents differ, in words."""

    key: str
    name: str
    kept: list[str]
    other: list[str]
    merged: list[str]
    is_choice: bool


@blueprint.get("")
@required(Role.CURATOR)
def merge_form(document_id: str) -> str | tuple[str, int]:
    """Both side by side with what the kept one will state; without another one, the question which."""
    kept = site().curation.editor.read(DocumentId(document_id))
    other_id = request.args.get("other", "").strip()
    if not other_id:
        return _question(kept)
    try:
        return _page(kept, site().curation.editor.read(DocumentId(other_id)))
    except (DocumentNotFound, CurationError) as error:
        return _question(kept, said(error.message)), 404


@blueprint.post("")
@required(Role.CURATOR)
def merge(document_id: str) -> tuple[str, int] | BaseResponse:
    """Merge them, or say why not."""
    curation, sent = site().curation, request.form
    kept, other = DocumentId(document_id), DocumentId(sent.get("other", ""))
    versions = (kept, sent.get("version", "")), (other, sent.get("other-version", ""))
    try:
        curation.merger.merge(signed_in(), *versions, sent.getlist("chosen"), comment=given_comment())
    except CurationError as error:
        read = curation.editor.read
        return _page(read(kept), read(other), said(message_of(error))), 409
    site().index_follower.wake()
    flash(translate("De to er lagt sammen. Den gamle adresse fører hertil, så snart søgningen har fulgt med."))
    return redirect(url_for("curator_pages.overview", document_id=document_id))


def _question(kept: EditableDocument, fault: str = "") -> str:
    curation = site().curation
    text = curation.text(kept)
    duplicates = curation.near_duplicates(kept.file.text_hash, text, kept.id)
    titles = curation.documents.desk().titles
    return render_template("curation/removal/merge_with.html", kept=kept, near=duplicates, titles=titles, fault=fault)


def _page(kept: EditableDocument, other: EditableDocument, fault: str = "") -> str:
    joins = takes_text(kept, other)
    chosen = request.form.getlist("chosen") or (_TOLD_BY_TEXT if joins and request.method == "GET" else ())
    rows = [_shown(one) for one in merged_keys(kept.metadata, other.metadata, chosen)]
    both = {"kept": kept, "other": other, "rows": rows, "takes_text": joins}
    return render_template("curation/removal/merge.html", fault=fault, chosen=chosen, **both)


def _shown(one: MergedKey) -> ShownKey:
    kept, other, merged = (_words(one.row, value) for value in (one.kept, one.other, one.merged))
    return ShownKey(one.row.key, key_name(one.row.key), kept, other, merged, one.is_choice)


def _words(row: MetadataKey, value: object) -> list[str]:
    if value in ("", None):
        return []
    return [_word(row, one) for one in (value if isinstance(value, tuple) else (value,))]


def _word(row: MetadataKey, one: object) -> str:
    if isinstance(one, Work):
        return one.title
    if isinstance(one, Source):
        return " · ".join(filter(None, (one.title, one.publisher, str(one.year or ""), one.url)))
    return value_name(row.key, str(one))
