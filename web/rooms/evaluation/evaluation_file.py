"""The evaluation as DOCX: the plan with its questions, and an interview guide with room to write."""

from __future__ import annotations

from indexer import Message
from indexer.rooms import InterviewGuide, Room
from web.exports.word import add_table, file_bytes, new_file, printable
from web.rooms.forms.form_file import add_section
from web.site.language import page_language, said, translate

_LINES = "\n\n"


def plan_docx(room: Room) -> bytes:
    """The plan and its questions, with their methods, who is asked and who asks."""
    file = new_file(translate("Evalueringsplan"), page_language())
    if room.about.name:
        file.add_paragraph(printable(room.about.name), style="Subtitle")
    for section in ("evaluation", "questions"):
        add_section(file, room, section)
    return file_bytes(file)


def interview_docx(room: Room, guide: InterviewGuide | None) -> bytes:
    """What to say first, the chosen questions with what to listen for, then the open ones of the write-up."""
    file = new_file(translate("Interviewguide"), page_language())
    file.add_paragraph(translate("Samtale nr.:          Dato:"))
    if guide and guide.opening:
        file.add_paragraph(printable(guide.opening)).runs[0].italic = True
    head = (translate("Spørg"), translate("Notér, gerne ordret"))
    own = [(_with_hint(row.text, row.listen), _LINES) for row in room.questions if row.text]
    if own:
        file.add_heading(said(Message("room-section-questions")), level=2)
        add_table(file, [head, *own])
    if guide:
        file.add_heading(translate("Åbne spørgsmål"), level=2)
        add_table(file, [head, *((question, _LINES) for question in guide.questions)])
        if guide.afterwards:
            file.add_heading(translate("Lige bagefter"), level=2)
            add_table(file, [("", translate("Notat")), *((one, _LINES) for one in guide.afterwards)])
    return file_bytes(file)


def _with_hint(question: str, listen: str) -> str:
    return f"{question}\n{listen}" if listen else question
