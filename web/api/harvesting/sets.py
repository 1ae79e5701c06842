"""Sets of the collection: a set for each facet, and within it one for each value that has an id: goal:new-users.

Broader concepts hold what their narrower ones hold, as everywhere; the path of a set is no path through the vocabulary,
so that a concept which is moved keeps its set. Names without a record are no sets, for they have no lasting id.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from indexer import (
    FACETS,
    NOT_STATED,
    RECORD_SCHEMES,
    DocumentId,
    Filter,
    Language,
    Query,
    facet_label,
    facet_value_label,
)
from web.site.context import page_vocabulary, site

# A setSpec holds unreserved characters of URIs and nothing else (OAI-PMH 2.0, section 2.6).
_SPEC = re.compile(r"[A-Za-z0-9\-_.!~*'()]+")
_FACETS = frozenset(facet.id for facet in FACETS)


@dataclass(frozen=True, slots=True)
class HarvestedSet:
    """A set as ListSets names it, in both languages."""

    spec: str
    names: Mapping[Language, str]


def specs_of(groups: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The sets of a document by the values that it is counted under, sorted."""
    found = set()
    for facet, values in groups.items():
        if stated := [value for value in values if value != NOT_STATED]:
            found.add(facet)
            found.update(f"{facet}:{value}" for value in stated if _has_id(facet, value))
    return sorted(found)


def ids_in(spec: str) -> frozenset[DocumentId]:
    """The public documents of a set; none for a set that there is not."""
    facet, _, value = spec.partition(":")
    if facet not in _FACETS or (value and not _has_id(facet, value)):
        return frozenset()
    wanted = Filter(facet, value) if value else Filter(facet, NOT_STATED, is_excluded=True)
    return frozenset(site().knowledge_base.retrieval.matching_ids(Query(filters=(wanted,))))


def known_specs(further: Iterable[str]) -> list[str]:
    """Every facet, every value that a document is counted under, and some more sets, sorted."""
    facets = site().knowledge_base.search(Query(page_size=1)).facets
    counted = {facet.id: tuple(value.id for value in facet.values if value.count) for facet in facets}
    return sorted({*_FACETS, *specs_of(counted), *further})


def described(spec: str) -> HarvestedSet:
    """A set with its names: "Mål: Kontakt til nye brugere"."""
    facet, _, value = spec.partition(":")
    vocabulary = page_vocabulary()
    names = {}
    for language in Language:
        own = facet_label(vocabulary, facet, language)
        names[language] = f"{own}: {facet_value_label(vocabulary, facet, value, language)}" if value else own
    return HarvestedSet(spec, names)


def _has_id(facet: str, value: str) -> bool:
    is_known = facet not in RECORD_SCHEMES or value in page_vocabulary().records(facet)
    return is_known and _SPEC.fullmatch(value) is not None
