"""What may be meant by the beginning of a search."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from indexer.domain.documents.metadata import Language


class SuggestionKind(enum.StrEnum):
    """What a suggestion leads to."""

    CONCEPT = "concept"
    TERM = "term"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text that completes what was typed.

    Attributes:
        language: the language of the text.
        scheme: the scheme of a concept, "" for others.
        target: the id of the concept or the document; a term is its own target.
    """

    text: str
    kind: SuggestionKind
    language: Language
    target: str
    scheme: str = ""
