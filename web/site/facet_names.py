"""What keys and facets are called on the pages."""

from __future__ import annotations

from indexer import BY_KEY, YearRange, facet_label, key_hint, key_label, value_label
from web.site.context import page_vocabulary
from web.site.language import page_language, translate


def facet_name(facet_id: str) -> str:
    """The heading of a facet in the page's language."""
    return facet_label(page_vocabulary(), facet_id, page_language())


def key_name(key: str) -> str:
    """What a key of the metadata is called in the page's language; the key itself if it has no name."""
    return key_label(page_vocabulary(), key, page_language())


def key_explanation(key: str) -> str:
    """What the form says of a key; "" where it needs no words."""
    return key_hint(page_vocabulary(), key, page_language())


def value_name(key: str, value: str) -> str:
    """A value as a file states it, in words: new-users as Kontakt til nye brugere."""
    row = BY_KEY.get(key)
    return value_label(page_vocabulary(), row, value, page_language()) if row else value


def years_label(years: YearRange) -> str:
    """2005-2012 with a dash; open ends are said in words."""
    if years.first is not None and years.last is not None:
        return f"{years.first}–{years.last}" if years.first != years.last else str(years.first)
    if years.first is not None:
        return translate("fra {year}", year=years.first)
    return translate("til {year}", year=years.last)
