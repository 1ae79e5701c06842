"""Files as they were put in: a PDF opens in the browser without its scripts, everything else is downloaded."""

from __future__ import annotations

from pathlib import Path

from flask import Response, send_file

PDF = "application/pdf"
_POLICY = "default-src 'none'; sandbox"
_POLICY_OF_PDF = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"


def send_original(path: Path, *, is_pdf: bool, name: str = "") -> Response:
    """The file under its own name or another; nothing in it runs with the rights of the site."""
    kind = PDF if is_pdf else "application/octet-stream"
    response = send_file(
        path, mimetype=kind, as_attachment=not is_pdf, download_name=name or path.name, conditional=True
    )
    response.headers["Content-Security-Policy"] = _POLICY_OF_PDF if is_pdf else _POLICY
    return response
