"""What every page needs: the configuration and the knowledge base of the running application."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import current_app, request, url_for

from indexer import Config, KnowledgeBase


@dataclass(frozen=True, slots=True)
class SiteContext:
    """Made once by create_app."""

    config: Config
    knowledge_base: KnowledgeBase


def site() -> SiteContext:
    """The context of the current application."""
    return cast(SiteContext, current_app.extensions["samspil"])


def absolute_url(endpoint: str, **values: object) -> str:
    """The whole address of a page, as visitors see it (`public_url`)."""
    return absolute(url_for(endpoint, **values))  # type: ignore[arg-type]  # Flask asks for more types than it uses


def absolute(path: str) -> str:
    """A path as a whole address."""
    base = site().config.web.public_url or request.host_url
    return base.rstrip("/") + path
