"""What whoever runs the site sees: /metrics, numbers of requests, lines of the log, samspil doctor."""

from __future__ import annotations

import io
import json
import logging
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from indexer import load_config
from indexer.cli import main
from web import create_app
from web.site.watching.logs import set_up_logs
from web.site.watching.request_counts import BUCKETS, RequestCounts
from web.site.watching.views import TOKEN_VARIABLE


@pytest.fixture
def client(template: Path, tmp_path: Path) -> Iterator[FlaskClient]:
    """A site of its own, so that the counts are those of the test."""
    shutil.copytree(template, tmp_path / "site")
    app = create_app(tmp_path / "site" / "config.toml")
    yield app.test_client()
    app.extensions["samspil"].knowledge_base.close()
    app.extensions["samspil"].curation.close()


def samples(client: FlaskClient) -> dict[tuple[str, str], float]:
    """The numbers by name and labels, as Prometheus' own reader understands them."""
    answer = client.get("/metrics")
    assert answer.status_code == 200
    families = list(text_string_to_metric_families(answer.text))
    assert len(families) == len({one.name for one in families})
    return {
        (sample.name, ",".join(sample.labels[label] for label in sorted(sample.labels))): sample.value
        for one in families
        for sample in one.samples
    }


def test_requests_are_counted_by_route_and_status_and_timed(client: FlaskClient) -> None:
    for address in ("/da/search?q=bibliotek", "/da/search?q=lektier", "/en/search?q=library", "/da/nowhere"):
        client.get(address)

    found = samples(client)

    assert found["samspil_requests_total", "/<language>/search,200"] == 3
    assert found["samspil_requests_total", "(none),404"] == 1
    assert found["samspil_request_seconds_count", "/<language>/search"] == 3
    assert found["samspil_request_seconds_bucket", "+Inf,/<language>/search"] == 3
    assert found["samspil_request_seconds_sum", "/<language>/search"] > 0


def test_the_index_and_the_cache_are_told(client: FlaskClient) -> None:
    for _ in range(2):
        client.get("/da/search?q=bibliotek")

    found = samples(client)

    assert (found["samspil_documents", ""], found["samspil_documents_pending", ""]) == (4, 0)
    assert found["samspil_index_usable", ""] == found["samspil_index_current", ""] == 1
    assert found["samspil_index_age_seconds", ""] > 0 and found["samspil_documents_refused", ""] == 0
    assert found["samspil_cache_lookups_total", "hit"] > 0 and found["samspil_cache_lookups_total", "miss"] > 0


def test_metrics_are_for_this_machine_or_with_a_token(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TOKEN_VARIABLE, "et-langt-ord")
    elsewhere = {"REMOTE_ADDR": "198.51.100.7"}

    statuses = [
        client.get("/metrics", environ_base=elsewhere).status_code,
        client.get("/metrics", headers={"X-Forwarded-For": "198.51.100.7"}).status_code,
        client.get("/metrics", environ_base=elsewhere, headers={"Authorization": "Bearer forkert"}).status_code,
        client.get("/metrics", environ_base=elsewhere, headers={"Authorization": "Bearer et-langt-ord"}).status_code,
    ]

    assert statuses == [404, 404, 404, 200]


def test_counts_of_several_processes_are_added_up_and_outlive_a_process() -> None:
    counts = RequestCounts(2)
    for number in (0, 1, 1):  # the last is a process that took the place of one that ended
        child = os.fork()
        if not child:
            counts.take_part(number)
            counts.count(3, 200, 0.02)
            counts.set_lookups(5, 2)
            os._exit(0)
        os.waitpid(child, 0)

    assert counts.by_status(10) == {(3, 200): 3}
    assert counts.by_time(10)[3] == ([0, 0] + [3] * (len(BUCKETS) - 1), pytest.approx(0.06))
    assert counts.lookups() == (10, 4)


def test_every_answer_has_a_number_and_that_of_a_stranger_is_not_taken_over(client: FlaskClient) -> None:
    first = client.get("/da/", headers={"X-Request-ID": "min-egen-kode"}).headers["X-Request-ID"]
    second = client.get("/da/nowhere").headers["X-Request-ID"]

    assert len(first) == len(second) == 16 and first != second


@pytest.fixture
def lines(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What a site that writes objects, for requests through a trusted proxy, has written."""
    shutil.copytree(template, tmp_path / "site")
    monkeypatch.setenv("SAMSPIL_LOGGING_FORMAT", "json")
    monkeypatch.setenv("SAMSPIL_WEB_TRUSTED_PROXIES", "127.0.0.1")
    config = load_config(tmp_path / "site" / "config.toml")
    written = io.StringIO()
    monkeypatch.setattr("sys.stderr", written)
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    set_up_logs(config)
    client = create_app(config.path).test_client()
    client.get("/da/search?q=hemmelige+ord", headers={"X-Request-ID": "fra-nginx-1"})
    logging.getLogger("samspil.test").warning("et navn\nmed %s", "linjer")
    client.application.extensions["samspil"].knowledge_base.close()
    client.application.extensions["samspil"].curation.close()
    yield written
    root.handlers[:] = before
    root.setLevel(level)


def test_lines_of_the_log_are_objects_without_what_was_searched_for(lines: io.StringIO) -> None:
    asked, warned = [json.loads(line) for line in lines.getvalue().splitlines()]

    assert asked["request"] == "fra-nginx-1"
    assert (asked["path"], asked["route"], asked["status"]) == ("/da/search", "/<language>/search", 200)
    assert "hemmelige" not in lines.getvalue() and "address" not in asked
    assert warned["level"] == "warning" and "\n" not in warned["message"] and "linjer" in warned["message"]


def test_the_doctor_finds_nothing_wrong_with_a_sound_site_and_says_what_to_do_about_the_rest(
    template: Path, tmp_path: Path
) -> None:
    shutil.copytree(template, tmp_path / "site")
    path = tmp_path / "site" / "config.toml"

    sound = CliRunner().invoke(main, ["doctor", "--json", "--config", str(path)])
    (tmp_path / "site" / "corpus" / "vocabulary.ttl").write_text("intet @ her")
    shutil.rmtree(tmp_path / "site" / "var" / "index")
    broken = CliRunner().invoke(main, ["doctor", "--config", str(path)])

    found = {one["about"]: one for one in json.loads(sound.output)}
    assert sound.exit_code == 0 and found["index"]["state"] == "ok" and found["index"]["told"].startswith("4 documents")
    assert "samspil curator add" in found["accounts"]["advice"]
    assert broken.exit_code == 1
    words = " ".join(broken.output.split())
    assert "fault corpus:" in words and "fault index: there is none. `samspil index` makes it" in words
