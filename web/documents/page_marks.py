"""Where on the picture of a page the words stand that were searched."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from indexer import Match, Page, PagePicture

_WORD = re.compile(r"[^\W_]+")
_AROUND = 2
"""Pixels beyond the letters, so that a mark does not touch them."""

Mark = tuple[int, int, int, int]


def marks_on(picture: PagePicture, page: Page, matches: Iterable[Match]) -> list[Mark]:
    """(left, top, width, height) of each word that answers, in pixels of the picture.

    A word that stands on the page as often as in its text is marked where its text answers; else wherever it stands.
    """
    placed: defaultdict[str, list[tuple[Mark, ...]]] = defaultdict(list)
    for drawn in picture.words:
        placed[drawn.word].append(drawn.boxes)
    words = [*_words(page.text)]
    totals, counts = Counter(word for word, _ in words), Counter[str]()
    chosen: dict[Mark, None] = {}
    answers = [range(match.start, match.end) for match in matches]
    for word, place in words:
        ordinal, counts[word] = counts[word], counts[word] + 1
        if any(place in answer for answer in answers):
            found = placed[word]
            for boxes in found[ordinal : ordinal + 1] if len(found) == totals[word] else found:
                chosen.update(dict.fromkeys(map(_widened, boxes)))
    return list(chosen)


def _words(text: str) -> Iterator[tuple[str, int]]:
    """The words of a text, hyphens taken for what parts them, each with the place of its first letter."""
    return ((found.group().casefold(), found.start()) for found in _WORD.finditer(text))


def _widened(box: Mark) -> Mark:
    left, top, width, height = box
    return left - _AROUND, top - _AROUND, width + 2 * _AROUND, height + 2 * _AROUND
