"""The guide as a path of steps, and the toolbox by stage."""

from __future__ import annotations

from itertools import islice

from flask import Blueprint, render_template

from indexer import DocumentId, Metadata
from web.guide.step_page import documents_of_kind, own_guide
from web.guide.toolbox import is_own, toolbox, tools_for
from web.search.guide_steps import Guide, Step
from web.site.context import site
from web.site.language import page_language

blueprint = Blueprint("guide_pages", __name__, url_prefix="/<language>")


@blueprint.get("/guide")
def guide() -> str:
    """The steps by stage, each with its tools; then the guide as a book, and the guides of others."""
    language = page_language()
    path, tools = own_guide(), documents_of_kind("tool")
    guides = documents_of_kind("guide")
    steps = {step.id for step in path.steps}
    rest = {one: metadata for one, metadata in guides.items() if one not in steps and not _is_step(metadata)}
    return render_template(
        "guide/guide.html",
        guide=path,
        cases=_cases_of(path),
        tools={step.id: tools_for(step, tools, language) for step in path.steps},
        own=[(one, metadata) for one, metadata in rest.items() if is_own(metadata) and language in metadata.languages],
        others=[(one, metadata) for one, metadata in rest.items() if not is_own(metadata)],
    )


@blueprint.get("/tools")
def tools() -> str:
    """The tools by stage, ours with a drawing of the form, those of others folded behind them."""
    language, knowledge_base = page_language(), site().knowledge_base
    # Its drawings are made of the texts of all tools, and stay the same until something is committed.
    knowledge = knowledge_base.retrieval.knowledge.newest()
    stages = knowledge.part(
        ("toolbox", language),
        lambda: toolbox(knowledge_base, documents_of_kind("tool"), own_guide(), language),
    )
    return render_template("guide/tools.html", stages=stages)


def _cases_of(path: Guide) -> list[tuple[Step, DocumentId, Metadata]]:
    """A case that a step of each stage tells of, each once; no stage need have one."""
    known, found = documents_of_kind("case"), dict[DocumentId, tuple[Step, DocumentId, Metadata]]()
    for _, steps in path.stages():
        told = ((step, one) for step in steps for one in step.metadata.related if one in known and one not in found)
        for step, one in islice(told, 1):
            found[one] = (step, one, known[one])
    return list(found.values())


def _is_step(metadata: Metadata) -> bool:
    """Whether a guide is a numbered step of one in the other language."""
    head, colon, _ = metadata.title.partition(":")
    return bool(colon) and head.rpartition(" ")[2].isdigit()
