"""The agreement: clauses of the collection's own template, asked for one by one, and the paper beside them."""

from __future__ import annotations

from flask import Response, render_template, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from indexer.rooms import Room
from web.exports.papers.paper_pdf import PDF_MEDIA_TYPE, paper_pdf
from web.exports.papers.paper_word import paper_docx
from web.exports.word import DOCX_MEDIA_TYPE
from web.rooms.agreement.accident_presenter import untried
from web.rooms.agreement.agreement_presenter import PARTIES, missing, paper, parties, questions
from web.rooms.agreement.agreement_template import outdated, settled, template
from web.rooms.agreement.paper_kinds import FILE_NAMES, PAPERS, fitting
from web.rooms.agreement.proposals import proposals
from web.rooms.leads.case_leads import leads, leads_by_text
from web.rooms.partnership_tools.room_tools import TOOLS_BY_ID
from web.rooms.room_request import VisitedRoom, room_blueprint, room_file, save_form, visited
from web.rooms.writing.conflict_view import conflict_views
from web.rooms.writing.record_form import RecordForm
from web.rooms.writing.typed_form import TypedForm

blueprint = room_blueprint("room_agreement", __name__)


@blueprint.get("/<token>/agreement")
def agreement(token: str) -> str:
    """The questions of the clauses, and the agreement as it reads now."""
    return _page(visited(token), None)


@blueprint.post("/<token>/agreement")
def save(token: str) -> str | BaseResponse | tuple[str, int]:
    """Keep the answers."""
    found, before = template(), visited(token).room

    def finish(room: Room) -> Room:
        return settled(before, room, found, request.form.getlist("fits")) if found else room

    return save_form(token, _page, "room_agreement.agreement", finish)


@blueprint.get("/<token>/agreement/<any(letter, agreement, annex, comparison):paper>.<any(docx, pdf):ending>")
def file(token: str, paper: str, ending: str) -> Response:
    """A paper without blanks, as a Word file or as PDF."""
    here, found = visited(token), template()
    if found is None or (paper == "letter" and not found.letter) or (paper == "annex" and not found.annex):
        raise NotFound
    made = PAPERS[paper](here.room, found)
    name = f"{FILE_NAMES[paper]}.{ending}"
    if ending == "pdf":
        return room_file(paper_pdf(made), PDF_MEDIA_TYPE, name)
    return room_file(paper_docx(made), DOCX_MEDIA_TYPE, name)


def _page(here: VisitedRoom, typed: TypedForm | None) -> str:
    found = template()
    clauses = found.clauses if found else ()
    return render_template(
        "rooms/agreement/agreement.html",
        here=here,
        token=here.link.token,
        form=RecordForm(here.opened, typed),
        template=found,
        asked=[(clause, questions(clause, here.room)) for clause in clauses],
        parties_number=PARTIES,
        parties=parties(here.room),
        paper=paper(here.room, found) if found else (),
        missing=(*missing(here.room, found), *untried(here.room)) if found else (),
        fitting=fitting(here.room),
        outdated=outdated(here.room, found) if found else (),
        known=proposals(here.room, found, "agreement") if found else {},
        leads=leads(here.room, TOOLS_BY_ID["agreement"].write_up),
        leads_of={clause.number: leads_by_text(here.room, clause.name) for clause in clauses},
        conflicts=conflict_views(here.room),
    )
