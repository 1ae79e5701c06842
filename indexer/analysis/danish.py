"""Danish: stop words, and words to stems.

The stop words are those of the Snowball project (BSD licence) with question words added; the stemmer is Snowball's
Danish one, over the lemma where the lexicon knows the word: Snowball alone parts barn from børn and bog from bøger.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence

import snowballstemmer

from indexer.analysis.lexicon import DANISH_EXCEPTIONS, Lexicon
from indexer.analysis.token_filters import drop_accents

DANISH_STOP_WORDS = frozenset(
    (
        "og i jeg det at en den til er som på de med han af for ikke der var mig sig men et har om vi min havde ham "
        "hun nu over da fra du ud sin dem os op man hans hvor eller hvad skal selv her alle vil blev kunne ind når "
        "være dog noget ville jo deres efter ned skulle denne end dette mit også under have dig anden hende mine alt "
        "meget sit sine vor mod disse hvis din nogle hos blive mange ad bliver hendes været thi jer sådan hvordan "
        "hvem hvilken hvilket hvilke hvornår hvorfor kan må så mellem ved "
    ).split()
)
# Danish sets an apostrophe before the endings of abbreviations (cd'er, tv'et), which the stemmer leaves.
_APOSTROPHE_ENDING = re.compile(r"['’](?:er|ere|erne|en|et|ens|ets|s)?$")
_STEMMER = snowballstemmer.stemmer("danish")
_STEMMER.maxCacheSize = 0  # `StemCache` remembers; its own memory takes longer than stemming
_LOCK = threading.Lock()
"""A stemmer is used by one thread at a time."""


def danish_stems(words: Sequence[str], lexicon: Lexicon) -> list[str]:
    """The stems of lower-case words.

    >>> from indexer.analysis.lexicon import EmptyLexicon
    >>> danish_stems(["bibliotekernes", "cd'er"], EmptyLexicon())
    ['bibliotek', 'cd']
    """
    bare = [word if word.isalpha() else _APOSTROPHE_ENDING.sub("", word) for word in words]
    known = zip(bare, lexicon.lemmas(bare), strict=True)
    # Our corrections first: some of them overrule the lexicon.
    lemmas = [DANISH_EXCEPTIONS.get(word) or lemma or word for word, lemma in known]
    with _LOCK:
        stems: list[str] = _STEMMER.stemWords([*map(drop_accents, lemmas)])
    return stems
