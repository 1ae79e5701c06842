from __future__ import annotations

import http.client
import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer.cli import main
from indexer.config import Config
from tests.builders import write_case
from tests.serving import serving
from tests.waiting import wait_until


@pytest.fixture
def samspil(place: Config) -> object:
    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, [*arguments, "--config", str(place.path)])

    return run


def test_indexing_names_what_was_added_changed_and_withdrawn(samspil, corpus: Path) -> None:
    write_case(corpus, "a")
    write_case(corpus, "b")
    first = json.loads(samspil("index", "--json").stdout)
    write_case(corpus, "b", "Andet om skolen.")
    write_case(corpus, "c")
    (corpus / "cases" / "a.md").unlink()
    second = json.loads(samspil("index", "--json").stdout)

    assert (first["added"], first["unchanged"]) == (["a", "b"], 0)
    assert second["added"] == ["c"] and second["changed"] == ["b"] and second["withdrawn"] == ["a"]
    assert "2 documents in the index, 2 unchanged, 0 refused." in " ".join(samspil("index").stdout.split())


def test_nothing_is_done_twice(samspil, corpus: Path) -> None:
    write_case(corpus, "a")
    samspil("index")

    again = json.loads(samspil("index", "--json").stdout)

    nothing: dict[str, list[str]] = {key: [] for key in ("added", "changed", "withdrawn", "refused", "incomplete")}
    assert again == nothing | {"unchanged": 1, "rebuilt": False, "next_public": ""}


def test_bad_files_are_named_and_the_others_indexed(samspil, corpus: Path) -> None:
    write_case(corpus, "god")
    write_case(corpus, "ukendt-maal", goals='["rigdom"]')
    write_case(corpus, "ukendt-noegle", farve='"blå"')
    (corpus / "cases" / "uden-slut.md").write_text('+++\ntitle = "x"\n')
    (corpus / "reports").mkdir()
    (corpus / "reports" / "brudt.pdf").write_bytes(b"%PDF-1.7 og saa ikke mere")
    (corpus / "reports" / "brudt.pdf.toml").write_text('title = "B"\nkind = "report"\nlanguage = "da"\n')
    (corpus / "reports" / "uden-kort.pdf").write_bytes(b"%PDF-1.7")

    result = samspil("index", "--json")
    report = json.loads(result.stdout)

    assert result.exit_code == 1
    assert report["added"] == ["god"]
    refused = {Path(fault["file"]).name.removesuffix(".toml"): fault for fault in report["refused"]}
    assert set(refused) == {"ukendt-maal.md", "ukendt-noegle.md", "uden-slut.md", "brudt.pdf", "uden-kort.pdf"}
    assert "rigdom" in refused["ukendt-maal.md"]["message"] and refused["ukendt-maal.md"]["line"] > 1
    assert refused["ukendt-noegle.md"]["key"] == "farve"


def test_a_mended_file_is_indexed_at_the_next_run(samspil, corpus: Path) -> None:
    write_case(corpus, "a", goals='["rigdom"]')
    assert samspil("index").exit_code == 1
    write_case(corpus, "a", goals='["new-users"]')

    result = samspil("index", "--json")

    assert result.exit_code == 0
    assert json.loads(result.stdout)["added"] == ["a"]


def test_check_names_file_line_and_key(samspil, corpus: Path) -> None:
    assert samspil("check").exit_code == 0
    path = write_case(corpus, "a", sectors='["privat"]')
    write_case(corpus, "b", related='["findes-ikke"]')
    line = 1 + path.read_text().splitlines().index('sectors = ["privat"]')

    result = samspil("check", "--json")
    faults = json.loads(result.stdout)

    assert result.exit_code == 1
    assert {(fault["file"], fault["line"], fault["key"]) for fault in faults} >= {("cases/a.md", line, "sectors")}
    assert any(fault["file"] == "cases/b.md" and "findes-ikke" in fault["message"] for fault in faults)
    assert f"cases/a.md:{line}: " in samspil("check").stdout


def test_check_names_two_documents_with_one_id(samspil, corpus: Path) -> None:
    write_case(corpus, "a")
    (corpus / "guides").mkdir()
    (corpus / "guides" / "a.md").write_text((corpus / "cases" / "a.md").read_text().replace("case", "guide"))

    assert "'a' is taken" in samspil("check").stdout


