"""Notices by mail: who owns a document and who reads it hear what others said and did."""

from __future__ import annotations

from indexer import Account, EditableDocument
from web.curation.presentation import action_word
from web.site.context import absolute_url, site
from web.site.language import translate


def tell(document: EditableDocument, by: Account, kind: str, text: str = "") -> None:
    """Send the others what was said or done; nobody waits for it, and the desk tells it all the same."""
    curation = site().curation
    if not curation.mailer.is_on:
        return
    review, addresses = curation.reviews.of(document.id), curation.mail_links.addresses()
    for name in {review.owner, review.reviewer} - {by.name, ""}:
        # A closed account hears nothing more.
        if name in addresses and curation.accounts.find(name) is not None:
            curation.mailer.send_later(addresses[name], _subject(document), _body(document, by, kind, text))


def _subject(document: EditableDocument) -> str:
    return translate("Samspil: {title}", title=document.metadata.title)


def _body(document: EditableDocument, by: Account, kind: str, text: str) -> str:
    done = translate("{name} skrev:", name=by.name) if kind == "answered" else f"{by.name}: {action_word(kind)}"
    link = absolute_url("curator_pages.overview", document_id=document.id)
    return "\n\n".join(filter(None, (document.metadata.title, done, text, link)))
