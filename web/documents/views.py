"""One document: its metadata, text, original file and downloads."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, make_response, render_template, request

from indexer import Document, DocumentId, DocumentNotFound, Language, Use
from web.compare.comparable_presenter import comparable_views
from web.compare.comparable_views import comparables_of
from web.documents.authorities.portrait import home_on_the_map
from web.documents.file_response import PDF, send_original
from web.documents.language_versions import shown_document, version_links
from web.documents.linked_data.highwire import highwire_tags
from web.documents.linked_data.negotiation import with_data
from web.documents.linked_data.signposting import document_script, linkset_link, original_links, page_links
from web.documents.verdict import blocks
from web.documents.way_back import way_back
from web.documents.work_facts import work_facts
from web.exports.citation import citation
from web.exports.items import export_items
from web.guide.step_page import step_page
from web.site.context import site
from web.site.drawings.emblem import emblem
from web.site.drawings.share_picture import LOGO, share_picture
from web.site.drawings.tile_map import signposts
from web.site.drawings.timeline import period_of, time_picture
from web.site.language import page_language
from web.site.presentation import own_title, where_and_when
from web.site.urls.asked import asked_search
from web.site.urls.search_url import query_string
from web.site.watching.use import note_document

blueprint = Blueprint("document_pages", __name__, url_prefix="/<language>/documents/<document_id>")
_DOWNLOADS = "downloads"


@blueprint.get("")
@with_data("documents", "document_id")
def document(document_id: str) -> Response:
    """Metadata as links into search, the text, the sources, and search inside the document."""
    knowledge_base = site().knowledge_base
    found = shown_document(document_id)
    note_document(Use.OPENED, found.id)
    text = " ".join(request.args.get("q", "").split())[: site().config.search.query_characters]
    step = step_page(found)
    told_apart = {one for one, _ in step.cases} if step else set()
    related = (
        (related_id, knowledge_base.documents.metadata(related_id))
        for related_id in found.metadata.related
        if related_id not in told_apart
    )
    item = next(export_items([(found.id, found.metadata)]))
    page = render_template(
        "documents/document.html",
        document=found,
        metadata=found.metadata,
        text=text,
        passages=knowledge_base.passages.search_within(found, text) if text else (),
        matches=knowledge_base.passages.matches_by_page(found, text) if text else {},
        related=[(related_id, metadata) for related_id, metadata in related if metadata is not None],
        has_original=not is_write_up(found),
        original_bytes=0 if is_write_up(found) else _size(found),
        downloads=knowledge_base.pictures.downloads(found),
        comparables=comparable_views(comparables_of(found.id, site().config.comparison.shown)),
        citations=[
            (language, citation(replace(item, metadata=found.metadata.read_in(language)), language))
            for language in Language
        ],
        meta_tags=highwire_tags(item, has_pdf=found.media_type == PDF),
        json_ld=document_script(found.read_in(page_language())),
        way_back=way_back(found.id),
        title_of=_title_of,
        step=step,
        blocks=blocks(found.pages),
        time=time_picture(period) if found.metadata.kind == "case" and (period := period_of(found.metadata)) else "",
        home=home_on_the_map(found.metadata.municipalities) if found.metadata.kind == "case" else (),
        signposts=signposts(),
        work=work_facts(found.metadata.describes) if found.metadata.describes else [],
        **version_links(found),
    )
    links = (*page_links(found, has_original=not is_write_up(found)), linkset_link(found))
    return make_response(page, {"Link": ", ".join(map(str, links)), "Vary": "Referer"})


@blueprint.get("/why")
def why(document_id: str) -> str:
    """What a search (the same parameters as the page of results) found in the document, and how much it counted."""
    context = site()
    found = shown_document(document_id)
    asked = asked_search()
    terms = context.knowledge_base.explain(asked.query, found.id)
    return render_template(
        "documents/why.html", document=found, query=asked.query, terms=terms, back_url=query_string(asked.query)
    )


@blueprint.get("/original")
def original(document_id: str) -> Response:
    """The file as it was put in: a PDF opens in the browser, everything else is downloaded."""
    found = shown_document(document_id)
    if is_write_up(found):  # its file holds what its editors noted between the lines
        raise DocumentNotFound("document-has-no-file", id=document_id)
    note_document(Use.DOWNLOADED, found.id)
    response = _send(found.location, found.media_type)
    response.headers["Link"] = ", ".join(map(str, original_links(found)))
    return response


@blueprint.get("/downloads/<name>")
def download(document_id: str, name: str) -> Response:
    """A form that belongs to the document, in either language."""
    found = site().knowledge_base.documents.document(DocumentId(document_id))
    if name not in (*found.metadata.downloads, *found.metadata.downloads_other):
        raise DocumentNotFound("no-such-download-here", name=name)
    note_document(Use.DOWNLOADED, found.id)
    return _send(f"{_DOWNLOADS}/{name}", PDF if name.endswith(".pdf") else "")


@blueprint.get("/picture.png")
def picture(document_id: str) -> Response:
    """What other services show beside a link to the document."""
    found = site().knowledge_base.documents.document(DocumentId(document_id))
    drawing = emblem(found.id, found.metadata) if found.metadata.kind == "case" else LOGO
    content = share_picture(own_title(found.metadata), where_and_when(found.metadata), drawing)
    return Response(content, mimetype="image/png")


def _title_of(document_id: DocumentId) -> str:
    """What a document is called in the page's language; its id where it has just been withdrawn."""
    metadata = site().knowledge_base.documents.metadata(document_id)
    return own_title(metadata) if metadata else document_id


def is_write_up(found: Document) -> bool:
    """Whether a document is a text of the collection, and no file that was put in."""
    return any(page.markup for page in found.pages)


def _size(found: Document) -> int:
    return site().knowledge_base.corpus.path(found.location).stat().st_size


def _send(location: str, media_type: str) -> Response:
    return send_original(site().knowledge_base.corpus.path(location), is_pdf=media_type == PDF)
