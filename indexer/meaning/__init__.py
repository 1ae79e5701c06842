"""Search by meaning: passages and queries as vectors of a small multilingual model.

What retrieval asks of it is `domain.queries.proximity`; where the model is missing, nothing of this is asked.
"""

from indexer.meaning.availability import MeaningState, missing_part, open_encoder, state_of
from indexer.meaning.embedding import Embedding, EmbeddingProgress
from indexer.meaning.model.model_file import model_path, take_from_wheel
from indexer.meaning.port import Encoder
from indexer.meaning.vector_meaning import VectorMeaning

__all__ = [
    "Embedding",
    "EmbeddingProgress",
    "Encoder",
    "MeaningState",
    "VectorMeaning",
    "missing_part",
    "model_path",
    "open_encoder",
    "state_of",
    "take_from_wheel",
]
