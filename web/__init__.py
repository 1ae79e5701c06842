"""The site: Flask pages over the knowledge base."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from jinja2 import StrictUndefined

from indexer import KnowledgeBase, find_config, open_curation, open_knowledge_base, open_rooms
from web.api import views as api_views
from web.api.harvesting import views as harvesting_views
from web.compare import comparable_views, our_list_views, side_by_side_views
from web.curation import (
    collection_export_views,
    file_views,
    history_views,
    sign_in,
)
from web.curation import (
    document_views as curated_document_views,
)
from web.curation.accounts import account_views, mail_views, own_account_views, session_cookies
from web.curation.authorities import concept_change_views, record_change_views, record_views
from web.curation.authorities import concept_views as curated_concept_views
from web.curation.desk import desk_views, numbers_views, review_views
from web.curation.intake import (
    import_views,
    public_suggestion_views,
    unsaved_views,
    upload_views,
    write_up_views,
)
from web.curation.lists import assignment_views, list_views, saved_list_views
from web.curation.presentation import install_curator_presentation
from web.curation.removal import merge_views, trash_views
from web.documents import address_views, concept_views, page_views
from web.documents import views as document_views
from web.documents.authorities import organisation_views, place_views
from web.explore import gap_map_views, network_views, tile_map_views
from web.exports import views as export_views
from web.exports.feeds import feed_views
from web.guide import guide_views
from web.rooms import room_request, start_views
from web.rooms.agreement import agreement_views, side_views
from web.rooms.case import case_views
from web.rooms.evaluation import answer_views, evaluation_views, meeting_views, survey_views
from web.rooms.forms import form_views
from web.rooms.network import entry_views, version_views
from web.rooms.network import network_views as room_network_views
from web.rooms.plan import plan_views
from web.rooms.sheets import sheet_views
from web.search import autocomplete_views, facet_rows, hit_faces
from web.search import views as search_views
from web.site import errors, language
from web.site.context import SiteContext
from web.site.fonts import views as font_views
from web.site.pages import views as site_views
from web.site.presentation import install_presentation
from web.site.processes.indexing_process import IndexFollower, NoFollower
from web.site.traffic import address_limits, budgets, http_answers, open_data, proxies, security
from web.site.traffic.http_answers import Site
from web.site.urls import whole_numbers
from web.site.watching import requests
from web.site.watching import views as watching_views
from web.suggestions import suggestion_views
from web.suggestions.following import follow_views

_PUBLIC = (
    search_views, autocomplete_views, document_views, page_views, concept_views, organisation_views, place_views,
    guide_views, site_views, font_views, address_views, suggestion_views, follow_views,
)  # fmt: skip
_MACHINES = (api_views, export_views, feed_views, watching_views, harvesting_views)
_COMPARING = (gap_map_views, network_views, tile_map_views, comparable_views, side_by_side_views, our_list_views)
_CURATORS = (
    desk_views, numbers_views, review_views, curated_document_views, file_views, write_up_views, upload_views,
    history_views, list_views, assignment_views, saved_list_views,
    curated_concept_views, concept_change_views, record_views, record_change_views,
    import_views, collection_export_views, public_suggestion_views, unsaved_views, trash_views, merge_views,
    sign_in, account_views, mail_views, own_account_views,
)  # fmt: skip
_ROOMS = (
    start_views, plan_views, room_network_views, version_views, entry_views, agreement_views, side_views, sheet_views,
    form_views, case_views, evaluation_views, survey_views, answer_views, meeting_views,
)  # fmt: skip


def create_app(
    config_path: Path | None = None,
    knowledge_base: KnowledgeBase | None = None,
    index_follower: IndexFollower | None = None,
    processes: int = 1,
) -> Flask:
    """The site as a WSGI application; tests hand in their own knowledge base. So many processes may be forked of it."""
    config = find_config(config_path)
    app = Site(__name__)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.undefined = StrictUndefined
    app.config["MAX_CONTENT_LENGTH"] = 1_000_000
    whole_numbers.install(app)
    opened = knowledge_base or open_knowledge_base(config)
    follower = index_follower or NoFollower()
    app.extensions["samspil"] = SiteContext(config, opened, open_curation(config, opened), follower, open_rooms(config))
    requests.install(app, config, processes)
    http_answers.install(app)
    proxies.install(app, config.web.trusted_proxies, config.web.public_url)
    language.install(app)
    install_presentation(app)
    facet_rows.install(app)
    hit_faces.install(app)
    font_views.install(app)
    install_curator_presentation(app)
    budgets.install(app, config.web.exports_at_once, config.web.sign_in_share)
    address_limits.install(app)
    security.install(app, config.web.public_url, config.web.allowed_hosts)
    open_data.install(app)
    session_cookies.install(app)
    errors.install(app)
    suggestion_views.install(app, config)
    follow_views.install(app, config)
    harvesting_views.install(app)
    room_request.install(app, config, [pages.blueprint for pages in _ROOMS])
    for pages in (*_PUBLIC, *_MACHINES, *_COMPARING, *_CURATORS, *_ROOMS):
        app.register_blueprint(pages.blueprint)
    app.add_url_rule(start_views.SCHEMA_PATH, "room_schema", start_views.schema)
    return app
