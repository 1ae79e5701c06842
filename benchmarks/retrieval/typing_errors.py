"""What typing errors cost: queries with one random edit, and with æ, ø and å as keyboards without them write."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.retrieval.comparison import MAIN_MEASURE, PRODUCT, evaluation_of, peer_runs
from benchmarks.retrieval.peers import Peer, Run
from indexer.bootstrap import open_test_index
from indexer.config import Config
from indexer.domain.queries.query import Query
from indexer.evaluation.measures import DEPTH, JudgedQueries, JudgedQuery, TestSet, read_test_set

SHORTEST_WORD = 5
_LETTERS = "abcdefghijklmnopqrstuvwxyzæøå"
_AS_TWO_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"})
_AS_ONE_LETTER = str.maketrans({"æ": "a", "ø": "o", "å": "a", "Æ": "A", "Ø": "O", "Å": "A"})


def one_edit(text: str, chance: random.Random) -> str:
    """The text with one letter of its longest word changed, lost, added or swapped with the next; not the first one.

    The text itself if no word has five letters.
    """
    words = text.split()
    place = max(range(len(words)), key=lambda p: len(words[p]) if words[p].isalpha() else 0, default=0)
    if not words or not words[place].isalpha() or len(words[place]) < SHORTEST_WORD:
        return text
    edited = word = words[place]
    while edited == word:
        at = chance.randrange(1, len(word))
        letter = chance.choice(_LETTERS)
        edited = chance.choice(
            (
                word[:at] + letter + word[at + 1 :],
                word[:at] + word[at + 1 :],
                word[:at] + letter + word[at:],
                word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
            )
        )
    return " ".join([*words[:place], edited, *words[place + 1 :]])


MISTYPED: Mapping[str, Callable[[str, random.Random], str]] = {
    "one edit": one_edit,
    "æøå as ae, oe, aa": lambda text, _: text.translate(_AS_TWO_LETTERS),
    "æøå as a, o, a": lambda text, _: text.translate(_AS_ONE_LETTER),
}


@dataclass(frozen=True, slots=True)
class TypingErrors:
    """nDCG@10 of the mistyped queries beside that of the same queries typed well, by system."""

    kind: str
    queries: int
    clean: Mapping[str, float]
    mistyped: Mapping[str, float]


def measure_typing_errors(config: Config, folder: Path, peers: Mapping[str, Peer]) -> list[TypingErrors]:
    """Every kind of error on one set, for the queries that it changes."""
    test_set = read_test_set(folder)
    kinds = {kind: mistyped_queries(test_set.judged, kind) for kind in MISTYPED}
    asked = replace(test_set, judged=_together(test_set.judged, kinds))
    runs = {PRODUCT: _product_run(config, asked), **peer_runs(asked, peers)}
    found = []
    for kind, queries in kinds.items():
        clean = [query for query in test_set.judged.queries if query.id in {q.id for q in queries}]
        figures = [
            {name: _score(test_set.judged, queries, run, prefix) for name, run in runs.items()}
            for queries, prefix in ((clean, ""), (queries, kind))
        ]
        found.append(TypingErrors(kind, len(queries), *figures))
    return found


def mistyped_queries(judged: JudgedQueries, kind: str) -> list[JudgedQuery]:
    """The queries that the error changes, mistyped."""
    chance = random.Random(1)
    mistyped = (replace(query, text=MISTYPED[kind](query.text, chance)) for query in judged.queries)
    return [query for query, clean in zip(mistyped, judged.queries, strict=True) if query.text != clean.text]


def _together(judged: JudgedQueries, kinds: Mapping[str, list[JudgedQuery]]) -> JudgedQueries:
    """All queries with ids of their own, so that every system indexes once."""
    mistyped = (replace(query, id=kind + query.id) for kind, queries in kinds.items() for query in queries)
    return replace(judged, queries=(*judged.queries, *mistyped))


def _product_run(config: Config, test_set: TestSet) -> Run:
    with tempfile.TemporaryDirectory(prefix="samspil-benchmark-") as place:
        retrieval = open_test_index(config, Path(place), test_set.documents)
        pattern = Query(page_size=DEPTH)
        return {q.id: retrieval.ranked_ids(replace(pattern, text=q.text)) for q in test_set.judged.queries}


def _score(judged: JudgedQueries, queries: list[JudgedQuery], run: Run, prefix: str) -> float:
    own = {query.id: run.get(prefix + query.id, []) for query in queries}
    return evaluation_of(replace(judged, queries=tuple(queries)), own).measures[MAIN_MEASURE]
