"""English: stop words and stemmer.

The stop words are those of the Snowball project (BSD licence); the stemmer is Snowball's English one (Porter 2).
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

import snowballstemmer

from indexer.analysis.stop_terms import StopTerms
from indexer.analysis.token_filters import drop_accents

ENGLISH_STOP_WORDS = frozenset(
    (
        "i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers "
        "herself it its itself they them their theirs themselves what which who whom this that these those am is are "
        "was were be been being have has had having do does did doing would should could ought a an the and but if or "
        "because as until while of at by for with about against between into through during before after above below "
        "to from up down in out on off over under again further then once here there when where why how all any both "
        "each few more most other some such no nor not only own same so than too very can will just "
    ).split()
)
_STEMMER = snowballstemmer.stemmer("english")
_STEMMER.maxCacheSize = 0  # `StemCache` remembers; its own memory takes longer than stemming
_STOP_TERMS = StopTerms(ENGLISH_STOP_WORDS)
_LOCK = threading.Lock()
"""A stemmer is used by one thread at a time."""


def english_stems(words: Sequence[str]) -> list[str]:
    """The stems of lower-case words.

    >>> english_stems(["partnerships", "library's"])
    ['partnership', 'librari']
    """
    # The stemmer takes only the straight apostrophe for one.
    plain = [drop_accents(word.replace("’", "'")) for word in words]
    with _LOCK:
        stems: list[str] = _STEMMER.stemWords(plain)
    return [_STOP_TERMS.term(word, word, stem) for word, stem in zip(plain, stems, strict=True)]
