"""Files that wait with the content of a document that goes."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from indexer.corpus_store.document_names import MARKDOWN_ENDING
from indexer.curation.intake.upload import Upload
from indexer.curation.intake.uploads import Uploads
from indexer.domain.documents.front_matter import split_front_matter

_WRITE_UP = b"+++"


def twin_uploads(uploads: Uploads, digests: Collection[str], versions: Iterable[bytes]) -> list[Upload]:
    """The uploads that are a version of a document: byte for byte, or of Markdown the text word for word."""
    texts = {_words(version) for version in versions if version.startswith(_WRITE_UP)}
    return [one for one in uploads.all() if one.text_hash in digests or _says_one_of(uploads, one, texts)]


def _says_one_of(uploads: Uploads, upload: Upload, texts: Collection[tuple[str, ...]]) -> bool:
    return upload.ending == MARKDOWN_ENDING and _words(uploads.content(upload)) in texts


def _words(content: bytes) -> tuple[str, ...]:
    text = content.decode("utf-8-sig", "replace")
    try:
        return tuple(split_front_matter(text)[1].split())
    except ValueError:
        return tuple(text.split())
