"""Addresses under which others speak of the same organisation."""

from __future__ import annotations

from indexer import Organisation

_ADDRESSES = {
    # With http: so Wikidata names its entities, though its pages are read by https.
    "wikidata": "http://www.wikidata.org/entity/{}",
    "viaf": "https://viaf.org/viaf/{}",
    "ror": "https://ror.org/{}",
}
"""By the name of the identifier; the others have no address of their own."""


def same_as(found: Organisation) -> list[str]:
    """The addresses that the identifiers of a record stand for; what does not look like one stands for none."""
    sound = {name: value for name, value in found.identifiers.items() if name not in set(found.malformed())}
    return [_ADDRESSES[name].format(value) for name, value in sound.items() if name in _ADDRESSES]
