"""Metadata that a text suggests, each with its reason; nothing is stated until a curator ticks it.

Concepts come from two witnesses: the words of the vocabulary in the text, and what the nearest published documents
state. The weights and thresholds were set on the collection, leaving each document out: see
`python -m benchmarks.suggestions`.
"""

from __future__ import annotations

import enum
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from indexer.curation.term_evidence import ConceptEvidence, Passage, around, concept_evidence
from indexer.curation.text_profiles import Neighbour, Profile, neighbours, profile_of
from indexer.domain.document import DocumentId, Extraction, Language, Metadata, Page
from indexer.domain.schema import stated_values
from indexer.domain.vocabulary import Vocabulary

CONCEPT_FACETS = ("kind", "sector", "partner-type", "goal", "phase", "form")
NEIGHBOURS = 12
_NO_ID = DocumentId("")
_NAMED_DOCUMENTS = 3
_TERM_WEIGHT = {"kind": 0.1, "sector": 0.15, "partner-type": 0.35, "goal": 0.3, "phase": 0.3, "form": 0.3}
_THRESHOLD = {"kind": 0.0, "sector": 0.5, "partner-type": 0.34, "goal": 0.37, "phase": 0.4, "form": 0.5}
_YEAR = re.compile(r"\b(1[89]\d\d|20[0-4]\d)\b")
_SPAN = re.compile(r"\b((?:19|20)\d\d)\s*[-–]\s*((?:19|20)\d\d)\b")
_LIBRARY = re.compile(
    r"\b(?:[A-ZÆØÅ][\w'’-]+ (?:og |and )?){1,3}"
    r"(?:Biblioteker(?:ne)?|Bibliotek(?:et)?|Public Library|Libraries|Library)\b"
)
_MUNICIPALITY = re.compile(r"\b([A-ZÆØÅ][\w-]+(?:-[A-ZÆØÅ]\w+)?) Kommune\b")
_NAMES_SUGGESTED = 4
_COMMON_DANISH = frozenset("og i at det er en til på som der af de med den ikke et har om kan".split())
_COMMON_ENGLISH = frozenset("the of and to in is that for it as with was on are by this from be".split())


class SuggestionReason(enum.StrEnum):
    """Why something is suggested."""

    READ = "read in the text"
    NEIGHBOURS = "stated by the nearest documents"
    BOTH = "read in the text and stated by the nearest documents"
    FILE = "stated by the file itself"


@dataclass(frozen=True, slots=True)
class MetadataSuggestion:
    """A value for a key, with its reason.

    Attributes:
        key: a facet id, or "title", "year_end".
        passage: where it was read, None if it was not.
        documents: (id, title) of the nearest documents that state it, nearest first.
        score: orders the suggestions of a key; comparable within the key only.
    """

    key: str
    value: str
    reason: SuggestionReason
    score: float = 1.0
    passage: Passage | None = None
    documents: tuple[tuple[DocumentId, str], ...] = ()


def suggest(
    extraction: Extraction,
    title: str,
    language: Language,
    vocabulary: Vocabulary,
    published: Sequence[Profile],
    *,
    own_id: DocumentId | None = None,
) -> tuple[MetadataSuggestion, ...]:
    """Everything that the text suggests, by key, best first.

    `published` are the documents to learn from; the one named `own_id` is left out.
    """
    others = [profile for profile in published if profile.id != own_id]
    pages = extraction.pages
    metadata = Metadata(title, language, "")
    profile = profile_of(own_id or _NO_ID, metadata, (page.text for page in pages))
    found = [
        *_concepts(
            concept_evidence(title, pages, vocabulary, language), neighbours(profile, others, NEIGHBOURS), vocabulary
        ),
        *_names(pages, others),
        *_years(pages),
    ]
    return tuple(sorted(found, key=lambda one: (one.key, -one.score, one.value)))


def suggested_title(extraction: Extraction) -> MetadataSuggestion | None:
    """The title that the file states, or its first line; None for a file without text."""
    if extraction.title_guess.strip():
        return MetadataSuggestion("title", " ".join(extraction.title_guess.split())[:200], SuggestionReason.FILE)
    for page in extraction.pages:
        line = page.label or next(iter(page.text.splitlines()), "")
        if line.strip():
            return MetadataSuggestion(
                "title", line.strip()[:200], SuggestionReason.READ, passage=Passage(line[:200], page.number, page.label)
            )
    return None


def told_language(extraction: Extraction) -> Language:
    """Which of the two languages a text is in: as the extractor found, else by its commonest words."""
    if extraction.language in set(Language):
        return Language(extraction.language)
    words = [word for page in extraction.pages for word in page.text.lower().split()]
    danish, english = (sum(word in common for word in words) for common in (_COMMON_DANISH, _COMMON_ENGLISH))
    return Language.ENGLISH if english > danish else Language.DANISH


