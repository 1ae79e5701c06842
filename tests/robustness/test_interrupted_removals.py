"""Fifty kills while documents are put away, merged and deleted for good: each is whole or gone, and nothing is half."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from indexer.config import Config
from tests.builders import write_case

KILLS = 50

REMOVES_AND_KILLS = """
import json, os, random, signal, sys, time, traceback
from pathlib import Path
from indexer import (
    Account, DocumentId, DocumentNotFound, InvalidEntry, Role, Status, load_config, open_curation, open_knowledge_base
)

config, kills = load_config(Path(sys.argv[1])), int(sys.argv[2])
chief = Account("chief", Role.ADMINISTRATOR)
base = open_knowledge_base(config)
vocabulary = base.vocabulary  # read once, so that the kills meet removals

def opened():
    curation = open_curation(config, base)
    for part in (curation, curation.editor, curation.merger, curation.deletion):
        part._load_vocabulary = lambda: vocabulary
    return curation

def set_status(curation, document_id, status):
    version = curation.editor.read(document_id).version
    curation.editor.set_status(chief, document_id, status, version=version)
    return curation.editor.read(document_id).version

def work(curation, acknowledge, chance, ids):
    os.write(acknowledge, b"ready\\n")
    while True:
        first, second = chance.sample(ids, 2)
        try:
            form = f"{chance.randrange(30):016x}"  # nobody may keep more than forty
            curation.unsaved.keep(chief, form, f"document/{first}", [("body", word(first))])
            if chance.random() < 0.3:
                versions = [(one, curation.editor.read(one).version) for one in (first, second)]
                change = curation.merger.merge(chief, *versions)
                curation.editor.undo(chief, change.number)
            version = set_status(curation, first, Status.TRASHED)
            if chance.random() < 0.4:
                curation.deletion.delete(chief, first, version=version, why="Derfor")
            else:
                set_status(curation, first, Status.DRAFT)
        except (DocumentNotFound, InvalidEntry):
            assert curation.corpus.find(first) is None or curation.corpus.find(second) is None
            continue
        os.write(acknowledge, first.encode() + b"\\n")

def word(document_id):
    return f"hemmeligt{document_id[5:]}ord"

def verify(ids):
    curation = opened()
    assert not list(config.state_folder.rglob(".*.tmp")) and not list(config.corpus_folder.rglob(".*.tmp"))
    assert curation.audit.first_broken_line() is None
    texts = {path: path.read_bytes() for path in config.base.rglob("*") if path.is_file() and "var" not in path.parts}
    left = []
    for document_id in ids:
        tombstone = curation.tombstones.find(document_id)
        if tombstone is None:
            last = curation.history.changes_of(document_id)
            if last and last[0].action.value == "merged" and document_id == last[0].documents[1]:
                continue  # it went into another one, whole, before its undo
            assert word(document_id) in curation.editor.read(document_id).body
            left.append(document_id)
            continue
        assert tombstone.is_done and not tombstone.contents
        holding = [str(path) for path, text in texts.items() if word(document_id).encode() in text]
        assert not holding, (document_id, holding)
    return curation, left

chance = random.Random(5)
ids = [DocumentId(f"case-{number}") for number in range(int(sys.argv[3]))]
curation, left = verify(ids)
for kill in range(kills):
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)
        try:
            work(curation, writer, random.Random(kill), left)
        except BaseException:
            traceback.print_exc()  # the parent sees no more than a pipe that ends
            os._exit(1)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        assert pipe.readline() == "ready\\n"
        for _ in range(chance.randint(0, 5)):
            pipe.readline()
        time.sleep(chance.uniform(0, 0.05))
        os.kill(child, signal.SIGKILL)
        assert os.waitpid(child, 0)[1] == signal.SIGKILL, "it ended by itself"
    curation, left = verify(ids)
print(json.dumps({"deleted": len(curation.tombstones.ids()), "left": len(left)}))
"""


def test_fifty_kills_while_documents_are_put_away_merged_and_deleted_leave_nothing_half(
    place: Config, corpus: Path
) -> None:
    count = 80
    for number in range(count):
        write_case(corpus, f"case-{number}", f"Et hemmeligt{number}ord.", status='"draft"')
    place.state_folder.mkdir(exist_ok=True)

    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", REMOVES_AND_KILLS, str(place.path), str(KILLS), str(count)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stderr[-3000:]
    assert json.loads(run.stdout)["deleted"] > 5