def test_search_prints_the_promised_json(samspil, corpus: Path) -> None:
    write_case(corpus, "a", "Lektiecafé på biblioteket.", sectors='["private"]')
    write_case(corpus, "b", "Lektiecafé i skolen.", sectors='["public"]')
    samspil("index")

    arguments = ("search", "lektiecafe", "--filter", "sector=private", "--exclude", "goal=new-users")
    answer = json.loads(samspil(*arguments, "--json").stdout)

    assert {"total", "page", "hits", "facets", "correction"} <= set(answer)
    assert [hit["id"] for hit in answer["hits"]] == ["a"]
    hit = answer["hits"][0]
    start, end = hit["matches"][0]
    assert hit["snippet"][start:end] == "Lektiecafé"
    assert {"id": "public", "label": "Den offentlige sektor", "count": 1, "state": "available"} in answer["facets"][
        "sector"
    ]
    labels = json.loads(samspil("search", "--language", "en", "--json").stdout)["facets"]["sector"]
    assert "Den offentlige sektor" not in {value["label"] for value in labels}


def test_search_pages_sorts_and_limits(samspil, corpus: Path) -> None:
    for number, title in enumerate(("Ål", "Zebra", "Ærø", "Øre")):
        write_case(
            corpus, f"n{number}", title=f'"{title}"', year_start=str(2000 + number), published=f"2026-01-0{number + 1}"
        )
    samspil("index")

    def titles(*arguments: str) -> list[str]:
        return [hit["title"] for hit in json.loads(samspil("search", "--json", *arguments).stdout)["hits"]]

    assert titles("--sort", "title") == ["Zebra", "Ærø", "Øre", "Ål"]
    assert titles("--sort", "newest") == ["Øre", "Ærø", "Zebra", "Ål"]
    assert titles("--sort", "title", "--limit", "3", "--page", "2") == ["Ål"]
    assert titles("--from", "2001", "--to", "2002", "--sort", "title") == ["Zebra", "Ærø"]


def test_search_for_people_shows_title_passage_and_facets(samspil, corpus: Path) -> None:
    write_case(corpus, "a", "Lektiecafé på biblioteket.", sectors='["private"]')
    samspil("index")

    shown = samspil("search", "lektiecafe").stdout

    assert "Titel a" in shown and "Lektiecafé på biblioteket." in shown
    assert "sector: Den private sektor (1)" in shown


@pytest.mark.parametrize("wrong", ["sector", "sector=", "farve=blå"])
def test_a_filter_that_is_none_is_explained(samspil, corpus: Path, wrong: str) -> None:
    write_case(corpus, "a")
    samspil("index")

    result = samspil("search", "x", "--filter", wrong)

    assert result.exit_code == 2
    assert "samspil:" in result.stderr


def test_status_tells_what_is_and_what_waits(samspil, corpus: Path) -> None:
    write_case(corpus, "a", "# Et\n\nTekst.\n\n# To\n\nMere.")
    samspil("index")
    write_case(corpus, "b")
    write_case(corpus, "c", goals='["rigdom"]')

    status = json.loads(samspil("status", "--json").stdout)

    assert (status["documents"], status["pages"], status["pending"]) == (1, 2, 1)
    assert list(status["refused"]) == ["cases/c.md"]
    assert status["index_bytes"] > 1000 and status["fingerprint"] and status["is_current"] is True
    assert status["versions"]["whoosh"] == "2.7.4"
    assert "documents: 1" in samspil("status").stdout


def test_searching_before_indexing_says_what_to_do(samspil) -> None:
    result = samspil("search", "x")

    assert result.exit_code == 1
    assert "samspil index" in result.stderr


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("page_size = 20 ", "page_sise = 20 ", "page_sise"),
        ("[search]", "[sarch]", "sarch"),
        ("page_size = 20 ", 'page_size = "mange" ', "page_size"),
        ("page_size = 20 ", "page_size = ", "cannot be read"),
        ("port = 8000", "port = -1", "port"),
    ],
)
def test_a_fault_in_the_configuration_is_named(samspil, place: Config, old: str, new: str, named: str) -> None:
    text = place.path.read_text()
    assert old in text
    place.path.write_text(text.replace(old, new))

    result = samspil("status")

    assert result.exit_code == 1
    assert named in result.stderr.replace("\n", "")


