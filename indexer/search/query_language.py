"""The language of a few typed words."""

from __future__ import annotations

import re
from collections.abc import Callable

from indexer.analysis.danish import DANISH_STOP_WORDS
from indexer.analysis.english import ENGLISH_STOP_WORDS
from indexer.analysis.token_filters import normalize
from indexer.analysis.tokens import tokenize
from indexer.domain.documents.metadata import Language

_DANISH_LETTERS = re.compile("[æøå]")
_CERTAIN = 3.0
_STOP_WORD = 1.5


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
            danish += _STOP_WORD if word in DANISH_STOP_WORDS else -_STOP_WORD
        else:
            danish += likelihood(word)
    return Language.DANISH if danish >= 0 else Language.ENGLISH
