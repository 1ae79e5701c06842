"""What a run does where there is no Java, no port or no such jar; none of it needs Java."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cluster.artifacts import ArtifactsMissing, check, known_checksums
from tests.cluster.nodes import Cluster, NodeEnded, PortInUse
from tests.conftest import PROJECT

# Stands in for a node: it says that it has begun, and does not end when it is asked to.
DEAF = (
    "import signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(900)"
)


def free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]


def a_cluster(folder: Path, code: str) -> Cluster:
    http, transport = free_ports()
    return Cluster(
        folder, "nothing", http_port=http, transport_port=transport, names=("only",), java=(sys.executable, "-c", code)
    )


def run(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The run of the tests on a machine without Java."""
    command = (sys.executable, "-m", "tests.cluster", "--tests")
    return subprocess.run(
        command, cwd=PROJECT, env={"PATH": str(folder)} | environment, text=True, capture_output=True, check=False
    )


def test_without_java_the_tests_are_skipped_aloud_and_fail_where_they_are_required(tmp_path: Path) -> None:
    skipped, failed = run(tmp_path), run(tmp_path, SAMSPIL_REQUIRE_OPENSEARCH="yes")

    assert skipped.returncode == 0 and skipped.stdout.startswith("SKIPPED")
    assert "sudo apt-get install maven openjdk-17-jdk-headless" in skipped.stdout
    assert failed.returncode == 1 and failed.stdout.startswith("A cluster needs maven")


def test_a_used_port_ends_the_run_before_any_node_is_started(tmp_path: Path) -> None:
    cluster = a_cluster(tmp_path, DEAF)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", int(cluster.addresses[0].rpartition(":")[2])))
        taken.listen()

        with pytest.raises(PortInUse, match=r"port \d+ is in use"):
            cluster.start()

    assert not list(tmp_path.iterdir())


def test_a_node_that_cannot_start_tells_why(tmp_path: Path) -> None:
    cluster = a_cluster(tmp_path, "import sys; print('no such plugin'); sys.exit(3)")

    with pytest.raises(NodeEnded, match="only ended with 3:\nno such plugin"):
        cluster.start()


def test_a_node_that_does_not_end_is_killed_by_whoever_knows_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.cluster.nodes._STOPPING_SECONDS", 0.2)
    starting = a_cluster(tmp_path, DEAF)
    starting.start_node("only")
    pid = int((tmp_path / "only" / "pid").read_text("utf-8"))

    a_cluster(tmp_path, DEAF).stop()
    starting.stop()

    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_number_that_another_process_has_by_now_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "only").mkdir()
    with subprocess.Popen((sys.executable, "-c", "input()"), stdin=subprocess.PIPE) as other:
        (tmp_path / "only" / "pid").write_text(str(other.pid), "utf-8")

        a_cluster(tmp_path, DEAF).kill("only")
        other.communicate(b"\n")

    assert other.returncode == 0


def test_a_jar_that_is_missing_unknown_or_other_is_named(tmp_path: Path) -> None:
    (tmp_path / "good.jar").write_bytes(b"")
    (tmp_path / "other.jar").write_bytes(b"changed")
    (tmp_path / "unknown.jar").write_bytes(b"")
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    with pytest.raises(ArtifactsMissing, match=r"sha256: missing\.jar, other\.jar, unknown\.jar$"):
        check(tmp_path, {"good.jar": empty, "other.jar": empty, "missing.jar": empty})

    assert {name for name in known_checksums() if "2.19.6" in name} >= {"opensearch-2.19.6.jar"}
