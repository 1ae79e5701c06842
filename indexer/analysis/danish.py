"""Danish: stop words, and words to stems.

The stop words are those of the Snowball project (BSD licence) with question words added; the stemmer is Snowball's
Danish one, over the lemma where the lexicon knows the word: Snowball alone parts barn from børn and bog from bøger.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping, Sequence

import snowballstemmer

from indexer.analysis.lexicon import DANISH_EXCEPTIONS, Lexicon
from indexer.analysis.stop_terms import StopTerms
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
# Shorter words end so by chance.
_MIN_SISTER = 4
# A compound that ends in café bends as café does, which the stemmer takes for another word.
_ENDING_OF_E = re.compile(r"(?<=\w{4}[eé])(?:en|ens|er|ers|erne|ernes)$")
_APOSTROPHE_ENDING = re.compile(r"['’](?:er|ere|erne|en|et|ens|ets|s)?$")
_STEMMER = snowballstemmer.stemmer("danish")
_STEMMER.maxCacheSize = 0  # `StemCache` remembers; its own memory takes longer than stemming
_STOP_TERMS = StopTerms(DANISH_STOP_WORDS)
_LOCK = threading.Lock()
"""A stemmer is used by one thread at a time."""


def danish_stems(words: Sequence[str], lexicon: Lexicon) -> list[str]:
    """The stems of lower-case words.

    >>> from indexer.analysis.lexicon import EmptyLexicon
    >>> danish_stems(["bibliotekernes", "cd'er"], EmptyLexicon())
    ['bibliotek', 'cd']
    """
    bare = [word if word.isalpha() else _APOSTROPHE_ENDING.sub("", word) for word in words]
    lemmas = _lemmas(bare, lexicon)
    with _LOCK:
        stems: list[str] = _STEMMER.stemWords([*map(drop_accents, lemmas)])
    return [_STOP_TERMS.term(*forms) for forms in zip(bare, lemmas, stems, strict=True)]


def _lemmas(words: Sequence[str], lexicon: Lexicon) -> list[str]:
    """The dictionary form of each word, or that of a sister of it; else the word itself."""
    asked = [*dict.fromkeys(form for word in words for form in (word, f"{word}s", word[:-1], word[:-2]))]
    known = dict(zip(asked, lexicon.lemmas(asked), strict=True))
    # Our corrections overrule the lexicon.
    known |= {word: lemma for word, lemma in DANISH_EXCEPTIONS.items() if word in known}
    return [_lemma(word, known) for word in words]


def _lemma(word: str, known: Mapping[str, str | None]) -> str:
    """The lemma; that of its base for a genitive: kors is none, centrets is one."""
    base = word[:-1]
    is_genitive = word.endswith("s") and known[word] != word and known.get(base) is not None
    return _base_lemma(base if is_genitive and word not in DANISH_EXCEPTIONS else word, known)


def _base_lemma(word: str, known: Mapping[str, str | None]) -> str:
    lemma = known.get(word)
    if word in DANISH_EXCEPTIONS or len(word) < _MIN_SISTER:
        return lemma or word
    is_unknown = lemma is None or lemma == word
    # A genitive is a noun's: fængslets tells that fængslet is the prison, not a verb's participle.
    noun = known.get(f"{word}s")
    if noun not in (None, word, f"{word}s") and (is_unknown or word.endswith(("et", "en", "ne"))):
        return str(noun)
    plural = known.get(word[:-2]) if word.endswith(("rne", "ene")) else None
    return plural if is_unknown and plural else lemma or _ENDING_OF_E.sub("", word)
