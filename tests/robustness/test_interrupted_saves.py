from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

from indexer import Account, Action, DocumentId, Role, SaveFailed, open_curation, open_knowledge_base
from indexer.config import Config
from indexer.curation.state_folder import STATE_VERSION
from tests.builders import write_case

KILLS = 50

SAVES_AND_KILLS = """
import dataclasses, json, os, random, re, signal, sys, time, traceback
from pathlib import Path
from indexer import Account, Action, Role, load_config, open_curation, open_knowledge_base
from indexer import apply_import
from indexer.curation.bulk.import_plan import plan_table
from indexer.curation.bulk.readers import read_table
from indexer.domain.documents.document import DocumentId


config, kills = load_config(Path(sys.argv[1])), int(sys.argv[2])
chief = Account("chief", Role.ADMINISTRATOR)
IDS = [DocumentId(f"case-{n}") for n in range(4)]

vocabulary = open_knowledge_base(config).vocabulary  # read once, so that the kills meet saves

def opened():
    curation = open_curation(config, open_knowledge_base(config))
    curation._load_vocabulary = curation.editor._load_vocabulary = lambda: vocabulary
    return curation

def work(curation, acknowledge, chance):
    os.write(acknowledge, b"0\\n")
    while True:
        if chance.random() < 0.25:
            rows = "".join(f"Import {chance.random()} nummer {n};begyndt og endt\\n" for n in range(3))
            table = read_table("a.csv", ("title;body\\n" + rows).encode())
            plan = plan_table(table, curation.corpus, curation.vocabulary, defaults={"kind": "case"})
            change = apply_import(plan, chief, curation.history, curation.corpus)
            if chance.random() < 0.5:
                os.write(acknowledge, b"%d\\n" % change.number)
                change = curation.editor.undo(chief, change.number)
        else:
            document = curation.editor.read(chance.choice(IDS))
            stamp = f"{chance.random()}"
            filler = "ord " * chance.randint(1, 4000)
            metadata = dataclasses.replace(document.metadata, title=f"Titel {stamp}")
            body = f"Begyndt {stamp} {filler} endt {stamp}"
            change = curation.editor.correct(chief, document.id, document.version, metadata, body=body)
        os.write(acknowledge, b"%d\\n" % change.number)

def verify(acknowledged):
    curation = opened()
    changes = curation.history.changes()
    logged = [entry.change for entry in curation.audit.entries()]
    assert logged == [change.number for change in changes] == list(range(1, len(changes) + 1)), (logged, len(changes))
    assert acknowledged <= len(changes), "an acknowledged save is lost"
    assert curation.audit.first_broken_line() is None
    last = {}
    for change in changes:
        for file in change.files:
            assert file.location not in last or last[file.location] == file.before, "a version is missing"
            last[file.location] = file.after
    for location, digest in last.items():
        assert curation.history.current_hash(location) == digest, location
    for document_id in IDS:
        document = curation.editor.read(document_id)
        stamps = re.findall(r"(?:Titel|Begyndt|endt) (\\S+)", document.metadata.title + " " + document.body)
        assert len(set(stamps)) <= 1, stamps
    present = {path.stem for path in (config.corpus_folder / "cases").iterdir()}
    undone = {change.undoes for change in changes}
    for change in changes:
        if change.action is Action.IMPORTED:
            assert {document_id in present for document_id in change.documents} == {change.number not in undone}
    assert not [path for path in config.corpus_folder.rglob(".*")]
    return curation, len(changes)

chance = random.Random(11)
curation, done = verify(0)
for kill in range(kills):
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)
        try:
            work(curation, writer, random.Random(kill))
        except BaseException:
            traceback.print_exc()  # the parent sees no more than a pipe that ends
        finally:
            os._exit(1)
    os.close(writer)
    assert os.read(reader, 2) == b"0\\n"
    with os.fdopen(reader) as pipe:
        numbers = [int(pipe.readline()) for _ in range(chance.randint(0, 8))]  # saves, however long they take here
        time.sleep(chance.uniform(0, 0.05))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        numbers += [int(line) for line in pipe.read().splitlines() if line]
    curation, done = verify(max(numbers, default=0))
print(json.dumps({"changes": done}))
"""


