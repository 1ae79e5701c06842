"""The commands: `sheet` writes a blind judging sheet and its key, `verdicts` counts two reviewers' verdicts,
`speed` measures server times."""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from benchmarks.comparison.choice import chosen_cases
from benchmarks.comparison.sheet import Case, candidates, sheet
from benchmarks.comparison.speed import speed
from benchmarks.comparison.text_similarity import TextSimilarity
from benchmarks.comparison.verdicts import Verdicts, figures, read_verdicts
from benchmarks.retrieval.tables import Table
from indexer import DocumentId, KnowledgeBase, find_config, open_knowledge_base

_TEXT = "plain text similarity"
_OURS = "Samspil"


def _first_five(knowledge_base: KnowledgeBase, document_id: DocumentId, among: set[DocumentId]) -> list[DocumentId]:
    found = knowledge_base.comparable(document_id, limit=len(knowledge_base.public_records()))
    return [comparable.id for comparable in found if comparable.id in among][:5]


def write_sheet(sheet_path: Path, key_path: Path, *, count: int, seed: int) -> None:
    """Write the sheet, and apart from it the key that says which system found what."""
    knowledge_base = open_knowledge_base(find_config())
    records = knowledge_base.public_records()
    cases = {document_id: metadata for document_id, metadata in records.items() if metadata.kind == "case"}
    similarity = TextSimilarity([knowledge_base.document(document_id) for document_id in records])
    key: dict[str, dict[str, list[DocumentId]]] = {}
    judged = []
    for document_id in chosen_cases(cases, count=count, seed=seed):
        found = {
            _OURS: _first_five(knowledge_base, document_id, set(cases)),
            _TEXT: similarity.most_similar(document_id, among=set(cases), limit=5),
        }
        key[document_id] = found
        union = candidates(list(found.values()), seed=f"{seed} {document_id}")
        judged.append(Case(knowledge_base.document(document_id), [knowledge_base.document(c) for c in union]))
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


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.comparison", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    writing = commands.add_parser("sheet", help="write the blind sheet and the key")
    writing.add_argument("sheet", type=Path, help="a Markdown file for the reviewers")
    writing.add_argument("key", type=Path, help="a JSON file to keep from them")
    writing.add_argument("--cases", type=int, default=20)
    writing.add_argument("--seed", type=int, default=2012, help="chooses cases and orders candidates")
    counting = commands.add_parser("verdicts", help="count the verdicts of reviewers")
    counting.add_argument("key", type=Path)
    counting.add_argument("verdicts", type=Path, nargs=2, help='JSON: {"case": {"candidate": 1 or 0}}')
    timing = commands.add_parser("speed", help="server times over a made-up collection")
    timing.add_argument("--documents", type=int, default=10_000)
    timing.add_argument("--folder", type=Path, help="keeps the made-up collection, to be used again")
    timing.add_argument("--asked", type=int, default=100, help="pages of each kind")
    asked = parser.parse_args()
    if asked.command == "speed":
        print_speed(asked.folder, asked.documents, asked.asked)
    elif asked.command == "sheet":
        write_sheet(asked.sheet, asked.key, count=asked.cases, seed=asked.seed)
    else:
        print_verdicts(asked.key, asked.verdicts)


if __name__ == "__main__":
    main()
