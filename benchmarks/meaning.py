"""What meaning adds to words: its weight chosen on one half of the queries of all sets, the gain told on the other.

    python -m benchmarks.meaning corpus ../shared/eval/ntrex-da2da ../shared/eval/dkdocs-da

Documents must be embedded before, as `samspil evaluate --meaning` does. Halves are told by the SHA-256 of query ids.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from statistics import mean

from indexer.bootstrap import open_knowledge_base, open_test_index
from indexer.config import Config, MeaningSettings, find_config
from indexer.domain.queries.query import Query
from indexer.evaluation.judgements import read_judged_queries
from indexer.evaluation.measures import JudgedQueries, evaluate_queries, read_test_set
from indexer.search import by_meaning
from indexer.search.retrieval import Retrieval

WEIGHTS = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7)
PATTERN = Query()


def by_weight(retrieval: Retrieval, judged: JudgedQueries) -> dict[float, dict[str, float]]:
    """nDCG@10 by weight and query; weight 0 is the words alone."""
    found = {}
    for weight in WEIGHTS:
        by_meaning.WEIGHT = weight
        found[weight] = evaluate_queries(judged, retrieval.ranked_ids, PATTERN).by_query
    return found


def measured(config: Config, name: str) -> dict[float, dict[str, float]]:
    if name == "corpus":
        opened = open_knowledge_base(replace(config, meaning=MeaningSettings()))
        return by_weight(opened.retrieval, read_judged_queries(config.corpus_folder / "judgements", 0))
    test_set = read_test_set(Path(name))
    vectors = config.vectors_folder / "sets" / test_set.judged.set_name
    with tempfile.TemporaryDirectory(prefix="samspil-meaning-") as place:
        return by_weight(open_test_index(config, Path(place), test_set.documents, vectors), test_set.judged)


def half(query: str) -> int:
    return hashlib.sha256(query.encode()).digest()[0] % 2


def of_half(scores: dict[str, float], number: int) -> float:
    return mean(score for query, score in scores.items() if half(query) == number)


def main() -> None:
    sets = {name: measured(find_config(None), name) for name in sys.argv[1:]}
    for chosen_on in (0, 1):
        best = max(WEIGHTS, key=lambda weight: mean(of_half(found[weight], chosen_on) for found in sets.values()))
        print(f"weight {best} chosen on half {chosen_on}; on the other half:")
        for name, found in sets.items():
            words, both = (of_half(found[weight], 1 - chosen_on) for weight in (0.0, best))
            print(f"  {Path(name).name:14} words {words:.4f}  with meaning {both:.4f}  {both - words:+.4f}")
    for name, found in sets.items():
        print(Path(name).name, {weight: round(mean(scores.values()), 4) for weight, scores in found.items()})


if __name__ == "__main__":
    main()
