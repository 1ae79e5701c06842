"""The questions of the collection's evaluation tool in the page's language; curators edit its write-ups."""

from __future__ import annotations

from dataclasses import dataclass

from indexer import DocumentId, DocumentNotFound
from indexer.rooms import (
    BankQuestion,
    InterviewGuide,
    QuestionGroup,
    bank_questions,
    core_questions,
    interview_guide,
)
from web.rooms.leads.case_leads import sections_of
from web.site.context import site
from web.site.language import page_language

WRITE_UP = DocumentId("vaerktoej-evaluering")
_BANK = DocumentId("vaerktoej-evaluering-spoergsmaal")


@dataclass(frozen=True, slots=True)
class QuestionSource:
    """What there is to choose from; empty where the collection has no such write-up."""

    core: tuple[QuestionGroup, ...]
    bank: tuple[QuestionGroup, ...]
    guide: InterviewGuide | None

    def chosen(self, ids: frozenset[str]) -> tuple[BankQuestion, ...]:
        """The questions of the ids, in their order here."""
        return tuple(one for group in (*self.core, *self.bank) for one in group.questions if one.id in ids)


def question_source() -> QuestionSource:
    """The questions of the page's language."""
    sections = sections_of(WRITE_UP)
    return QuestionSource(core_questions(sections), bank_questions(_bank_pages()), interview_guide(sections))


def _bank_pages() -> tuple[str, ...]:
    try:
        document = site().knowledge_base.documents.document(_BANK).read_in(page_language())
    except DocumentNotFound:
        return ()
    return tuple(page.text for page in document.pages)
