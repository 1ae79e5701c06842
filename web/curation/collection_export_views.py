"""The collection to take home: as a table, or as the folder that it is."""

from __future__ import annotations

import io
import zipfile

from flask import Blueprint, Response, send_file

from indexer import Role, corpus_files, export_csv
from web.curation.sign_in import required, signed_in
from web.site.context import site

blueprint = Blueprint("collection_export_pages", __name__, url_prefix="/<language>/curator")


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
