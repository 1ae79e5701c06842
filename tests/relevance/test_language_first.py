"""Tools and guide chapters that exist in both languages: the reader's comes before its twin, by every name of it."""

from __future__ import annotations

import itertools

from indexer import KnowledgeBase, Language, Metadata, Query

_TWINS = (("vaerktoej-", "tool-kit-"), ("kom-godt-i-gang-", "getting-started-"))


def test_the_document_in_the_language_of_its_name_comes_before_its_twin(collection: KnowledgeBase) -> None:
    named = {
        hit.id: hit.metadata
        for page in (1, 2, 3, 4)
        for hit in collection.search(Query(page_size=100, page_number=page)).hits
        if str(hit.id).startswith(tuple(itertools.chain(*_TWINS)))
    }
    behind = {}
    for document_id, metadata in named.items():
        name = metadata.title_in(metadata.language)
        for text in (name, name.partition(":")[0]):
            result = collection.search(Query(text))
            found = [hit.metadata for hit in result.hits or result.nearest]
            before = list(itertools.takewhile(lambda one, own=metadata: one.title != own.title, found))
            if len(before) == len(found) or any(_is_twin(one, metadata) for one in before):
                behind[document_id, text] = [one.title for one in before]

    assert len(named) >= 50
    assert not behind


def _is_twin(one: Metadata, other: Metadata) -> bool:
    """Whether two documents have the same titles, in another language each."""
    titles = {language: (one.title_in(language), other.title_in(language)) for language in Language}
    return one.language is not other.language and any(a == b for a, b in titles.values())
