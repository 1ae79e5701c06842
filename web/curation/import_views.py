"""Many documents at once: a file, its columns, a dry run, then all or nothing; and the collection to take home."""

from __future__ import annotations

import io
import zipfile

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response as BaseResponse

from indexer import IMPORT_KEYS, ImportPlan, InvalidEntry, Role, apply_import, corpus_files, export_csv
from web.curation.sign_in import required, signed_in
from web.site.context import site
from web.site.language import said, translate

blueprint = Blueprint("import_pages", __name__, url_prefix="/<language>/curator")
_ROWS_SHOWN = 200


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
        flash(said(error.message), "fault")
        return redirect(url_for("import_pages.start"))
    return redirect(url_for("import_pages.dry_run", import_id=import_id))


@blueprint.get("/import/<import_id>")
@required(Role.CURATOR)
def dry_run(import_id: str) -> str | BaseResponse:
    """What the import would do, row by row, without doing it."""
    imports = site().curation.imports
    try:
        table, plan = imports.table(import_id), _plan(import_id)
    except InvalidEntry as error:
        flash(said(error.message), "fault")
        return redirect(url_for("import_pages.start"))
    return render_template(
        "curation/intake/import_plan.html",
        import_id=import_id,
        name=imports.name(import_id),
        table=table,
        mapping=_mapping(import_id),
        defaults=_defaults(),
        plan=plan,
        faults=plan.faults[:_ROWS_SHOWN],
        titles=list(plan.titles.items())[:_ROWS_SHOWN],
        import_keys=IMPORT_KEYS,
        kinds=site().curation.vocabulary.schemes["kind"].concepts,
    )


@blueprint.post("/import/<import_id>")
@required(Role.CURATOR)
def run(import_id: str) -> BaseResponse:
    """Import all of it, as one change."""
    curation = site().curation
    name = curation.imports.name(import_id)
    try:
        change = apply_import(_plan(import_id), signed_in(), curation.history, curation.corpus, comment=name)
    except InvalidEntry as error:
        flash(said(error.message), "fault")
        return redirect(url_for("import_pages.dry_run", import_id=import_id))
    curation.imports.discard(import_id)
    site().index_follower.wake()
    flash(
        translate(
            "{count} dokumenter er importeret. Her kan du fortryde det hele på én gang.", count=len(change.documents)
        )
    )
    return redirect(url_for("history_pages.change", number=change.number))


@blueprint.get("/export.csv")
@required(Role.CURATOR)
def table() -> Response:
    """Metadata and texts of all documents, of any status."""
    curation = site().curation
    documents = [curation.editor.read(listed.file.id) for listed in curation.documents.all()]
    curation.audit.append(signed_in().name, "exported", subject="samspil.csv")
    # With a byte order mark, by which spreadsheets tell UTF-8.
    content = io.BytesIO(export_csv(documents).encode("utf-8-sig"))
    return send_file(content, mimetype="text/csv", as_attachment=True, download_name="samspil.csv")


@blueprint.get("/export.zip")
@required(Role.CURATOR)
def folder() -> Response:
    """The corpus as it is; importing it into an empty corpus gives the same."""
    curation, content = site().curation, io.BytesIO()
    with curation.history.locked():
        # Read while nothing is saved: the archive holds no change by half.
        files = [(path, path.read_bytes()) for path in corpus_files(curation.corpus_folder)]
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in files:
            archive.writestr(path.relative_to(curation.corpus_folder).as_posix(), data)
    curation.audit.append(signed_in().name, "exported", subject="samspil.zip")
    content.seek(0)
    return send_file(content, mimetype="application/zip", as_attachment=True, download_name="samspil.zip")


def _plan(import_id: str) -> ImportPlan:
    curation = site().curation
    return curation.imports.plan(import_id, curation.vocabulary, mapping=_mapping(import_id), defaults=_defaults())


def _mapping(import_id: str) -> dict[str, str]:
    """What each column stands for: as chosen, else as its name says."""
    table = site().curation.imports.table(import_id)
    if table is None:
        return {}
    return {
        column: request.values.get(f"column-{place}", table.mapping.get(column, ""))
        for place, column in enumerate(table.columns)
    }


def _defaults() -> dict[str, str]:
    status = "published" if request.values.get("status") == "published" else "draft"
    kind = request.values.get("kind", "case")
    return {"kind": kind if kind in site().curation.vocabulary.schemes["kind"].concepts else "case", "status": status}
