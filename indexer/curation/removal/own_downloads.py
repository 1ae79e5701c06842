"""Files in corpus/downloads/ that belong to one document alone."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from indexer.corpus_store.folder import CorpusFolder
from indexer.domain.documents.metadata import DocumentId, Metadata
from indexer.domain.documents.vocabulary import Vocabulary

DOWNLOADS_FOLDER = "downloads"


def own_downloads(
    corpus: CorpusFolder, vocabulary: Vocabulary, metadata: Metadata, own_ids: Iterable[DocumentId]
) -> tuple[str, ...]:
    """The names of a document's downloads that no other document, of whatever status, names."""
    ids, others = set(own_ids), set[str]()
    for file in corpus.files()[0]:
        read = corpus.metadata(file, vocabulary)[0] if file.id not in ids else None
        if read is not None:
            others |= set(_names(read))
    # A name that a hand wrote into a file must lead nowhere else.
    return tuple(one for one in dict.fromkeys(_names(metadata)) if one not in others and Path(one).name == one)


def _names(metadata: Metadata) -> tuple[str, ...]:
    return (*metadata.downloads, *metadata.downloads_other)
