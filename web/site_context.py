"""What every page needs: the configuration, the knowledge base and its curators' side in the running application."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import current_app

from indexer import Config, Curation, KnowledgeBase
from web.index_follower import IndexFollower


@dataclass(frozen=True, slots=True)
class SiteContext:
    """Made once by create_app."""

    config: Config
    knowledge_base: KnowledgeBase
    curation: Curation
    index_follower: IndexFollower


def site() -> SiteContext:
    """The context of the current application."""
    return cast(SiteContext, current_app.extensions["samspil"])
