"""Documents side by side, on the page, as CSV and as DOCX."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from indexer import Document, DocumentId, DocumentNotFound
from web.compare.side_by_side import FEWEST, MOST, Cell, Row, agreement_words, comparison_rows
from web.exports.spreadsheet import spreadsheet_row
from web.exports.word import DOCX_MEDIA_TYPE, comparison_docx
from web.site.context import site
from web.site.language import page_language, translate
from web.site.presentation import own_title

blueprint = Blueprint("compare_pages", __name__, url_prefix="/<language>/compare")


@blueprint.get("")
def compare() -> str | BaseResponse:
    """The documents named by `id`; an address with anything else leads to its canonical form."""
    asked = list(dict.fromkeys(request.args.getlist("id")))
    if set(request.args) - {"id"} or len(request.args.getlist("id")) != len(asked):
        return redirect(url_for("compare_pages.compare", id=asked))
    documents, missing = _documents(asked[:MOST])
    return render_template(
        "compare/compare.html",
        documents=documents,
        rows=comparison_rows(documents) if len(documents) >= FEWEST else (),
        missing=missing,
        left_out=len(asked) - MOST,
        agreement_words=agreement_words,
        ids=[document.id for document in documents],
        without=lambda document_id: url_for("compare_pages.compare", id=[d for d in asked if d != document_id]),
    )


@blueprint.get("/<any(csv, docx):form>")
def download(form: str) -> Response:
    """The same table as a file."""
    documents, _ = _documents(list(dict.fromkeys(request.args.getlist("id")))[:MOST])
    if not documents:
        raise NotFound
    rows = comparison_rows(documents)
    titles = [own_title(document.metadata) for document in documents]
    texts = [(row.name, _agreement(row), [_cell_text(cell) for cell in row.cells]) for row in rows]
    if form == "csv":
        return _attachment(_csv(titles, texts).encode("utf-8-sig"), "text/csv; charset=utf-8", "csv")
    return _attachment(comparison_docx(titles, texts, page_language()), DOCX_MEDIA_TYPE, "docx")


def _documents(ids: list[str]) -> tuple[list[Document], list[str]]:
    found, missing = [], []
    for document_id in ids:
        try:
            document = site().knowledge_base.documents.document(DocumentId(document_id))
            found.append(document.read_in(page_language()))
        except DocumentNotFound:
            missing.append(document_id)
    return found, missing


def _csv(titles: list[str], rows: list[tuple[str, str, list[str]]]) -> str:
    head = spreadsheet_row(["", translate("Enighed"), *titles])
    return head + "".join(spreadsheet_row([name, agreement, *texts]) for name, agreement, texts in rows)


def _agreement(row: Row) -> str:
    return agreement_words(row.agreement) if row.agreement else ""


def _cell_text(cell: Cell) -> str:
    if cell.section:
        return cell.section.text.removeprefix(cell.section.label).strip()
    if cell.links:
        return "\n".join(f"{title} {url}".strip() for title, url in cell.links)
    return "; ".join(value.text for value in cell.values) or translate("ikke angivet")


def _attachment(content: bytes, media_type: str, ending: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="samspil-{translate("sammenligning")}.{ending}"'}
    return Response(content, content_type=media_type, headers=headers)
