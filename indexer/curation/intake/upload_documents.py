"""An upload becomes a document: a write-up where it is Markdown, else an original file under its true ending."""

from __future__ import annotations

from indexer.corpus_store.metadata_reader import read_metadata
from indexer.curation.accounts.accounts import Account
from indexer.curation.editing.editor import Editor
from indexer.curation.intake.upload import Upload
from indexer.domain.documents.extraction import Extraction
from indexer.domain.documents.front_matter import split_front_matter
from indexer.domain.documents.metadata import DocumentId, Metadata
from indexer.domain.documents.vocabulary import Vocabulary

_MARKDOWN = "text/markdown"
_ENDINGS = {"application/pdf": (".pdf",), "text/html": (".html", ".htm")}
"""What a type found by signature may be called; other types keep the ending they came with."""


def add_upload(
    editor: Editor,
    account: Account,
    metadata: Metadata,
    *,
    upload: Upload,
    content: bytes,
    extraction: Extraction,
    form: str = "",
) -> DocumentId:
    """The new document's id; raises what Editor.add does."""
    if extraction.media_type == _MARKDOWN:
        return editor.add(account, metadata, body=_body(content), form=form)
    endings = _ENDINGS.get(extraction.media_type, (upload.ending,))
    ending = upload.ending if upload.ending in endings else endings[0]
    return editor.add(account, metadata, original=(ending, content), form=form)


def stated_by(content: bytes, extraction: Extraction, vocabulary: Vocabulary) -> tuple[Metadata, str] | None:
    """Metadata and text of a Markdown file that brings sound metadata along; None for every other file."""
    if extraction.media_type != _MARKDOWN:
        return None
    try:
        toml, body = split_front_matter(content.decode("utf-8-sig"))
    except ValueError:
        return None
    metadata = read_metadata("", toml, 2, vocabulary)[0] if toml else None
    return (metadata, body) if metadata else None


def _body(content: bytes) -> str:
    text = content.decode("utf-8-sig", "replace")
    try:
        return split_front_matter(text)[1]
    except ValueError:
        return text
