"""One page for every tool that is nothing but a form: it shows and keeps the sections that the tool names."""

from __future__ import annotations

from flask import Response, render_template
from werkzeug.wrappers import Response as BaseResponse

from indexer.rooms import SECTIONS
from web.exports.word import DOCX_MEDIA_TYPE
from web.rooms.forms.form_file import form_docx
from web.rooms.leads.case_leads import leads, write_up_of
from web.rooms.partnership_tools.form_tools import FORM_TOOLS, FormTool, typed_fields
from web.rooms.partnership_tools.room_tools import TOOLS_BY_ID
from web.rooms.room_request import VisitedRoom, room_blueprint, room_file, save_form, visited
from web.rooms.writing.conflict_view import conflict_views
from web.rooms.writing.record_form import RecordForm
from web.rooms.writing.typed_form import TypedForm

blueprint = room_blueprint("room_forms", __name__)
_PATH = f"/<token>/form/<any({', '.join(FORM_TOOLS)}):tool>"
_BLANK_ROWS = 2


@blueprint.get(_PATH)
def form(token: str, tool: str) -> str:
    """The form of a tool."""
    return _page(visited(token), FORM_TOOLS[tool], None)


@blueprint.post(_PATH)
def save(token: str, tool: str) -> str | BaseResponse | tuple[str, int]:
    """Keep what was typed into it."""

    def page(here: VisitedRoom, typed: TypedForm | None) -> str:
        return _page(here, FORM_TOOLS[tool], typed)

    return save_form(token, page, "room_forms.form", tool=tool)


@blueprint.get(f"{_PATH}.docx")
def word(token: str, tool: str) -> Response:
    """What stands in it as a Word file."""
    return room_file(form_docx(visited(token).room, FORM_TOOLS[tool]), DOCX_MEDIA_TYPE, f"{tool}.docx")


def _page(here: VisitedRoom, tool: FormTool, typed: TypedForm | None) -> str:
    write_up = TOOLS_BY_ID[tool.id].write_up
    return render_template(
        "rooms/form.html",
        here=here,
        token=here.link.token,
        form=RecordForm(here.opened, typed),
        tool=tool,
        sections=[(SECTIONS[section], typed_fields(section)) for section in tool.sections],
        blank_rows=_BLANK_ROWS,
        notes=tool.notes(here.room),
        leads=leads(here.room, write_up),
        write_up=write_up_of(write_up),
        conflicts=conflict_views(here.room),
    )
