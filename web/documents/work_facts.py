"""The work that a document presents, as its page shows it."""

from __future__ import annotations

from typing import NamedTuple

from indexer import WORK_PARTS, PartType, Work, WorkPart, name_in
from web.site.language import page_language


class WorkFact(NamedTuple):
    """A part of a work in words; `address` is "" where it leads nowhere."""

    name: str
    text: str
    address: str = ""


def work_facts(work: Work) -> list[WorkFact]:
    """What is stated, in the order of files; the address stands behind the title."""
    told = (part for part in WORK_PARTS if part.name != "url" and getattr(work, part.name) not in ("", None, ()))
    return [_fact(part, work) for part in told]


def _fact(part: WorkPart, work: Work) -> WorkFact:
    name = name_in(f"work-{part.name}", page_language())
    if part.type is PartType.TYPE:
        return WorkFact(name, name_in(f"worktype-{work.type}", page_language()))
    if part.type is PartType.AUTHORS:
        return WorkFact(name, "; ".join(author.spoken for author in work.authors))
    if part.type is PartType.PAGES:
        return WorkFact(name, work.pages.replace("-", "–"))
    leads = {"title": work.address, "doi": work.address}
    return WorkFact(name, str(getattr(work, part.name)), leads.get(part.name, ""))
