"""A page per organisation: who it is, what it did, with whom and when."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from werkzeug import Response

from indexer import ORGANISATION_SCHEMES, Organisation
from web.documents.authorities.portrait import home_on_the_map, portrait
from web.documents.authorities.record_roles import role
from web.documents.linked_data.json_ld import script_text
from web.documents.linked_data.negotiation import with_data
from web.documents.linked_data.record_json_ld import organisation_json_ld
from web.site.context import page_vocabulary
from web.site.drawings.tile_map import signposts
from web.site.language import translate
from web.site.presentation import label
from web.site.urls.retired import no_record

blueprint = Blueprint("organisation_pages", __name__, url_prefix="/<language>/organisations")


@blueprint.get("/<organisation_id>")
@with_data("organisations", "organisation_id")
def organisation(organisation_id: str) -> str | Response:
    """Its names and ties, and the documents that name it; a record that was replaced leads to the one that stands."""
    vocabulary = page_vocabulary()
    records = vocabulary.organisations
    current = records.current(organisation_id)
    if current not in records:
        raise no_record(ORGANISATION_SCHEMES[0], organisation_id)
    if current != organisation_id:
        return redirect(url_for("organisation_pages.organisation", organisation_id=current), 301)
    found = records[current]
    whole = records.get(records.current(found.part_of))
    scheme = vocabulary.schemes["library"]
    roles = [found_as for facet in ORGANISATION_SCHEMES if (found_as := role(facet, current)).result.total]
    return render_template(
        "documents/organisation.html",
        organisation=found,
        kind=kind_name(found),
        whole=whole,
        parts=[records[each] for each in scheme.narrower(current)],
        roles=roles,
        portrait=portrait(current, roles),
        home=home_on_the_map((found.place,)),
        signposts=signposts(),
        json_ld=script_text(organisation_json_ld(found, whole)),
    )


def kind_name(found: Organisation) -> str:
    """What sort of organisation it is, in words."""
    return library_kinds()[found.kind] if found.is_library else label("partner-type", found.kind)


def library_kinds() -> dict[str, str]:
    """What the kinds of libraries are called, by their words in records."""
    return {
        "library-system": translate("Biblioteksvæsen"),
        "branch": translate("Lokalbibliotek"),
        "community-library": translate("Bibliotek drevet af frivillige"),
        "regional-body": translate("Regional biblioteksinstitution"),
        "national-body": translate("National biblioteksinstitution"),
    }
