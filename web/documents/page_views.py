"""A page of a PDF as it looks, beside its text; and the pictures for it. Only of documents that are published."""

from __future__ import annotations

from flask import Blueprint, Response, abort, make_response, render_template, request, send_file

from indexer import Document, Page, PagePicture, PictureSize, PictureUnavailable
from web.documents.file_response import PDF
from web.documents.language_versions import shown_document, version_links
from web.documents.page_marks import marks_on
from web.site.context import site
from web.site.language import said
from web.site.traffic.budgets import BudgetSpent, budgets

blueprint = Blueprint("page_pictures", __name__, url_prefix="/<language>/documents/<document_id>")
_ASK_AGAIN = "no-cache"
"""A document may be withdrawn: whoever has its picture asks each time whether it still stands."""


@blueprint.get("/pages/<int:number>")
def page(document_id: str, number: int) -> Response:
    """Picture and text side by side; the words of `q` are marked in both."""
    found = shown_document(document_id)
    shown = _page_of(found, number)
    text = " ".join(request.args.get("q", "").split())[: site().config.search.query_characters]
    matches = site().knowledge_base.passages.matches_on_page(found, shown, text) if text else ()
    picture, note = _picture_or_note(found, number)
    return make_response(
        render_template(
            "documents/page.html",
            document=found,
            metadata=found.metadata,
            page=shown,
            text=text,
            matches=matches,
            picture=picture,
            marks=marks_on(picture, shown, matches) if picture else [],
            picture_note=note,
            notes=[note for note in found.notes if note.page == number],
            version=site().knowledge_base.pictures.version(found, number, PictureSize.PAGE),
            **version_links(found),
        )
    )


@blueprint.get("/pages/<int:number>/picture")
def picture(document_id: str, number: int) -> Response:
    """The page as a PNG."""
    return _sent(document_id, number, PictureSize.PAGE)


@blueprint.get("/thumbnail")
def thumbnail(document_id: str) -> Response:
    """The first page as a small PNG."""
    return _sent(document_id, 1, PictureSize.THUMBNAIL)


def _page_of(document: Document, number: int) -> Page:
    shown = next((page for page in document.pages if page.number == number), None)
    if shown is None or document.media_type != PDF:
        abort(404)
    return shown


def _picture_or_note(document: Document, number: int) -> tuple[PagePicture | None, str]:
    try:
        return _drawn(document, number, PictureSize.PAGE), ""
    except (PictureUnavailable, BudgetSpent) as error:
        return None, said(error.message)


def _drawn(document: Document, number: int, size: PictureSize) -> PagePicture:
    pictures = site().knowledge_base.pictures
    if pictures.is_kept(document, number, size):
        return pictures.of_page(document, number, size)
    with budgets().picture_place():
        return pictures.of_page(document, number, size)


def _sent(document_id: str, number: int, size: PictureSize) -> Response:
    """The picture, or that it has not changed; which is told without drawing it."""
    found = shown_document(document_id)
    _page_of(found, number)
    version = site().knowledge_base.pictures.version(found, number, size)
    if request.if_none_match.contains_weak(version):
        response = Response(status=304)
    else:
        try:
            drawn = _drawn(found, number, size)
        except PictureUnavailable:
            abort(404)
        response = send_file(drawn.path, mimetype="image/png", conditional=True, etag=version)
    response.set_etag(version)
    response.headers["Cache-Control"] = _ASK_AGAIN
    return response
