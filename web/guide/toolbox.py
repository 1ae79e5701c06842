"""The tools by the stage of a partnership: forms of our own with their drawings, and what others made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from indexer import DocumentId, KnowledgeBase, Language, Metadata, Page, Vocabulary
from web.guide.form_preview import form_preview
from web.search.guide_steps import Guide, Step

_PHASES, _STAGE = "phase", "stage-"


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool of our own; `steps` are those of the guide that it belongs to, `preview` is "" where it has no form."""

    id: DocumentId
    metadata: Metadata
    preview: Markup
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage with the tools for it."""

    id: str
    own: tuple[Tool, ...]
    others: tuple[tuple[DocumentId, Metadata], ...]
    steps: tuple[Step, ...]


def is_own(metadata: Metadata) -> bool:
    """Whether a tool was written for the collection: what others made names its source."""
    return not metadata.sources


def toolbox(
    knowledge_base: KnowledgeBase, tools: Mapping[DocumentId, Metadata], guide: Guide, language: Language
) -> tuple[Stage, ...]:
    """The stages in the order of the guide, with our tools in a language and those of others in any."""
    vocabulary = knowledge_base.vocabulary
    staged: dict[str, list[tuple[DocumentId, Metadata]]] = {}
    for document_id, metadata in tools.items():
        if not is_own(metadata) or language in metadata.languages:
            told = (document_id, metadata.read_in(language))
            staged.setdefault(stage_of(metadata.phases, vocabulary), []).append(told)
    known = dict.fromkeys([stage for stage, _ in guide.stages()] + sorted(filter(None, staged)) + [""])
    return tuple(
        Stage(
            stage,
            own=tuple(
                _tool(knowledge_base, one, metadata, guide, language)
                for one, metadata in staged[stage]
                if is_own(metadata)
            ),
            others=tuple((one, metadata) for one, metadata in staged[stage] if not is_own(metadata)),
            steps=tuple(step for step in guide.steps if stage and step.stage == stage),
        )
        for stage in known
        if stage in staged
    )


def stage_of(phases: Iterable[str], vocabulary: Vocabulary) -> str:
    """The stage that phases name first, else the one that the first of them is a part of; "" for none."""
    stated = list(phases)
    named = [phase for phase in stated if phase.startswith(_STAGE)]
    if named:
        return named[0]
    concepts = (vocabulary.concept(_PHASES, phase) for phase in stated)
    return next((broader for concept in concepts if concept for broader in concept.broader), "")


def tools_for(
    step: Step, tools: Mapping[DocumentId, Metadata], language: Language
) -> list[tuple[DocumentId, Metadata]]:
    """Our tools in a language that belong to a step: either names the other."""
    return [
        (one, metadata)
        for one, metadata in tools.items()
        if is_own(metadata) and language in metadata.languages and _belongs(one, metadata, step)
    ]


def _belongs(document_id: DocumentId, metadata: Metadata, step: Step) -> bool:
    return step.id in metadata.related or document_id in step.metadata.related


def _tool(
    knowledge_base: KnowledgeBase, document_id: DocumentId, metadata: Metadata, guide: Guide, language: Language
) -> Tool:
    pages: tuple[Page, ...] = knowledge_base.documents.document(document_id).read_in(language).pages
    steps = tuple(step for step in guide.steps if _belongs(document_id, metadata, step))
    return Tool(document_id, metadata, form_preview(pages), steps)
