"""Figures -> rows of tables, printed as Markdown or as JSON lines."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from benchmarks.retrieval.comparison import MAIN_MEASURE, PRODUCT, Comparison, chance_of_difference
from benchmarks.retrieval.costs import AnalysisMilliseconds, IndexingPace
from benchmarks.retrieval.mixed_index import MixedFigures
from benchmarks.retrieval.typing_errors import TypingErrors
from indexer.domain.queries.query import Across
from indexer.evaluation.measures import MEASURES

Row = Mapping[str, object]
_SMALLEST_P = 0.0001
"""Less cannot be told from as many random signs as are drawn."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with the same columns; a number is shown with as many decimals as it is rounded to."""

    title: str
    rows: Sequence[Row]

    def markdown(self) -> str:
        """The table under its title."""
        if not self.rows:
            return ""
        columns = list(self.rows[0])
        lines = [f"**{self.title}**", "", f"| {' | '.join(columns)} |", f"| {' | '.join(map(_rule, self._first()))} |"]
        lines += [f"| {' | '.join(_shown(row.get(column)) for column in columns)} |" for row in self.rows]
        return "\n".join(lines) + "\n"

    def json_lines(self) -> str:
        """One object a row."""
        return "\n".join(json.dumps({"table": self.title, **row}, ensure_ascii=False) for row in self.rows)

    def _first(self) -> list[object]:
        return [next((row[c] for row in self.rows if row.get(c) is not None), None) for c in self.rows[0]]


def set_tables(comparisons: Sequence[Comparison]) -> list[Table]:
    """A table for each measure; that of nDCG@10 also says how sure the difference to the best peer is."""
    tables = []
    for measure in MEASURES:
        rows = [_set_row(comparison, measure) for comparison in comparisons]
        across = [row for row, c in zip(rows, comparisons, strict=True) if c.across is Across.ONLY]
        if len(across) > 1:
            rows.append(_average(across, f"average of the {len(across)} across languages"))
        tables.append(Table(measure, rows))
    return tables


def loss_table(comparisons: Sequence[Comparison], count: int) -> Table:
    """The queries of each set that lose most to its best peer."""
    rows = []
    for comparison in comparisons:
        differences = comparison.differences()
        for query in sorted(differences, key=lambda q: differences[q])[:count]:
            if differences[query] < 0:
                ours = comparison.evaluations[PRODUCT].by_query[query]
                found = {PRODUCT: round(ours, 3), "best peer": round(ours - differences[query], 3)}
                rows.append({"set": comparison.set_name, "id": query, "query": comparison.texts[query], **found})
    return Table("queries that lose most to the best peer, nDCG@10", rows)


def mixed_table(family: str, figures: Sequence[MixedFigures]) -> Table:
    """Both languages in one index."""
    rows = [
        {
            "queries": figure.query_language.value,
            "language": "stated" if figure.is_stated else "told from the words",
            "across": figure.across.value,
            "own language ndcg@10": round(figure.own_ndcg, 4),
            "other language recall@100": round(figure.other_recall, 4),
        }
        for figure in figures
    ]
    return Table(f"{family}: both languages in one index", rows)


def typing_table(set_name: str, found: Sequence[TypingErrors]) -> Table:
    """What is left of nDCG@10 by system."""
    rows: list[Row] = []
    for errors in found:
        row: dict[str, object] = {"error": errors.kind, "queries": errors.queries}
        row[f"{PRODUCT} clean"] = round(errors.clean[PRODUCT], 4)
        row[f"{PRODUCT} mistyped"] = round(errors.mistyped[PRODUCT], 4)
        row |= {f"{name} keeps": _percent(errors.mistyped[name], errors.clean[name]) for name in errors.clean}
        rows.append(row)
    return Table(f"{set_name}: typing errors, nDCG@10", rows)


def analysis_table(family: str, analysis: Sequence[AnalysisMilliseconds]) -> Table:
    """Query analysis."""
    steps: list[Row] = [
        {"step": a.step, "queries": a.queries, "p50 ms": round(a.p50, 3), "p95 ms": round(a.p95, 3)} for a in analysis
    ]
    return Table(f"{family}: query analysis, five words, processor time", steps)


def indexing_table(paces: Mapping[str, Sequence[IndexingPace]]) -> Table:
    """The paces of indexing by set: of the first chain, and what it is of each other's."""
    rows: list[Row] = []
    for set_name, (full, *others) in paces.items():
        row: dict[str, object] = {
            "set": set_name,
            "documents": full.documents,
            "documents per second": round(full.documents_per_second),
            f"{full.chain}, seconds": round(full.seconds, 2),
        }
        for other in others:
            row[f"{other.chain}, seconds"] = round(other.seconds, 2)
            row[f"pace beside {other.chain}"] = _percent(other.seconds, full.seconds)
        rows.append(row)
    return Table("indexing, processor time", rows)


def _set_row(comparison: Comparison, measure: str) -> dict[str, object]:
    product = comparison.evaluations[PRODUCT]
    row: dict[str, object] = {
        "set": comparison.set_name,
        "documents": product.documents,
        "queries": len(product.milliseconds),
    }
    row |= {name: round(found.measures[measure], 4) for name, found in comparison.evaluations.items()}
    if measure == MAIN_MEASURE and comparison.best_peer is not None:
        best = comparison.evaluations[comparison.best_peer].measures[measure]
        row["best peer"] = comparison.best_peer
        row["difference"] = round(product.measures[measure] - best, 4)
        row["p"] = max(round(chance_of_difference(comparison.differences()), 4), _SMALLEST_P)
    return row


def _average(rows: Sequence[Mapping[str, object]], label: str) -> dict[str, object]:
    averages: dict[str, object] = dict.fromkeys(rows[0])
    averages["set"] = label
    for column in rows[0]:
        values = [value for row in rows if isinstance(value := row.get(column), float)]
        if column != "p" and len(values) == len(rows):
            averages[column] = round(fmean(values), 4)
    return averages


def _percent(part: float, whole: float) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.4f}" if abs(value) < 10 else f"{value:.1f}"
    return "" if value is None else str(value).replace("|", "\\|")


def _rule(value: object) -> str:
    return "---:" if isinstance(value, int | float) or str(value).endswith(" %") else "---"
