"""What every page needs: the configuration and the knowledge base of the running application."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import current_app

from indexer import Config, KnowledgeBase


@dataclass(frozen=True, slots=True)
class SiteContext:
    """Made once by create_app."""

    config: Config
    knowledge_base: KnowledgeBase


def site() -> SiteContext:
    """The context of the current application."""
    return cast(SiteContext, current_app.extensions["samspil"])
