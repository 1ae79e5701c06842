"""What waits for a curator and what is missing: the lists of the desk."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from indexer.corpus_store.port import CorpusFile
from indexer.curation.dashboard.completeness import MIN_WORDS, completeness
from indexer.domain.documents.metadata import DocumentId, Metadata, Status
from indexer.domain.documents.records.organisations import Organisation
from indexer.domain.messages import Message


class IndexState(enum.StrEnum):
    """Whether what a document says now can be found."""

    CURRENT = "current"
    WAITING = "waiting"
    REFUSED = "refused"
    NOT_PUBLISHED = "not-published"


@dataclass(frozen=True, slots=True)
class Listed:
    """A document in a list of the desk."""

    file: CorpusFile
    metadata: Metadata

    @property
    def missing(self) -> tuple[str, ...]:
        """The points of the checklist that its metadata does not fulfil; the length of its text is not looked at."""
        return tuple(item.id for item in completeness(self.metadata, MIN_WORDS) if not item.is_fulfilled)


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file of the corpus that cannot become a document: where it lies and why."""

    location: str
    line: int | None
    message: Message


@dataclass
class DeskLists:
    """What waits for a curator; every list by id.

    Attributes:
        unlinked: libraries and partners without a record, those of most documents first, with the published documents
            that name them.
        titles: those of all documents.
    """

    waiting: list[Listed] = field(default_factory=list)
    drafts: list[Listed] = field(default_factory=list)
    withdrawn: list[Listed] = field(default_factory=list)
    trashed: list[Listed] = field(default_factory=list)
    without_goals: list[Listed] = field(default_factory=list)
    without_partners: list[Listed] = field(default_factory=list)
    without_summary: list[Listed] = field(default_factory=list)
    unlinked: dict[str, list[Listed]] = field(default_factory=dict)
    titles: dict[DocumentId, str] = field(default_factory=dict)
    published: int = 0

    @classmethod
    def of(cls, documents: Iterable[Listed], organisations: Mapping[str, Organisation]) -> DeskLists:
        """Each document in every list that it belongs to."""
        lists = cls()
        by_status = {
            Status.REVIEW: lists.waiting, Status.DRAFT: lists.drafts,
            Status.WITHDRAWN: lists.withdrawn, Status.TRASHED: lists.trashed,
        }  # fmt: skip
        for listed in documents:
            status = listed.metadata.status
            lists.titles[listed.file.id] = listed.metadata.title
            if status is Status.PUBLISHED:
                lists._add_published(listed)
                lists._add_unlinked(listed, organisations)
            else:
                by_status[status].append(listed)
        lists.unlinked = dict(sorted(lists.unlinked.items(), key=lambda pair: (-len(pair[1]), pair[0].casefold())))
        return lists

    def _add_unlinked(self, listed: Listed, organisations: Mapping[str, Organisation]) -> None:
        for name in dict.fromkeys((*listed.metadata.libraries, *listed.metadata.partners)):
            if name not in organisations:
                self.unlinked.setdefault(name, []).append(listed)

    def _add_published(self, listed: Listed) -> None:
        metadata = listed.metadata
        self.published += 1
        if not metadata.goals:
            self.without_goals.append(listed)
        # Only a case has partners: theory and guides are about partnerships in general.
        if not metadata.partners and metadata.kind == "case":
            self.without_partners.append(listed)
        if not metadata.summary or not metadata.summary_other:
            self.without_summary.append(listed)
