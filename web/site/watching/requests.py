"""Each request is numbered, timed, counted and, where it is wished for, told in a line of the log."""

from __future__ import annotations

import logging
import re
import secrets
import time
from contextvars import ContextVar
from typing import cast

from flask import Flask, Response, current_app, g, request

from indexer import Config
from web.site.context import site
from web.site.urls.secret_paths import masked
from web.site.watching.request_counts import MAX_ROUTES, RequestCounts

HEADER = "X-Request-ID"
REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")
"""The number of the request that this thread answers; "" between requests."""

_LOG = logging.getLogger("samspil.requests")
_GIVEN = re.compile(r"[\w-]{8,64}", re.ASCII)
_ID_BYTES = 8
_UNKNOWN_ROUTE = "(none)"


def install(app: Flask, config: Config, processes: int) -> None:
    """Watch every request; to be installed first, so that it begins before all else and sees the answer last."""
    app.extensions["samspil-requests"] = RequestCounts(processes)
    trusted = frozenset(config.web.trusted_proxies)
    app.before_request(lambda: _begin(trusted))
    app.after_request(lambda response: _end(response, config))
    app.teardown_request(lambda _: cast(None, REQUEST_ID.set("")))


def request_counts() -> RequestCounts:
    """The counts of the current application."""
    return cast(RequestCounts, current_app.extensions["samspil-requests"])


def routes() -> dict[str, int]:
    """The routes with their numbers and in their order, first the one of addresses that lead nowhere."""
    known = current_app.extensions.get("samspil-routes")
    if known is None:
        rules = sorted({rule.rule for rule in current_app.url_map.iter_rules()})
        known = current_app.extensions["samspil-routes"] = {rule: n for n, rule in enumerate((_UNKNOWN_ROUTE, *rules))}
        assert len(known) <= MAX_ROUTES, "there is room for so many in the memory that all processes share"
    return cast("dict[str, int]", known)


def _begin(trusted: frozenset[str]) -> None:
    original = request.environ.get("werkzeug.proxy_fix.orig", {}).get("REMOTE_ADDR", request.remote_addr)
    given = request.headers.get(HEADER, "")
    is_given = original in trusted and _GIVEN.fullmatch(given)
    REQUEST_ID.set(given if is_given else secrets.token_hex(_ID_BYTES))
    g.began = time.perf_counter()


def _end(response: Response, config: Config) -> Response:
    seconds = time.perf_counter() - g.get("began", time.perf_counter())
    route = request.url_rule.rule if request.url_rule else _UNKNOWN_ROUTE
    counts = request_counts()
    counts.count(routes()[route], response.status_code, seconds)
    counts.set_lookups(*site().knowledge_base.engine.statistics.cache_lookups())
    response.headers[HEADER] = REQUEST_ID.get()
    path = masked(request.path)
    if config.logging.requests and _LOG.isEnabledFor(logging.INFO):
        about = {
            "method": request.method,
            "path": path,  # without what was searched for, which may tell of people
            "route": route,
            "status": response.status_code,
            "milliseconds": round(1000 * seconds, 1),
        }
        if config.logging.addresses:
            about["address"] = request.remote_addr or ""
        words = f"{request.method} {path} {response.status_code} {about['milliseconds']} ms"
        _LOG.info(f"{words} {about['address']}" if "address" in about else words, extra={"about": about})
    return response
