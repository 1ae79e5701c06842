"""Danish: stop words and stemmer.

The stop words are those of the Snowball project (BSD licence) with question words added; the stemmer is Snowball's
Danish one.
"""

from __future__ import annotations

import snowballstemmer

DANISH_STOP_WORDS = frozenset(
    """
    og i jeg det at en den til er som på de med han af for ikke der var mig sig men et har om vi min havde ham hun nu
    over da fra du ud sin dem os op man hans hvor eller hvad skal selv her alle vil blev kunne ind når være dog noget
    ville jo deres efter ned skulle denne end dette mit også under have dig anden hende mine alt meget sit sine vor mod
    disse hvis din nogle hos blive mange ad bliver hendes været thi jer sådan
    hvordan hvem hvilken hvilket hvilke hvornår hvorfor kan må så mellem ved
    """.split()
)


def danish_stemmer() -> snowballstemmer.danish_stemmer.DanishStemmer:
    """A Snowball stemmer for lower-case Danish words; not safe to share between threads."""
    return snowballstemmer.stemmer("danish")
