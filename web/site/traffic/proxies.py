"""The site behind a web server: who asked, by which name, and below which path.

What a request says of itself in X-Forwarded headers is believed where a trusted address sent it, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from web.site.context import path_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def install(app: Flask, trusted: Iterable[str], public_url: str) -> None:
    """Have every request seen as its visitor made it."""
    app.wsgi_app = ForwardedRequests(app.wsgi_app, frozenset(trusted), path_of(public_url))  # type: ignore[method-assign]


class ForwardedRequests:
    """A WSGI application whose requests may come through a proxy, with or without the prefix of the site."""

    def __init__(self, app: WSGIApplication, trusted: frozenset[str], prefix: str) -> None:
        self._app = app
        self._forwarded = ProxyFix(app, x_for=1, x_proto=1, x_host=1, x_prefix=1)
        self._trusted = trusted
        self._prefix = prefix

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """See WSGI."""
        if self._prefix:
            path = str(environ.get("PATH_INFO", ""))
            if path == self._prefix or path.startswith(f"{self._prefix}/"):
                environ["PATH_INFO"] = path[len(self._prefix) :] or "/"
            environ["SCRIPT_NAME"] = self._prefix
        if environ.get("REMOTE_ADDR") not in self._trusted:
            return self._app(environ, start_response)
        if self._prefix:
            environ.pop("HTTP_X_FORWARDED_PREFIX", None)  # public_url says it
        return self._forwarded(environ, start_response)
