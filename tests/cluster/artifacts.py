"""What nodes are made of: OpenSearch's jars by Maven, compared with known checksums, and our launcher, compiled.

Where Maven fetches from is the machine's own affair; nothing here names an address.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

SOURCES = Path(__file__).parents[2] / "packaging" / "opensearch"
PROGRAMS = {"java": "openjdk-17-jdk-headless", "javac": "openjdk-17-jdk-headless", "mvn": "maven"}


class ArtifactsMissing(Exception):
    """They could not be had, or are not what they were; the text says which."""


def lacking_packages() -> list[str]:
    """The Debian packages that must be installed before nodes can be made."""
    return sorted({package for program, package in PROGRAMS.items() if not shutil.which(program)})


def class_path(folder: Path) -> str:
    """The class path of a node; it is made in the folder unless it was made there of the same sources.

    Raises:
        ArtifactsMissing: Maven could not fetch the jars, they are others, or the launcher does not compile.
    """
    jars, classes, made_of = folder / "lib", folder / "classes", folder / "made-of"
    wanted = _fingerprint(SOURCES.iterdir())
    if not made_of.is_file() or made_of.read_text("utf-8") != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        classes.mkdir(parents=True)
        _fetch(jars)
        check(jars, known_checksums())
        _run("javac", "--release", "17", "-cp", f"{jars}/*", "-d", classes, SOURCES / "TrialNode.java")
        shutil.copy(SOURCES / "log4j2.properties", classes)
        made_of.write_text(wanted, "utf-8")
    return f"{classes}:{jars}/*"


def known_checksums() -> dict[str, str]:
    """The SHA-256 of each jar by its name."""
    lines = (SOURCES / "jars.sha256").read_text("utf-8").splitlines()
    return {name: checksum for checksum, name in (line.split() for line in lines)}


def check(jars: Path, known: dict[str, str]) -> None:
    """Compare the files of a folder with what is known of them.

    Raises:
        ArtifactsMissing: one is missing, unknown, or has another content.
    """
    found = {path.name: _checksum(path) for path in jars.iterdir()}
    others = sorted(name for name in found.keys() | known.keys() if found.get(name) != known.get(name))
    if others:
        raise ArtifactsMissing(f"not the jars of packaging/opensearch/jars.sha256: {', '.join(others)}")


def _fetch(jars: Path) -> None:
    goal = ("dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={jars.resolve()}")
    _run("mvn", "--batch-mode", "--quiet", "--file", SOURCES / "pom.xml", *goal)


def _run(*command: str | Path) -> None:
    done = subprocess.run(command, check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        raise ArtifactsMissing(f"{command[0]} failed:\n{done.stdout[-2000:]}")


def _checksum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _fingerprint(paths: Iterable[Path]) -> str:
    return "\n".join(f"{_checksum(path)}  {path.name}" for path in sorted(paths))