def _concepts(
    evidence: dict[tuple[str, str], ConceptEvidence], nearest: Sequence[Neighbour], vocabulary: Vocabulary
) -> Iterator[MetadataSuggestion]:
    votes, voters = _votes(nearest)
    scores: dict[str, dict[str, float]] = {facet: {} for facet in CONCEPT_FACETS}
    for facet in CONCEPT_FACETS:
        named = {c: _strength(e) for (scheme, c), e in evidence.items() if scheme == facet}
        scheme = vocabulary.schemes.get(facet)
        for concept_id in scheme.concepts if scheme else ():
            weight = _TERM_WEIGHT[facet]
            score = (1 - weight) * votes.get((facet, concept_id), 0.0) + weight * named.get(concept_id, 0.0)
            scores[facet][concept_id] = score
    for facet, by_concept in scores.items():
        for concept_id in _chosen(facet, by_concept):
            passage = evidence[facet, concept_id].passage if (facet, concept_id) in evidence else None
            documents = voters.get((facet, concept_id), ())[:_NAMED_DOCUMENTS]
            reason = (
                SuggestionReason.BOTH
                if passage and documents
                else SuggestionReason.READ
                if passage
                else SuggestionReason.NEIGHBOURS
            )
            yield MetadataSuggestion(facet, concept_id, reason, by_concept[concept_id], passage, documents)


def _chosen(facet: str, scores: dict[str, float]) -> list[str]:
    if not scores:
        return []
    best = max(scores, key=lambda c: (scores[c], c))
    if facet == "kind":
        return [best] if scores[best] > 0 else []
    return [c for c, score in scores.items() if score >= _THRESHOLD[facet]]


def _strength(evidence: ConceptEvidence) -> float:
    """0 to 1: naming something once says little, naming it in the title says much."""
    in_title = 0.5 if evidence.passage.page_number == 0 else 0.0
    return min(1.0, in_title + evidence.count / 4)


def _votes(
    nearest: Sequence[Neighbour],
) -> tuple[dict[tuple[str, str], float], dict[tuple[str, str], tuple[tuple[DocumentId, str], ...]]]:
    """The share of the neighbours' similarity that states each value, and who they are."""
    total = sum(one.similarity for one in nearest) or 1.0
    votes: defaultdict[tuple[str, str], float] = defaultdict(float)
    voters: defaultdict[tuple[str, str], list[tuple[DocumentId, str]]] = defaultdict(list)
    for one in nearest:
        for facet, values in stated_values(one.profile.metadata).items():
            for value in values:
                votes[facet, value] += one.similarity / total
                voters[facet, value].append((one.profile.id, one.profile.metadata.title))
    return votes, {key: tuple(documents) for key, documents in voters.items()}


def _names(pages: Sequence[Page], others: Iterable[Profile]) -> Iterator[MetadataSuggestion]:
    """Libraries, municipalities and partners that the corpus knows, and what looks like a library or a municipality."""
    known: defaultdict[str, set[str]] = defaultdict(set)
    for other in others:
        known["library"].update(other.metadata.libraries)
        known["municipality"].update(other.metadata.municipalities)
        known["partner"].update(other.metadata.partners)
    for key, patterns in (("library", (_LIBRARY,)), ("municipality", (_MUNICIPALITY,)), ("partner", ())):
        found: Counter[str] = Counter()
        places: dict[str, Passage] = {}
        for page in pages:
            for name, start, end in _occurrences(page.text, known[key], patterns):
                found[name] += 1
                places.setdefault(name, Passage(around(page.text, start, end), page.number, page.label))
        for name, count in found.most_common(_NAMES_SUGGESTED):
            yield MetadataSuggestion(key, name, SuggestionReason.READ, float(count), places[name])


def _occurrences(
    text: str, known: Iterable[str], patterns: Iterable[re.Pattern[str]]
) -> Iterator[tuple[str, int, int]]:
    for name in known:
        if len(name) > 3 and name[0].isupper():
            for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
                yield name, match.start(), match.end()
    for pattern in patterns:
        for match in pattern.finditer(text):
            name = " ".join((match.group(1) if pattern.groups else match.group()).split())
            if name not in known:
                yield name, match.start(), match.end()


def _years(pages: Sequence[Page]) -> Iterator[MetadataSuggestion]:
    """The span of years that is named first, else the earliest of the years that are named most."""
    counts: Counter[int] = Counter()
    places: dict[int, Passage] = {}
    for page in pages:
        for match in _SPAN.finditer(page.text):
            first, last = int(match.group(1)), int(match.group(2))
            if first < last:
                passage = Passage(around(page.text, match.start(), match.end()), page.number, page.label)
                yield MetadataSuggestion("year", str(first), SuggestionReason.READ, 1.0, passage)
                yield MetadataSuggestion("year_end", str(last), SuggestionReason.READ, 1.0, passage)
                return
        for match in _YEAR.finditer(page.text):
            year = int(match.group())
            counts[year] += 1
            places.setdefault(year, Passage(around(page.text, match.start(), match.end()), page.number, page.label))
    if counts:
        most = max(counts.values())
        year = min(year for year, count in counts.items() if count * 2 >= most)
        yield MetadataSuggestion("year", str(year), SuggestionReason.READ, 1.0, places[year])
