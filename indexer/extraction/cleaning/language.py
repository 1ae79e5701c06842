"""The language of a text and of its pages, by py3langid restricted to the languages that library reports come in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any

_LANGUAGES = ("da", "no", "nn", "sv", "en", "de", "nl", "fr", "fi", "is", "es", "it", "pl")
_NORWEGIAN = ("no", "nn")
_DOCUMENT_CHARACTERS = 10_000
_SAMPLE_CHARACTERS = 400
# Of texts of 41 to 100 characters the language of one in fifty was told wrong.
_PAGE_CHARACTERS = 100
"""A page of no more than this many characters is taken to be in the document's language."""


@cache
def _identifier() -> Any:  # noqa: ANN401 (py3langid has no types)
    # Imported here: it takes a fifth of a second, which most commands need not wait for.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    # Only the likeliest language is asked for: its probability would take time and tell nothing.
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=False)
    identifier.set_languages(_LANGUAGES)
    return identifier


def detect_language(text: str) -> str:
    """ISO 639-1 code of the likeliest language, `no` for both kinds of Norwegian; "" for a text without letters."""
    if not any(character.isalpha() for character in text):
        return ""
    found = str(_identifier().classify(text)[0])
    return "no" if found in _NORWEGIAN else found


def detect_languages(pages: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The language of the whole, and for each page its own where it differs, else ""."""
    samples = [page[:_SAMPLE_CHARACTERS] for page in pages]
    own = [detect_language(sample) if len(sample) > _PAGE_CHARACTERS else "" for sample in samples]
    whole = _language_of_most(pages, own)
    return whole, _overrides(whole, own)


def _language_of_most(pages: Sequence[str], own: list[str]) -> str:
    """The language in which most of the text stands; told from all pages together where most of them are short."""
    characters: Counter[str] = Counter()
    for page, language in zip(pages, own, strict=True):
        characters[language] += len(page)
    told = characters.total() - characters.pop("", 0)
    if told > sum(map(len, pages)) / 2:
        # By code where two have as much: which page comes first decides nothing.
        return max(characters, key=lambda language: (characters[language], language))
    each = max(_PAGE_CHARACTERS, _DOCUMENT_CHARACTERS // max(1, len(pages)))
    return detect_language("\n".join(page[:each] for page in pages)[:_DOCUMENT_CHARACTERS])


def _overrides(whole: str, own: list[str]) -> tuple[str, ...]:
    """A Norwegian page of a Danish text without a Norwegian neighbour is Danish: the two look alike in short texts."""
    overrides = []
    for place, language in enumerate(own):
        neighbours = own[max(0, place - 1) : place] + own[place + 1 : place + 2]
        is_lone_norwegian = (whole, language) == ("da", "no") and "no" not in neighbours
        overrides.append("" if language == whole or is_lone_norwegian else language)
    return tuple(overrides)
