"""How well the counted documents are those that were meant: sets that people named, and precision, recall and F1.

A file of set judgements is a JSON object by the id of a query: {"q1": {"text": "demens", "must": [ids], "may": [ids]}}.
`must` are the documents that a librarian expects to be counted, `may` those that count neither way. An empty `must`
says that nothing answers the query. Judges name documents that they have read: a pool, which lists the ids of these one
a line, lets newer documents count neither way.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from pathlib import Path

from indexer.domain.documents.metadata import DocumentId, Language
from indexer.domain.errors import ConfigurationError
from indexer.domain.queries.query import Query
from indexer.evaluation.measures import Evaluation, JudgedQueries, JudgedQuery, RankedIds, evaluate_queries

MUST, MAY = 2, 1
"""What the documents of a judged set are worth where their order is measured."""

CountedIds = Callable[[Query], Collection[str]]
"""The ids of all documents that a query counts."""


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """A text with the documents that must be counted and those that may be."""

    id: str
    text: str
    must: frozenset[str]
    may: frozenset[str]
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class SetScore:
    """The figures of one query; `found_to_must` is how many documents are counted for each that must be.

    Where none must be, it is how many are counted, and the others are 1 if only such as may be are, else 0.
    """

    precision: float
    recall: float
    f1: float
    found_to_must: float


@dataclass(frozen=True, slots=True)
class SetEvaluation:
    """The figures of a file of set judgements: the measures of the order, and those of each counted set."""

    order: Evaluation
    by_query: dict[str, SetScore]

    def as_json(self) -> dict[str, object]:
        """The line that `samspil evaluate --json` prints: means, but for the median and highest of found : must."""
        scores = list(self.by_query.values())
        ratios = [score.found_to_must for score in scores]
        figures = {
            "precision": statistics.fmean(score.precision for score in scores),
            "recall": statistics.fmean(score.recall for score in scores),
            "f1": statistics.fmean(score.f1 for score in scores),
            "found_to_must": statistics.median(ratios),
            "max_found_to_must": max(ratios),
        }
        return self.order.as_json() | {name: round(value, 4) for name, value in figures.items()}


def read_judged_sets(path: Path, successor: Callable[[DocumentId], DocumentId | None]) -> tuple[JudgedSet, ...]:
    """The judged sets of a file in its order; a document that was merged into another counts as that one.

    Raises:
        ConfigurationError: the file cannot be read or is none; says why.
    """

    def present(ids: list[str]) -> frozenset[str]:
        return frozenset(str(successor(DocumentId(name)) or name) for name in ids)

    try:
        content = json.loads(path.read_text("utf-8"))
        sets = [
            JudgedSet(
                key,
                entry["text"],
                must := present(entry["must"]),
                present(entry.get("may", ())) - must,
                Language(entry["language"]) if "language" in entry else None,
            )
            for key, entry in content.items()
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        # Whatever is wrong with it, the file is none of judgements.
        raise ConfigurationError("judged-sets-unreadable", path=path, error=error) from error
    if not any(judged.must for judged in sets):
        raise ConfigurationError("judged-sets-empty", path=path)
    return tuple(sets)


def read_pool(path: Path, successor: Callable[[DocumentId], DocumentId | None]) -> frozenset[str]:
    """The ids of a file, one a line; a document that was merged into another counts as that one.

    Raises:
        ConfigurationError: the file cannot be read or names no document; says why.
    """
    try:
        names = path.read_text("utf-8").split()
    except (OSError, ValueError) as error:
        raise ConfigurationError("pool-unreadable", path=path, error=error) from error
    if not names:
        raise ConfigurationError("pool-empty", path=path)
    return frozenset(str(successor(DocumentId(name)) or name) for name in names)


def within(pool: frozenset[str], ids: Callable[[Query], Collection[str]]) -> Callable[[Query], list[str]]:
    """A way to find documents that passes over those outside a pool."""
    return lambda query: [one for one in ids(query) if one in pool]


def set_score(found: Collection[str], judged: JudgedSet) -> SetScore:
    """Precision |found and must| / |found but may|, recall |found and must| / |must|, and F1 of both.

    >>> set_score(["a", "b", "c", "d"], JudgedSet("q", "x", frozenset("ae"), frozenset("b")))
    SetScore(precision=0.3333333333333333, recall=0.5, f1=0.4, found_to_must=2.0)
    """
    right = len(judged.must.intersection(found))
    decided = len(set(found) - judged.may)
    if not judged.must:
        # Nothing can be recalled where nothing must be: to count nothing is right, anything else is wrong.
        answered = float(not decided)
        return SetScore(answered, answered, answered, float(len(set(found))))
    precision = right / decided if decided else 0.0
    recall = right / len(judged.must)
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return SetScore(precision, recall, f1, len(set(found)) / len(judged.must))


def evaluate_sets(
    name: str,
    documents: int,
    judged: Collection[JudgedSet],
    ways: tuple[RankedIds, CountedIds],
    pattern: Query,
) -> SetEvaluation:
    """Run the queries, each with the pattern's settings: the order of the hits, and the set that is counted.

    `documents` are those searched; `ways` are how to rank and how to count.
    """
    ranked_ids, counted_ids = ways
    graded = tuple(
        JudgedQuery(one.id, one.text, dict.fromkeys(one.must, MUST) | dict.fromkeys(one.may, MAY), one.language)
        for one in judged
        # An order of nothing cannot be measured.
        if one.must
    )
    order = evaluate_queries(JudgedQueries(name, documents, graded), ranked_ids, pattern)
    scores = {}
    milliseconds = []
    for one in judged:
        asked = replace(pattern, text=one.text, text_language=pattern.text_language or one.language)
        started = time.perf_counter()
        found = counted_ids(asked)
        milliseconds.append(1000 * (time.perf_counter() - started))
        scores[one.id] = set_score(found, one)
    return SetEvaluation(replace(order, milliseconds=tuple(milliseconds)), scores)
