"""What a hit shows whatever was searched for: its picture, who with whom, where, when and how it went.

Twenty of them are most of a page of results, and they return on other pages: each is rendered once.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol, cast

from flask import Flask, current_app, request
from markupsafe import Markup

from indexer import DocumentId, Hit, Language, Metadata, Snippet
from web.exports.references.openurl_coins import coins
from web.site.context import absolute, page_vocabulary, site
from web.site.drawings.emblem import SameVocabulary
from web.site.language import page_language
from web.site.presentation import own_title
from web.site.urls.addresses import DocumentAddresses

_KEPT = 5_000
"""Some 8 kB each, with the metadata that they are found by; rendering twenty anew is a fifth of a page."""


class _Macros(Protocol):
    """Functions that a template makes of its macros."""

    def __getattr__(self, name: str) -> Callable[..., Markup]: ...


@dataclass(frozen=True, slots=True)
class Face:
    """The picture and the lines below the title."""

    picture: Markup
    about: Markup


@dataclass(frozen=True, slots=True)
class HitFace:
    """A face with what only a list of results shows.

    Attributes:
        picture: that of the face, or the first page of a file.
        kind: the line above the title, with what reference managers read.
        title, lang: the title in the page's language, and the attribute that says so where it is in another.
        choice: the box that selects it, which is not ticked.
    """

    picture: Markup
    about: Markup
    kind: Markup
    title: str
    lang: Markup
    choice: Markup


def install(app: Flask) -> None:
    """Make the faces known to the templates."""
    app.jinja_env.globals.update(face_of=face_of, hit_face=hit_face, hit_snippet=hit_snippet)


def hit_snippet(hit: Hit) -> Snippet:
    """The passage of a hit; a summary that answers nothing in particular is shown in the page's language."""
    summary = hit.metadata.summary_in(page_language())
    if hit.snippet.page_number or hit.snippet.matches or not summary:
        return hit.snippet
    shown = textwrap.shorten(summary, site().config.search.snippet_characters, placeholder="")
    return Snippet(shown, (), page_language(), ends_text=shown == summary)


def face_of(document_id: DocumentId, metadata: Metadata) -> Face:
    """What documents/card.html gives for a document in the page's language."""
    return _face(request.script_root, page_language(), SameVocabulary(page_vocabulary()), document_id, metadata)


def hit_face(hit: Hit) -> HitFace:
    """What search/hit.html gives for a hit in the page's language, whatever was searched for."""
    return _hit_face(
        absolute(""),
        request.script_root,
        page_language(),
        SameVocabulary(page_vocabulary()),
        hit.id,
        hit.metadata,
        hit.media_type,
        hit.page_count,
    )


@lru_cache(maxsize=_KEPT)
def _face(
    script_root: str, language: Language, known: SameVocabulary, document_id: DocumentId, metadata: Metadata
) -> Face:
    """`script_root` is part of every address, `language` the page's, which the template speaks."""
    card = _macros("documents/card.html")
    return Face(card.picture(document_id, metadata), card.about(metadata))


@lru_cache(maxsize=_KEPT)
def _hit_face(
    base: str,
    script_root: str,
    language: Language,
    known: SameVocabulary,
    document_id: DocumentId,
    metadata: Metadata,
    media_type: str,
    page_count: int,
) -> HitFace:
    """`base` begins every whole address; for the others see _face."""
    face, parts = _face(script_root, language, known, document_id, metadata), _macros("search/hit.html")
    address = DocumentAddresses().plain(document_id)
    is_pdf = media_type == "application/pdf"
    has_thumbnail = is_pdf and metadata.kind != "case"
    return HitFace(
        parts.thumbnail(address) if has_thumbnail else face.picture,
        face.about,
        parts.kind(metadata, coins(document_id, metadata, absolute(address)), page_count if is_pdf else 0),
        title := own_title(metadata),
        parts.title_lang(metadata),
        parts.choice(document_id, title),
    )


def _macros(template: str) -> _Macros:
    """The macros of a template."""
    return cast(_Macros, current_app.jinja_env.get_template(template).module)
