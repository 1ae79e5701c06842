"""Domain error -> status and a page that helps; /api answers in JSON."""

from __future__ import annotations

import logging
from contextlib import suppress

from flask import Flask, Response, jsonify, redirect, render_template, request
from flask.globals import request_ctx
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
    Status,
    message_of,
    say,
    was_public,
)
from web.site.context import site
from web.site.language import said
from web.site.traffic.address_limits import AddressLimitExceeded
from web.site.traffic.budgets import BudgetSpent
from web.site.urls.retired import RecordGone

Answer = tuple[Response | str, int] | tuple[Response | str, int, dict[str, str]]
_COME_BACK = {"Retry-After": "5"}
_LOG = logging.getLogger(__name__)
_EXPLAINED = frozenset((400, 403, 404, 405, 406, 410, 413, 414, 429, 500))
"""Statuses that have a page of their own."""
_OUT_OF_REACH = frozenset(("cluster-silent", "cluster-refused", "state-gone"))
"""Faults of an engine that lies elsewhere: nothing that is done here would mend them."""


def install(app: Flask) -> None:
    """Answer every error with a page in the visitor's language."""
    app.register_error_handler(DocumentNotFound, _no_document)
    app.register_error_handler(QueryTooLong, lambda error: error_page(400, "page-query-too-long", error.message))
    app.register_error_handler(KnowledgeBaseError, _unavailable)
    app.register_error_handler(SaveFailed, _not_saved)
    app.register_error_handler(StateError, _no_state)
    app.register_error_handler(OSError, _no_disk)
    app.register_error_handler(NotAllowed, lambda error: error_page(403, "page-403", error.message))
    app.register_error_handler(CurationError, _not_done)
    app.register_error_handler(AddressLimitExceeded, lambda error: error_page(400, "page-address-limit", error.message))
    app.register_error_handler(BudgetSpent, _busy)
    app.register_error_handler(HTTPException, _http_error)


def _no_document(_error: DocumentNotFound) -> BaseResponse | Answer:
    """What was merged into another document is found there for good; of everything else there is no page."""
    old = str((request.view_args or {}).get("document_id", ""))
    # An index that cannot be read just now must not hide that there is no such page.
    with suppress(KnowledgeBaseError):
        successor = site().knowledge_base.retrieval.successor(DocumentId(old)) or _without_language(old)
        if successor and request.method in ("GET", "HEAD"):
            address = request.full_path.replace(f"/documents/{old}", f"/documents/{successor}", 1).removesuffix("?")
            return redirect(f"{request.script_root}{address}", 301)
        gone = _gone(DocumentId(old))
        if gone:
            return error_page(410, gone)
    return error_page(404, "page-no-document")


def _without_language(old: str) -> DocumentId | None:
    """The document whose file is named so, with its language: once that was a part of the id."""
    plain = DocumentId(old.removesuffix(".da").removesuffix(".en"))
    return plain if plain != old and site().knowledge_base.documents.metadata(plain) else None


def _gone(document_id: DocumentId) -> str:
    """What to say of a document that was public once and is not to be shown any more; "" of any other."""
    knowledge_base = site().knowledge_base
    file = knowledge_base.corpus.find(document_id)
    metadata = knowledge_base.corpus.metadata(file, knowledge_base.vocabulary)[0] if file else None
    if metadata is None:
        tombstone = None if file else site().curation.tombstones.find(document_id)
        return "page-removed" if tombstone and tombstone.was_public else ""
    if metadata.status is Status.TRASHED:
        return "page-removed" if was_public(site().curation.history, document_id, metadata) else ""
    is_known = metadata.status is Status.WITHDRAWN and was_public(site().curation.history, document_id, metadata)
    return "page-withdrawn" if is_known else ""


def _busy(error: BudgetSpent) -> Answer:
    return _with_headers(error, error_page(429, "page-busy", error.message))


def _unavailable(error: KnowledgeBaseError) -> Answer:
    is_elsewhere = error.code in _OUT_OF_REACH
    if isinstance(error, EngineUnavailable) and not is_elsewhere:
        # Made anew beside the site; the next request may be answered already.
        site().index_follower.repair()
    _LOG.error("No answer can be given: %s", say(error.message, Language.ENGLISH))
    return *error_page(503, "page-no-engine" if is_elsewhere else "page-not-ready"), _COME_BACK


def _not_saved(error: SaveFailed) -> Answer:
    _LOG.error("A save was not finished: %s", say(error.message, Language.ENGLISH))
    return error_page(503, "page-not-saved", error.message)


def _no_state(error: StateError) -> Answer:
    """A file of the curators cannot be used; the technical sentence says which, and what to do."""
    _LOG.error("Curators cannot work: %s", say(error.message, Language.ENGLISH))
    return error_page(503, "page-no-state", technical=said(error.message))


def _no_disk(error: OSError) -> Answer:
    """What the system refused; curators are told its words, since only they ask for anything to be written."""
    _LOG.error("A page failed", exc_info=error)
    if "/curator" in request.path:
        return error_page(503, "page-no-state", technical=said(message_of(error)))
    return error_page(500, "page-500")


def _not_done(error: CurationError) -> Answer:
    """What a curator asked for and cannot have now; faults of a file are named beside what to do about them."""
    if isinstance(error, EditConflict):
        return error_page(409, "page-conflict", error.message)
    if error.code == "metadata-faults":
        return error_page(400, "page-metadata-faults", technical=said(error.message))
    return error_page(400, "page-not-done", error.message)


def _http_error(error: HTTPException) -> Answer | HTTPException:
    code = error.code or 500
    if isinstance(error, InternalServerError):
        _LOG.error("A page failed", exc_info=error.original_exception)
    if code < 400:
        return error
    page = f"page-{code}" if code in _EXPLAINED else "page-500" if code >= 500 else "page-400"
    advice = error.advice if isinstance(error, RecordGone) else None
    return _with_headers(error, error_page(code, page, advice))


def _with_headers(error: HTTPException, answer: tuple[Response | str, int]) -> Answer:
    """The answer with what HTTP asks for beside it: which methods are allowed, when to come back."""
    told = {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After")}
    return *answer, told


def error_page(
    code: int, page: str, advice: Message | None = None, *, technical: str = ""
) -> tuple[Response | str, int]:
    """An answer that the catalogue words as `page` and, unless other advice is given, `page-advice`."""
    title, text = said(Message(page)), said(advice or Message(f"{page}-advice"))
    if request.path.startswith("/api/"):
        return jsonify(error=title, advice=text), code
    if request_ctx.url_adapter is None:
        # A host that none can have: nothing can be linked under it.
        return Response(f"{title}\n{text}\n", content_type="text/plain; charset=utf-8"), code
    return render_template("site/error.html", code=code, title=title, text=text, technical=technical), code
