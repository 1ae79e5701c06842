"""Take it along: a search's whole answer or a selection as a file, one document's reference, and the Atom feed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote

from flask import Blueprint, Response, render_template, request, stream_with_context, url_for

from indexer import DocumentId, Metadata, Query, SortOrder
from web.exports.bibliographic import bibtex_entry, csl_json, ris_entry
from web.exports.items import ExportItem, export_items
from web.exports.reading_list import markdown_list
from web.exports.tables import csv_rows, json_documents
from web.exports.word import reading_list_docx
from web.site.addresses import page_address
from web.site.context import absolute, site
from web.site.language import page_language, translate
from web.site.search_url import query_string, read_search
from web.site.traffic.budgets import budgets
from web.site.traffic.robots import refuse_robots

blueprint = Blueprint("export_pages", __name__, url_prefix="/<language>")
_FEED_ENTRIES = 30
Records = Iterator[tuple[DocumentId, Metadata]]


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A format: its media type, the ending of its files, and how documents (with their number) become pieces of it."""

    media_type: str
    ending: str
    write: Callable[[Iterator[ExportItem], int], Iterator[str | bytes]]


FORMATS: dict[str, ExportFormat] = {
    "csv": ExportFormat("text/csv; charset=utf-8", "csv", lambda items, total: csv_rows(items)),
    "json": ExportFormat("application/json", "json", json_documents),
    "ris": ExportFormat("application/x-research-info-systems", "ris", lambda items, _: map(ris_entry, items)),
    "bibtex": ExportFormat("application/x-bibtex; charset=utf-8", "bib", lambda items, _: map(bibtex_entry, items)),
    "csl": ExportFormat("application/vnd.citationstyles.csl+json", "json", lambda items, _: csl_json(items)),
    "markdown": ExportFormat("text/markdown; charset=utf-8", "md", lambda items, _: markdown_list(items, _heading())),
    "docx": ExportFormat(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "docx",
        lambda items, _: iter([reading_list_docx(items, _heading(), page_language())]),
    ),
}
FORMAT_NAMES = {
    "csv": "CSV", "json": "JSON", "ris": "RIS", "bibtex": "BibTeX", "csl": "CSL-JSON", "markdown": "Markdown",
    "docx": "DOCX",
}  # fmt: skip


@blueprint.get("/export/<any(csv, json, ris, bibtex, csl, markdown, docx):form>")
def export(form: str) -> Response:
    """All documents of the search at hand, or those named by `id` (only they, with `selected`), streamed."""
    ids = list(dict.fromkeys(request.args.getlist("id")))
    if "selected" in request.args and not ids:
        title, text = translate("Intet er valgt"), translate("Sæt hak ved et eller flere dokumenter, og prøv igen.")
        return Response(render_template("site/error.html", code=400, title=title, text=text, technical=""), 400)
    if ids:
        records = list(_selected(ids))
        return _budgeted(form, iter(records), len(records))
    settings = site().config.search
    query = read_search(request.args, settings.page_size, settings.page_size_limit).query
    refuse_robots(query)
    total = site().knowledge_base.count(query)
    return _budgeted(form, site().knowledge_base.records(query), total)


@blueprint.get("/documents/<document_id>/export/<any(json, ris, bibtex, csl):form>")
def export_document(document_id: str, form: str) -> Response:
    """One document for a reference manager."""
    document = site().knowledge_base.documents.document(DocumentId(document_id))
    response = _file(form, iter([(document.id, document.metadata)]), 1, document.id)
    response.make_sequence()
    return response


@blueprint.get("/feed")
def feed() -> Response:
    """The first documents of any search as Atom; without words to search for, the newest."""
    settings = site().config.search
    query = read_search(request.args, settings.page_size, settings.page_size_limit).query
    refuse_robots(query)
    sort = query.sort if query.text else SortOrder.NEWEST
    result = site().knowledge_base.search(replace(query, sort=sort, page_size=_FEED_ENTRIES))
    documents = [site().knowledge_base.documents.document(hit.id) for hit in result.hits]
    items = list(export_items((document.id, document.metadata) for document in documents))
    content = render_template(
        "search/feed.xml",
        entries=list(zip(items, documents, strict=True)),
        updated=max((document.modified for document in documents), default="1970-01-01"),
        query=query,
        self_url=absolute(url_for("export_pages.feed") + query_string(query)),
        html_url=absolute(url_for("search_pages.results") + query_string(query)),
    )
    return Response(content, mimetype="application/atom+xml")


def export_links(query: Query) -> list[tuple[str, str]]:
    """(name of the format, address) for the whole answer of a search."""
    everything = query_string(replace(query, page_number=1))
    return [(name, page_address("export_pages.export", form=form) + everything) for form, name in FORMAT_NAMES.items()]


def _selected(ids: list[str]) -> Records:
    known = site().knowledge_base.comparer.public_records()
    return ((DocumentId(each), known[DocumentId(each)]) for each in ids if each in known)


def _budgeted(form: str, records: Records, total: int) -> Response:
    """Streamed, at a pace that leaves searches their time; the place among the exports is given back at the end."""
    place = budgets().export_place()
    try:
        response = _file(form, budgets().paced(records), total, "samspil", place.held_for)
    except BaseException:
        place.give_back()  # or nobody could export any more
        raise
    response.call_on_close(place.give_back)  # where nothing was ever taken of it
    return response


def _file(
    form: str,
    records: Iterable[tuple[DocumentId, Metadata]],
    total: int,
    name: str,
    passed_through: Callable[[Iterable[bytes]], Iterable[bytes]] = lambda pieces: pieces,
) -> Response:
    chosen = FORMATS[form]
    pieces = passed_through(_encoded(chosen.write(export_items(records), total)))
    headers = {"Content-Disposition": _attachment(f"{name}.{chosen.ending}")}
    return Response(stream_with_context(iter(pieces)), content_type=chosen.media_type, headers=headers)


def _attachment(name: str) -> str:
    """The header of a file to be saved; a name in other letters than those of headers is given as RFC 6266 has it."""
    plain = name.encode("ascii", "replace").decode().replace("?", "_")
    return f'attachment; filename="{plain}"' + (f"; filename*=UTF-8''{quote(name)}" if plain != name else "")


def _encoded(pieces: Iterator[str | bytes]) -> Iterator[bytes]:
    for piece in pieces:
        yield piece.encode("utf-8") if isinstance(piece, str) else piece


def _heading() -> str:
    return translate("Læseliste fra Samspil")
