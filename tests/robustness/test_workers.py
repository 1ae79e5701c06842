"""The processes of a served site: started again, ended together, and healed by the one that indexes."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from indexer import Use, load_config
from indexer.config import Config
from indexer.curation.dashboard.use_counts import UseCounts
from tests.serving import serving
from tests.waiting import wait_until


@pytest.fixture
def config(template: Path, tmp_path: Path) -> Config:
    """The four cases, served by two processes, with an indexing process that looks up often."""
    shutil.copytree(template, tmp_path / "site")
    path = tmp_path / "site" / "config.toml"
    text = path.read_text("utf-8")
    for key, value in (("processes", "2"), ("reconcile_every_seconds", "0.5")):
        text = re.sub(rf"(?m)^{key} = \S+", f"{key} = {value}", text)
    path.write_text(text, "utf-8")
    return load_config(path)


@pytest.fixture
def address(config: Config) -> Iterator[str]:
    with serving(config.path) as address:
        yield address


def processes(config: Config) -> dict[int, int]:
    """Parent by process, of those that serve this site."""
    found = {}
    for place in Path("/proc").glob("[0-9]*"):
        try:
            words = (place / "cmdline").read_bytes().split(b"\0")
            parent = re.search(r"PPid:\t(\d+)", (place / "status").read_text())
        except OSError:
            continue
        if b"serve" in words and str(config.path).encode() in words and parent:
            found[int(place.name)] = int(parent[1])
    return found


def workers(config: Config) -> set[int]:
    known = processes(config)
    return {pid for pid, parent in known.items() if parent in known}


def answer(address: str) -> tuple[int, object]:
    try:
        with urllib.request.urlopen(f"{address}/api/search?q=bibliotek") as response:
            return response.status, json.loads(response.read())
    except urllib.error.HTTPError as error:
        return error.code, None
    except OSError:  # a process that has just ended answers nothing
        return 0, None


def test_a_worker_that_is_killed_is_started_again_and_the_other_answers_meanwhile(config: Config, address: str) -> None:
    before = workers(config)
    os.kill(min(before), signal.SIGKILL)

    wait_until(lambda: len(workers(config) - {min(before)}) == 2)

    assert len(before) == 2 and max(before) in workers(config)
    assert [answer(address)[0] for _ in range(6)] == [200] * 6


def test_ctrl_c_reaches_the_workers_too_and_leaves_it_to_the_first_process(config: Config, address: str) -> None:
    before = workers(config)
    for worker in before:
        os.kill(worker, signal.SIGINT)

    assert [answer(address)[0] for _ in range(20)] == [200] * 20
    assert workers(config) == before


def test_where_the_first_process_is_killed_none_stays_behind(config: Config) -> None:
    with serving(config.path):
        known = processes(config)
        (first,) = {pid for pid, parent in known.items() if parent not in known}
        os.kill(first, signal.SIGKILL)

        wait_until(lambda: not processes(config))

    assert len(known) == 3


def test_what_was_counted_is_written_where_serving_ends_in_order(config: Config) -> None:
    text = config.path.read_text("utf-8")
    config.path.write_text(text.replace("count_use = false", "count_use = true"), "utf-8")
    with serving(config.path) as address, urllib.request.urlopen(f"{address}/da/documents/bogstart") as response:
        assert response.status == 200

    counts = UseCounts(config.state_folder, is_on=True)

    assert counts.subjects(Use.OPENED, "") == (("bogstart", 1),)
    counts.close()


def flip(path: Path) -> None:
    with path.open("r+b") as stream:
        stream.seek(path.stat().st_size // 2)
        byte = stream.read(1)[0]
        stream.seek(-1, os.SEEK_CUR)
        stream.write(bytes([byte ^ 4]))


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


DAMAGES: dict[str, tuple[str, Callable[[Path], None]]] = {
    "a flipped segment": ("index/index-*/*.arr", flip),
    "a segment cut short": ("index/index-*/*.arr", cut),
    "a missing segment": ("index/index-*/*.arr", Path.unlink),
    "a flipped table of contents": ("index/index-*/*.toc", flip),
    "flipped word counts": ("index/index-*/basis.json", flip),
    "a missing pointer": ("index/current", Path.unlink),
    "a flipped lexicon": ("lexicon-*.arr", flip),
    "texts cut short": ("texts/*.sqlite3", cut),
}


def test_every_damage_heals_by_itself_and_no_answer_is_wrong(config: Config, address: str) -> None:
    right = answer(address)
    assert right[0] == 200
    wrong: list[str] = []
    pointer = config.var_folder / "index" / "current"
    for name, (pattern, damage) in DAMAGES.items():
        served_before = pointer.read_text("utf-8")
        damage(max(config.var_folder.glob(pattern)))

        def is_healed(name: str = name, pattern: str = pattern, served_before: str = served_before) -> bool:
            status, found = answer(address)
            if status == 200 and totals(found) != totals(right[1]):
                wrong.append(name)
            is_served = pointer.is_file()
            is_new = "/index-" not in pattern or (is_served and pointer.read_text("utf-8") != served_before)
            return (status, found) == right and is_served and is_new

        wait_until(is_healed, every_seconds=0.2)

    assert not wrong


def totals(found: object) -> object:
    """What does not depend on texts: where these are lost, a hit is shown with its summary for a moment."""
    assert isinstance(found, dict)
    return found["total"], [hit["id"] for hit in found["hits"]], found["facets"]
