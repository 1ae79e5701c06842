"""The commands: `sheet` writes a blind judging sheet and its key, `verdicts` counts reviewers' verdicts, `judged`
measures on the cases that the weights were set by, `speed` measures server times, `changes` those of the first page
after a change.

`judged.json` holds those cases: for each, every comparable case of the collection, 2 where it is clearly so, else 1.
The sheet leaves them out, and the cases of earlier sheets, so that reviewers judge cases that nothing was tuned on.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from statistics import fmean

from benchmarks.comparison.changes import changes
from benchmarks.comparison.choice import chosen_cases
from benchmarks.comparison.sheet import Case, candidates, sheet
from benchmarks.comparison.speed import speed
from benchmarks.comparison.text_similarity import TextSimilarity
from benchmarks.comparison.verdicts import Verdicts, figures, read_verdicts
from benchmarks.retrieval.tables import Table
from indexer import DocumentId, KnowledgeBase, closely_alike, find_config, open_knowledge_base

_EARLIER = Path(__file__).parent
_JUDGED = _EARLIER / "judged.json"
_TEXT = "plain text similarity"
_OURS = "Samspil, the first five"
_NAMED = "Samspil, named as comparable"


def _first_five(
    knowledge_base: KnowledgeBase, document_id: DocumentId, among: set[DocumentId]
) -> dict[str, list[DocumentId]]:
    """The first five, and those of them that are named as comparable."""
    found = knowledge_base.comparer.comparable(document_id, limit=len(knowledge_base.comparer.public_records()))
    five = [comparable for comparable in found if comparable.id in among][:5]
    return {_NAMED: [each.id for each in closely_alike(five)], _OURS: [each.id for each in five]}


def _lists(knowledge_base: KnowledgeBase, asked: Iterable[DocumentId]) -> dict[DocumentId, dict[str, list[DocumentId]]]:
    """The five cases that each system finds for each case."""
    records = knowledge_base.comparer.public_records()
    cases = {document_id for document_id, metadata in records.items() if metadata.kind == "case"}
    similarity = TextSimilarity([knowledge_base.documents.document(document_id) for document_id in records])
    return {
        document_id: {
            **_first_five(knowledge_base, document_id, cases),
            _TEXT: similarity.most_similar(document_id, among=cases, limit=5),
        }
        for document_id in asked
    }


def _judged() -> dict[DocumentId, dict[DocumentId, int]]:
    judged: dict[DocumentId, dict[DocumentId, int]] = json.loads(_JUDGED.read_text("utf-8"))
    return judged


def _seen() -> set[DocumentId]:
    """The cases that weights may have been set by: the judged ones, and those of earlier sheets."""
    earlier: set[DocumentId] = {
        document_id
        for key in sorted(_EARLIER.glob("blind-*/key.json"))
        for document_id in json.loads(key.read_text("utf-8"))
    }
    return earlier | set(_judged())


def print_judged() -> None:
    """Print how many of each system's five were judged comparable, and clearly comparable."""
    judged = _judged()
    with closing(open_knowledge_base(find_config())) as knowledge_base:
        lists = _lists(knowledge_base, judged)
    rows = []
    for system in (_NAMED, _OURS, _TEXT):
        grades = [judged[case].get(found, 0) for case in judged for found in lists[case][system]]
        rows.append(
            {
                "system": system,
                "named": len(grades),
                "comparable": round(fmean(grade > 0 for grade in grades), 3),
                "clearly so": round(fmean(grade > 1 for grade in grades), 3),
            }
        )
    print(Table(f"The first five of {len(judged)} cases, judged", rows).markdown())


def write_sheet(sheet_path: Path, key_path: Path, *, count: int, seed: int) -> None:
    """Write the sheet, and apart from it the key that says which system found what."""
    knowledge_base = open_knowledge_base(find_config())
    records = knowledge_base.comparer.public_records()
    cases = {document_id: metadata for document_id, metadata in records.items() if metadata.kind == "case"}
    seen = _seen()
    unseen = {document_id: metadata for document_id, metadata in cases.items() if document_id not in seen}
    key = _lists(knowledge_base, chosen_cases(unseen, count=count, seed=seed))
    judged = []
    for document_id, found in key.items():
        union = candidates(list(found.values()), seed=f"{seed} {document_id}")
        judged.append(
            Case(knowledge_base.documents.document(document_id), [knowledge_base.documents.document(c) for c in union])
        )
    for path in (sheet_path, key_path):
        path.parent.mkdir(parents=True, exist_ok=True)
    sheet_path.write_text(sheet(judged, knowledge_base.vocabulary), "utf-8")
    key_path.write_text(json.dumps(key, ensure_ascii=False, indent=1), "utf-8")
    knowledge_base.close()


def print_verdicts(key_path: Path, verdict_paths: list[Path]) -> None:
    """Print what the reviewers found, as tables."""
    key = json.loads(key_path.read_text("utf-8"))
    verdicts: dict[str, Verdicts] = {path.stem: read_verdicts(path, key) for path in verdict_paths}
    for title, rows in figures(key, verdicts).items():
        print(Table(title, rows).markdown())


def print_speed(folder: Path | None, documents: int, asked: int) -> None:
    """Print the server times as a table."""
    with tempfile.TemporaryDirectory() as made:
        rows = speed(folder or Path(made), documents, asked=asked)
    print(Table(f"Server time, {documents} documents", rows).markdown())


def print_changes(folder: Path | None, documents: int, changed: int) -> None:
    """Print the times of the first page after a change as a table."""
    with tempfile.TemporaryDirectory() as made:
        rows = changes(folder or Path(made), documents, changed=changed)
    print(Table(f"The first page after a change, {documents} documents", rows).markdown())


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.comparison", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    writing = commands.add_parser("sheet", help="write the blind sheet and the key")
    writing.add_argument("sheet", type=Path, help="a Markdown file for the reviewers")
    writing.add_argument("key", type=Path, help="a JSON file to keep from them")
    writing.add_argument("--cases", type=int, default=20)
    writing.add_argument("--seed", type=int, default=2012, help="chooses cases and orders candidates")
    commands.add_parser("judged", help="measure on the cases that the weights were set by")
    counting = commands.add_parser("verdicts", help="count the verdicts of reviewers")
    counting.add_argument("key", type=Path)
    counting.add_argument("verdicts", type=Path, nargs="+", help='JSON: {"case": {"candidate": 1 or 0}}')
    timing = commands.add_parser("speed", help="server times over a made-up collection")
    timing.add_argument("--documents", type=int, default=10_000)
    timing.add_argument("--folder", type=Path, help="keeps the made-up collection, to be used again")
    timing.add_argument("--asked", type=int, default=100, help="pages of each kind")
    changing = commands.add_parser("changes", help="the first page after a change, over a made-up collection")
    changing.add_argument("--documents", type=int, default=10_000)
    changing.add_argument("--folder", type=Path, help="keeps the made-up collection, to be used again")
    changing.add_argument("--changed", type=int, default=20, help="changes for each kind of page")
    asked = parser.parse_args()
    if asked.command == "speed":
        print_speed(asked.folder, asked.documents, asked.asked)
    elif asked.command == "changes":
        print_changes(asked.folder, asked.documents, asked.changed)
    elif asked.command == "judged":
        print_judged()
    elif asked.command == "sheet":
        write_sheet(asked.sheet, asked.key, count=asked.cases, seed=asked.seed)
    else:
        print_verdicts(asked.key, asked.verdicts)


if __name__ == "__main__":
    main()