def test_a_missing_configuration_is_named(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["status", "--config", str(tmp_path / "nej.toml")])

    assert result.exit_code == 1
    assert "nej.toml" in result.stderr.replace("\n", "")


def test_a_new_vocabulary_builds_a_new_index_beside_the_old(samspil, corpus: Path, place: Config) -> None:
    write_case(corpus, "a")
    samspil("index")
    with (corpus / "vocabulary.ttl").open("a") as stream:
        stream.write("\n# changed\n")

    assert json.loads(samspil("index", "--json").stdout)["rebuilt"] is True
    assert len(list((place.var_folder / "index").glob("index-*"))) == 2


INDEX_AND_PAUSE = """
import contextlib, itertools, signal
from indexer.cli import indexing, main

@contextlib.contextmanager
def pausing():
    numbers = itertools.count(1)
    def advance(progress):
        if next(numbers) == 60:  # the texts of all were taken, and those of half of them indexed
            print("half way", flush=True)
            signal.pause()
    yield advance

indexing.progress_bar = pausing
main()
"""


def test_ctrl_c_keeps_what_was_committed(place: Config, corpus: Path) -> None:
    place.path.write_text(place.path.read_text().replace("commit_documents = 500", "commit_documents = 2"))
    for number in range(40):
        write_case(corpus, f"case-{number}", "Samarbejde med skolen.")
    arguments = ["index", "--json", "--config", str(place.path)]
    process = subprocess.Popen(
        [sys.executable, "-c", INDEX_AND_PAUSE, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None and process.stdout.readline() == "half way\n"

    process.send_signal(signal.SIGINT)
    _, errors = process.communicate()

    assert process.returncode == 130
    assert "run the command again" in " ".join(errors.split())
    report = json.loads(CliRunner().invoke(main, arguments).stdout)
    assert 0 < report["unchanged"] < 40
    assert len(report["added"]) + report["unchanged"] == 40


def test_watching_indexes_a_new_file(place: Config, corpus: Path) -> None:
    write_case(corpus, "a")
    command = [sys.executable, "-m", "indexer", "index", "--watch", "--json", "--config", str(place.path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stderr is not None
    assert json.loads(process.stdout.readline())["added"] == ["a"]
    while "Ctrl-C stops" not in process.stderr.readline():
        assert process.poll() is None
    write_case(corpus, "b")

    assert json.loads(process.stdout.readline())["added"] == ["b"]
    process.send_signal(signal.SIGINT)
    process.communicate()
    assert process.returncode == 130


def test_the_server_answers_from_the_moment_it_says_so_and_indexes_what_comes(place: Config, corpus: Path) -> None:
    place.path.write_text(
        place.path.read_text().replace("reconcile_every_seconds = 10.0", "reconcile_every_seconds = 0.5")
    )
    write_case(corpus, "a")

    with serving(place.path) as address:

        def answer() -> tuple[int, int]:
            connection = http.client.HTTPConnection(address.removeprefix("http://"))
            connection.request("GET", "/api/search")
            response = connection.getresponse()
            content = json.loads(response.read())
            connection.close()
            return response.status, content.get("total")

        assert answer()[0] in (200, 503)  # there may be no index yet, but there is an answer
        wait_until(lambda: answer() == (200, 1))
        write_case(corpus, "b")
        wait_until(lambda: answer() == (200, 2))


def test_a_port_that_is_taken_is_named_with_what_to_do(place: Config, samspil) -> None:
    with serving(place.path) as address:
        result = samspil("serve", "--port", address.rpartition(":")[2])

    assert result.exit_code == 1
    assert address in result.stderr and "--port" in result.stderr


@pytest.mark.parametrize("command", [[], ["index"], ["search"], ["check"], ["status"], ["serve"]])
def test_help_teaches(command: list[str]) -> None:
    result = CliRunner().invoke(main, [*command, "--help"])

    assert result.exit_code == 0
    assert len(result.stdout.split()) > 25
