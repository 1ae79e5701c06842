"""The Atom feed of whatever can be followed."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request, url_for

from web.exports.feeds.followed import Followed, followed_here
from web.exports.items import export_items
from web.site.context import absolute
from web.site.traffic.robots import refuse_robots
from web.site.urls.asked import asked_search
from web.site.urls.search_url import keeping

blueprint = Blueprint("feed_pages", __name__, url_prefix="/<language>")
_ENTRIES = 30
# RFC 4287, 4.1.1: a feed has a moment, one without entries too.
_BEFORE_ALL = "1970-01-01"


@blueprint.get("/feed")
def feed() -> Response:
    """What is new first: what came in, was changed, or has come to belong here by a change of its own.

    In pages that lead to each other (RFC 5005, section 3); with `organisation` or `id`s of an organisation or a list.
    """
    followed = followed_here()
    refuse_robots(followed.query)
    entries, page = followed.entries(), asked_search().query.page_number
    moments = {one: moment for one, _, moment in entries}
    here = entries[(page - 1) * _ENTRIES : page * _ENTRIES]
    content = render_template(
        "search/feed.xml",
        items=[(item, moments[item.id]) for item in export_items((one, stated) for one, stated, _ in here)],
        updated=entries[0][2] if entries else _BEFORE_ALL,
        title=followed.title if request.args else "",
        feed_url=feed_url(followed),
        pages=_pages(followed, page, max(1, -(-len(entries) // _ENTRIES))),
        html_url=absolute(followed.page),
    )
    return Response(content, mimetype="application/atom+xml")


def feed_url(followed: Followed, page: int = 1) -> str:
    """The whole address of a feed, or of a further page of it."""
    address = url_for("feed_pages.feed") + followed.parameters
    return absolute(keeping(address, f"&page={page}" if page > 1 else ""))


def _pages(followed: Followed, own: int, last: int) -> list[tuple[str, str]]:
    """(relation, address) of the pages that one of them names."""
    others = {"first": 1, "previous": own - 1, "next": own + 1, "last": last}
    named = {"self": own} | {name: page for name, page in others.items() if 1 <= page <= last}
    return [(name, feed_url(followed, page)) for name, page in named.items()]
