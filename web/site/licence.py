"""The licence of the collection: of what is told of documents, and of the texts that are our own."""

from __future__ import annotations

from indexer import Metadata

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
LICENCE_NAME = "CC BY 4.0"
_WRITE_UP = "text/markdown"
_OURSELVES = "Samspil"
"""As which author the files that were made of our own texts name us."""


def licence_of(metadata: Metadata, media_type: str) -> str:
    """The licence of a document's own text, "" for works of others, which remain theirs whatever is told of them."""
    return LICENCE if is_page(media_type) or _OURSELVES in metadata.authors else ""


def is_page(media_type: str) -> bool:
    """Whether a document is a text that stands on its page, and no file."""
    return media_type == _WRITE_UP
