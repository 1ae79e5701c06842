"""»Se, hvordan andre gjorde« beside a field: cases that speak of what it asks, among those most like the room's.

The words that the collection is searched for stand in `presentation/catalogue/room_searches.toml`, for a field or for
its whole section; a field whose values are concepts is searched by those that the room knows.
"""

from __future__ import annotations

from collections.abc import Iterator

from indexer import Query, name_in
from indexer.rooms import Place, Room
from web.rooms.leads.case_leads import CASES, Lead, known_filters
from web.rooms.leads.lead_counts import lead_counts
from web.site.language import page_language
from web.site.urls.search_url import query_string

_CLOSEST = ("subject", "goal", "partner-type", "sector")
"""What narrows a search, from what tells most."""


class FieldLeads:
    """The searches for the fields of one page: each total is asked for once, however many fields share it."""

    def __init__(self, room: Room) -> None:
        known = known_filters(room)
        self._known = known
        self._narrow = next((known[facet] for facet in _CLOSEST if known[facet]), ())
        self._shown: set[tuple[str, str]] = set()
        self._found: dict[tuple[str, str], Lead | None] = {}

    def once(self, place: Place) -> Lead | None:
        """The search for a field, the first time that a page shows what it asks; None for the rows after it."""
        asked = (place.section, place.field)
        if asked in self._shown:
            return None
        self._shown.add(asked)
        facet, text = place.kind.scheme, sought_for(place)
        if (facet, text) not in self._found:
            self._found[facet, text] = self._first_with_cases(facet, text)
        return self._found[facet, text]

    def _first_with_cases(self, facet: str, text: str) -> Lead | None:
        for query in self._queries(facet, text):
            count = lead_counts().count(query)
            if count:
                return Lead(text, query_string(query), count)
        return None

    def _queries(self, facet: str, text: str) -> Iterator[Query]:
        """The closest first; the last one has cases wherever the collection has any."""
        if self._known.get(facet):
            yield Query(filters=(*self._known[facet], CASES))
        if text:
            yield Query(text, (*self._narrow, CASES))
            yield Query(text, (CASES,))
        yield Query(filters=(*self._narrow, CASES))
        yield Query(filters=(CASES,))


def sought_for(place: Place) -> str:
    """The words that cases are searched for beside a field, in the page's language; "" where its values say it all."""
    language = page_language()
    own = name_in(f"room-sought-{place.section}-{place.field}", language)
    return own or name_in(f"room-sought-{place.section}", language)
