"""What a search box may suggest: concepts and titles with a word that begins as the text does."""

from __future__ import annotations

import re

from indexer import danish_sort_key
from web.page_language import page_language
from web.site_context import site

_MOST = 10


def suggestions(text: str) -> list[str]:
    """At most ten, concepts before titles, each in alphabetical order; none for an empty text."""
    if not text:
        return []
    begins = re.compile(r"(?<!\w)" + re.escape(text.casefold()))
    knowledge_base, language = site().knowledge_base, page_language()
    labels = {concept.labels[language] for concept in knowledge_base.vocabulary.concepts()}
    titles = {m.title_in(language) or m.title for m in knowledge_base.public_records().values()}
    found: dict[str, None] = {}
    for names in (labels, titles):
        found |= dict.fromkeys(sorted((n for n in names if begins.search(n.casefold())), key=danish_sort_key))
    return list(found)[:_MOST]
