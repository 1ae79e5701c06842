"""Xapian by the system's own Python bindings (Debian: python3-xapian), which may need the system's Python.

Run as a program it serves questions: one pickled request a line of base64, one answer a line. That lets the benchmark
ask Xapian from another Python; CPU time is taken in the process that answers.
"""

from __future__ import annotations

import base64
import collections
import pickle
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from benchmarks.engine.answers import HITS, Answer
from benchmarks.engine.corpus import FACET_VALUES, BenchmarkDocument
from benchmarks.engine.queries import Question

_SEVERAL = {"goal", "partner-type"}
_FACETS = tuple(FACET_VALUES)
_PREFIXES = {facet: f"X{facet.replace('-', '').upper()}:" for facet in _FACETS}
SYSTEM_PYTHON = "/usr/bin/python3"


class XapianPeer:
    """See Peer; answers come from another process, whose CPU time `last_seconds` gives."""

    last_seconds = 0.0

    def __init__(self) -> None:
        root = Path(__file__).parents[3]
        command = [SYSTEM_PYTHON, "-m", "benchmarks.engine.peers.xapian"]
        self._process = subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        if self._ask("version", None) is None:
            raise ImportError("python3-xapian is missing")

    def build(self, folder: Path, documents: Iterable[BenchmarkDocument]) -> None:
        self._ask("create", str(folder))
        batch = []
        for document in documents:
            batch.append(document)
            if len(batch) == 2000:
                self._ask("add", batch)
                batch = []
        self._ask("add", batch)
        self._ask("commit", None)

    def open(self, folder: Path) -> None:
        self._ask("open", str(folder))

    def prepare(self, question: Question) -> Callable[[], Answer] | None:
        if question.chosen or question.operator == "psq":
            return None

        def ask() -> Answer:
            self.last_seconds, answer = self._ask("search", question)
            return answer

        return ask

    def close(self) -> None:
        """Stop the other process."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()

    def _ask(self, kind: str, content: object) -> Any:  # noqa: ANN401  (whatever was asked for)
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(base64.b64encode(pickle.dumps((kind, content))) + b"\n")
        self._process.stdin.flush()
        return pickle.loads(base64.b64decode(self._process.stdout.readline()))


class _Server:  # the methods are named by the requests
    def __init__(self) -> None:
        import xapian

        self._xapian = xapian

    def version(self, _: None) -> str:
        return str(self._xapian.version_string())

    def create(self, folder: str) -> None:
        self._database = self._xapian.WritableDatabase(folder, self._xapian.DB_CREATE_OR_OVERWRITE)

    def add(self, documents: list[BenchmarkDocument]) -> None:
        for document in documents:
            made = self._xapian.Document()
            for position, word in enumerate(document.words, start=1):
                made.add_posting(word, position)
            for slot, facet in enumerate(_FACETS):
                values = document.facets[facet]
                for value in values:
                    made.add_boolean_term(_PREFIXES[facet] + value)
                made.add_value(slot, ",".join(values))
            self._database.replace_document(document.number + 1, made)

    def commit(self, _: None) -> None:
        self._database.commit()
        self._database.close()

    def open(self, folder: str) -> None:
        self._database = self._xapian.Database(folder)
        self._count = self._database.get_doccount()

    def search(self, question: Question) -> tuple[float, Answer]:
        started = time.process_time()
        answer = self._answer(question)
        return time.process_time() - started, answer

    def _answer(self, question: Question) -> Answer:
        enquire = self._xapian.Enquire(self._database)
        enquire.set_query(self._query(question))
        enquire.set_weighting_scheme(self._xapian.BM25Weight(1.2, 0, 1, 0.75, 0))
        spies = [self._xapian.ValueCountMatchSpy(slot) for slot in range(len(_FACETS))]
        for spy in spies:
            enquire.add_matchspy(spy)
        found = enquire.get_mset(0, HITS, self._count)
        counts: dict[str, dict[str, int]] = {}
        for facet, spy in zip(_FACETS, spies):  # noqa: B905  (also run by older Pythons)
            counter: collections.Counter[str] = collections.Counter()
            for item in spy.values():
                text = item.term.decode()
                for value in text.split(",") if facet in _SEVERAL else (text,):
                    counter[value] += item.termfreq
            counts[facet] = dict(counter)
        return Answer(found.get_matches_estimated(), [(hit.docid - 1, hit.weight) for hit in found], counts)

    def _query(self, question: Question) -> Any:  # noqa: ANN401  (no types)
        query = self._xapian.Query
        words = list(question.words)
        operators = {"phrase": query.OP_PHRASE, "or": query.OP_OR, "and": query.OP_AND}
        text = query.MatchAll if question.operator == "all" else query(operators[question.operator], words)
        for facet, value in question.filters:
            text = query(query.OP_FILTER, text, query(_PREFIXES[facet] + value))
        for facet, value in question.excluded:
            text = query(query.OP_AND_NOT, text, query(_PREFIXES[facet] + value))
        return text


def main() -> None:
    try:
        server = _Server()
    except ImportError:
        server = None  # type: ignore[assignment]
    for line in sys.stdin.buffer:
        kind, content = pickle.loads(base64.b64decode(line))
        answer = getattr(server, kind)(content) if server else None
        print(base64.b64encode(pickle.dumps(answer)).decode(), flush=True)


if __name__ == "__main__":
    main()
