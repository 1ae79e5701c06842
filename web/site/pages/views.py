"""Pages beside the search: help, health, robots, sitemap, the accessibility statement."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from indexer import ORGANISATION_SCHEMES, PLACE_SCHEME, EngineUnavailable, Language, Query, say
from web.site.context import absolute, absolute_url, site
from web.site.drawings.share_picture import LOGO, share_picture, touch_icon
from web.site.language import page_language, translate
from web.site.pages.about import editors, in_numbers, own_words
from web.site.presentation import record_url

blueprint = Blueprint("site_pages", __name__)
_LINE = "Partnerskaber for biblioteker: cases, guide og værktøjer"
Versions = tuple[tuple[Language, str], ...]
"""The pages of one thing, by language."""

_PLACES = (
    "search_pages.front", "guide_pages.guide", "guide_pages.tools", "tile_map_pages.show_map", "map_pages.show_map",
    "network_pages.show_network", "concept_pages.concepts", "site_pages.about", "site_pages.help_page",
)  # fmt: skip
_ROBOTS = """User-agent: *
Disallow: {root}/da/search
Disallow: {root}/en/search
Disallow: {root}/api/
Disallow: {root}/da/curator
Disallow: {root}/en/curator

Sitemap: {sitemap}
"""


@blueprint.get("/<language>/help")
def help_page() -> str:
    """How to search, what the filters mean, and what the collection is."""
    return render_template("site/help.html", count=site().knowledge_base.engine.statistics.document_count())


@blueprint.get("/<language>/about")
def about() -> str:
    """Who stands behind the site, how the collection is made, and what the site does with what visitors send."""
    config, knowledge_base = site().config, site().knowledge_base
    kinds, countries = in_numbers(knowledge_base)
    return render_template(
        "site/about.html",
        editors=editors(config.web.editors),
        own_words=own_words(config.corpus_folder, page_language()),
        kinds=kinds,
        countries=countries,
        config=config,
    )


@blueprint.get("/<language>/picture.png")
def picture() -> Response:
    """What other services show beside a link to a page that has no picture of its own."""
    return Response(share_picture(translate("Hvem har prøvet det før?"), translate(_LINE), LOGO), mimetype="image/png")


@blueprint.get("/apple-touch-icon.png")
def icon() -> Response:
    """The mark of the site for home screens."""
    return Response(touch_icon(), mimetype="image/png")


@blueprint.get("/healthz")
def health() -> tuple[Response, int]:
    """200 while searches can be answered, 503 otherwise."""
    try:
        count = site().knowledge_base.engine.statistics.document_count()
        return jsonify(status="ok", documents=count), 200
    except EngineUnavailable as error:
        site().index_follower.repair()
        return jsonify(status="unavailable", reason=say(error.message, Language.ENGLISH)), 503


@blueprint.get("/was")
def accessibility_statement() -> BaseResponse:
    """The address that Danish law asks for."""
    return redirect(site().config.web.accessibility_statement_url)


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Robots read documents, not combinations of filters."""
    sitemap = absolute(url_for("site_pages.sitemap"))
    return Response(_ROBOTS.format(root=request.script_root, sitemap=sitemap), mimetype="text/plain")


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """The site's own places, every published document with its page in either language, concepts and records."""
    knowledge_base = site().knowledge_base
    addresses: list[tuple[str, str, Versions]] = []
    for endpoint in _PLACES:
        addresses += [(absolute_url(endpoint, language=each.value), "", ()) for each in Language]
    for document_id, metadata in knowledge_base.records(Query()):
        pages = [url_for("document_pages.document", language=each.value, document_id=document_id) for each in Language]
        versions = tuple(zip(Language, map(absolute, pages), strict=True))
        addresses += [(address, metadata.changed, versions) for _, address in versions]
    for concept in knowledge_base.vocabulary.concepts():
        where = {"scheme": concept.scheme, "concept_id": concept.id}
        addresses += [
            (absolute_url("concept_pages.concept", language=each.value, **where), "", ()) for each in Language
        ]
    for facet in (ORGANISATION_SCHEMES[0], PLACE_SCHEME):
        current = (one.id for one in knowledge_base.vocabulary.records(facet).values() if not one.replaced_by)
        addresses += [(absolute(record_url(facet, one, each)), "", ()) for one in current for each in Language]
    return Response(render_template("site/sitemap.xml", addresses=addresses), mimetype="application/xml")
