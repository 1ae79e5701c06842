"""The queries that curators judged, as TOML files in corpus/judgements/, and the scores of the last run.

[[queries]]
id = "da-01"
text = "hvordan får vi fat i unge, der ikke bruger biblioteket"
language = "da"
need = "What the person wants to know."
relevant = { mindspot-young = 2, hilleroed-laeser = 1 }   # {}: nothing answers it
note = "What a second judge thought."
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from indexer.domain.documents.metadata import DocumentId, Language
from indexer.domain.errors import ConfigurationError
from indexer.domain.messages import Message
from indexer.evaluation.measures import JudgedQueries, JudgedQuery

_KEYS = frozenset({"id", "text", "language", "need", "relevant", "note"})
_MOST_RELEVANT = 2


def read_judged_queries(
    folder: Path, documents: int, successor: Callable[[DocumentId], DocumentId | None] = lambda _: None
) -> JudgedQueries:
    """All queries of a folder, by file name and then in the order of the file; `documents` are those searched.

    A document that was merged into another counts as that one, which is worth what the better of them was.

    Raises:
        ConfigurationError: none has an answer, or one has faults; every fault is named with its file.
    """
    queries: list[JudgedQuery] = []
    faults: list[Message] = []
    for path in sorted(folder.glob("*.toml")):
        found, own_faults = _read(path)
        queries += (replace(one, relevant=_present(one.relevant, successor)) for one in found)
        faults += own_faults
    ids = [query.id for query in queries]
    faults += [Message("judged-id-twice", id=name) for name in sorted({name for name in ids if ids.count(name) > 1})]
    if faults:
        raise ConfigurationError("judged-queries-faulty", faults=tuple(faults))
    if not any(query.relevant for query in queries):
        raise ConfigurationError("no-judged-queries", folder=folder)
    return JudgedQueries(folder.parent.name, documents, tuple(queries))


def _present(relevant: Mapping[str, int], successor: Callable[[DocumentId], DocumentId | None]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, worth in relevant.items():
        present = str(successor(DocumentId(name)) or name)
        found[present] = max(worth, found.get(present, 0))
    return found


def read_scores(path: Path) -> dict[str, float]:
    """The nDCG@10 by query of an earlier run; empty if there was none."""
    try:
        return {str(key): float(value) for key, value in json.loads(path.read_text("utf-8")).items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def write_scores(path: Path, scores: dict[str, float]) -> None:
    """Keep the nDCG@10 by query for the next run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(scores, indent=1), "utf-8")


def _read(path: Path) -> tuple[list[JudgedQuery], list[Message]]:
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return [], [Message("judged-file-unreadable", name=path.name, error=error)]
    queries: list[JudgedQuery] = []
    faults: list[Message] = []
    for number, entry in enumerate(content.get("queries", ()), start=1):
        fault = _fault_of(entry)
        if fault:
            faults.append(Message("judged-query-fault", name=path.name, number=number, fault=fault))
        else:
            language = Language(entry["language"])
            queries.append(JudgedQuery(entry["id"], entry["text"], dict(entry["relevant"]), language))
    return queries, faults


def _fault_of(entry: object) -> Message | None:
    """What is wrong with a query, None if nothing is."""
    if not isinstance(entry, dict):
        return Message("judged-not-table")
    if unknown := entry.keys() - _KEYS:
        return Message("judged-unknown-key", names=", ".join(sorted(unknown)), keys=", ".join(sorted(_KEYS)))
    if not all(isinstance(entry.get(key), str) and entry[key] for key in ("id", "text", "need")):
        return Message("judged-not-texts")
    if entry.get("language") not in set(Language):
        return Message("judged-language")
    return _fault_of_relevance(entry.get("relevant"))


def _fault_of_relevance(relevant: object) -> Message | None:
    if not isinstance(relevant, dict):
        return Message("judged-no-table-of-relevance")
    # By its type: `true` is an instance of int.
    if not all(type(value) is int and 1 <= value <= _MOST_RELEVANT for value in relevant.values()):
        return Message("judged-relevance", most=_MOST_RELEVANT)
    return None
