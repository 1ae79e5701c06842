"""What a page of results takes along beside the search: what is ticked, the name of the list it is for, the view."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

from web.site.urls.result_view import PARAMETER, asked_view
from web.site.urls.search_url import quoted

LIST_NAME = "list"
"""The parameter with the name of the list that is being added to."""

_NAME_CHARACTERS = 80


def ticked(parameters: MultiDict[str, str]) -> tuple[str, ...]:
    """The ids of the documents that are ticked, each once."""
    return tuple(dict.fromkeys(parameters.getlist("id")))


def kept_parameters(parameters: MultiDict[str, str]) -> str:
    """They as links add them, see search_url.keeping; "" where there are none."""
    ids = "".join(f"&id={quoted(each)}" for each in ticked(parameters))
    name = parameters.get(LIST_NAME, "")[:_NAME_CHARACTERS]
    ids += f"&{LIST_NAME}={quoted(name)}" if name else ""
    return ids + asked_view(parameters.getlist(PARAMETER)).kept
