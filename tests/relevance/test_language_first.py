"""Tools and guide chapters have a text in both languages: each is one document, and the first one by either name."""

from __future__ import annotations

from indexer import KnowledgeBase, Language, Query

_OURS = ("vaerktoej-", "kom-godt-i-gang-")


def test_a_tool_or_chapter_is_found_first_by_its_name_in_either_language(collection: KnowledgeBase) -> None:
    named = {
        document_id: metadata
        for document_id, metadata in collection.records(Query())
        if document_id.startswith(_OURS) and metadata.has_other_text
    }
    behind = {}
    for document_id, metadata in named.items():
        for language in Language:
            title = metadata.title_in(language)
            # What stands before the colon may be the name of others too: of a chapter, or of a form that others made.
            for text, places in ((title, 1), (title.partition(":")[0], 3)):
                result = collection.search(Query(text))
                found = [hit.id for hit in result.hits or result.nearest][:places]
                if document_id not in found:
                    behind[document_id, text] = found

    assert len(named) >= 25
    assert not behind
