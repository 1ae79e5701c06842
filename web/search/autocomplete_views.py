"""What a search may become while it is typed."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request, url_for

from indexer import Language, Suggestion, SuggestionKind
from web.site.context import site
from web.site.language import speak
from web.site.presentation import facet_url

blueprint = Blueprint("suggestion_pages", __name__)
_LONGEST = 100
_TEXT_SCHEMES = ("term",)
"""Schemes whose concepts are no facet: choosing one searches for its words."""


@blueprint.get("/api/suggest")
def api_suggest() -> Response:
    """Suggestions for `q`, those in the language of `labels` (da or en) first, each with the address it leads to."""
    wanted = request.args.get("labels", Language.DANISH.value)
    language = Language(wanted) if wanted in set(Language) else Language.DANISH
    speak(language)
    found = site().knowledge_base.suggestions.suggest(request.args.get("q", "")[:_LONGEST], language)
    return jsonify(suggestions=[_as_json(suggestion, language) for suggestion in found])


def _as_json(suggestion: Suggestion, language: Language) -> dict[str, str]:
    return {
        "text": suggestion.text,
        "kind": suggestion.kind.value,
        "language": suggestion.language.value,
        "note": _note(suggestion, language),
        "url": _url(suggestion, language),
    }


def _note(suggestion: Suggestion, language: Language) -> str:
    """The name of a synonym's concept, or of the concept's facet."""
    if suggestion.kind is not SuggestionKind.CONCEPT:
        return ""
    preferred = site().knowledge_base.vocabulary.label(suggestion.scheme, suggestion.target, language)
    return preferred if preferred != suggestion.text else ""


def _url(suggestion: Suggestion, language: Language) -> str:
    if suggestion.kind is SuggestionKind.TITLE:
        return url_for("document_pages.document", language=language.value, document_id=suggestion.target)
    if suggestion.kind is SuggestionKind.CONCEPT and suggestion.scheme not in _TEXT_SCHEMES:
        return facet_url(suggestion.scheme, suggestion.target, language)
    return url_for("search_pages.results", language=language.value, q=suggestion.text)
