"""Lucene by a small Java program that answers in a process of its own; CPU time is that of its answering thread.

Maven fetches the jars into its own repository the first time. The virtual machine is warmed up before it is measured.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks.engine.answers import Answer
from benchmarks.engine.corpus import FACET_VALUES, BenchmarkDocument
from benchmarks.engine.queries import Question

VERSION = "9.12.3"
_ARTIFACTS = {
    "org/apache/lucene": [(name, VERSION) for name in ("lucene-core", "lucene-facet", "lucene-analysis-common")],
    "com/carrotsearch": [("hppc", "0.9.1")],
}
_SOURCE = Path(__file__).parent / "lucene_java" / "LuceneServer.java"
_WARMING = 30


class LucenePeer:
    """See Peer; answers come from another process, whose CPU time `last_seconds` gives."""

    last_seconds = 0.0

    def __init__(self) -> None:
        classpath = ":".join(str(_jar(group, *one)) for group, many in _ARTIFACTS.items() for one in many)
        command = ["java", "-Xmx3g", "-XX:+UseSerialGC", "-cp", classpath, str(_SOURCE)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1 << 16
        )

    def build(self, folder: Path, documents: Iterable[BenchmarkDocument]) -> None:
        self._send("create", str(folder))
        for document in documents:
            pairs = [f"{facet}={value}" for facet, values in document.facets.items() for value in values]
            self._send("doc", str(document.number), " ".join(document.words), *pairs)
        self._send("commit")
        self._receive()

    def open(self, folder: Path) -> None:
        self._send("open", str(folder))
        self._receive()

    def prepare(self, question: Question) -> Callable[[], Answer] | None:
        if question.chosen or question.operator == "psq":
            return None
        conditions = [" ".join(f"{f}={v}" for f, v in named) for named in (question.filters, question.excluded)]

        def ask() -> Answer:
            self._send("ask", question.operator, " ".join(question.words), *conditions)
            taken, total, *found = self._receive()
            self.last_seconds = float(taken)
            return _answer(int(total), found)

        for _ in range(_WARMING):
            ask()
        return ask

    def _send(self, *parts: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write("\t".join(parts) + "\n")
        if parts[0] != "doc":
            self._process.stdin.flush()

    def _receive(self) -> list[str]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise OSError("Java did not answer")
        return line.rstrip("\n").split("\t")


def _answer(total: int, found: list[str]) -> Answer:
    hits = [(int(number), float(score)) for number, score in (one.split(":") for one in found if "=" not in one)]
    counts: dict[str, dict[str, int]] = {facet: {} for facet in FACET_VALUES}
    for facet, value, count in (one.split("=") for one in found if "=" in one):
        counts[facet][value] = int(count)
    return Answer(total, sorted(hits, key=lambda hit: -hit[1]), counts)


def _jar(group: str, name: str, version: str) -> Path:
    """A jar of Maven's own repository, fetched if it is missing.

    Raises:
        OSError: Maven is missing or cannot fetch it.
    """
    path = Path.home() / ".m2" / "repository" / group / name / version / f"{name}-{version}.jar"
    if not path.exists():
        artifact = f"{group.replace('/', '.')}:{name}:{version}"
        command = ["mvn", "-q", "-B", "dependency:get", f"-Dartifact={artifact}", "-Dtransitive=false"]
        if subprocess.run(command, check=False).returncode or not path.exists():
            raise OSError(f"Maven could not fetch {artifact}")
    return path
