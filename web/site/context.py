"""What every page needs: the configuration, the knowledge base and its curators' side in the running application."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit

from flask import current_app, g, request, url_for

from indexer import Config, Curation, KnowledgeBase, Rooms, Vocabulary
from web.site.processes.indexing_process import IndexFollower


@dataclass(frozen=True, slots=True)
class SiteContext:
    """Made once by create_app."""

    config: Config
    knowledge_base: KnowledgeBase
    curation: Curation
    index_follower: IndexFollower
    rooms: Rooms


def site() -> SiteContext:
    """The context of the current application."""
    return cast(SiteContext, current_app.extensions["samspil"])


def page_vocabulary() -> Vocabulary:
    """The vocabulary, the same throughout a request: its file is looked at once."""
    if "vocabulary" not in g:
        g.vocabulary = site().knowledge_base.vocabulary
    return cast(Vocabulary, g.vocabulary)


def absolute_url(endpoint: str, **values: object) -> str:
    """The whole address of a page, as visitors see it (`public_url`)."""
    return absolute(url_for(endpoint, **cast("dict[str, Any]", values)))


def path_of(public_url: str) -> str:
    """The path below which visitors see the site: /samspil for https://bibliotek.dk/samspil/, else ""."""
    return urlsplit(public_url).path.rstrip("/")


def absolute(path: str) -> str:
    """A path, with the prefix of the site, as a whole address."""
    base = site().config.web.public_url
    return (
        f"{base.removesuffix('/').removesuffix(path_of(base))}{path}" if base else request.host_url.rstrip("/") + path
    )
