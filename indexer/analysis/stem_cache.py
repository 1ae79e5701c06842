"""Stems that are remembered, and made for many words at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

MakeStems = Callable[[Sequence[str]], list[str]]
"""Lower-case words -> their stems; several threads may ask at once."""

# A corpus has fewer words; only a stream of garbage comes so far, and then the cache begins anew.
_MAX_STEMS = 1_000_000


class StemCache(dict[str, str]):
    """Stem by lower-case word; a word that is not in it is stemmed. Safe to share between threads."""

    def __init__(self, make: MakeStems) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, word: str) -> str:
        stem = self[word] = self._make((word,))[0]
        return stem

    def stem_all(self, words: Sequence[str]) -> list[str]:
        """The stems of words; those of new words are made together."""
        new = [word for word in dict.fromkeys(words) if word not in self]
        if new:
            made = dict(zip(new, self._make(new), strict=True))
            if len(self) + len(made) > _MAX_STEMS:
                self.clear()
            self.update(made)
        return [*map(self.__getitem__, words)]
