"""The language of a text, by py3langid."""

from __future__ import annotations

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

_LANGUAGES = ["da", "no", "sv", "en", "de", "nl", "fr", "fi", "is"]


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=False)
    identifier.set_languages(_LANGUAGES)
    return identifier


def detect_language(text: str) -> str:
    """ISO 639-1 code of the likeliest of the languages that library reports come in; "" for a text without letters."""
    return str(_identifier().classify(text)[0]) if any(c.isalpha() for c in text) else ""
