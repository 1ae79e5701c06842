"""The language of a write-up, by py3langid."""

from __future__ import annotations

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier


@cache
def _identifier() -> LanguageIdentifier:
    # An identifier of our own, for py3langid.set_languages would restrict the one that everybody shares. Versions 0.3
    # and 0.4 name the way to it differently.
    load = getattr(LanguageIdentifier, "from_model_file", None) or LanguageIdentifier.from_pickled_model
    identifier = load(MODEL_FILE, norm_probs=False)
    identifier.set_languages(["da", "en", "no", "sv"])
    return identifier


def likeliest_language(text: str) -> str:
    """da, en, no or sv; "" for a text without letters, which py3langid would still give a language."""
    return str(_identifier().classify(text)[0]) if any(character.isalpha() for character in text) else ""
