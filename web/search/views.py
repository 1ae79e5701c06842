"""Front page, results and the search API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from indexer import (
    NOT_STATED,
    PLACE_SCHEME,
    SUBJECT_SCHEME,
    Across,
    DocumentId,
    Filter,
    Language,
    Metadata,
    Query,
    ResultPage,
    SortOrder,
    YearRange,
    result_json,
)
from web.exports.feeds.followed import query_in_words
from web.exports.views import FORMAT_NAMES, export_links
from web.search.facet_panel import (
    chips,
    chosen_years,
    histogram,
    panel_facets,
    undated,
)
from web.search.facet_tree import arranged
from web.search.front_page import chosen_cases, counted_cases, ground_of
from web.search.guide_steps import guide_in
from web.search.headings import found_in_words
from web.search.result_map import result_map
from web.search.site_json_ld import site_json_ld
from web.site.context import page_vocabulary, site
from web.site.drawings.tile_map import signposts, tile_map
from web.site.facet_names import facet_name, years_label
from web.site.language import page_language, preferred_language, translate_count
from web.site.presentation import label
from web.site.traffic.robots import refuse_robots
from web.site.urls.addresses import DocumentAddresses, page_address
from web.site.urls.asked import asked_search, has_moved
from web.site.urls.kept import LIST_NAME, kept_parameters, ticked
from web.site.urls.result_view import ResultView, asked_view
from web.site.urls.search_url import keeping, query_string, quoted
from web.site.watching.use import note_search

blueprint = Blueprint("search_pages", __name__)
_KEPT_WHEN_MOVED = ("id", "unfold", "limit", "view", LIST_NAME)
_MAX_KEPT_BY_ROWS = 300
_RELATED_LISTED = 5
"""Related documents that stand folded below the counted ones; the rest come with the search that counts them too."""
_OPEN_GROUPS = 5
"""Groups of filters that stand open beside the results; the rest are named and folded, within reach of Tab."""
_CASES = Query(filters=(Filter("kind", "case"),))
_CHOSEN = 4
"""Cases to begin with on the front page: a row of pictures."""


@blueprint.get("/")
def home() -> BaseResponse:
    """Lead to the front page in the visitor's language."""
    response = redirect(url_for("search_pages.front", language=preferred_language().value))
    response.vary.add("Accept-Language")
    return response


@blueprint.get("/<language>/")
def front() -> str:
    """The question, the search, three ways in, cases to begin with, and what there is, counted in cases."""
    language = page_language()
    # It looks at every case, and stays the same until something is committed.
    knowledge = site().knowledge_base.retrieval.knowledge.newest()
    shown = knowledge.part(
        ("front page", language),
        lambda: _front(language, {one: known.record.metadata for one, known in knowledge.records.items()}),
    )
    results_url = page_address("search_pages.results")
    return render_template(
        "search/front.html",
        results_url=results_url,
        json_ld=site_json_ld(),
        tile_url=lambda place: results_url + query_string(_CASES.with_filter(Filter(PLACE_SCHEME, place.id))),
        **shown,
    )


def _front(language: Language, stated: Mapping[DocumentId, Metadata]) -> dict[str, object]:
    knowledge_base, settings, vocabulary = site().knowledge_base, site().config.web, page_vocabulary()
    newest = knowledge_base.search(replace(_CASES, sort=SortOrder.NEWEST, page_size=settings.newest_documents))
    result = newest.read_in(language)
    cases = {one: metadata.read_in(language) for one, metadata in stated.items() if metadata.kind == "case"}
    facets = (facet_id for facet_id in ("goal", "partner-type", SUBJECT_SCHEME) if facet_id in vocabulary.schemes)
    counts = {value.id: value.count for value in result.facet(PLACE_SCHEME).values}
    return {
        "result": result,
        "tiles": tile_map(vocabulary.places, counts),
        "signposts": signposts(),
        "countries": {value.id: value.count for value in result.facet("country").values if value.id != NOT_STATED},
        "counted": {facet_id: counted_cases(result, facet_id, vocabulary, language) for facet_id in facets},
        "ground": ground_of(cases),
        "chosen": chosen_cases(cases, vocabulary, language, settings.front_cases, _CHOSEN),
        "guide": guide_in({one: known for one, known in stated.items() if known.kind == "guide"}, language),
    }


@blueprint.get("/<language>/search")
def results() -> str | BaseResponse:
    """Hits with the facets beside them; an address that filters by a name leads to that by the id."""
    context = site()
    asked = asked_search()
    refuse_robots(asked.query)
    if has_moved():
        kept = [(name, value) for name, value in request.args.items(multi=True) if name in _KEPT_WHEN_MOVED]
        address = url_for("search_pages.results") + query_string(asked.query)
        return redirect(keeping(address, "".join(f"&{name}={quoted(value)}" for name, value in kept)), 301)
    view = asked_view(request.args.getlist("view"))
    query = view.page_of(asked.query, context.config.search.page_size)
    found = context.knowledge_base.search(query, _RELATED_LISTED if view is ResultView.LIST else 0)
    result = found.read_in(page_language())
    note_search(query.text, result.total)
    document_url = DocumentAddresses(query.text)
    is_map = view is ResultView.MAP and result.total > 0
    shown = () if is_map else (*(result.hits or result.nearest), *result.related)
    return render_template(
        "search/results.html",
        result=result,
        query=query,
        view=view,
        views=tuple(ResultView),
        faults=asked.faults,
        **_panel(result, request.args.get("unfold")),
        chips=chips(query, page_vocabulary(), page_language()),
        relaxations=[(*_relaxation(relaxation.removed, query), relaxation.total) for relaxation in result.relaxations],
        heading=_heading(query, result.total),
        first_related=_first_related(result),
        export_links=export_links(query),
        export_forms=FORMAT_NAMES.items(),
        found=found_in_words(result),
        **_selection({hit.id for hit in shown}),
        document_url=document_url,
        is_paged_by_link=query.is_literal or asked.query.page_size != context.config.search.page_size,
        **_nearby_searches(query, result),
        **(result_map(result) if is_map else {}),
    )


