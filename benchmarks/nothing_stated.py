"""How good counted sets are in a collection that was just imported: all that documents state is taken off.

    python -m benchmarks.nothing_stated ../shared/eval/result-sets.json [--pool IDS.txt]

Titles, summaries and texts stay, and the vocabulary; an index of its own is built in a temporary place.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import click

from indexer.bootstrap import open_knowledge_base
from indexer.config import MeaningSettings, find_config
from indexer.domain.documents.metadata_schema import FACET_ROWS
from indexer.domain.queries.query import Query
from indexer.evaluation.set_judgements import evaluate_sets, read_judged_sets, read_pool, within

_KEPT = {"kind", "language"}
_STATED = [row.key for row in FACET_ROWS if row.key not in _KEPT]
_LINES = re.compile(rf"^(?:{'|'.join(_STATED)}) = .*\n", re.MULTILINE)


def strip(corpus: Path) -> None:
    """Take off what the documents of a folder state."""
    for path in (*corpus.rglob("*.md"), *corpus.rglob("*.toml")):
        path.write_text(_LINES.sub("", path.read_text("utf-8")), "utf-8")


@click.command()
@click.argument("judged", type=click.Path(exists=True, path_type=Path))
@click.option("--pool", type=click.Path(exists=True, path_type=Path))
def main(judged: Path, pool: Path | None) -> None:
    config = find_config(None)
    successor = open_knowledge_base(config).retrieval.successor
    sets = read_judged_sets(judged, successor)
    with tempfile.TemporaryDirectory(prefix="samspil-nothing-stated-") as place:
        shutil.copytree(config.corpus_folder, Path(place, "corpus"))
        strip(Path(place, "corpus"))
        folders = replace(config.folders, var=str(Path(place, "var")), corpus=str(Path(place, "corpus")))
        knowledge_base = open_knowledge_base(replace(config, folders=folders, meaning=MeaningSettings(is_on=False)))
        knowledge_base.reconcile()
        retrieval = knowledge_base.retrieval
        everything = frozenset(map(str, retrieval.matching_ids(Query())))
        read = read_pool(pool, successor) & everything if pool else everything
        ways = within(read, retrieval.ranked_ids), within(read, retrieval.matching_ids)
        print(evaluate_sets(judged.stem, len(read), sets, ways, Query()).as_json())
        knowledge_base.close()


if __name__ == "__main__":
    main()
