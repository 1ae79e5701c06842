"""Take it along: a search's whole answer or a selection as a file, and one document's reference."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote

from flask import Blueprint, Response, render_template, request, stream_with_context

from indexer import DocumentId, Metadata, Query, incoming_line
from web.exports.items import ExportItem, export_items
from web.exports.reading_list import markdown_list
from web.exports.references.bibtex import bibtex_entry
from web.exports.references.csl import csl_json
from web.exports.references.ris import ris_entry
from web.exports.tables import csv_rows, json_documents
from web.exports.word import DOCX_MEDIA_TYPE, reading_list_docx
from web.site.context import site
from web.site.language import page_language, translate
from web.site.traffic.budgets import budgets
from web.site.traffic.robots import refuse_robots
from web.site.urls.addresses import page_address
from web.site.urls.asked import asked_search
from web.site.urls.search_url import query_string

blueprint = Blueprint("export_pages", __name__, url_prefix="/<language>")
_HEADING_CHARACTERS = 80
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
        DOCX_MEDIA_TYPE,
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
    query = asked_search().query
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
    with contextlib.ExitStack() as held:
        held.callback(place.give_back)  # where no response is made, or nobody could export any more
        response = _file(form, budgets().paced(records), total, "samspil", place.held_for)
        response.call_on_close(held.pop_all().close)  # where nothing was ever taken of it
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
    """The name of the list that is exported, as its address says it."""
    return incoming_line(request.args.get("name", ""))[:_HEADING_CHARACTERS] or translate("Læseliste fra Samspil")
