"""`python -m benchmarks.retrieval DIR... [--peers tantivy,bm25s] [--json]`: retrieval beside other search engines.

Each DIR is a test set as `samspil evaluate` reads it. Where F-da and F-en are among them, with F-da2en and F-en2da
beside, both languages are measured in one index as well; where lohelp-da is, typing errors and costs are.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.retrieval.comparison import compare
from benchmarks.retrieval.costs import measure_indexing, measure_query_analysis
from benchmarks.retrieval.mixed_index import families, measure_mixed_index, prefixed
from benchmarks.retrieval.peers import Peer
from benchmarks.retrieval.peers.all_peers import PEERS
from benchmarks.retrieval.tables import (
    Table,
    analysis_table,
    indexing_table,
    loss_table,
    mixed_table,
    set_tables,
    typing_table,
)
from benchmarks.retrieval.typing_errors import measure_typing_errors
from indexer.config import Config, find_config
from indexer.domain.documents.document import Document
from indexer.domain.documents.metadata import Language
from indexer.evaluation.measures import read_test_set

TYPING_SET = "lohelp-da"


def main() -> None:
    asked = _arguments()
    config = find_config()
    peers = {name: PEERS[name] for name in asked.peers}
    _say(f"comparing with {', '.join(peers) or 'no one'}")
    for table in _tables(config, asked.folders, peers, asked.losses):
        print(table.json_lines() if asked.json else table.markdown(), flush=True)


def _tables(config: Config, folders: Sequence[Path], peers: Mapping[str, Peer], losses: int) -> list[Table]:
    comparisons = []
    for folder in folders:
        _say(folder.name)
        comparisons.append(compare(config, folder, peers))
    tables = set_tables(comparisons)
    if losses:
        tables.append(loss_table(comparisons, losses))
    _say("indexing")
    tables.append(
        indexing_table({name: measure_indexing(config, found) for name, found in _collections(folders).items()})
    )
    for family in families(folders):
        _say(f"{family}, both languages in one index")
        tables.append(mixed_table(family, measure_mixed_index(config, folders[0].parent, family)))
        tables.append(_analysis_table(config, folders[0].parent, family))
    for folder in folders:
        if folder.name == TYPING_SET:
            _say(f"{folder.name}, typing errors")
            tables.append(typing_table(folder.name, measure_typing_errors(config, folder, peers)))
    return tables


def _collections(folders: Sequence[Path]) -> dict[str, Sequence[Document]]:
    """The documents of the sets by name, each collection once: sets across the languages share that of another set."""
    found: dict[frozenset[str], tuple[str, Sequence[Document]]] = {}
    for folder in folders:
        documents = read_test_set(folder).documents
        found.setdefault(frozenset(document.content_hash for document in documents), (folder.name, documents))
    return dict(found.values())


def _analysis_table(config: Config, beside: Path, family: str) -> Table:
    _say(f"{family}, query analysis")
    sets = {language: read_test_set(beside / f"{family}-{language.value}") for language in Language}
    documents = [document for language, found in sets.items() for document in prefixed(found.documents, language)]
    texts = [query.text for found in sets.values() for query in found.judged.queries]
    return analysis_table(family, measure_query_analysis(config, documents, texts))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.retrieval", description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, metavar="DIR", help="a test set")
    parser.add_argument(
        "--peers",
        type=lambda text: [name for name in text.split(",") if name],
        default=list(PEERS),
        help=f"names with commas between; all without it: {','.join(PEERS)}",
    )
    parser.add_argument("--losses", type=int, default=0, metavar="N", help="name the N worst queries of each set")
    parser.add_argument("--json", action="store_true", help="one JSON object a row")
    asked = parser.parse_args()
    if unknown := [name for name in asked.peers if name not in PEERS]:
        parser.error(f"there is no peer {', '.join(unknown)}; the peers are {', '.join(PEERS)}")
    if missing := [str(folder) for folder in asked.folders if not folder.is_dir()]:
        parser.error(f"{', '.join(missing)}: no such folder")
    return asked


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
