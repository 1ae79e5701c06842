"""Domain error -> status and a page that helps; /api answers in JSON."""

from __future__ import annotations

import logging
from contextlib import suppress

from flask import Flask, Response, jsonify, redirect, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.wrappers import Response as BaseResponse

from indexer import (
    CurationError,
    DocumentId,
    DocumentNotFound,
    EditConflict,
    EngineUnavailable,
    KnowledgeBaseError,
    Language,
    Message,
    NotAllowed,
    QueryTooLong,
    SaveFailed,
    StateError,
    message_of,
    say,
)
from web.site.address_limits import AddressLimitExceeded
from web.site.context import site
from web.site.language import said

_LOG = logging.getLogger(__name__)
_EXPLAINED = frozenset((400, 403, 404, 405, 413, 414, 429, 500))
"""Statuses that have a page of their own."""


def install(app: Flask) -> None:
    """Answer every error with a page in the visitor's language."""
    app.register_error_handler(DocumentNotFound, _no_document)
    app.register_error_handler(QueryTooLong, lambda error: _page(400, "page-query-too-long", error.message))
    app.register_error_handler(KnowledgeBaseError, _unavailable)
    app.register_error_handler(SaveFailed, _not_saved)
    app.register_error_handler(StateError, _no_state)
    app.register_error_handler(OSError, _no_disk)
    app.register_error_handler(NotAllowed, lambda error: _page(403, "page-403", error.message))
    app.register_error_handler(CurationError, _not_done)
    app.register_error_handler(AddressLimitExceeded, lambda error: _page(400, "page-address-limit", error.message))
    app.register_error_handler(CSRFError, lambda error: _page(400, "page-old-form"))
    app.register_error_handler(HTTPException, _http_error)


def _no_document(_error: DocumentNotFound) -> BaseResponse | tuple[Response | str, int]:
    """What was merged into another document is found there for good; of everything else there is no page."""
    old = str((request.view_args or {}).get("document_id", ""))
    with suppress(KnowledgeBaseError):
        successor = site().knowledge_base.retrieval.successor(DocumentId(old))
        if successor and request.method in ("GET", "HEAD"):
            address = request.full_path.replace(f"/documents/{old}", f"/documents/{successor}", 1).removesuffix("?")
            return redirect(f"{request.script_root}{address}", 301)
    return _page(404, "page-no-document")


def _unavailable(error: KnowledgeBaseError) -> tuple[Response | str, int]:
    if isinstance(error, EngineUnavailable):
        site().index_follower.repair()
    _LOG.error("No answer can be given: %s", say(error.message, Language.ENGLISH))
    return _page(503, "page-not-ready")


def _not_saved(error: SaveFailed) -> tuple[Response | str, int]:
    _LOG.error("A save was not finished: %s", say(error.message, Language.ENGLISH))
    return _page(503, "page-not-saved", error.message)


def _no_state(error: StateError) -> tuple[Response | str, int]:
    """A file of the curators cannot be used; the technical sentence says which, and what to do."""
    _LOG.error("Curators cannot work: %s", say(error.message, Language.ENGLISH))
    return _page(503, "page-no-state", technical=said(error.message))


def _no_disk(error: OSError) -> tuple[Response | str, int]:
    """What the system refused; curators are told its words, since only they ask for anything to be written."""
    _LOG.error("A page failed", exc_info=error)
    if "/curator" in request.path:
        return _page(503, "page-no-state", technical=said(message_of(error)))
    return _page(500, "page-500")


def _not_done(error: CurationError) -> tuple[Response | str, int]:
    """What a curator asked for and cannot have now; faults of a file are named beside what to do about them."""
    if isinstance(error, EditConflict):
        return _page(409, "page-conflict", error.message)
    if error.code == "metadata-faults":
        return _page(400, "page-metadata-faults", technical=said(error.message))
    return _page(400, "page-not-done", error.message)


def _http_error(error: HTTPException) -> tuple[Response | str, int] | HTTPException:
    code = error.code or 500
    if isinstance(error, InternalServerError):
        _LOG.error("A page failed", exc_info=error.original_exception)
    if code < 400:
        return error
    page = f"page-{code}" if code in _EXPLAINED else "page-500" if code >= 500 else "page-400"
    return _page(code, page)


def _page(code: int, page: str, advice: Message | None = None, *, technical: str = "") -> tuple[Response | str, int]:
    """An answer that the catalogue words as `page` and, unless other advice is given, `page-advice`."""
    title, text = said(Message(page)), said(advice or Message(f"{page}-advice"))
    if request.path.startswith("/api/"):
        return jsonify(error=title, advice=text), code
    return render_template("site/error.html", code=code, title=title, text=text, technical=technical), code
