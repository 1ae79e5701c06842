"""Names of authors as RIS and BibTeX write them, and the way back."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.curation.bulk.readers.latex import latex_of, plain_text
from indexer.domain.works.work import Author

_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_COMMA = re.compile(r",")
_HAS_AND = re.compile(r"\band\b", re.IGNORECASE)


def ris_name(author: Author) -> str:
    """Family before given name; the name of an organisation has no single comma, by which programs part persons.

    >>> ris_name(Author("Bryson", "John M.")), ris_name(Author("Delica")), ris_name(Author(name="Kunst, Kultur"))
    ('Bryson, John M.', 'Delica,', 'Kunst,, Kultur')
    """
    return str(author) if author.is_person else author.name.replace(",", ",,")


def name_of_ris(text: str) -> Author:
    """The author that a line of RIS names."""
    if ",," in text:
        return Author(name=text.replace(",,", ","))
    family, comma, given = (part.strip() for part in text.partition(","))
    return Author(family, given) if comma and family else Author(name=text)


def bibtex_names(authors: Iterator[Author] | tuple[Author, ...]) -> str:
    """Names with `and` between them; organisations in braces, or their last word would be taken for a surname."""
    return " and ".join(map(_bibtex_name, authors))


def names_of_bibtex(latex: str) -> list[Author]:
    """The authors that a field names.

    >>> names_of_bibtex("Bryson, John M. and {KL} and Ludwig van Beethoven")[1:]
    [Author(family='', given='', name='KL'), Author(family='van Beethoven', given='Ludwig', name='')]
    """
    return [author for part in split_outside_braces(latex, _AND) if (author := _author(part.strip())) != Author()]


def split_outside_braces(latex: str, separator: re.Pattern[str]) -> list[str]:
    """The parts between separators that stand in no braces."""
    parts, start, depth, counted_to = [], 0, 0, 0
    for found in separator.finditer(latex):
        between = latex[counted_to : found.start()]
        depth += between.count("{") - between.count("}")
        counted_to = found.start()
        if depth <= 0:
            parts.append(latex[start : found.start()])
            start = found.end()
    return [*parts, latex[start:]]


def _bibtex_name(author: Author) -> str:
    if not author.is_person:
        return f"{{{latex_of(author.name)}}}"
    given, _, suffix = author.given.partition(",")
    # Von Last, Jr, First: what follows the given name stands before it.
    parts = [author.family, *filter(None, [suffix.strip()]), given]
    # A lone word is a family name, but for the two that say something of authors.
    if not given and " " not in author.family and author.family.casefold() not in ("and", "others"):
        return latex_of(author.family)
    return ", ".join(map(_guarded, parts)).strip()


def _guarded(part: str) -> str:
    return f"{{{latex_of(part)}}}" if "," in part or _HAS_AND.search(part) else latex_of(part)


def _author(latex: str) -> Author:
    if _is_in_braces(latex):
        return Author(name=plain_text(latex))
    parts = [plain_text(part) for part in split_outside_braces(latex, _COMMA)]
    if len(parts) > 1 and parts[0]:
        return Author(parts[0], ", ".join(filter(None, (parts[-1], *parts[1:-1]))))
    words = plain_text(latex).split()
    if len(words) == 1 and words[0].casefold() == "others":
        return Author(name=words[0])
    # The family name begins with the first word in small letters, "van" or "de", else it is the last word.
    particle = next((place for place, word in enumerate(words[:-1]) if place and word[:1].islower()), len(words) - 1)
    return Author(" ".join(words[particle:]), " ".join(words[:particle])) if words else Author()


def _is_in_braces(latex: str) -> bool:
    """Whether one pair of braces holds all of it."""
    if not (latex.startswith("{") and latex.endswith("}")):
        return False
    depth = 0
    for place, sign in enumerate(latex):
        depth += (sign == "{") - (sign == "}")
        if depth == 0:
            return place == len(latex) - 1
    return False
