"""Taking in what readers suggest, wherever on the site they do; how often one address may."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from flask import Flask, current_app, request
from werkzeug.exceptions import TooManyRequests

from indexer import Config
from web.site.context import site
from web.site.traffic.rates import Rate

_HOUR = 3600
_EXTENSION = "samspil-suggestion-rate"


def install(app: Flask, config: Config) -> None:
    """Count who sends how often."""
    app.extensions[_EXTENSION] = Rate(config.curation.suggestions_per_hour, _HOUR)


def is_open() -> bool:
    """Whether suggestions are taken in at all."""
    return site().config.curation.suggestions_per_hour > 0


def receive(kind: str, document: str, fields: Mapping[str, str], contact: str) -> str:
    """Keep a suggestion for the curators, without the fields that say nothing; the secret of its receipt.

    Raises:
        TooManyRequests: its address had its share.
        InvalidEntry: there are as many as there may be.
        StateError: it cannot be written now.
    """
    rate = cast(Rate, current_app.extensions[_EXTENSION])
    if not rate.take(request.remote_addr or ""):
        raise TooManyRequests(retry_after=_HOUR)
    kept = {name: value for name, value in fields.items() if value}
    return site().curation.suggestions.add(kind, document, kept, contact)
