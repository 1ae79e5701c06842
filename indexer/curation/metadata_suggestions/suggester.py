"""Suggestions learnt from the published documents, and learnt again as these change."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from indexer.corpus_store.port import CorpusStore
from indexer.curation.metadata_suggestions.document_features import FeatureStore
from indexer.curation.metadata_suggestions.suggest import MetadataSuggestion, SuggestionModel, suggest
from indexer.domain.documents.extraction import Extraction
from indexer.domain.documents.metadata import DocumentId, Language
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.extraction.port import TextSource

_LEARN_AGAIN_SECONDS = 300.0
"""Learning takes a second; one document more or less changes little."""


class Suggester:
    """Suggests metadata; safe to share between threads."""

    def __init__(self, corpus: CorpusStore, texts: TextSource, load_vocabulary: Callable[[], Vocabulary]) -> None:
        self.profiles = FeatureStore(corpus, texts, load_vocabulary)
        self._load_vocabulary = load_vocabulary
        self._learning = threading.Lock()
        self._learnt: tuple[float, int, SuggestionModel] | None = None

    def suggestions(
        self, extraction: Extraction, title: str, language: Language, *, own_id: DocumentId | None = None
    ) -> tuple[MetadataSuggestion, ...]:
        """What a text suggests; see `suggest`."""
        return suggest(extraction, title, language, self._load_vocabulary(), self._model(), own_id=own_id)

    def _model(self) -> SuggestionModel:
        with self._learning:
            kept = self._learnt
            if kept is None or time.monotonic() - kept[0] > _LEARN_AGAIN_SECONDS:
                state = hash(tuple(self.profiles.state()))
                model = kept[2] if kept and kept[1] == state else SuggestionModel.of(self.profiles.published())
                self._learnt = kept = (time.monotonic(), state, model)
            return kept[2]
