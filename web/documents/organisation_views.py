"""A page per organisation: who it is, what it did, with whom and when."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, url_for
from werkzeug import Response
from werkzeug.exceptions import NotFound

from indexer import NOT_STATED, Filter, Language, Organisation, Query, ResultPage, SortOrder, danish_sort_key
from web.documents.json_ld import SCHEMA_CONTEXT, script_text
from web.site.context import absolute_url, page_vocabulary, site
from web.site.language import page_language, translate
from web.site.presentation import label
from web.site.search_url import query_string

blueprint = Blueprint("organisation_pages", __name__, url_prefix="/<language>/organisations")
_LISTED = 20
_BESIDE = 15
"""So many of those that it works with are named; the search has all of them."""


@dataclass(frozen=True, slots=True)
class Role:
    """What an organisation did as a library or as a partner.

    Attributes:
        result: the documents that name it so, published last first.
        beside: (facet, value, count) of those that they name beside it, most often first.
        years: the first and the last year in which they ran, "" where none is stated.
        search: the query string of the search for all of them.
    """

    facet: str
    result: ResultPage
    beside: tuple[tuple[str, str, int], ...]
    years: str
    search: str


@blueprint.get("/<organisation_id>")
def organisation(organisation_id: str) -> str | Response:
    """Its names and ties, and the documents that name it; a record that was replaced leads to the one that stands."""
    vocabulary = page_vocabulary()
    records = vocabulary.organisations
    current = records.current(organisation_id)
    if current not in records:
        raise NotFound
    if current != organisation_id:
        return redirect(url_for("organisation_pages.organisation", organisation_id=current), 301)
    found = records[current]
    scheme = vocabulary.schemes["library"]
    return render_template(
        "documents/organisation.html",
        organisation=found,
        kind=_kind(found),
        whole=records.get(records.current(found.part_of)),
        parts=[records[each] for each in scheme.narrower(current)],
        roles=[role for role in (_role(facet, current) for facet in ("library", "partner")) if role.result.total],
        json_ld=script_text(_json_ld(found)),
    )


def _role(facet: str, organisation_id: str) -> Role:
    query = Query(filters=(Filter(facet, organisation_id),), sort=SortOrder.NEWEST, page_size=_LISTED)
    result = site().knowledge_base.search(query)
    years = [int(value.id) for value in result.facet("year").values if value.id != NOT_STATED and value.count]
    return Role(
        facet=facet,
        result=result,
        beside=_beside(query, organisation_id),
        years="–".join(map(str, dict.fromkeys((min(years), max(years))))) if years else "",
        search=query_string(query),
    )


def _beside(query: Query, organisation_id: str) -> tuple[tuple[str, str, int], ...]:
    """Counted document by document: the numbers of a facet pass over what is chosen in it."""
    counts: Counter[tuple[str, str]] = Counter()
    for _, metadata in site().knowledge_base.records(query):
        counts.update(
            {("library", one) for one in metadata.libraries} | {("partner", one) for one in metadata.partners}
        )
    others = {pair: count for pair, count in counts.items() if pair[1] != organisation_id}
    ordered = sorted(others, key=lambda pair: (-others[pair], danish_sort_key(label(*pair))))
    return tuple((*pair, others[pair]) for pair in ordered[:_BESIDE])


def _kind(found: Organisation) -> str:
    kinds = {
        "library-system": translate("Biblioteksvæsen"),
        "branch": translate("Lokalbibliotek"),
        "community-library": translate("Bibliotek drevet af frivillige"),
        "regional-body": translate("Regional biblioteksinstitution"),
        "national-body": translate("National biblioteksinstitution"),
    }
    return kinds[found.kind] if found.is_library else label("partner-type", found.kind)


def _json_ld(found: Organisation) -> dict[str, object]:
    """The organisation in schema.org's words; only what is known."""
    same = {
        "wikidata": "http://www.wikidata.org/entity/{}",
        "viaf": "https://viaf.org/viaf/{}",
        "ror": "https://ror.org/{}",
    }
    whole = page_vocabulary().organisations.get(found.part_of)
    told: dict[str, object] = {
        "@context": SCHEMA_CONTEXT,
        "@type": "Library" if found.is_library else "Organization",
        "@id": absolute_url(
            "organisation_pages.organisation", organisation_id=found.id, language=Language.DANISH.value
        ),
        "name": found.name(page_language()),
        "alternateName": [name for name in found.all_names if name != found.name(page_language())],
        "url": found.website,
        "description": found.about.get(page_language(), ""),
        "identifier": [
            {"@type": "PropertyValue", "propertyID": name, "value": value} for name, value in found.identifiers.items()
        ],
        "sameAs": [same[name].format(value) for name, value in found.identifiers.items() if name in same],
        "parentOrganization": {"@type": "Organization", "name": whole.name(page_language())} if whole else "",
    }
    return {key: value for key, value in told.items() if value not in ("", [])}
