"""Many documents at once: a file, its columns, a dry run, then all or nothing."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from indexer import (
    IMPORT_KEYS,
    ImportOrder,
    ImportOutcome,
    InvalidEntry,
    Role,
    apply_import,
)
from web.curation.sign_in import required, signed_in
from web.site.context import site
from web.site.language import said, translate
from web.site.processes.import_process import start_import_job

blueprint = Blueprint("import_pages", __name__, url_prefix="/<language>/curator")


@blueprint.get("/import")
@required(Role.CURATOR)
def start() -> str:
    """Which files can be imported, and the collection to take home."""
    return render_template("curation/intake/import.html")


@blueprint.post("/import")
@required(Role.CURATOR)
def receive() -> BaseResponse:
    """Take the file in and show what it holds."""
    file = request.files.get("file")
    try:
        if file is None or not file.filename:
            raise InvalidEntry("no-file-chosen")
        import_id = site().curation.imports.receive(file.filename, file.stream)
    except InvalidEntry as error:
        return _begin_again(said(error.message))
    return redirect(url_for("import_pages.dry_run", import_id=import_id))


@blueprint.get("/import/<import_id>")
@required(Role.CURATOR)
def dry_run(import_id: str) -> str | BaseResponse:
    """What the import would do, row by row, without doing it; how far it has come, while a process is at it."""
    imports = site().curation.imports
    try:
        imports.refuse_bomb(import_id)
        if imports.is_large(import_id):
            return _job_page(import_id)
        outcome = _tried(import_id)
    except InvalidEntry as error:
        imports.discard(import_id)
        return _begin_again(said(error.message))
    return _plan_page(import_id, outcome)


@blueprint.post("/import/<import_id>")
@required(Role.CURATOR)
def run(import_id: str) -> BaseResponse:
    """Import all of it, as one change; a large file by a process of its own."""
    curation = site().curation
    if curation.imports.is_large(import_id):
        _begin_job(import_id, _order(signed_in().name))
        return redirect(f"{url_for('import_pages.dry_run', import_id=import_id)}?{urlencode(_chosen())}")
    name = curation.imports.name(import_id)
    try:
        table = curation.imports.table(import_id)
        order = _order()
        mapping = order.columns(table) if table else {}
        plan = curation.imports.plan(
            import_id, curation.vocabulary, table=table, mapping=mapping, defaults=order.defaults
        )
        change = apply_import(plan, signed_in(), curation.history, curation.corpus, comment=name)
    except InvalidEntry as error:
        flash(said(error.message), "fault")
        return redirect(url_for("import_pages.dry_run", import_id=import_id))
    return _imported(import_id, change.number, len(change.documents))


@blueprint.post("/import/<import_id>/stop")
@required(Role.CURATOR)
def stop(import_id: str) -> BaseResponse:
    """Throw the import away; a process that is at it stops, unless it saves already."""
    imports = site().curation.imports
    if not imports.job(import_id).stop():
        flash(translate("Importen er ved at blive gemt og kan ikke stoppes. Fortryd den bagefter."), "fault")
        return redirect(url_for("import_pages.dry_run", import_id=import_id))
    imports.discard(import_id)
    flash(translate("Importen er stoppet. Intet er importeret."))
    return redirect(url_for("import_pages.start"))


def _job_page(import_id: str) -> str | BaseResponse:
    job = site().curation.imports.job(import_id)
    outcome, order = job.outcome(), job.order()
    if outcome is not None and outcome.change:
        return _imported(import_id, outcome.change, outcome.documents)
    if outcome is not None and outcome.error is not None:
        site().curation.imports.discard(import_id)
        return _begin_again(said(outcome.error))
    if outcome is not None and order is not None and _is_same(order, _order()):
        return _plan_page(import_id, outcome)
    if outcome is not None or order is None:
        _begin_job(import_id, _order())
    elif job.is_lost():
        site().curation.imports.discard(import_id)
        return _begin_again(translate("Importen blev afbrudt. Se i historikken, om den nåede at blive gemt."))
    return render_template(
        "curation/intake/import_progress.html",
        import_id=import_id,
        name=site().curation.imports.name(import_id),
        progress=job.progress(),
    )


def _is_same(order: ImportOrder, wanted: ImportOrder) -> bool:
    return (order.mapping, order.defaults) == (wanted.mapping, wanted.defaults)


def _begin_job(import_id: str, order: ImportOrder) -> None:
    job = site().curation.imports.job(import_id)
    if not job.is_under_way():  # a button may be pressed twice
        job.wish(order)
        start_import_job(site().config, import_id)


def _tried(import_id: str) -> ImportOutcome:
    curation, order = site().curation, _order()
    table = curation.imports.table(import_id)
    mapping = order.columns(table) if table else {}
    plan = curation.imports.plan(import_id, curation.vocabulary, table=table, mapping=mapping, defaults=order.defaults)
    return ImportOutcome.of(plan, table, mapping)


def _plan_page(import_id: str, outcome: ImportOutcome) -> str:
    curation = site().curation
    return render_template(
        "curation/intake/import_plan.html",
        import_id=import_id,
        name=curation.imports.name(import_id),
        is_spreadsheet=curation.imports.is_spreadsheet(import_id),
        defaults=_order().defaults,
        plan=outcome,
        import_keys=IMPORT_KEYS,
        kinds=curation.vocabulary.schemes["kind"].concepts,
    )


def _imported(import_id: str, change: int, documents: int) -> BaseResponse:
    site().curation.imports.discard(import_id)
    site().index_follower.wake()
    flash(translate("{count} dokumenter er importeret. Her kan du fortryde det hele på én gang.", count=documents))
    return redirect(url_for("history_pages.change", number=change))


def _begin_again(text: str) -> BaseResponse:
    flash(text, "fault")
    return redirect(url_for("import_pages.start"))


def _order(account: str = "") -> ImportOrder:
    """What was chosen on the page: what columns stand for, where it is not what their names say, and the rest."""
    mapping = {name.removeprefix("column-"): value for name, value in _chosen().items() if name.startswith("column-")}
    status = "published" if request.values.get("status") == "published" else "draft"
    kind = request.values.get("kind", "case")
    known = kind if kind in site().curation.vocabulary.schemes["kind"].concepts else "case"
    return ImportOrder(mapping, {"kind": known, "status": status}, account)


def _chosen() -> dict[str, str]:
    return {
        name: value
        for name, value in request.values.items()
        if name.startswith("column-") or name in ("kind", "status")
    }
