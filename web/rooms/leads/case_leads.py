"""»Se, hvordan andre gjorde«: searches of the collection by what a room knows already, each with its true count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from indexer import DocumentId, DocumentNotFound, Filter, Metadata, Query
from indexer.rooms import Room, RoomActor
from web.rooms.leads.lead_counts import lead_counts
from web.site.context import page_vocabulary, site
from web.site.language import page_language, translate
from web.site.urls.search_url import query_string

MAX_LEADS = 4
CASES = Filter("kind", "case")
_OPENING = {
    "subject": "Om det samme",
    "goal": "Med samme mål",
    "partner-type": "Med samme slags partner",
    "sector": "Med partnere fra samme sektor",
}
"""How a search by one facet is called, in the order in which they are offered."""


@dataclass(frozen=True, slots=True)
class Lead:
    """A search that has cases: what they have in common, its address and how many there are."""

    text: str
    query: str
    count: int


def known_filters(room: Room) -> Mapping[str, tuple[Filter, ...]]:
    """What a room knows of a partnership, by facet: what its plan says, and what the parties are; of others nothing."""
    plan, parties = room.plan, [actor for actor in room.actors if actor.is_party]
    values = {
        "subject": plan.subjects,
        "goal": plan.goals,
        "partner-type": (*plan.partner_types, *_stated(parties, "partner_type")),
        "sector": (*plan.sectors, *_stated(parties, "sector")),
    }
    return {facet: tuple(Filter(facet, value) for value in dict.fromkeys(stated)) for facet, stated in values.items()}


def leads(room: Room, write_up: DocumentId | None = None) -> tuple[Lead, ...]:
    """The searches that lead on from a tool, the closest first: what its write-up is about, with what the room knows.

    A search without a case is not offered, nor one with the very cases of one before it.
    """
    known = known_filters(room)
    subjects = _subjects_of(write_up)
    found: dict[int, Lead] = {}
    for text, filters in _searches(known, subjects):
        lead = _lead(text, Query(filters=(*filters, CASES)))
        if lead.count and len(found) < MAX_LEADS:
            found.setdefault(lead.count, lead)
    every = _lead(translate("Alle cases"), Query(filters=(CASES,)))
    return tuple(found.values()) or ((every,) if every.count else ())


def leads_by_text(room: Room, text: str) -> tuple[Lead, ...]:
    """The search for cases that speak of something, among partners of the room's sectors where there are any."""
    sectors = known_filters(room)["sector"]
    queries = [Query(text, (*sectors, CASES))] if sectors else []
    for query in (*queries, Query(text, (CASES,))):
        lead = _lead(translate("Cases om {text}", text=text), query)
        if lead.count:
            return (lead,)
    return ()


def write_up_of(document_id: DocumentId | None) -> tuple[DocumentId, Metadata] | None:
    """The public write-up of a tool; None where the collection has none."""
    metadata = site().knowledge_base.comparer.public_records().get(document_id) if document_id else None
    return (document_id, metadata) if document_id and metadata else None


def sections_of(document_id: DocumentId) -> tuple[str, ...]:
    """The sections of a write-up in the page's language as they are written; none where there is no such text."""
    try:
        document = site().knowledge_base.documents.document(document_id).read_in(page_language())
    except DocumentNotFound:
        return ()
    return tuple(page.markup for page in document.pages) if document.metadata.language is page_language() else ()


def _searches(
    known: Mapping[str, tuple[Filter, ...]], subjects: tuple[Filter, ...]
) -> Iterator[tuple[str, tuple[Filter, ...]]]:
    everything = [filters for filters in known.values() if filters]
    if subjects:
        for facet in ("goal", "partner-type"):
            if known[facet]:
                yield _called(facet, known[facet], subjects), (*subjects, *known[facet])
        yield _named(translate("Om det samme"), subjects), subjects
    if len(everything) > 1:
        yield translate("Som jeres i alt, hvad I har valgt"), tuple(one for filters in everything for one in filters)
    for facet in _OPENING:
        if known[facet]:
            yield _called(facet, known[facet]), known[facet]


def _called(facet: str, filters: tuple[Filter, ...], subjects: tuple[Filter, ...] = ()) -> str:
    named = _named(translate(_OPENING[facet]), filters)
    return f"{named}, {_names(subjects)}" if subjects else named


def _named(opening: str, filters: Iterable[Filter]) -> str:
    return f"{opening}: {_names(filters)}"


def _names(filters: Iterable[Filter]) -> str:
    vocabulary, language = page_vocabulary(), page_language()
    return ", ".join(vocabulary.label(one.facet, one.value, language) for one in filters)


def _lead(text: str, query: Query) -> Lead:
    return Lead(text, query_string(query), lead_counts().count(query))


def _subjects_of(document_id: DocumentId | None) -> tuple[Filter, ...]:
    found = write_up_of(document_id)
    return tuple(Filter("subject", value) for value in found[1].subjects) if found else ()


def _stated(actors: Iterable[RoomActor], field: str) -> tuple[str, ...]:
    return tuple(value for actor in actors if (value := getattr(actor, field)))
