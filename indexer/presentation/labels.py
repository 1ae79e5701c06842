"""Ids -> words: what a facet value is called in Danish and English."""

from __future__ import annotations

from functools import cache

from babel import Locale

from indexer.domain.documents.facets import FACETS_BY_ID, NOT_STATED, FacetSource
from indexer.domain.documents.metadata import Language
from indexer.domain.documents.vocabulary import Vocabulary

_NOT_STATED = {Language.DANISH: "Ikke angivet", Language.ENGLISH: "Not stated"}
_OUTCOMES = {
    "running": {Language.DANISH: "I drift", Language.ENGLISH: "Running"},
    "ended-as-planned": {Language.DANISH: "Afsluttet som planlagt", Language.ENGLISH: "Ended as planned"},
    "stopped": {Language.DANISH: "Stoppet", Language.ENGLISH: "Stopped"},
    "absorbed": {Language.DANISH: "Overgået til anden drift", Language.ENGLISH: "Taken over by others"},
    "unknown": {Language.DANISH: "Ukendt", Language.ENGLISH: "Unknown"},
}


def facet_value_label(vocabulary: Vocabulary, facet: str, value: str, language: Language) -> str:
    """What a visitor reads for a facet value; the value itself where nothing better is known."""
    if value == NOT_STATED:
        return _NOT_STATED[language]
    match FACETS_BY_ID[facet].source:
        case FacetSource.VOCABULARY:
            return vocabulary.label(facet, value, language)
        case FacetSource.COUNTRY:
            return str(_locale(language).territories.get(value, value))
        case FacetSource.LANGUAGE:
            return str(_locale(language).languages.get(value, value)).capitalize()
        case FacetSource.OUTCOME:
            return _OUTCOMES.get(value, {}).get(language, value)
        case _:
            return value


@cache
def _locale(language: Language) -> Locale:
    return Locale.parse(language.value)
