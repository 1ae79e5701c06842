"""Our list on a page: named, added to, handed on, exported and compared."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from web.compare.our_list import MAX_NAME, OurList, read_list
from web.compare.side_by_side import MOST
from web.exports.feeds.followed import Followed
from web.exports.views import FORMAT_NAMES
from web.site.context import absolute, site
from web.site.urls.addresses import page_address
from web.site.urls.search_url import keeping

blueprint = Blueprint("list_pages", __name__, url_prefix="/<language>/list")


@blueprint.get("")
def show() -> str | BaseResponse:
    """The documents that the address names; one with anything else leads to its canonical form."""
    ours = read_list(request.args, site().config.web.address_documents)
    if set(request.args) - {"name", "id", "read"}:
        return redirect(_address(ours))
    known = site().knowledge_base.comparer.public_records()
    documents = [(one, known[one]) for one in ours.ids if one in known]
    return render_template(
        "compare/our_list.html",
        ours=ours,
        documents=documents,
        missing=[one for one in ours.ids if one not in known],
        own_url=_address(replace(ours, is_read_only=False)),
        share_url=absolute(_address(replace(ours, is_read_only=True))),
        search_url=keeping(page_address("search_pages.results"), ours.kept),
        follow_url=page_address("follow_pages.form") + Followed(ids=ours.ids, name=ours.name).parameters,
        feed_url=page_address("feed_pages.feed") + Followed(ids=ours.ids, name=ours.name).parameters,
        export_forms=FORMAT_NAMES.items(),
        max_name=MAX_NAME,
        most_compared=MOST,
    )


def _address(ours: OurList) -> str:
    return url_for("list_pages.show") + ours.parameters
