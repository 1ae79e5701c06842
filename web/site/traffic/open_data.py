"""What programs of others may read: from the pages of any site, under the licence that each answer names."""

from __future__ import annotations

from flask import Flask, Response, request

from web.site.licence import LICENCE

_BLUEPRINTS = ("export_pages", "feed_pages", "harvesting", "linked_data", "machine_pages")
"""Those whose answers are for programs; none of them looks at who is signed in."""

_CROSS_ORIGIN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Link, Location, Retry-After",
}
_METHODS = "GET, HEAD, OPTIONS"
_REMEMBERED_SECONDS = 86_400


def install(app: Flask) -> None:
    """Say it on every answer for programs."""
    app.after_request(_open)


def _open(response: Response) -> Response:
    # On refusals as well: a browser shows a program nothing of an answer that it may not read.
    if request.blueprint in _BLUEPRINTS or request.path.startswith("/api/"):
        for name, value in _CROSS_ORIGIN.items():
            response.headers.setdefault(name, value)
        if request.method == "OPTIONS":
            response.headers["Access-Control-Allow-Methods"] = _METHODS
            response.headers["Access-Control-Allow-Headers"] = request.headers.get(
                "Access-Control-Request-Headers", "*"
            )
            response.headers["Access-Control-Max-Age"] = str(_REMEMBERED_SECONDS)
        elif response.status_code == 200:
            response.headers.add("Link", f'<{LICENCE}>; rel="license"')
    return response
