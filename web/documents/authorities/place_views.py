"""A page per place: all that happened there, who took part, and where something happened nearby."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from werkzeug import Response as BaseResponse

from indexer import PLACE_SCHEME, Filter, Query, danish_sort_key, nearest_places
from web.documents.authorities.record_roles import role
from web.documents.linked_data.json_ld import script_text
from web.documents.linked_data.negotiation import with_data
from web.documents.linked_data.record_json_ld import place_json_ld
from web.site.context import page_vocabulary, site
from web.site.drawings.tile_map import signposts, tile_map
from web.site.language import page_language, translate
from web.site.urls.retired import no_record
from web.site.urls.search_url import query_string

blueprint = Blueprint("place_pages", __name__, url_prefix="/<language>/places")
_NEAREST = 6


@blueprint.get("/<place_id>")
@with_data("places", "place_id")
def place(place_id: str) -> str | BaseResponse:
    """Where it lies, the documents that name it or a part of it, and the nearest places with documents.

    A place that was replaced leads to the one that stands.
    """
    places = page_vocabulary().places
    current = places.current(place_id)
    if current not in places:
        raise no_record(PLACE_SCHEME, place_id)
    if current != place_id:
        return redirect(url_for("place_pages.place", place_id=current), 301)
    found = places[place_id]
    counts = _document_counts()
    language = page_language()
    with_documents = [one for one in places.values() if counts.get(one.id)]
    parts = [one for one in with_documents if one.part_of == place_id]
    return render_template(
        "documents/place.html",
        place=found,
        tiles=tile_map(places, counts) if found.tile else (),
        signposts=signposts(),
        kind=place_kinds()[found.kind],
        whole=places.get(found.part_of),
        parts=sorted(parts, key=lambda one: danish_sort_key(one.name(language))),
        role=role(PLACE_SCHEME, place_id),
        followed=query_string(Query(filters=(Filter(PLACE_SCHEME, place_id),))),
        near=[(one, kilometres, counts[one.id]) for one, kilometres in nearest_places(found, with_documents, _NEAREST)],
        counts=counts,
        json_ld=script_text(place_json_ld(found, places.get(found.part_of))),
    )


def _document_counts() -> dict[str, int]:
    """How many documents name each place."""
    facet = site().knowledge_base.search(Query(page_size=1)).facet(PLACE_SCHEME)
    return {value.id: value.count for value in facet.values}


def place_kinds() -> dict[str, str]:
    """What the kinds of places are called, by their words in the table."""
    return {
        "municipality": translate("Kommune"),
        "region": translate("Region"),
        "town": translate("By"),
        "village": translate("Landsby"),
        "city district": translate("Bydel"),
        "airport": translate("Lufthavn"),
        "county": translate("Amt eller grevskab"),
        "state": translate("Delstat"),
        "country": translate("Land"),
    }
