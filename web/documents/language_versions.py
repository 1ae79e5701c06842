"""Which of a document's texts a reader sees: that in the page's language, or the one that the address asks for."""

from __future__ import annotations

from flask import request, url_for

from indexer import Document, DocumentId, Language
from web.site.context import site
from web.site.language import page_language

TEXT = "text"
"""The parameter by which a page shows the text in the other language: a hit that was found there leads to it."""


def asked_language() -> Language:
    """The language of the text that is to be shown."""
    asked = request.args.get(TEXT, "")
    return Language(asked) if asked in set(Language) else page_language()


def shown_document(document_id: str) -> Document:
    """A published document with the text that is to be shown, if it has it in that language; else with what it has.

    Raises:
        DocumentNotFound: there is none, or it is not public.
    """
    return site().knowledge_base.documents.document(DocumentId(document_id)).read_in(asked_language())


def version_links(document: Document) -> dict[str, object]:
    """What a page needs to lead to the document's other text.

    `shown_text` goes into addresses of the same text, `other_version` is (language, address) of the page in the other
    language; None where there is no such text.
    """
    shown, own = document.metadata.language, page_language()
    if document.other is None:
        return {"shown_text": None, "other_version": None}
    # The page in that language, not this one with the other text: its menus are for whoever reads it.
    other = url_for("document_pages.document", document_id=document.id, language=shown.other.value)
    return {"shown_text": shown.value if shown is not own else None, "other_version": (shown.other, other)}
