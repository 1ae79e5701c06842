"""What a visitor's program wants to have of something: its page, or linked data (RFC 9110, section 12.5.1).

A lasting address answers with 303 and names the address of the representation, so that each of these has a content and
a validator of its own. The pages lead there too, for those who prefer linked data to them.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from flask import Response, after_this_request, make_response, redirect, request
from werkzeug.exceptions import NotAcceptable
from werkzeug.wrappers import Response as BaseResponse

from web.site.urls.stable_addresses import stable_address

HTML = "text/html"
FORMS = {"text/turtle": "ttl", "application/ld+json": "jsonld"}
"""The endings of addresses by media type."""

_OFFERED = (HTML, *FORMS)
View = Callable[..., Any]


def preferred_type() -> str:
    """The media type that is accepted best, the page where several are; "" where none is."""
    best = max(_OFFERED, key=_quality)
    return best if _quality(best) > 0 else ""


def see_other(page: str, *parts: str) -> BaseResponse:
    """From a lasting address to what is wanted: the page at its address, or a file of linked data.

    Raises:
        NotAcceptable: nothing that there is is wanted.
    """
    # By language too: the page that it leads to is the one in the visitor's. Of a refusal it holds as well.
    after_this_request(_vary)
    wanted = preferred_type()
    if not wanted:
        raise NotAcceptable
    response = redirect(page if wanted == HTML else data_address(FORMS[wanted], *parts), 303)
    response.headers.extend([("Link", link) for link in alternates(page, *parts)])
    return response


def with_data(folder: str, *names: str) -> Callable[[View], View]:
    """Makes a page one that leads to its linked data those who prefer that; `names` are of the parts of its address."""

    def decorated(view: View) -> View:
        @functools.wraps(view)
        def answered(**parts: str) -> BaseResponse:
            path = (folder, *(parts[name] for name in names))
            wanted = preferred_type()
            if wanted in FORMS:
                response: BaseResponse = redirect(data_address(FORMS[wanted], *path), 303)
            else:
                response = make_response(view(**parts))
                if response.status_code == 200:
                    response.headers.extend([("Link", link) for link in alternates("", *path)])
            response.vary.add("Accept")
            return response

        return answered

    return decorated


def data_address(form: str, *parts: str) -> str:
    """The whole address of linked data by the ending of its format."""
    return f"{stable_address(*parts)}.{form}"


def alternates(page: str, *parts: str) -> list[str]:
    """Links to every representation; the page is left out where it is the answer itself."""
    data = [(data_address(form, *parts), media_type) for media_type, form in FORMS.items()]
    found = [(page, HTML), *data] if page else data
    return [f'<{address}>; rel="alternate"; type="{media_type}"' for address, media_type in found]


def _vary(response: Response) -> Response:
    response.vary.update(("Accept", "Accept-Language"))
    return response


def _quality(offered: str) -> float:
    """How much a media type is wanted: by its own name, else by that of its kind, else as anything is."""
    accepted: dict[str, float] = {}
    for value, quality in request.accept_mimetypes:
        # Parameters are left out: no format here comes in several charsets or profiles.
        name = value.partition(";")[0].strip().lower()
        accepted[name] = max(quality, accepted.get(name, 0.0))
    if not accepted:
        return 1.0
    kinds = (offered, f"{offered.partition('/')[0]}/*", "*/*", "*")  # the last is what old programs send
    return next((accepted[kind] for kind in kinds if kind in accepted), 0.0)
