"""Lucene's DanishAnalyzer and EnglishAnalyzer, by a small Java program; Maven fetches the jars, which stay in ~/.m2."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.retrieval.peers import DEPTH, PeerUnavailable, PlainDocument, Run
from indexer.domain.documents.metadata import Language
from indexer.evaluation.measures import JudgedQuery

LUCENE = "9.12.3"
"""The last line that runs on Java 11 to 20."""
_JARS = ("lucene-core", "lucene-analysis-common")
_PROGRAM = Path(__file__).parent.parent / "lucene" / "LuceneSearch.java"


def rank(documents: Sequence[PlainDocument], language: Language, queries: Sequence[JudgedQuery]) -> Run:
    """See Peer."""
    lines = [f"D\t{_flat(d.id)}\t{_flat(d.title)}\t{_flat(d.text)}" for d in documents]
    lines += [f"Q\t{_flat(q.id)}\t{_flat(q.text)}" for q in queries]
    command = ["java", "-cp", _class_path(), "LuceneSearch", language.value, str(DEPTH)]
    output = _output(command, "\n".join(lines) + "\n")
    return {query: found for query, *found in (line.split("\t") for line in output.splitlines())}


@functools.cache
def _class_path() -> str:
    """The jars and the compiled program, in a folder that goes when the benchmark ends."""
    if missing := [name for name in ("java", "javac", "mvn") if shutil.which(name) is None]:
        raise PeerUnavailable(f"{' and '.join(missing)} not found; Lucene needs a JDK (11 or newer) and Maven")
    folder = Path(_kept_folder().name)
    for jar in _JARS:
        artifact = f"org.apache.lucene:{jar}:{LUCENE}"
        _output(["mvn", "-q", "-B", "dependency:copy", f"-Dartifact={artifact}", f"-DoutputDirectory={folder}"])
    path = os.pathsep.join([*(str(folder / f"{jar}-{LUCENE}.jar") for jar in _JARS), str(folder)])
    _output(["javac", "-encoding", "UTF-8", "-cp", path, "-d", str(folder), str(_PROGRAM)])
    return path


@functools.cache
def _kept_folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="samspil-lucene-")


def _output(command: list[str], text: str = "") -> str:
    done = subprocess.run(command, input=text, capture_output=True, encoding="utf-8", cwd=_kept_folder().name)
    if done.returncode:
        reason = (done.stderr or done.stdout).strip().splitlines()[:3]
        raise PeerUnavailable(f"{command[0]} failed: {' '.join(reason)}")
    return done.stdout


def _flat(text: str) -> str:
    return " ".join(text.split())
