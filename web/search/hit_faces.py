"""What a hit shows whatever was searched for: its picture, who with whom, where, when and how it went.

Twenty of them are most of a page of results, and they return on other pages: each is rendered once.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from flask import Flask, current_app, request
from markupsafe import Markup

from indexer import DocumentId, Hit, Language, Metadata, Snippet
from web.site.context import page_vocabulary, site
from web.site.drawings.emblem import SameVocabulary
from web.site.language import page_language

_KEPT = 5_000
"""Some 8 kB each, with the metadata that they are found by; rendering twenty anew is a fifth of a page."""


@dataclass(frozen=True, slots=True)
class Face:
    """The picture and the lines below the title."""

    picture: Markup
    about: Markup


def install(app: Flask) -> None:
    """Make the faces known to the templates."""
    app.jinja_env.globals.update(hit_face=hit_face, hit_snippet=hit_snippet)


def hit_snippet(hit: Hit) -> Snippet:
    """The passage of a hit; a summary that answers nothing in particular is shown in the page's language."""
    summary = hit.metadata.summary_in(page_language())
    if hit.snippet.page_number or hit.snippet.matches or not summary:
        return hit.snippet
    shown = textwrap.shorten(summary, site().config.search.snippet_characters, placeholder="")
    return Snippet(shown, (), page_language(), ends_text=shown == summary)


def hit_face(document_id: DocumentId, metadata: Metadata) -> Face:
    """What documents/card.html gives for a document in the page's language."""
    return _rendered(request.script_root, page_language(), SameVocabulary(page_vocabulary()), document_id, metadata)


@lru_cache(maxsize=_KEPT)
def _rendered(
    script_root: str, language: Language, known: SameVocabulary, document_id: DocumentId, metadata: Metadata
) -> Face:
    """`script_root` is part of every address, `language` the page's, which the template speaks."""
    card = cast(Any, current_app.jinja_env.get_template("documents/card.html").module)
    return Face(card.picture(document_id, metadata), card.about(metadata))
