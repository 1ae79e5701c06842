"""Whether there is a model, what it needs, and how far the documents are embedded."""

from __future__ import annotations

import importlib.util
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from indexer.domain.documents.metadata import DocumentId
from indexer.meaning.embedding import embedded_documents
from indexer.meaning.model.encoder import OnnxEncoder
from indexer.meaning.model.model_file import MODEL_NAME, model_path
from indexer.meaning.port import Encoder
from indexer.storage.array_file import DamagedFile
from indexer.storage.database_connection import DatabaseDamaged, DatabaseNewer, DatabaseUnavailable

_LOG = logging.getLogger(__name__)
_PACKAGES = ("onnxruntime", "tokenizers")


@dataclass(frozen=True, slots=True)
class MeaningState:
    """What `samspil status` says.

    Attributes:
        model: its name, "" where something is missing.
        missing: what is missing, for people; "" if nothing is.
        embedded, documents: how many of the indexed documents have vectors, and how many there are.
    """

    model: str
    missing: str
    embedded: int
    documents: int


def open_encoder(models: Path) -> Encoder | None:
    """The encoder of the model in a folder; None where the model or a package is missing, which is logged."""
    if missing := missing_part(models):
        _LOG.info("Search is by words alone: %s", missing)
        return None
    try:
        return OnnxEncoder(model_path(models))
    except (OSError, DamagedFile, ImportError) as error:
        _LOG.warning("Search is by words alone, for the model cannot be opened: %s", error)
        return None


def missing_part(models: Path) -> str:
    """What an encoder lacks, "" if nothing: told without opening anything."""
    for package in _PACKAGES:
        if importlib.util.find_spec(package) is None:
            return f"the package {package} is not installed (make setup)"
    return "" if model_path(models).is_file() else "the model is not set up (make model)"


def state_of(models: Path, vectors: Path, indexed: Mapping[DocumentId, str], *, is_on: bool) -> MeaningState:
    """The state over some indexed documents."""
    missing = missing_part(models) if is_on else "it is switched off (config.toml, [meaning])"
    try:
        embedded = embedded_documents(vectors, indexed)
    except (DatabaseUnavailable, DatabaseDamaged, DatabaseNewer) as error:
        missing, embedded = missing or str(error), 0
    return MeaningState("" if missing else MODEL_NAME, missing, embedded, len(indexed))
