"""The judged queries of the collection with both judges' votes; `python -m tests.collection.judgements` prints how far
the judges agree."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from indexer.corpus_store.folder import CorpusFolder
from indexer.corpus_store.vocabulary_turtle import load_vocabulary
from tests.collection.write_ups import CORPUS

Votes = tuple[int, int]
"""The first judge's vote and the second's: a relevance from 0 to 2, or 1 for "to be counted"."""


@dataclass(frozen=True)
class Judgements:
    """What corpus/judgements/ holds.

    Attributes:
        queries: the tables of all TOML files.
        sets: query id -> text, language, must and may.
        relevance: query id -> document -> votes, for all that both judges looked at.
        counted: query id -> document -> votes, for all that either judge would count.
    """

    queries: tuple[Mapping[str, Any], ...]
    sets: Mapping[str, Mapping[str, Any]]
    relevance: Mapping[str, Mapping[str, Votes]]
    counted: Mapping[str, Mapping[str, Votes]]


def load_judgements(corpus: Path = CORPUS) -> Judgements:
    """The judgements of a corpus."""
    folder = corpus / "judgements"
    files = [tomllib.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.toml"))]
    votes = json.loads((folder / "votes.json").read_text("utf-8"))
    return Judgements(
        tuple(query for content in files for query in content["queries"]),
        json.loads((folder / "result-sets.json").read_text("utf-8")),
        _as_votes(votes["relevance"]),
        _as_votes(votes["counted"]),
    )


def document_ids(corpus: Path = CORPUS) -> frozenset[str]:
    """The ids of all documents, write-ups and originals, and of those that were merged into them."""
    folder, vocabulary = CorpusFolder(corpus), load_vocabulary(corpus / "vocabulary.ttl")
    found = {file.id: folder.metadata(file, vocabulary)[0] for file in folder.files()[0]}
    return frozenset((*found, *(old for metadata in found.values() if metadata for old in metadata.replaces)))


def settled(votes: Votes) -> int:
    """The relevance that two votes give: half their sum, rounded down, so that a doubt counts against a document."""
    return sum(votes) // 2


def cohens_kappa(votes: Iterable[Votes]) -> Fraction:
    """Agreement beyond chance (Cohen, A coefficient of agreement for nominal scales, 1960)."""
    pairs = Counter(votes)
    total = pairs.total()
    first, second = (Counter[int]() for _ in range(2))
    for (one, other), times in pairs.items():
        first[one] += times
        second[other] += times
    observed = Fraction(sum(times for (one, other), times in pairs.items() if one == other), total)
    by_chance = Fraction(sum(first[vote] * second[vote] for vote in first), total * total)
    return (observed - by_chance) / (1 - by_chance)


def set_agreement(votes: Iterable[Votes]) -> Fraction:
    """F1 of one judge's set against the other's; 1 where both are empty."""
    named = [sum(pair) for pair in votes]
    return Fraction(2 * named.count(2), sum(named)) if named else Fraction(1)


def _as_votes(content: Mapping[str, Mapping[str, list[int]]]) -> dict[str, dict[str, Votes]]:
    return {
        query: {document: (first, second) for document, (first, second) in rows.items()}
        for query, rows in content.items()
    }


def main() -> None:
    """Print the agreement of the two judges."""
    judgements = load_judgements()
    votes = [pair for rows in judgements.relevance.values() for pair in rows.values()]
    sets = [set_agreement(rows.values()) for rows in judgements.counted.values()]
    click.echo(f"relevance: {len(votes)} pairs of query and document, kappa {float(cohens_kappa(votes)):.2f}")
    click.echo(f"what is counted: {len(sets)} queries, mean F1 {float(sum(sets) / len(sets)):.2f}")


if __name__ == "__main__":
    main()
