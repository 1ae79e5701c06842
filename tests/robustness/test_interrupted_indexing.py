"""The index under kills, parallel readers and full disks."""

from __future__ import annotations

import contextlib
import errno
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from indexer import KnowledgeBase, Query, load_config, open_knowledge_base
from indexer.config import Config
from indexer.domain.errors import EngineUnavailable, IndexLocked
from tests.builders import write_case
from tests.waiting import wait_until

KILLS = 50
DOCUMENTS = 20
# For each line a process of its own that indexes, forked from one that has everything loaded.
INDEXERS = """
import os, sys
from pathlib import Path
from indexer import load_config, open_knowledge_base
from indexer.extraction.cleaning.language import detect_language
config = load_config(Path(sys.argv[1]))
opened = open_knowledge_base(config)
opened.vocabulary
opened.close()
detect_language("bibliotek")
for _ in sys.stdin:
    child = os.fork()
    if not child:
        opened = open_knowledge_base(config)
        print(os.getpid(), flush=True)
        opened.reconcile()
        os._exit(0)
    os.waitpid(child, 0)
    print("gone", flush=True)
"""


@contextlib.contextmanager
def indexers(config: Config) -> Iterator[Callable[[float], None]]:
    """A function that lets a process begin to index, and kills it after so many seconds."""
    command = [sys.executable, "-c", INDEXERS, str(config.path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        given, told = process.stdin, process.stdout
        assert given is not None and told is not None

        def begin_and_kill(seconds: float) -> None:
            print(file=given, flush=True)
            child = int(told.readline())
            time.sleep(seconds)
            with contextlib.suppress(ProcessLookupError):  # it was done before
                os.kill(child, signal.SIGKILL)
            assert told.readline() == "gone\n"

        yield begin_and_kill
        given.close()


def write_generation(corpus: Path, generation: int) -> None:
    for number in range(DOCUMENTS):
        write_case(corpus, f"case-{number}", f"Samarbejde i udgave{generation} med skolen.")


def keep_texts(opened: KnowledgeBase) -> None:
    """Take the texts of all files, so that whoever indexes has them already."""
    assert all(opened.ingestion.texts.take_many(opened.corpus.files()[0]))


def found_generations(opened: KnowledgeBase, newest: int) -> dict[str, int]:
    """Which generation each indexed document is found by; every document by exactly one."""
    found: dict[str, int] = {}
    for generation in range(max(0, newest - 2), newest + 1):
        for hit in opened.search(Query(f"udgave{generation}", page_size=DOCUMENTS, is_literal=True)).hits:
            assert hit.id not in found, "a document is found in two versions"
            found[hit.id] = generation
    return found


def test_an_indexer_killed_at_any_moment_leaves_a_committed_state(place: Config, corpus: Path) -> None:
    place.path.write_text(place.path.read_text().replace("commit_documents = 500", "commit_documents = 7"))
    config = load_config(place.path)
    write_generation(corpus, 0)
    first = open_knowledge_base(config)
    first.reconcile()
    write_generation(corpus, 1)
    keep_texts(first)
    started = time.monotonic()
    first.reconcile()
    usual_seconds = time.monotonic() - started
    moments = random.Random(7)

    with indexers(config) as begin_and_kill:
        for generation in range(2, KILLS + 2):
            write_generation(corpus, generation)
            if generation % 5:  # else it is killed while it takes them
                keep_texts(first)
            begin_and_kill(moments.uniform(0, usual_seconds * 1.2))

            survivor = open_knowledge_base(config)
            assert survivor.engine.statistics.document_count() == DOCUMENTS
            found = found_generations(first, generation)
            assert set(found.values()) <= {generation - 1, generation}
            assert len(found) == DOCUMENTS
            survivor.reconcile()
            survivor.close()
            assert set(found_generations(first, generation).values()) == {generation}
    first.close()


def test_a_killed_first_run_is_taken_up_again(place: Config, corpus: Path) -> None:
    write_generation(corpus, 0)
    with indexers(place) as begin_and_kill:
        begin_and_kill(0.05)

    opened = open_knowledge_base(place)
    report = opened.reconcile()
    opened.close()

    assert len(report.added) + report.unchanged == DOCUMENTS
    assert opened.search(Query("udgave0")).total == DOCUMENTS


def test_eight_readers_see_whole_answers_while_the_index_changes_fifty_times(place: Config, corpus: Path) -> None:
    write_generation(corpus, 0)
    writer = open_knowledge_base(place)
    writer.reconcile()
    reader = open_knowledge_base(place)
    faults: list[object] = []
    done = threading.Event()
    searches = [0] * 8

    def read(number: int) -> None:
        while not done.is_set():
            try:
                everything = reader.search(Query(page_size=DOCUMENTS))
                kinds = next(facet for facet in everything.facets if facet.id == "kind")
                ids = {hit.id for hit in everything.hits}
                torn = len(ids) != everything.total or sum(value.count for value in kinds.values) != everything.total
                if torn or not DOCUMENTS - 1 <= everything.total <= DOCUMENTS:
                    faults.append((everything.total, len(ids), kinds))
                one = reader.search(Query("samarbejde", page_size=3))
                # A reader that a busy machine held up comes when its text is gone: then the title stands for a passage.
                passages = (hit.snippet.text for hit in one.hits if hit.snippet.text != hit.metadata.title)
                if one.total < DOCUMENTS - 1 or any("amarbejde" not in passage for passage in passages):
                    faults.append(one)
                searches[number] += 1
                time.sleep(0.1)  # eight that never rest would keep the writer waiting for most of the test
            except Exception as error:
                faults.append(error)

    threads = [threading.Thread(target=read, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for turn in range(50):
        write_case(corpus, f"case-{turn % DOCUMENTS}", f"Samarbejde nummer{turn} med skolen.")
        gone = corpus / "cases" / f"case-{DOCUMENTS - 1}.md"
        if turn % 10 == 3:
            gone.unlink()
        elif not gone.exists():
            write_case(corpus, gone.stem, "Samarbejde igen.")
        writer.reconcile()
    wait_until(lambda: faults or all(searches))  # on a busy machine a reader may not have had its turn yet
    done.set()
    for thread in threads:
        thread.join()
    writer.close()
    reader.close()

    assert faults == []


def test_a_second_indexer_waits_and_then_says_who_holds_the_index(place: Config, corpus: Path) -> None:
    write_case(corpus, "a")
    text = place.path.read_text().replace("lock_timeout_seconds = 30.0", "lock_timeout_seconds = 0.2")
    place.path.write_text(text)
    config = load_config(place.path)
    first, second = open_knowledge_base(config), open_knowledge_base(config)
    first.reconcile()

    with first.engine.writer.writing(), pytest.raises(IndexLocked, match="index-locked"):
        second.reconcile()
    second.reconcile()


@pytest.mark.parametrize(
    "written",
    [
        "indexer.engines.arrays.segments.segment.ArrayFileWriter",
        "indexer.engines.whoosh.table_of_contents.atomic_write",
    ],
)
def test_a_full_disk_is_named_and_costs_nothing(
    place: Config, corpus: Path, monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    write_generation(corpus, 0)
    opened = open_knowledge_base(place)
    opened.reconcile()
    write_generation(corpus, 1)

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(written, full)
        with pytest.raises(EngineUnavailable, match="No space left"):
            opened.reconcile()

    assert set(found_generations(opened, 1).values()) == {0}
    opened.reconcile()
    assert set(found_generations(opened, 1).values()) == {1}
    opened.close()
