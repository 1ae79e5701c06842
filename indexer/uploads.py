"""What the site asks about a file before it becomes a document."""

from __future__ import annotations

from pathlib import Path

from indexer.domain.document import Document, Extraction
from indexer.domain.duplicates import Duplicate
from indexer.knowledge_base import KnowledgeBase


def extract_upload(knowledge_base: KnowledgeBase, path: Path) -> Extraction:
    """The text of a file that is not in the corpus yet, with language, title guess, notes, or a refusal.

    The file is read in a worker process and within its limits, so this may be called while a request is answered; it
    returns within 20 seconds and never raises for a bad file. Name the file as the visitor did: the ending `.md`
    makes a text Markdown, and a web page named `.pdf` is refused as a failed download.
    """
    return knowledge_base.ingestion.texts.extract(path)


def find_duplicates(
    knowledge_base: KnowledgeBase, subject: Document | Extraction, *, text_hash: str = ""
) -> tuple[Duplicate, ...]:
    """Documents of the corpus with the same or nearly the same text; see DuplicateFinder.like."""
    return knowledge_base.duplicates.like(subject, text_hash)