def _panel(result: ResultPage, unfolded: str | None) -> dict[str, object]:
    """The filters beside the results; one group may be asked for whole."""
    shown_values = site().config.web.facet_values_shown
    panel = panel_facets(result, page_vocabulary(), page_language(), shown_values)
    groups, tree = arranged((facet for facet in panel if facet.id != "year"), unfolded, result)
    return {
        "unfolded": unfolded,
        "branches": tree,
        "open_groups": groups[:_OPEN_GROUPS],
        "folded_groups": groups[_OPEN_GROUPS:],
        "single_years": chosen_years(panel),
        "bars": histogram(result),
        "undated": undated(result),
    }


def _selection(shown: set[DocumentId]) -> dict[str, object]:
    """What is ticked: on this page, and on others, which the page keeps in its form and in its links."""
    ids, kept = tuple(map(DocumentId, ticked(request.args))), kept_parameters(request.args)
    documents = site().knowledge_base.documents
    elsewhere = [(each, documents.metadata(each)) for each in ids if each not in shown]
    return {
        "selected": frozenset(ids),
        "elsewhere": [(each, metadata) for each, metadata in elsewhere if metadata is not None],
        "list_name": request.args.get(LIST_NAME, ""),
        "selected_ids": "".join(f"&id={quoted(each)}" for each in ids),
        "kept": kept,
        # Many ticks in the links of a hundred rows would be most of the page: then these keep the view alone.
        "kept_by_rows": kept if len(kept) <= _MAX_KEPT_BY_ROWS else asked_view(request.args.getlist("view")).kept,
    }


def _nearby_searches(query: Query, result: ResultPage) -> dict[str, object]:
    """The addresses of searches that differ from a query in one thing, and of its other views."""
    begun = replace(query, page_number=1)
    first_page = query_string(replace(result.query, page_number=1))
    return {
        "results_url": page_address("search_pages.results"),
        "orders": [(order, query_string(replace(begun, sort=order))) for order in SortOrder],
        "page_url": lambda number: query_string(replace(query, page_number=number)),
        "without_filters_url": query_string(query.without_any_filter()),
        "corrected_url": query_string(replace(begun, text=result.correction or "", is_literal=False)),
        "literal_url": query_string(replace(begun, is_literal=True)),
        "with_related_url": query_string(replace(begun, related=True)),
        "without_related_url": query_string(replace(begun, related=False)),
        "own_language_url": query_string(replace(begun, across=Across.OFF)),
        "both_languages_url": query_string(replace(begun, across=Across.ON)),
        "near_values": [
            (near, query_string(replace(begun, text="").with_filter(Filter(near.facet, near.value))))
            for near in result.near_values
        ],
        "map_url": page_address("map_pages.show_map") + first_page,
        "places_url": page_address("tile_map_pages.show_map") + first_page,
        "network_url": page_address("network_pages.show_network") + first_page,
        "feed_url": page_address("feed_pages.feed") + first_page,
        "follow_url": page_address("follow_pages.form") + first_page,
    }


@blueprint.get("/api/search")
def api() -> Response:
    """The same answer as JSON; `language` is no facet here but the language of the labels when it is alone."""
    context = site()
    asked = asked_search()
    refuse_robots(asked.query)
    result = context.knowledge_base.search(asked.query)
    wanted = request.args.get("labels", Language.DANISH.value)
    language = Language(wanted) if wanted in set(Language) else Language.DANISH
    return jsonify(result_json(result, context.knowledge_base.vocabulary, language))


def _heading(query: Query, total: int) -> str:
    """Query, filters and count: the title of the browser's window."""
    return " · ".join((*query_in_words(query), translate_count("{count} dokument", "{count} dokumenter", total)))


def _first_related(result: ResultPage) -> int | None:
    """Which hit of the page is the first related one, None if none is: they stand last in the order of relevance."""
    query = result.query
    if not result.related_total or query.sort is not SortOrder.RELEVANCE:
        return None
    return max(0, result.counted_total - (query.page_number - 1) * query.page_size)


def _relaxation(removed: object, query: Query) -> tuple[str, str]:
    """(what is taken away, in words; the address of the search without it)."""
    if isinstance(removed, YearRange):
        without = replace(query, years=YearRange(), page_number=1)
        return f"{facet_name('year')}: {years_label(removed)}", query_string(without)
    condition = next(f for f in query.filters if f == removed)
    words = f"{facet_name(condition.facet)}: {label(condition.facet, condition.value)}"
    return words, query_string(query.without_filter(condition))
