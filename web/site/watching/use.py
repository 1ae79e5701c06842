"""What visitors search, open and download, counted where the site is set to; never of programs, or who is signed in."""

from __future__ import annotations

from flask import request

from indexer import DocumentId, Use
from web.site.context import site
from web.site.traffic.robots import is_robot


def note_search(words: str, total: int) -> None:
    """Count a search by its words, and those that found nothing; its later pages are the same search."""
    if is_robot():
        return
    if total == 0:
        site().curation.zero_result_searches.note(words)
    if _is_reader() and request.args.get("page", "1") == "1":
        site().curation.use_counts.note_search(words, total)


def note_document(use: Use, document_id: DocumentId) -> None:
    """Count that a document was opened, or a file of it downloaded."""
    # A reader of PDFs fetches a file in parts: the one with its beginning counts.
    is_whole = request.headers.get("Range", "bytes=0-").startswith("bytes=0-")
    if is_whole and request.method == "GET" and _is_reader() and not is_robot():
        site().curation.use_counts.note_document(use, document_id)


def _is_reader() -> bool:
    """Whether a person who is not signed in asks: readers have no cookies; what a browser fetches ahead nobody sees."""
    return not request.cookies and "prefetch" not in request.headers.get("Sec-Purpose", "")
