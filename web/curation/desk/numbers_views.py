"""Numbers for the editors, and the tasks that are made of them."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.wrappers import Response as BaseResponse

from indexer import CurationError, DocumentId, Role, TaskKind, message_of
from web.curation.desk.numbers_presenter import SHOWN, NumbersTable, table_named, tables
from web.curation.sign_in import required, signed_in
from web.exports.spreadsheet import spreadsheet_row
from web.site.context import site
from web.site.language import said, translate
from web.site.processes.link_process import start_link_check

blueprint = Blueprint("numbers_pages", __name__, url_prefix="/<language>/curator/numbers")


@blueprint.get("")
@required(Role.CURATOR)
def numbers() -> str:
    """What is to be done, and what readers look for, find and read."""
    curation = site().curation
    return render_template(
        "curation/desk/numbers.html",
        tables=tables(),
        shown=SHOWN,
        tasks=curation.tasks.open(),
        kinds=_kind_names(),
        is_counted=curation.use_counts.is_on,
        may_check=site().config.curation.check_links,
        is_checking=curation.links.is_busy,
    )


@blueprint.get("/<name>.csv")
@required(Role.CURATOR)
def table_csv(name: str) -> Response:
    """A table as a file, whole."""
    found = table_named(name)
    if found is None:
        raise NotFound
    text = "".join(map(spreadsheet_row, (found.columns, *_cells(found))))
    headers = {"Content-Disposition": f'attachment; filename="samspil-{name}.csv"'}
    # With a byte order mark, by which spreadsheets tell UTF-8.
    return Response(text.encode("utf-8-sig"), content_type="text/csv; charset=utf-8", headers=headers)


@blueprint.post("/tasks")
@required(Role.CURATOR)
def add_task() -> BaseResponse:
    """Make a task of a row, or of what somebody wrote."""
    sent = request.form
    kind = sent.get("kind", TaskKind.OTHER.value)
    if kind not in set(TaskKind):
        raise BadRequest
    try:
        site().curation.tasks.add(signed_in(), TaskKind(kind), sent.get("subject", ""), sent.get("document", "")[:200])
    except CurationError as error:
        flash(said(message_of(error)), "fault")
        return _back()
    flash(translate("Opgaven står på listen."))
    return _back()


@blueprint.post("/tasks/<int:task_id>")
@required(Role.CURATOR)
def change_task(task_id: int) -> BaseResponse:
    """Take a task, give it back, or say that it is done."""
    tasks = site().curation.tasks
    try:
        if request.form.get("action") == "done":
            tasks.finish(task_id)
            flash(translate("Opgaven er færdig."))
        else:
            tasks.take(signed_in(), task_id, request.form.get("taker", ""))
    except CurationError as error:
        flash(said(message_of(error)), "fault")
    return _back()


@blueprint.post("/still-true")
@required(Role.CURATOR)
def still_true() -> BaseResponse:
    """Note that a document is still true."""
    document = site().curation.editor.read(DocumentId(request.form.get("document", "")))
    site().curation.still_true.confirm(signed_in(), document.id)
    flash(translate("Noteret. Dokumentet spørges der til igen om to år."))
    return _back()


@blueprint.post("/links")
@required(Role.CURATOR)
def check_links() -> BaseResponse:
    """Have every address of a source asked, where the site may do that."""
    if not site().config.curation.check_links:
        raise NotFound
    if not site().curation.links.is_busy:
        start_link_check(site().config)
    flash(translate("Linkene kontrolleres. Det kan tage nogle minutter; se siden igen bagefter."))
    return _back()


def _cells(table: NumbersTable) -> list[tuple[str | int, ...]]:
    return [row.cells for row in table.rows]


def _kind_names() -> dict[TaskKind, str]:
    """What tasks are called by what they came from."""
    return {
        TaskKind.SEARCH: translate("Søgt uden at finde"),
        TaskKind.GAP: translate("Hul i overblikket"),
        TaskKind.LINK: translate("Dødt link"),
        TaskKind.STALE: translate("Passer det stadig?"),
        TaskKind.OTHER: translate("Opgave"),
    }


def _back() -> BaseResponse:
    return redirect(url_for("numbers_pages.numbers"))
