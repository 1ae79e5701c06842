"""Rules that mend pages with the help of the others: running heads and feet, words divided over lines and pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from indexer.extraction.cleaning.drop_caps import join_drop_caps
from indexer.extraction.cleaning.line_end_hyphens import keeps_hyphen
from indexer.extraction.cleaning.page import HYPHENATION, clean_printed_page

_EDGE_LINES = 3
_LEAST_PAGES = 3
_LEAST_SHARE_OF_PAGES = 0.4
_LONGEST_RUNNING_LINE = 160
_LEAST_SHARE_KEPT = 0.4
_NUMBER = re.compile(r"\d+")
_LEAST_SHARE_COUNTING = 0.7
_LETTERS = re.compile(r"[^\W\d_]+")
_PAGE_WORDS = set("side sidan sida s p pp page seite af av of von i ud".split())
_WORDS_OF_A_TITLE = 3

_DIVISION = re.compile(rf"-\n|{HYPHENATION}\s*")
_NEXT_WORD = re.compile(r"[^\W_]+")
_LONGEST_PART = 60
_PUNCTUATION = ".,;:!?()[]{}<>»«\"'”“„’‘…*/|•·–—-"
_WORD_AND_MARK = re.compile(r"\b([^\W\d_]{4,})([0-9]{1,2})\b")
_MARKED = re.compile(r"[0-9](?<=[^\W\d_]{4}[0-9])")
"""What every such word and mark holds, and few pages do: found in a fraction of the time."""

_NOTE_BEGINS = re.compile(r"\n[0-9]{1,3}(?=[A-ZÆØÅ][a-zæøå])")
_FIRST_WORD = re.compile(r"([^\W_]+)([^\w\s]*)\s*")
_CONJUNCTIONS = {"og", "eller", "samt", "and", "or", "und", "oder", "och"}


class PrintedPages(NamedTuple):
    """The pages of one file, mended, and how often each of its words stands in them undivided."""

    texts: list[str]
    vocabulary: Counter[str]


def clean_pages(texts: Sequence[str]) -> list[str]:
    """The pages of one file, mended by every rule."""
    return clean_printed(texts).texts


def clean_printed(texts: Sequence[str]) -> PrintedPages:
    """The same, with the words that the rules go by."""
    # Heads and feet go first: they stand between the two halves of a word that the end of a page divides.
    pages = drop_running_lines([clean_printed_page(text) for text in texts])
    vocabulary = vocabulary_of(pages)
    return PrintedPages([mend_words(page, vocabulary) for page in rejoin_over_pages(pages)], vocabulary)


def mend_words(page: str, vocabulary: Counter[str]) -> str:
    """Words that lines, first letters and marks of notes take apart or put together, as the file writes them."""
    return split_note_marks(join_drop_caps(rejoin_words(page, vocabulary), vocabulary), vocabulary)


class _EdgeLine(NamedTuple):
    page: int
    place: int
    text: str


def drop_running_lines(pages: Sequence[str]) -> list[str]:
    """Without the heads and feet that return on four pages of ten: the same words, page numbers that count along.

    A line goes only where enough of the page is left; what stands on fewer than three pages is never a running line.
    """
    split = [page.split("\n") for page in pages]
    found: defaultdict[str, list[_EdgeLine]] = defaultdict(list)
    for line in _edge_lines(split):
        # Masked: a page number makes the same foot another line on each page.
        found[_NUMBER.sub("#", line.text.lower())].append(line)
    needed = max(_LEAST_PAGES, _LEAST_SHARE_OF_PAGES * len(pages))
    dropped: defaultdict[int, set[int]] = defaultdict(set)
    for occurrences in found.values():
        if len({line.page for line in occurrences}) >= needed and _runs(occurrences):
            for line in occurrences:
                dropped[line.page].add(line.place)
    return [
        _without(lines, dropped[number]) if number in dropped else page
        for number, (page, lines) in enumerate(zip(pages, split, strict=True))
    ]


def _edge_lines(pages: Sequence[Sequence[str]]) -> Iterator[_EdgeLine]:
    """The first and last lines of pages; long and empty ones are left out."""
    for number, lines in enumerate(pages):
        # A set: on a short page the first lines are the last ones, too.
        for place in {*range(min(_EDGE_LINES, len(lines))), *range(max(0, len(lines) - _EDGE_LINES), len(lines))}:
            line = lines[place].strip()
            if line and len(line) <= _LONGEST_RUNNING_LINE:
                yield _EdgeLine(number, place, line)


def _runs(occurrences: list[_EdgeLine]) -> bool:
    """Whether a line is the same on every page, or holds a number that counts along with the pages."""
    most = _LEAST_SHARE_COUNTING * len(occurrences)
    if Counter(line.text for line in occurrences).most_common(1)[0][1] >= most:
        return True
    words = _LETTERS.findall(occurrences[0].text.lower())
    if len(words) < _WORDS_OF_A_TITLE and not _PAGE_WORDS.issuperset(words):
        return False  # `Bilag 3` at the head of the third page is no page number
    counting = Counter(
        (place, int(digits[:9]) - line.page)
        for line in occurrences
        for place, digits in enumerate(_NUMBER.findall(line.text))
    )
    return bool(counting) and counting.most_common(1)[0][1] >= most


def _without(lines: list[str], places: set[int]) -> str:
    kept = [line for place, line in enumerate(lines) if place not in places]
    left, whole = sum(map(len, kept)), sum(map(len, lines))
    return "\n".join(kept if left >= _LEAST_SHARE_KEPT * whole else lines)


def vocabulary_of(pages: Sequence[str]) -> Counter[str]:
    """How often each word stands undivided in the pages, and under `it-` how often a compound begins with `it-`."""
    tokens: Counter[str] = Counter()
    for page in pages:
        tokens.update(page.lower().split())
    # What is letters alone is a word as it stands; marks are looked for on the others.
    others = [token for token in tokens if not token.isalpha()]
    counts = [tokens.pop(token) for token in others]
    words = tokens
    for token, count in zip(others, counts, strict=True):
        word = token.strip(_PUNCTUATION)
        if word and token[-1] != "-" and HYPHENATION not in word:
            words[word] += count
            if "-" in word:
                words[word[: word.index("-") + 1]] += count
    return words


def rejoin_words(page: str, vocabulary: Counter[str]) -> str:
    """Words that a line end divides become whole; a hyphen stays where the file itself writes the word with one.

    `EU-⏎lovgivning` keeps its hyphen, as do numbers and single letters; before `og` and `eller` everything stays.
    """
    parts: list[str] = []
    end = 0
    for found in _DIVISION.finditer(page):
        start = found.start()
        # Backwards: the search for a word at the end would begin at every letter before it.
        before = _NEXT_WORD.match(page[max(end, start - _LONGEST_PART) : start][::-1])
        after = _NEXT_WORD.match(page, found.end())
        if before and after:
            parts += [page[end:start], _seam(before.group()[::-1], found.group(), after.group(), vocabulary)]
            end = found.end()
    # Marks that are left stand between no two words: a hyphen was drawn there.
    return ("".join(parts) + page[end:]).replace(HYPHENATION, "-")


def _seam(first: str, division: str, second: str, vocabulary: Counter[str]) -> str:
    """What stands between the two parts of a word in place of the line end."""
    is_marked = HYPHENATION in division
    if second.lower() in _CONJUNCTIONS:
        return "- " if is_marked else division
    if not second[0].islower():
        return "-" if is_marked else division
    return "-" if keeps_hyphen(first, second, vocabulary) else ""


def split_note_marks(page: str, vocabulary: Counter[str]) -> str:
    """Marks of footnotes stand apart from the words they are set beside: `adgang14` and, at a line's start, `14Se`.

    Within a line only where the word itself stands elsewhere in the file and the two together only here.
    """

    def split(found: re.Match[str]) -> str:
        word, mark = found.groups()
        is_mark = vocabulary[found.group().lower()] <= 1 and word.lower() in vocabulary
        return f"{word} {mark}" if is_mark else found.group()

    marked = _WORD_AND_MARK.sub(split, page) if _MARKED.search(page) else page
    return _NOTE_BEGINS.sub(r"\g<0> ", f"\n{marked}")[1:]


def rejoin_over_pages(pages: Sequence[str]) -> list[str]:
    """The rest of a word that the end of a page divides moves to the page on which it begins."""
    joined = list(pages)
    for number in range(len(joined) - 1):
        if joined[number][-1:] != "-" or not joined[number][-2:-1].isalpha():
            continue
        rest = _rest_of_word(joined[number + 1])
        # A page that holds nothing else keeps its word: it would have no text left.
        if rest and rest.end() < len(joined[number + 1]):
            joined[number] += "\n" + rest.group().strip()
            joined[number + 1] = joined[number + 1][rest.end() :]
    return joined


def _rest_of_word(page: str) -> re.Match[str] | None:
    """What may be the rest of a divided word at the beginning of a page."""
    word = _FIRST_WORD.match(page)
    return word if word and word.group(1)[0].islower() and word.group(1).lower() not in _CONJUNCTIONS else None
