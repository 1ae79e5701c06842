"""What can be followed, as an address says it: a search (places and concepts are some), a list, an organisation."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from indexer import (
    ORGANISATION_SCHEMES,
    DocumentId,
    Filter,
    Metadata,
    Query,
    SortOrder,
    incoming_line,
    rfc3339,
)
from web.site.context import page_vocabulary, site
from web.site.facet_names import years_label
from web.site.language import translate
from web.site.presentation import label
from web.site.urls.asked import asked_search
from web.site.urls.kept import ticked
from web.site.urls.retired import RecordGone, no_record
from web.site.urls.search_url import query_string, quoted

ORGANISATION = "organisation"
"""The parameter that names an organisation: what it did as library and as partner is one thing to follow."""

_EVERYTHING = Query()
_BEFORE_ALL = "1970-01-01T00:00:00Z"
_NAME_CHARACTERS = 80
_KEY_BYTES = 8


@dataclass(frozen=True, slots=True)
class Followed:
    """Something that is followed: one of a query, the documents of a list, or an organisation.

    Attributes:
        ids: the documents of a list, () for all else.
        name: that of a list.
    """

    query: Query = _EVERYTHING
    ids: tuple[DocumentId, ...] = ()
    name: str = ""
    organisation: str = ""

    @property
    def parameters(self) -> str:
        """The canonical query string with its "?", by which it is known; "" for the whole collection."""
        if self.organisation:
            return f"?{ORGANISATION}={quoted(self.organisation)}"
        if not self.ids:
            return query_string(self.query)
        pairs = [("name", self.name)] if self.name else []
        pairs += [("id", one) for one in self.ids]
        return "?" + "&".join(f"{name}={quoted(value)}" for name, value in pairs)

    @property
    def title(self) -> str:
        """What it is called in the page's language."""
        if self.organisation:
            return label(ORGANISATION_SCHEMES[0], self.organisation)
        if self.ids:
            return self.name or translate("Vores liste")
        return " · ".join(query_in_words(self.query)) or translate("Hele samlingen")

    @property
    def own_title(self) -> str:
        """The same, without what somebody typed: for mails that nobody may have asked for."""
        if self.ids:
            return translate("en liste med dokumenter")
        schemes = page_vocabulary().schemes
        is_ours = all(one.facet in schemes and one.value in schemes[one.facet].concepts for one in self.query.filters)
        return self.title if is_ours and not self.query.text else translate("en søgning")

    @property
    def page(self) -> str:
        """The path of the page that shows it."""
        if self.organisation:
            return url_for("organisation_pages.organisation", organisation_id=self.organisation)
        return url_for("list_pages.show" if self.ids else "search_pages.results") + self.parameters

    @property
    def newest_page(self) -> str:
        """The path of a page where the newest stands first, as far as there is one."""
        if self.ids or self.organisation:
            return self.page
        return url_for("search_pages.results") + query_string(replace(self.query, sort=SortOrder.NEWEST))

    def matching(self) -> tuple[DocumentId, ...]:
        """The public documents that belong to it now.

        Raises:
            QueryTooLong: the text exceeds the configured number of characters.
            EngineUnavailable: the index cannot be read.
        """
        retrieval = site().knowledge_base.retrieval
        if self.ids:
            known = site().knowledge_base.comparer.public_records()
            current = (retrieval.successor(one) or one for one in self.ids)
            return tuple(one for one in dict.fromkeys(current) if one in known)
        found = (retrieval.matching_ids(query) for query in self._queries())
        # One organisation may be both library and partner of a document.
        return tuple(dict.fromkeys(one for ids in found for one in ids))

    def keys(self) -> Mapping[bytes, DocumentId]:
        """What tells whether a document is news: that it belongs here; in a list, which has its own, a change."""
        matching = self.matching()
        if not self.ids:
            return {_key(one): one for one in matching}
        moments = _moments(matching)
        return {_key(f"{one}\n{moment.changed}"): one for one, moment in moments.items()}

    def entries(self) -> list[tuple[DocumentId, Metadata, str]]:
        """Its documents with what is stated, and since when each is as it is; the last moment first."""
        known, moments = site().knowledge_base.comparer.public_records(), _moments(self.matching())
        ordered = sorted(moments, key=lambda one: (moments[one], one), reverse=True)
        return [(one, known[one], moments[one].shown) for one in ordered]

    def _queries(self) -> Iterator[Query]:
        if not self.organisation:
            yield self.query
            return
        for facet in ORGANISATION_SCHEMES:
            yield Query(filters=(Filter(facet, self.organisation),))


@dataclass(frozen=True, slots=True, order=True)
class _Moments:
    """Since when the public sees a document as it is, and when it changed by its own account, as imports keep it."""

    shown: str
    changed: str


def _moments(ids: Collection[DocumentId]) -> Mapping[DocumentId, _Moments]:
    """Those of public documents; an index that was committed meanwhile may have lost one."""
    base = site().knowledge_base
    known, entries, moments = base.comparer.public_records(), base.shown.entries(), {}
    for one in ids:
        if (stated := known.get(one)) is not None:
            noted, own = entries.get(one), rfc3339(stated.changed or stated.published or stated.added) or _BEFORE_ALL
            moments[one] = _Moments(noted.moment if noted and not noted.is_gone else own, own)
    return moments


def read_followed(parameters: MultiDict[str, str] | None = None) -> Followed | None:
    """What some parameters, else those of this request, say is followed; None for an organisation that is none."""
    asked = request.args if parameters is None else parameters
    if ORGANISATION in asked:
        records = page_vocabulary().organisations
        current = records.current(asked[ORGANISATION])
        return Followed(organisation=current) if current in records else None
    ids = tuple(map(DocumentId, ticked(asked)))
    if ids:
        return Followed(ids=ids, name=incoming_line(asked.get("name", ""))[:_NAME_CHARACTERS])
    # What is new has one order, and so one address.
    return Followed(query=replace(asked_search(asked).query, sort=SortOrder.RELEVANCE, page_number=1))


def followed_here() -> Followed:
    """What the address of this request says is followed.

    Raises:
        NotFound: an organisation that there never was.
        RecordGone: an organisation or a place that was taken out of use.
    """
    followed = read_followed()
    if followed is None:
        raise no_record(ORGANISATION_SCHEMES[0], request.args[ORGANISATION])
    records, wanted = page_vocabulary().records, [one for one in followed.query.filters if not one.is_excluded]
    for facet in {one.facet for one in wanted}:
        # Several values of a facet are one or the other: what still stands is followed.
        if all(records(facet).has_gone(one.value) for one in wanted if one.facet == facet):
            raise RecordGone(facet)
    return followed


def query_in_words(query: Query) -> Iterator[str]:
    """Text, filters and years of a search, each in the words of the page's language."""
    if query.text:
        yield f"»{query.text}«"
    for condition in query.filters:
        name = label(condition.facet, condition.value)
        yield translate("uden {name}", name=name) if condition.is_excluded else name
    if query.years:
        yield years_label(query.years)


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=_KEY_BYTES).digest()


def packed(keys: Collection[bytes]) -> bytes:
    """Keys as they are kept."""
    return b"".join(sorted(keys))


def unpacked(kept: bytes) -> frozenset[bytes]:
    """The keys again."""
    return frozenset(kept[start : start + _KEY_BYTES] for start in range(0, len(kept), _KEY_BYTES))
