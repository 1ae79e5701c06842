"""Domain error -> status and a page that helps; /api answers in JSON."""

from __future__ import annotations

import logging

from flask import Flask, Response, jsonify, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from indexer import (
    CurationError,
    DocumentNotFound,
    EditConflict,
    InvalidEntry,
    KnowledgeBaseError,
    NotAllowed,
    QueryTooLong,
    StateError,
    say,
)
from web.site.language import page_language, translate

_LOG = logging.getLogger(__name__)


def install(app: Flask) -> None:
    """Answer every error with a page in the visitor's language."""
    app.register_error_handler(DocumentNotFound, lambda error: _page(404, "Dokumentet findes ikke", _GONE))
    app.register_error_handler(QueryTooLong, lambda error: _page(400, "Søgningen er for lang", _TOO_LONG))
    app.register_error_handler(KnowledgeBaseError, _unavailable)
    app.register_error_handler(StateError, _no_state)
    app.register_error_handler(NotAllowed, lambda error: _page(403, *_TEXTS[403]))
    app.register_error_handler(CurationError, _not_done)
    app.register_error_handler(CSRFError, lambda error: _page(400, "Formularen er ikke gyldig længere", _OLD_FORM))
    app.register_error_handler(HTTPException, _http_error)


_GONE = "Det kan være trukket tilbage eller have fået en ny adresse. Søg efter titlen, eller begynd på forsiden."
_TOO_LONG = "Skriv færre ord, og søg igen."
_OLD_FORM = (
    "Du er måske logget ud, eller siden har stået åben for længe. Gå tilbage, kopiér det, du har skrevet, "
    "log ind igen, og send det derfra. Cookies skal være slået til, og adressen skal begynde med https."
)
_TEXTS = {
    400: ("Forespørgslen kan ikke læses", "Adressen er ufuldstændig eller forkert. Begynd forfra på forsiden."),
    403: ("Det har din konto ikke adgang til", "Spørg en redaktør eller en administrator, hvis du skal kunne det."),
    413: ("Det er for meget på én gang", "Send færre eller mindre filer ad gangen."),
    404: ("Siden findes ikke", "Adressen er forkert, eller siden er flyttet. Søg, eller begynd på forsiden."),
    405: ("Det kan siden ikke", "Adressen kan kun læses. Gå tilbage, og prøv igen."),
    414: ("Adressen er for lang", "Fjern nogle af filtrene, og søg igen."),
    429: ("For mange filtre på én gang", "Robotter finder alle dokumenter i sitemap.xml."),
    500: ("Noget gik galt hos os", "Fejlen er noteret. Prøv igen om lidt; din søgning står stadig i adressen."),
}


def _unavailable(error: KnowledgeBaseError) -> tuple[Response | str, int]:
    _LOG.error("No answer can be given: %s", error)
    title = "Søgningen er ikke klar lige nu"
    return _page(503, title, "Samlingen er ved at blive indekseret. Prøv igen om et øjeblik.")


def _no_state(error: StateError) -> tuple[Response | str, int]:
    """A file of the curators cannot be used; the technical sentence says which, and what to do."""
    _LOG.error("Curators cannot work: %s", error)
    text = "Samlingen kan læses og søges som ellers. Giv sætningen nedenfor til den, der passer serveren."
    return _page(503, "Redaktionens sider kan ikke bruges lige nu", text, technical=str(error))


def _not_done(error: CurationError) -> tuple[Response | str, int]:
    """What a curator asked for and cannot have now; the technical sentence says which file or field."""
    if isinstance(error, EditConflict):
        return _page(409, "Det kunne ikke lade sig gøre", "En anden har gemt imens. Gå tilbage, og læs siden igen.")
    said = say(error.message, page_language()) if isinstance(error, InvalidEntry) else str(error)
    text = "Filens oplysninger skal rettes i filen selv, før det kan lade sig gøre. Spørg den, der passer serveren."
    return _page(400, "Det kunne ikke lade sig gøre", text, technical=said)


def _http_error(error: HTTPException) -> tuple[Response | str, int] | HTTPException:
    code = error.code or 500
    if isinstance(error, InternalServerError):
        _LOG.error("A page failed", exc_info=error.original_exception)
    if code < 400:
        return error
    title, text = _TEXTS.get(code, _TEXTS[500] if code >= 500 else _TEXTS[400])
    return _page(code, title, text)


def _page(code: int, title: str, text: str, technical: str = "") -> tuple[Response | str, int]:
    if request.path.startswith("/api/"):
        return jsonify(error=translate(title), advice=translate(text)), code
    said = {"title": translate(title), "text": translate(text), "technical": technical}
    return render_template("site/error.html", code=code, **said), code
