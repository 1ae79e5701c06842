"""In which language a text is written, told from its letters, its stop words and what is known of its words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from math import log

from indexer.analysis.danish import DANISH_STOP_WORDS
from indexer.analysis.english import ENGLISH_STOP_WORDS
from indexer.analysis.token_filters import normalize
from indexer.analysis.tokens import Token, is_acronym, tokenize
from indexer.domain.documents.metadata import Language
from indexer.domain.queries.query import Across
from indexer.search.index_knowledge import IndexKnowledge

_DANISH_LETTERS = re.compile("[æøå]")
_CERTAIN = 3.0
_STOP_WORD = 1.5
_LISTED_WORD = 0.8
_STRONGEST_WORD = 1.2
_ONLY_LANGUAGE = 0.7
_UNSEEN = 1e-4
"""What a word that no document holds counts as: a share of the documents of its language."""


def text_language(text: str, across: Across, knowledge: IndexKnowledge) -> Language:
    """The language of a text, Danish in doubt.

    Told from its letters and stop words, from the word list, and from the documents that hold its words. Where all
    documents are in one language, it takes more to tell that the text is in the other; a search of the own language
    alone is asked in the one that there is, and a search of the other language alone in the other one.
    """
    shares = {language: knowledge.document_shares(language) for language in Language}
    filled = [language for language in Language if shares[language]]
    prior = 0.0
    if len(filled) == 1:
        if across is not Across.ON:
            return filled[0] if across is Across.OFF else filled[0].other
        prior = _ONLY_LANGUAGE if filled[0] is Language.DANISH else -_ONLY_LANGUAGE
    is_bilingual = len(filled) == len(Language)

    def likelihood(word: str) -> float:
        listed = _LISTED_WORD * _listed(word, knowledge)
        return listed + _used(word, shares) if is_bilingual else listed

    return query_language(text, likelihood, prior)


def query_language(text: str, likelihood: Callable[[str], float], prior: float = 0.0) -> Language:
    """Danish or English, Danish in doubt.

    `likelihood` gives for a lower-case word how much more it speaks for Danish (positive) than for English (negative);
    the prior does so before any word is looked at.
    """
    danish = prior
    for token in tokenize(text):
        word = normalize(token.text)
        if _DANISH_LETTERS.search(word):
            danish += _CERTAIN
        elif (word in DANISH_STOP_WORDS) != (word in ENGLISH_STOP_WORDS):
            # In capitals, or beside a hyphen, it is a word of the language in which it is no stop word: IT, it-café.
            is_danish = (word in DANISH_STOP_WORDS) != _is_acronym(token, text)
            danish += _STOP_WORD if is_danish else -_STOP_WORD
        else:
            danish += likelihood(word)
    return Language.DANISH if danish >= 0 else Language.ENGLISH


def _is_acronym(token: Token, text: str) -> bool:
    """Whether a word is in capitals among others that are not, or stands beside a hyphen."""
    is_hyphenated = text[max(0, token.start - 1) : token.start] == "-" and token.start > 1
    is_hyphenated |= text[token.end : token.end + 1] == "-"
    return is_hyphenated or (is_acronym(token.text) and (text == token.text or not text.isupper()))


def _listed(word: str, knowledge: IndexKnowledge) -> int:
    """1 for a word that is translated from Danish alone, -1 from English alone, else 0."""
    danish, english = (
        bool(knowledge.words.translations.translations(language, (knowledge.analyzers[language].term(word),)))
        for language in (Language.DANISH, Language.ENGLISH)
    )
    return danish - english


def _used(word: str, shares: Mapping[Language, Mapping[str, float]]) -> float:
    """How much more common a word is in Danish documents than in English ones, as a bounded logarithm."""
    danish, english = (shares[language].get(word, _UNSEEN) for language in (Language.DANISH, Language.ENGLISH))
    return max(-_STRONGEST_WORD, min(_STRONGEST_WORD, log((danish + _UNSEEN) / (english + _UNSEEN))))
