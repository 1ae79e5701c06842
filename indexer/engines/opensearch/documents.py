"""An analysed document as the cluster takes it: places and terms as texts that its analyzer takes apart again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import repeat

import numpy as np

from indexer.domain.documents.facets import NOT_STATED
from indexer.domain.documents.metadata import Language
from indexer.domain.queries.fields import FREQUENCY_FIELDS, SPELLING_FIELDS, TEXT_FIELDS, is_body
from indexer.domain.queries.two_texts import LANGUAGE_FACET
from indexer.engines.analyzed_document import AnalyzedDocument, AnalyzedField
from indexer.engines.opensearch.cluster import Json
from indexer.engines.opensearch.layout import (
    ANY,
    DECADE_FIELD,
    HOLE,
    STACK,
    TWO_TEXTS_FIELD,
    YEAR_NUMBER_FIELD,
    counts_field,
    facet_field,
    length_field,
    terms_field,
)

_KNOWN = frozenset((*TEXT_FIELDS, *FREQUENCY_FIELDS, *SPELLING_FIELDS))
_MOST_BYTES, _MOST_ID_BYTES = 32_766, 512
"""The longest value, and the longest id, that the cluster takes."""

PageTexts = dict[int, dict[str, str]]


def source(document: AnalyzedDocument) -> Json:
    """The document as JSON; whatever the cluster would refuse is refused here, before anything is sent.

    Raises:
        KeyError: a field is not in the layout.
        TypeError, ValueError: a value is not what an index takes.
    """
    if len(document.id.encode()) > _MOST_ID_BYTES:
        raise ValueError(f"the id {document.id} is too long")
    pages: PageTexts = {}
    found: Json = {}
    for name, analyzed in document.fields.items():
        if name not in _KNOWN:
            raise KeyError(name)
        found |= _field(name, analyzed, document.page_starts.get(name, ()), pages)
    return found | {
        "id": document.id,
        "hash": document.content_hash,
        "record": document.record,
        "title_key": _value(document.title_key),
        "page_count": int(document.page_count),
        "published": document.published,
        "is_public": document.is_public,
        "pages": [{"number": number, **pages[number]} for number in sorted(pages)],
        **_facets(document.facet_values),
    }


def decoded(text: str) -> list[tuple[str, ...]]:
    """The terms at each place of a page's text."""
    return [() if part == HOLE else tuple(part.split(STACK)) for part in text.split(" ")]


def counted(text: str) -> Iterator[tuple[str, int]]:
    """Each term with its count, as `source` wrote them."""
    parts = text.split(" ")
    yield from zip(parts[::2], map(int, parts[1::2]), strict=True)


def _field(name: str, analyzed: AnalyzedField, starts: Sequence[tuple[int, int]], pages: PageTexts) -> Json:
    terms, positions = _terms(name, analyzed)
    if not terms:  # it would count in the mean length
        return {}
    if name in SPELLING_FIELDS:
        return {name: sorted(set(terms))}
    found: Json = {length_field(name): len(terms)}
    if name in FREQUENCY_FIELDS:
        return found | {name: " ".join(terms)}
    counts = Counter(terms)
    if is_body(name):
        _add_pages(name, terms, positions, starts, pages)
    return found | {
        name: _encoded(terms, positions, 0, ANY),
        terms_field(name): sorted(counts),
        counts_field(name): " ".join(f"{term} {count}" for term, count in counts.items()),
    }


def _terms(name: str, analyzed: AnalyzedField) -> tuple[list[str], list[int]]:
    """The terms in text order, and the position of each where the field has positions."""
    listed, numbers, counts = analyzed.column.expanded(analyzed.words)
    terms = [listed[number] for number in numbers.tolist()]
    for term in set(terms):
        if term.split() != [term] or not {HOLE, STACK, ANY}.isdisjoint(term):
            raise ValueError(f"{term!r} is no term")
        _value(term)
    if name not in TEXT_FIELDS:
        return terms, []
    if len(analyzed.words) != len(analyzed.positions):
        raise TypeError(f"every word of {name} needs its position")
    positions = analyzed.positions if counts is None else np.repeat(analyzed.positions, counts)
    return terms, positions.tolist()


def _add_pages(
    name: str, terms: Sequence[str], positions: Sequence[int], starts: Sequence[tuple[int, int]], pages: PageTexts
) -> None:
    """Add the field's text of each page; page 0, the summary, stands on none."""
    places = np.searchsorted(np.asarray(positions), [first for _, first in starts]).tolist()
    for (number, first), low, high in zip(starts, places, [*places[1:], len(terms)], strict=True):
        if number > 0 and low < high:
            pages.setdefault(number, {})[name] = _encoded(terms[low:high], positions[low:high], first)


def _encoded(terms: Sequence[str], positions: Sequence[int], first: int, everywhere: str = "") -> str:
    """Places from `first` on with spaces between, each with its terms and with one more that stands everywhere."""
    parts: list[str] = []
    place = first - 1
    for term, position in zip(terms, positions, strict=True):
        if position == place and parts:
            parts[-1] += STACK + term
            continue
        parts.extend(repeat(HOLE, position - place - 1))
        parts.append(f"{everywhere}{STACK}{term}" if everywhere else term)
        place = position
    return " ".join(parts)


def _facets(facet_values: Mapping[str, tuple[str, ...]]) -> Json:
    years = facet_values.get("year", ())
    decades = {value if value == NOT_STATED else str(int(value) // 10 * 10) for value in years}
    return {
        **{facet_field(facet): [_value(value) for value in values] for facet, values in facet_values.items()},
        YEAR_NUMBER_FIELD: [int(value) for value in years if value.isdigit()],
        DECADE_FIELD: sorted(decades),
        TWO_TEXTS_FIELD: {*Language} <= {*facet_values.get(LANGUAGE_FACET, ())},
    }


def _value(text: str) -> str:
    if not isinstance(text, str):
        raise TypeError(f"a text is expected, not {text!r}")
    if len(text.encode()) > _MOST_BYTES:
        raise ValueError(f"{text[:40]}… is too long")
    return text
