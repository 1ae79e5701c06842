"""The front page: cases to begin with, goals and partners counted in cases, and what the collection rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from indexer import DocumentId, Filter, Language, Metadata, Query, ResultPage, Vocabulary, is_known_outcome
from web.site.drawings.emblem import drawn_sectors
from web.site.urls.search_url import query_string

_CASE = Filter("kind", "case")
_HOME = {Language.DANISH: "DK"}
"""The country whose cases a page in a language shows first."""


@dataclass(frozen=True, slots=True)
class CountedValue:
    """A facet value with the number of cases, its share of the largest in percent, and the address of these cases."""

    id: str
    label: str
    count: int
    percent: int
    url: str
    sector: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """What readers may ask of a collection before they trust it, in numbers of cases but for the sources."""

    cases: int
    sources: int
    with_source: int
    unknown_outcome: int


def ground_of(cases: Mapping[DocumentId, Metadata]) -> Ground:
    """How many sources there are, each counted once by its address or else its title, and what is not known."""
    sources = {source.url or source.title for metadata in cases.values() for source in metadata.sources}
    return Ground(
        cases=len(cases),
        sources=len(sources),
        with_source=sum(bool(metadata.sources) for metadata in cases.values()),
        unknown_outcome=sum(not is_known_outcome(metadata.outcome) for metadata in cases.values()),
    )


def chosen_cases(
    cases: Mapping[DocumentId, Metadata], vocabulary: Vocabulary, language: Language, wanted: Iterable[str], count: int
) -> list[tuple[DocumentId, Metadata]]:
    """The cases that curators chose, filled up with recent ones at home that differ in their pictures."""
    chosen = [DocumentId(each) for each in wanted if each in cases][:count]
    ordered = sorted(cases, key=lambda each: _recency(cases[each], language), reverse=True)
    seen = {_kind_of_picture(cases[each], vocabulary) for each in chosen}
    for is_new_picture_needed in (True, False):
        for each in ordered:
            picture = _kind_of_picture(cases[each], vocabulary)
            if len(chosen) < count and each not in chosen and not (is_new_picture_needed and picture in seen):
                chosen.append(each)
                seen.add(picture)
    return [(each, cases[each]) for each in chosen]


def _recency(metadata: Metadata, language: Language) -> tuple[bool, bool, bool, int]:
    """What comes first is at home, told in the page's language, known in its outcome, and young."""
    is_told = bool(metadata.title_in(language) and metadata.summary_in(language))
    is_known = is_known_outcome(metadata.outcome)
    year = metadata.last_known_active or metadata.year_end or metadata.year_start or 0
    return _HOME.get(language, "") in metadata.countries or language not in _HOME, is_told, is_known, year


def _kind_of_picture(metadata: Metadata, vocabulary: Vocabulary) -> tuple[str, ...]:
    return tuple(sorted(set(drawn_sectors(vocabulary, metadata.partner_types, metadata.sectors))))


def counted_cases(
    result: ResultPage, facet_id: str, vocabulary: Vocabulary, language: Language
) -> tuple[CountedValue, ...]:
    """The broadest values of a facet in a search for cases, most frequent first."""
    concepts = vocabulary.schemes[facet_id].concepts
    values = [value for value in result.facet(facet_id).values if value.id in concepts and value.count]
    broad = [value for value in values if not concepts[value.id].broader]
    highest = max((value.count for value in broad), default=1)
    return tuple(
        CountedValue(
            id=value.id,
            label=concepts[value.id].labels[language],
            count=value.count,
            percent=round(100 * value.count / highest),
            url=query_string(Query(filters=(_CASE, Filter(facet_id, value.id)))),
            sector=next((match for scheme, match in concepts[value.id].matches if scheme == "sector"), ""),
        )
        for value in sorted(broad, key=lambda value: -value.count)
    )
