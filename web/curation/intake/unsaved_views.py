"""What is being written: kept while it is typed, brought back into its form, thrown away; never shown to others."""

from __future__ import annotations

import datetime

from babel.dates import format_time, get_timezone
from flask import Blueprint, flash, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from indexer import CurationError, Role, message_of
from web.curation.forms.typed import Typed, brought_back, handed_on, typed_now
from web.curation.sign_in import required, signed_in
from web.site.context import site
from web.site.language import page_language, said, translate

blueprint = Blueprint("unsaved_pages", __name__, url_prefix="/<language>/curator/unsaved")


@blueprint.post("")
@required(Role.CONTRIBUTOR)
def keep() -> tuple[str, int] | BaseResponse | tuple[BaseResponse, int]:
    """Keep what is written in a form; scripts ask while it is typed and are answered in JSON."""
    typed = typed_now(request.args.get("place", ""))
    if request.accept_mimetypes.best != "application/json":
        return _keep(typed)
    try:
        typed.keep(signed_in())
    except (CurationError, OSError) as error:
        return jsonify(message=said(message_of(error))), 503
    return jsonify(message=translate("Kladde gemt kl. {time}", time=_clock()))


@blueprint.post("/again")
@required(Role.CONTRIBUTOR)
def bring_back() -> tuple[str, int] | BaseResponse:
    """Put what a page hands on back into its form."""
    typed = handed_on()
    return _keep(typed) if typed and typed.place else redirect(url_for("curator_desk.desk"))


@blueprint.post("/<unsaved_id>/discard")
@required(Role.CONTRIBUTOR)
def discard(unsaved_id: str) -> BaseResponse:
    """Throw away what was kept of a form."""
    site().curation.unsaved.discard(signed_in(), unsaved_id)
    flash(translate("Kladden er smidt ud."))
    return redirect(url_for("curator_desk.desk"))


def _keep(typed: Typed) -> tuple[str, int] | BaseResponse:
    answer = brought_back(typed, signed_in())
    if isinstance(answer, BaseResponse):
        kept = translate(
            "Kladden er gemt. Kun du kan se den, og den bliver liggende, til du gemmer eller smider den ud."
        )
        flash(kept)
    return answer


def _clock() -> str:
    """The time of day in the library's time."""
    now = datetime.datetime.now(datetime.UTC)
    return format_time(now, "HH.mm" if page_language() == "da" else "HH:mm", get_timezone("Europe/Copenhagen"), "da")
