"""Robots: combinations of filters are endless, and every document is in the sitemap."""

from __future__ import annotations

import re

from flask import request
from werkzeug.exceptions import TooManyRequests

from indexer import Query
from web.site.context import site

_COME_BACK_SECONDS = 3600
_ROBOT = re.compile(r"bot\b|crawl|spider|slurp", re.IGNORECASE)


def is_robot() -> bool:
    """Whether the visitor says that it is a program."""
    return _ROBOT.search(request.user_agent.string) is not None


def refuse_robots(query: Query) -> None:
    """Answer a robot that combines filters with a cheap 429."""
    conditions = len(query.filters) + bool(query.years)
    if conditions > site().config.web.filters_for_robots and is_robot():
        raise TooManyRequests(retry_after=_COME_BACK_SECONDS)
