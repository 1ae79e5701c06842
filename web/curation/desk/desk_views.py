"""The curators' desk: what waits, what is missing, how the index stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from indexer import Action, EngineUnavailable, Listed, Role
from web.curation.desk.dead_links import in_words
from web.curation.sign_in import required, signed_in
from web.site.context import site
from web.site.language import translate

blueprint = Blueprint("curator_desk", __name__, url_prefix="/<language>/curator")
_SHOWN = 20


@blueprint.get("", strict_slashes=False)
@required(Role.CONTRIBUTOR)
def desk() -> str:
    """Everything that asks for somebody, most urgent first."""
    context = site()
    curation = context.curation
    lists, mine = curation.documents.desk(), signed_in().name
    owners, assigned = curation.reviews.owners(), curation.reviews.reviewed_by(mine)
    return render_template(
        "curation/desk.html",
        lists=lists,
        messages=_messages(lists.drafts),
        shown=_SHOWN,
        notices=curation.reviews.notices(signed_in()),
        assigned=[one for one in lists.waiting if one.file.id in assigned],
        own=[one for one in lists.drafts if owners.get(one.file.id) == mine],
        others=[one for one in lists.drafts if owners.get(one.file.id) != mine],
        owners=owners,
        unsaved=curation.unsaved.of(signed_in()),
        uploads=curation.uploads.visible_to(signed_in()),
        suggestions=curation.suggestions.open() if signed_in().role.reaches(Role.CURATOR) else [],
        tasks=curation.tasks.open() if signed_in().role.reaches(Role.CURATOR) else (),
        refused=curation.documents.refused(),
        zero_result_searches=curation.zero_result_searches.all()[:_SHOWN],
        dead_links=[replace(one, reason=in_words(one.reason)) for one in curation.links.dead()],
        doubles=curation.near_duplicate_pairs(),
        indexed=_indexed(),
        follower=context.index_follower,
        changes=curation.history.changes()[: -_SHOWN - 1 : -1],
        limit=context.config.curation.upload_megabytes,
        endings=curation.uploads.endings,
    )


@blueprint.post("/index/rebuild")
@required(Role.ADMINISTRATOR)
def rebuild() -> BaseResponse:
    """Have the index built anew beside the one that serves."""
    site().curation.audit.append(signed_in().name, "index-rebuild")
    site().index_follower.rebuild()
    flash(translate("Indekset bygges forfra. Imens søges der videre i det gamle."))
    return redirect(url_for("curator_desk.desk"))


@blueprint.get("/audit")
@required(Role.CURATOR)
def audit() -> str:
    """Who did what and when, newest first."""
    log = site().curation.audit
    broken = log.first_broken_line()
    entries = list(log.entries()) if broken is None else []
    return render_template("curation/history/audit.html", entries=entries[:-501:-1], total=len(entries), broken=broken)


def _messages(drafts: Iterable[Listed]) -> dict[str, str]:
    """What was said about drafts that were sent back, by id; gone once they were changed."""
    history = site().curation.history
    last = {listed.file.id: next(iter(history.changes_of(listed.file.id)), None) for listed in drafts}
    return {i: change.comment for i, change in last.items() if change and change.action is Action.SENT_BACK}


def _indexed() -> int | None:
    """Documents in the index; None while it cannot be read."""
    try:
        return site().knowledge_base.engine.statistics.document_count()
    except EngineUnavailable:
        return None
