"""Run three nodes until Ctrl-C, or for as long as the tests take that need them; the nodes end whatever happens."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.cluster.artifacts import ArtifactsMissing, class_path, lacking_packages
from tests.cluster.nodes import Cluster, NodeEnded, PortInUse

PROJECT = Path(__file__).parents[2]
ADDRESSES, FOLDER, REQUIRED = "SAMSPIL_TEST_OPENSEARCH", "SAMSPIL_TEST_OPENSEARCH_FOLDER", "SAMSPIL_REQUIRE_OPENSEARCH"


def main(arguments: list[str] | None = None) -> int:
    """The exit code: that of the tests, 1 with a sentence where there can be no cluster.

    Without Java or Maven tests are skipped (0), unless SAMSPIL_REQUIRE_OPENSEARCH is set.
    """
    parser = argparse.ArgumentParser(prog="python -m tests.cluster", description=__doc__)
    parser.add_argument("--tests", action="store_true", help="run the tests marked opensearch, then stop")
    parser.add_argument("more", nargs="*", help="what else pytest is told")
    asked, more = parser.parse_known_args(arguments)
    if packages := lacking_packages():
        is_skipped = asked.tests and not os.environ.get(REQUIRED)
        what = "SKIPPED: the tests of a cluster need" if is_skipped else "A cluster needs"
        print(f"{what} {' and '.join(packages)}: sudo apt-get install {' '.join(packages)}", flush=True)
        return 0 if is_skipped else 1
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)
    with tempfile.TemporaryDirectory(prefix="samspil-cluster-", ignore_cleanup_errors=True) as folder:
        try:
            return run(Path(folder), [*asked.more, *more] if asked.tests else None)
        except (ArtifactsMissing, NodeEnded, PortInUse, TimeoutError) as failure:
            print(f"There is no cluster: {failure}", flush=True)
            return 1
        except KeyboardInterrupt:
            return 130


def run(folder: Path, tests: list[str] | None) -> int:
    """Run nodes in a folder; with the tests, or until a signal ends it."""
    print("Setting up OpenSearch (46 MB of jars the first time)", flush=True)
    cluster = Cluster(folder, class_path(PROJECT / "var" / "opensearch"))
    began = time.monotonic()
    try:
        cluster.start()
        print(f"{len(cluster.names)} nodes after {time.monotonic() - began:.0f} s: {','.join(cluster.addresses)}")
        print(f"Logs are in {cluster.folder}", flush=True)
        if tests is None:
            signal.pause()
            return 0
        command = (sys.executable, "-m", "pytest", "-m", "opensearch", *tests)
        environment = {ADDRESSES: ",".join(cluster.addresses), FOLDER: str(cluster.folder)}
        return subprocess.run(command, check=False, cwd=PROJECT, env=os.environ | environment).returncode
    finally:
        cluster.stop()


def _end(number: int, _frame: object) -> None:
    sys.exit(128 + number)


if __name__ == "__main__":
    sys.exit(main())
