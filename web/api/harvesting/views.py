"""The one address of the provider, asked by GET and by POST."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, request

from web.api.harvesting.answers import answer
from web.api.harvesting.arguments import ProtocolError, judged
from web.api.harvesting.envelope import PATH, enveloped, refused
from web.exports.word import printable

blueprint = Blueprint("harvesting", __name__)
_FORM_BYTES = 8_000
"""As much as an address may hold."""


def install(app: Flask) -> None:
    """Take questions by POST from anybody: they change nothing. To be installed after CSRF."""
    app.extensions["csrf"].exempt(blueprint)


@blueprint.get(PATH)
def asked_by_address() -> Response:
    """The answer to the verb and the arguments of the address."""
    return _answered(list(request.args.items(multi=True)))


@blueprint.post(PATH)
def asked_by_form() -> Response:
    """The same by the fields of a form, for arguments that are too long for an address."""
    request.max_content_length = _FORM_BYTES
    return _answered([*request.args.items(multi=True), *request.form.items(multi=True)])


def _answered(arguments: list[tuple[str, str]]) -> Response:
    # The answer repeats the question, and XML cannot hold control characters.
    pairs = [(printable(name), printable(value)) for name, value in arguments]
    try:
        asked = judged(pairs)
        content = enveloped(asked, answer(asked))
    except ProtocolError as error:
        content = refused(dict(pairs), error)
    # With 200 also of a refusal: the protocol tells its faults within the answer.
    return Response(content, content_type="text/xml; charset=utf-8")
