"""Which documents a curator wants to see, in which order, and how many each further choice would leave."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from indexer.curation.dashboard.lists import Listed
from indexer.domain.documents.facets import FACETS_BY_ID, NOT_STATED
from indexer.domain.documents.metadata import DocumentId, Status

STATUS, MISSING, EDITOR, OWNER = "status", "missing", "editor", "owner"
"""What is chosen by beside the facets: its status, a point of the checklist, who changed it last, and whose it is."""

People = Mapping[str, Mapping[DocumentId, str]]
"""By EDITOR and OWNER, the account of each document that has one."""


class ListOrder(enum.StrEnum):
    """What a list is ordered by; ties by id."""

    CHANGED = "changed"
    ADDED = "added"
    TITLE = "title"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class DocumentSelection:
    """What a curator chose.

    Attributes:
        choices: by facet or one of the other four, the one value that documents must have; NOT_STATED for those that
            state nothing there.
        since: an ISO day: only what was changed on it or later.
    """

    choices: tuple[tuple[str, str], ...] = ()
    since: str = ""
    order: ListOrder = ListOrder.CHANGED

    def without(self, name: str) -> DocumentSelection:
        """The selection with one choice less."""
        return replace(self, choices=tuple(choice for choice in self.choices if choice[0] != name))


def select(documents: Iterable[Listed], selection: DocumentSelection, people: People) -> tuple[Listed, ...]:
    """The documents that pass every choice, in the order that is wanted; `people` names who has to do with each."""
    offered = (listed for listed in documents if _is_offered(listed, selection))
    passing = [listed for listed in offered if _passes(listed, selection, people)]
    passing.sort(key=lambda listed: listed.file.id)
    match selection.order:
        case ListOrder.TITLE:
            passing.sort(key=lambda listed: listed.metadata.title.casefold())
        case ListOrder.INCOMPLETE:
            passing.sort(key=lambda listed: -len(listed.missing))
        case ListOrder.ADDED:
            passing.sort(key=lambda listed: listed.metadata.added, reverse=True)
        case ListOrder.CHANGED:
            passing.sort(key=lambda listed: listed.metadata.changed, reverse=True)
    return tuple(passing)


def choice_counts(
    documents: Sequence[Listed], selection: DocumentSelection, people: People, names: Iterable[str]
) -> dict[str, Counter[str]]:
    """By facet and the other four, how many documents each value would leave with all other choices as they are."""
    counts: dict[str, Counter[str]] = {}
    for name in names:
        others = selection.without(name)
        offered = documents if name == STATUS else [one for one in documents if _is_offered(one, selection)]
        left = (listed for listed in offered if _passes(listed, others, people))
        counts[name] = Counter(value for listed in left for value in _values(listed, name, people))
    return counts


def _is_offered(listed: Listed, selection: DocumentSelection) -> bool:
    """Whether it is listed at all: what lies in the trash only where that is asked for."""
    return listed.metadata.status is not Status.TRASHED or (STATUS, Status.TRASHED.value) in selection.choices


def _passes(listed: Listed, selection: DocumentSelection, people: People) -> bool:
    # Moments are written alike, so that their letters are in the order of time; a day comes before its moments.
    if selection.since and listed.metadata.changed < selection.since:
        return False
    return all(value in _values(listed, name, people) for name, value in selection.choices)


def _values(listed: Listed, name: str, people: People) -> Sequence[str]:
    if name == STATUS:
        return (listed.metadata.status.value,)
    if name == MISSING:
        return listed.missing
    if name in (EDITOR, OWNER):
        return (people[name].get(listed.file.id, NOT_STATED),)
    facet = FACETS_BY_ID.get(name)
    stated = facet.row.facet_values(listed.metadata) if facet else ()
    return tuple(dict.fromkeys(stated)) or (NOT_STATED,)
