"""The site: Flask pages over the knowledge base."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from jinja2 import StrictUndefined

from indexer import KnowledgeBase, find_config, open_knowledge_base
from web import (
    comparable_pages,
    compare_pages,
    concept_pages,
    document_pages,
    error_pages,
    export_pages,
    machine_pages,
    map_pages,
    network_pages,
    page_language,
    search_pages,
    security,
    site_pages,
    suggestion_pages,
)
from web.presentation import install_presentation
from web.site_context import SiteContext


def create_app(config_path: Path | None = None, knowledge_base: KnowledgeBase | None = None) -> Flask:
    """The site as a WSGI application; tests hand in their own knowledge base."""
    config = find_config(config_path)
    app = Flask(__name__)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.undefined = StrictUndefined
    app.config["MAX_CONTENT_LENGTH"] = 1_000_000
    app.extensions["samspil"] = SiteContext(config, knowledge_base or open_knowledge_base(config))
    page_language.install(app)
    install_presentation(app)
    security.install(app)
    error_pages.install(app)
    for pages in (search_pages, suggestion_pages, document_pages, site_pages):
        app.register_blueprint(pages.blueprint)
    for pages in (comparable_pages, compare_pages, concept_pages):
        app.register_blueprint(pages.blueprint)
    for pages in (map_pages, network_pages, export_pages, machine_pages):
        app.register_blueprint(pages.blueprint)
    return app