def test_a_server_killed_at_fifty_moments_of_saving_and_importing_leaves_nothing_half(
    place: Config, corpus: Path
) -> None:
    for number in range(4):
        write_case(corpus, f"case-{number}")
    shutil.rmtree(place.state_folder, ignore_errors=True)

    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SAVES_AND_KILLS, str(place.path), str(KILLS)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stderr[-2000:]
    assert json.loads(run.stdout)["changes"] > KILLS


def test_a_change_that_was_written_down_but_not_done_is_completed_and_keeps_what_a_hand_wrote(
    place: Config, corpus: Path, monkeypatch
) -> None:
    write_case(corpus, "a")
    write_case(corpus, "b")
    curation = open_curation(place, open_knowledge_base(place))
    monkeypatch.setattr(
        type(curation.history), "_carry_out", lambda self, *_: (_ for _ in ()).throw(OSError(28, "full"))
    )
    chief, files = Account("chief", Role.ADMINISTRATOR), {"cases/a.md": b"ny a", "cases/b.md": b"ny b"}
    with contextlib.suppress(SaveFailed):
        curation.history.save(chief.name, Action.CORRECTED, documents=[DocumentId("a"), DocumentId("b")], files=files)
    monkeypatch.undo()
    (corpus / "cases" / "b.md").write_bytes(b"skrevet i hand")

    again = open_curation(place, open_knowledge_base(place))

    assert (corpus / "cases" / "a.md").read_bytes() == b"ny a"
    assert (corpus / "cases" / "b.md").read_bytes() == b"skrevet i hand"
    assert [entry.change for entry in again.audit.entries()] == [1]


def test_the_next_number_comes_from_the_records_whatever_became_of_the_log(place: Config, corpus: Path) -> None:
    write_case(corpus, "a")
    chief = Account("chief", Role.ADMINISTRATOR)
    place.state_folder.mkdir()
    curation = open_curation(place, open_knowledge_base(place))
    first = curation.history.save(chief.name, Action.CORRECTED, documents=[DocumentId("a")], files={"cases/a.md": b"1"})
    records = place.state_folder / "history" / "changes"
    kept = (records / "00000001.json").read_bytes()
    (place.state_folder / "audit.jsonl").rename(place.state_folder / "audit.jsonl.1")

    again = open_curation(place, open_knowledge_base(place))
    second = again.history.save(chief.name, Action.CORRECTED, documents=[DocumentId("a")], files={"cases/a.md": b"2"})

    assert (first.number, second.number) == (1, 2)
    assert (records / "00000001.json").read_bytes() == kept
    assert [change.number for change in again.history.changes()] == [1, 2]
    assert [entry.change for entry in again.audit.entries()] == [2]
    assert again.editor.undo(chief, 2).undoes == 2
    assert (corpus / "cases" / "a.md").read_bytes() == b"1"


def test_a_change_of_the_layout_before_that_was_not_done_is_completed(place: Config, corpus: Path) -> None:
    write_case(corpus, "a")
    curation = open_curation(place, open_knowledge_base(place))
    before = (corpus / "cases" / "a.md").read_bytes()
    curation.history.save("chief", Action.CORRECTED, documents=[DocumentId("a")], files={"cases/a.md": b"ny"})
    curation.close()
    (corpus / "cases" / "a.md").write_bytes(before)
    (place.state_folder / "audit.jsonl").write_bytes(b"")
    (place.state_folder / "version").write_text("1\n")

    again = open_curation(place, open_knowledge_base(place))

    assert (corpus / "cases" / "a.md").read_bytes() == b"ny"
    assert [entry.change for entry in again.audit.entries()] == [1]
    assert (place.state_folder / "version").read_text() == f"{STATE_VERSION}\n"
