"""Headers on every answer, and the names that the site may be asked by."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from flask import Flask, Response, request
from werkzeug.exceptions import BadRequest

from web.site.urls.outer_addresses import split_address

_CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


_ONE_YEAR = "max-age=31536000"
_ASKED_BY_ANY_NAME = ("site_pages.health", "watching.metrics")
"""What watches the site asks it by its address."""


def install(app: Flask, public_url: str, allowed_hosts: Collection[str]) -> None:
    """Guard every request and answer of the application."""
    known = {host.lower() for host in (*allowed_hosts, urlsplit(public_url).hostname or "") if host}
    if allowed_hosts:
        app.before_request(lambda: _judge_host(known))
    app.after_request(lambda response: _add_headers(response, is_tls=public_url.startswith("https://")))


def _judge_host(known: Collection[str]) -> None:
    """Refuse names that are not the site's own: an answer to them may be kept, or read, under a name of others."""
    name = split_address(f"//{request.host}").hostname or ""
    if name not in known and request.endpoint not in _ASKED_BY_ANY_NAME:
        raise BadRequest


def _add_headers(response: Response, *, is_tls: bool) -> Response:
    if is_tls:
        response.headers.setdefault("Strict-Transport-Security", _ONE_YEAR)
    response.headers.setdefault("Content-Security-Policy", _CONTENT_SECURITY_POLICY)
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response
