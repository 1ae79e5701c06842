"""The site: Flask pages over the knowledge base."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from jinja2 import StrictUndefined

from indexer import KnowledgeBase, find_config, open_curation, open_knowledge_base
from web import (
    account_pages,
    comparable_pages,
    compare_pages,
    concept_pages,
    curator_desk,
    curator_pages,
    document_pages,
    error_pages,
    export_pages,
    file_pages,
    history_pages,
    import_pages,
    machine_pages,
    map_pages,
    network_pages,
    page_language,
    search_pages,
    security,
    sign_in,
    site_pages,
    suggestion_pages,
    upload_pages,
)
from web.curator_presentation import install_curator_presentation
from web.index_follower import IndexFollower, NoFollower
from web.presentation import install_presentation
from web.site_context import SiteContext


def create_app(
    config_path: Path | None = None,
    knowledge_base: KnowledgeBase | None = None,
    index_follower: IndexFollower | None = None,
) -> Flask:
    """The site as a WSGI application; tests hand in their own knowledge base."""
    config = find_config(config_path)
    app = Flask(__name__)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.undefined = StrictUndefined
    app.config["MAX_CONTENT_LENGTH"] = 1_000_000
    opened = knowledge_base or open_knowledge_base(config)
    follower = index_follower or NoFollower()
    app.extensions["samspil"] = SiteContext(config, opened, open_curation(config, opened), follower)
    page_language.install(app)
    install_presentation(app)
    install_curator_presentation(app)
    security.install(app)
    sign_in.install(app)
    error_pages.install(app)
    search = (search_pages, suggestion_pages, document_pages, site_pages, map_pages, network_pages)
    comparing = (comparable_pages, compare_pages, concept_pages, export_pages, machine_pages)
    curators = (
        sign_in, curator_desk, curator_pages, file_pages, upload_pages, history_pages, import_pages, account_pages
    )  # fmt: skip
    for pages in (*search, *comparing, *curators):
        app.register_blueprint(pages.blueprint)
    return app
