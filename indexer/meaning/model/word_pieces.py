"""Texts -> ids of pieces, as the model was trained to read them, whatever is typed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

_SPACES = re.compile(r"\s+")
_WORD_BEGIN = "▁"
# Latin, its marks and the signs that stand beside it in print; what else is written becomes "unknown".
_LATIN = re.compile(r"[\x20-\u036f\u1e00-\u1eff\u2000-\u27bf\ufb00-\ufb06]+|▁[\x20-\u036f\u1e00-\u1eff\u2000-\u27bf]*")


def is_latin(piece: str) -> bool:
    """Whether a piece is of the script that the collection is in; the others cost as much memory again."""
    return _LATIN.fullmatch(piece) is not None


class WordPieces:
    """Cuts texts into the likeliest pieces (Kudo, Subword regularization, ACL 2018), by Hugging Face's tokenizers."""

    def __init__(
        self, pieces: Sequence[str], scores: Sequence[float], unknown: int, replaced: Mapping[int, str]
    ) -> None:
        """Raises ImportError: the package tokenizers is missing."""
        from tokenizers import Tokenizer, models, pre_tokenizers

        model = models.Unigram(list(zip(pieces, scores, strict=True)), unk_id=unknown, byte_fallback=False)
        self._tokenizer: Any = Tokenizer(model)
        self._tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(
            replacement=_WORD_BEGIN, prepend_scheme="always", split=False
        )
        self._replaced = dict(replaced)

    def ids(self, text: str, most_characters: int) -> list[int]:
        """The ids of a text, of which no more than so many characters are read; empty for one without any."""
        readable = text[:most_characters].encode("utf-8", "replace").decode()  # no lone surrogates
        normal = _SPACES.sub(" ", readable.translate(self._replaced))[:most_characters].strip()
        return list(self._tokenizer.encode(normal, add_special_tokens=False).ids) if normal else []
