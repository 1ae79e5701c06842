"""The product and its peers on one test set: the same queries, judgements and measures."""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.retrieval.peers import Peer, PeerUnavailable, Run, plain_documents
from indexer.bootstrap import open_test_index
from indexer.config import Config
from indexer.domain.queries.query import Across, Query
from indexer.evaluation.measures import Evaluation, JudgedQueries, TestSet, evaluate_queries, read_test_set

PRODUCT = "Samspil"
MAIN_MEASURE = "ndcg@10"
_LANGUAGES = re.compile(r"-(da|en)2(da|en)$")
_FLIPS = 20_000


@dataclass(frozen=True, slots=True)
class Comparison:
    """The evaluations of one set by system, the product first."""

    set_name: str
    across: Across
    evaluations: Mapping[str, Evaluation]
    texts: Mapping[str, str]

    @property
    def best_peer(self) -> str | None:
        """The peer with the highest nDCG@10, None without peers."""
        peers = [name for name in self.evaluations if name != PRODUCT]
        return max(peers, key=lambda name: self.evaluations[name].measures[MAIN_MEASURE], default=None)

    def differences(self) -> dict[str, float]:
        """nDCG@10 of the product minus that of the best peer, by query id."""
        if self.best_peer is None:
            return {}
        ours, theirs = self.evaluations[PRODUCT].by_query, self.evaluations[self.best_peer].by_query
        return {query: score - theirs[query] for query, score in ours.items()}


def compare(config: Config, folder: Path, peers: Mapping[str, Peer]) -> Comparison:
    """Measure one set as `samspil evaluate` does; where query and documents differ in language, across the two."""
    test_set = read_test_set(folder)
    across = across_of(folder.name)
    with tempfile.TemporaryDirectory(prefix="samspil-benchmark-") as place:
        retrieval = open_test_index(config, Path(place), test_set.documents)
        pattern = Query(across=across)
        evaluations = {PRODUCT: evaluate_queries(test_set.judged, retrieval.ranked_ids, pattern)}
    for name, run in peer_runs(test_set, peers).items():
        evaluations[name] = evaluation_of(test_set.judged, run)
    texts = {query.id: query.text for query in test_set.judged.queries}
    return Comparison(folder.name, across, evaluations, texts)


def across_of(set_name: str) -> Across:
    """Only the other language for sets such as lohelp-da2en; otherwise what the site does by itself."""
    named = _LANGUAGES.search(set_name)
    return Across.ONLY if named is not None and named[1] != named[2] else Across.ON


def peer_runs(test_set: TestSet, peers: Mapping[str, Peer]) -> dict[str, Run]:
    """The runs of the peers that can run here; the others are named on standard error."""
    documents = plain_documents(test_set.documents)
    language = test_set.documents[0].metadata.language
    runs = {}
    for name, rank in peers.items():
        try:
            runs[name] = rank(documents, language, test_set.judged.queries)
        except PeerUnavailable as reason:
            print(f"{name} is left out: {reason}", file=sys.stderr)
    return runs


def evaluation_of(judged: JudgedQueries, run: Run) -> Evaluation:
    """A peer's run by the product's own measures; its milliseconds mean nothing."""
    by_text = {query.text: run.get(query.id, []) for query in judged.queries}
    return evaluate_queries(judged, lambda query: by_text[query.text], Query())


def chance_of_difference(differences: Mapping[str, float]) -> float:
    """Two-sided p of a paired randomisation test: how often random signs give a mean as far from 0; fixed seed."""
    values = np.array(list(differences.values()))
    signs = np.random.default_rng(1).choice(np.array([-1.0, 1.0]), size=(_FLIPS, len(values)))
    as_far = np.abs(signs @ values) >= abs(values.sum()) - 1e-9
    return float((as_far.sum() + 1) / (_FLIPS + 1))
