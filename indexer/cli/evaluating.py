"""samspil evaluate and samspil explain: how good the retrieval is, and why a document was found."""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import click
from rich.table import Table
from rich.text import Text

from indexer.bootstrap import has_model, open_embedding, open_knowledge_base, open_test_index
from indexer.cli.console import ERR, EXIT_REFUSED, OUT, config_option
from indexer.cli.meaning import embedding_progress
from indexer.config import Config, MeaningSettings, find_config
from indexer.domain.documents.metadata import DocumentId, Language
from indexer.domain.errors import ConfigurationError
from indexer.domain.queries.query import Across, Query
from indexer.evaluation.judgements import read_judged_queries, read_scores, write_scores
from indexer.evaluation.measures import Evaluation, RankedIds, TestSet, evaluate_queries, moved_queries, read_test_set
from indexer.evaluation.set_judgements import (
    CountedIds,
    SetEvaluation,
    evaluate_sets,
    read_judged_sets,
    read_pool,
    within,
)

OWN_CORPUS = "corpus"
SETS_SUFFIX = ".json"
_LANGUAGES = click.Choice([language.value for language in Language])


@click.command()
@click.argument("folders", nargs=-1, required=True, metavar=f"DIR... | FILE{SETS_SUFFIX} | {OWN_CORPUS}")
@click.option("--language", type=_LANGUAGES, help="Language of the queries; told from their words without it.")
@click.option(
    "--across",
    type=click.Choice([across.value for across in Across]),
    default=Across.ON.value,
    show_default=True,
    help="Search own and other language (on), the own one only (off), or the other one only (only).",
)
@click.option("--meaning", "by_meaning", is_flag=True, help="Measure each set by words alone, then by meaning as well.")
@click.option(
    "--pool",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Of a FILE.json, look only at the documents that its judges read: a file of their ids, one a line.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
@config_option
def evaluate(
    folders: tuple[str, ...],
    language: str | None,
    across: str,
    by_meaning: bool,
    pool: Path | None,
    as_json: bool,
    config_path: Path | None,
) -> None:
    """Measure retrieval on judged queries: nDCG@10, MRR@10, recall@100, milliseconds per query.

    Each DIR holds corpus.jsonl (or .gz; id, title, text, lang), queries.tsv (id, text) and qrels.txt (TREC). A
    temporary index is built of it through the product's own analysis and engine. The word `corpus` stands for the
    queries that the curators judged, in corpus/judgements/: they run against the index that serves, and what moved
    since the last run is named. A FILE.json names by query the documents that must and may be counted: it runs against
    the index that serves too, and adds precision, recall and F1 of the counted documents. Both are asked as the site
    is, by meaning where the collection is embedded. With --meaning each set is measured by words alone and by meaning
    as well; the documents of a DIR are embedded before (minutes for thousands of them), which is kept under var/.
    """
    config = find_config(config_path)
    if by_meaning and not has_model(config):
        raise ConfigurationError("no-model")
    ways = (False, True) if by_meaning else (None,)
    pattern = Query(across=Across(across), text_language=Language(language) if language else None)
    evaluations = []
    for folder, way in itertools.product(folders, ways):
        evaluations.append(_evaluated(folder, config, pattern, way, pool))
        if as_json:
            click.echo(json.dumps(evaluations[-1].as_json(), ensure_ascii=False))
    if not as_json:
        OUT.print(_table(evaluations))


def _evaluated(
    named: str, config: Config, pattern: Query, by_meaning: bool | None, pool: Path | None
) -> Evaluation | SetEvaluation:
    """The figures of a set: by words alone (False), by meaning as well (True), or as the site is asked (None)."""
    if by_meaning is False:
        config = replace(config, meaning=MeaningSettings(is_on=False))
    if named.endswith(SETS_SUFFIX):
        sets = _of_sets(config, Path(named), pattern, pool)
        return replace(sets, order=_marked(sets.order)) if by_meaning else sets
    if named == OWN_CORPUS:
        found = _of_corpus(config, pattern)
    else:
        found = _of_folder(config, Path(named), pattern, by_meaning=bool(by_meaning))
    return _marked(found) if by_meaning else found


def _marked(found: Evaluation) -> Evaluation:
    return replace(found, set_name=f"{found.set_name} + meaning")


def _of_sets(config: Config, path: Path, pattern: Query, pool: Path | None) -> SetEvaluation:
    knowledge_base = open_knowledge_base(config)
    retrieval, documents = knowledge_base.retrieval, knowledge_base.engine.statistics.document_count()
    judged = read_judged_sets(path, retrieval.successor)
    ranked_ids: RankedIds = retrieval.ranked_ids
    counted_ids: CountedIds = retrieval.matching_ids
    if pool:
        read = read_pool(pool, retrieval.successor).intersection(retrieval.matching_ids(Query()))
        documents, ranked_ids, counted_ids = len(read), within(read, ranked_ids), within(read, counted_ids)
    return evaluate_sets(path.stem, documents, judged, (ranked_ids, counted_ids), pattern)


def _of_folder(config: Config, folder: Path, pattern: Query, *, by_meaning: bool) -> Evaluation:
    test_set = read_test_set(folder)
    vectors = _embedded(config, test_set) if by_meaning else None
    with tempfile.TemporaryDirectory(prefix="samspil-evaluate-") as place:
        retrieval = open_test_index(config, Path(place), test_set.documents, vectors)
        return evaluate_queries(test_set.judged, retrieval.ranked_ids, pattern)


def _embedded(config: Config, test_set: TestSet) -> Path:
    """The folder of the vectors of a set's documents, which are made now unless they are kept.

    Raises:
        ConfigurationError: there is no model.
    """
    folder = config.vectors_folder / "sets" / test_set.judged.set_name
    embedding = open_embedding(config, folder)
    if embedding is None:  # it is there, and cannot be opened
        raise ConfigurationError("no-model")
    documents = {document.id: document for document in test_set.documents}
    with contextlib.closing(embedding), embedding_progress() as report:
        embedding.follow({each: one.content_hash for each, one in documents.items()}, documents.get, report)
    return folder


def _of_corpus(config: Config, pattern: Query) -> Evaluation:
    knowledge_base = open_knowledge_base(config)
    documents, successor = knowledge_base.engine.statistics.document_count(), knowledge_base.retrieval.successor
    judged = read_judged_queries(config.corpus_folder / "judgements", documents, successor)
    evaluation = evaluate_queries(judged, knowledge_base.retrieval.ranked_ids, pattern)
    kept = config.var_folder / f"evaluation-{pattern.across.value}.json"
    if not config.meaning.is_on:
        return evaluation  # another way of asking than the one whose scores are kept
    for query, before, now in moved_queries(read_scores(kept), evaluation.by_query):
        ERR.print(Text(f"{query}: {before:.3f} -> {now:.3f}", style="green" if now > before else "red"))
    write_scores(kept, evaluation.by_query)
    return evaluation


def _table(evaluations: list[Evaluation | SetEvaluation]) -> Table:
    table = Table(box=None)
    rows = [evaluation.as_json() for evaluation in evaluations]
    names = dict.fromkeys(name for row in rows for name in row)
    for name in names:
        table.add_column(name, justify="left" if name == "set" else "right")
    for row in rows:
        table.add_row(*(str(row.get(name, "")) for name in names))
    return table


@click.command()
@click.argument("query")
@click.argument("document_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
@config_option
def explain(query: str, document_id: str, as_json: bool, config_path: Path | None) -> None:
    """Say why QUERY finds the document ID: which terms matched, how they came from the words, with which score."""
    knowledge_base = open_knowledge_base(find_config(config_path))
    terms = knowledge_base.explain(Query(text=query), DocumentId(document_id))
    rows = [dataclasses.asdict(term) | {"score": round(term.score, 4)} for term in terms]
    if as_json:
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False))
    elif rows:
        table = Table(box=None)
        for name in rows[0]:
            table.add_column(name, justify="right" if name in ("probability", "score") else "left")
        for row in rows:
            table.add_row(*(f"{v:.3f}" if isinstance(v, float) else str(v) for v in row.values()))
        OUT.print(table)
    else:
        ERR.print(Text(f"No part of {query!r} is in a published document {document_id!r}."))
        sys.exit(EXIT_REFUSED)
