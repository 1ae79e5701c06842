"""A document as a step of the guide: where it stands, with its tools and cases."""

from __future__ import annotations

from dataclasses import dataclass

from indexer import Document, DocumentId, EngineUnavailable, Filter, Metadata, Query, SortOrder
from web.guide.toolbox import tools_for
from web.search.guide_steps import Guide, Step, guide_in
from web.site.context import site
from web.site.language import page_language

Listed = tuple[tuple[DocumentId, Metadata], ...]


@dataclass(frozen=True, slots=True)
class StepPage:
    """A step with the whole guide, the tools that belong to it, and the cases that it tells of."""

    guide: Guide
    here: Step
    tools: Listed
    cases: Listed

    @property
    def previous(self) -> Step | None:
        """The step before; None for the first."""
        return self.guide.steps[self.here.number - 2] if self.here.number > 1 else None

    @property
    def next(self) -> Step | None:
        """The step after; None for the last."""
        return self.guide.steps[self.here.number] if self.here.number < len(self.guide.steps) else None


def step_page(document: Document) -> StepPage | None:
    """The place of a document in the guide of its language; None where it is no step, or there is no index."""
    if document.metadata.kind != "guide":
        return None
    language, documents = document.metadata.language, site().knowledge_base.documents
    try:
        guide = guide_in(documents_of_kind("guide"), language)
        tools = documents_of_kind("tool")
    except EngineUnavailable:
        return None
    here = next((step for step in guide.steps if step.id == document.id), None)
    if here is None:
        return None
    named = ((one, documents.metadata(one)) for one in document.metadata.related)
    cases = tuple((one, metadata) for one, metadata in named if metadata is not None and metadata.kind == "case")
    return StepPage(guide, here, tuple(tools_for(here, tools, language)), cases)


def own_guide() -> Guide:
    """The guide in steps in the page's language."""
    return guide_in(documents_of_kind("guide"), page_language())


def documents_of_kind(kind: str) -> dict[DocumentId, Metadata]:
    """All documents of a kind, by title; read once for every state of the index."""
    knowledge_base = site().knowledge_base
    query = Query(filters=(Filter("kind", kind),), sort=SortOrder.TITLE)
    found = knowledge_base.retrieval.knowledge.newest().part(
        ("documents of a kind", kind), lambda: dict(knowledge_base.records(query))
    )
    return dict(found)
