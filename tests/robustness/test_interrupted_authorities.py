"""Kills while concepts and records are merged, split and taken back, and reviews answered: nothing is half."""

from __future__ import annotations

import json
import subprocess
import sys

from indexer.config import Config
from tests.builders import write_case
from tests.curation.test_vocabulary import small_vocabulary

KILLS = 50

CHANGES_AND_KILLS = """
import json, os, random, signal, sys, time, traceback
from pathlib import Path
from indexer import Account, Concept, DocumentId, EditConflict, InvalidEntry, Language, Role, Share, load_config
from indexer import open_curation, open_knowledge_base

config, kills = load_config(Path(sys.argv[1])), int(sys.argv[2])
chief, base = Account("chief", Role.ADMINISTRATOR), open_knowledge_base(config)
IDS = [DocumentId(f"case-{number}") for number in range(6)]

def work(curation, acknowledge, chance):
    os.write(acknowledge, b"0\\n")
    concepts, records = curation.concepts, curation.organisations
    while True:
        curation.reviews.answer(chief, chance.choice(IDS), f"begyndt {chance.random()} endt")
        if chance.random() < 0.3:
            change = records.merge(chief, *((one, records.read(one).version) for one in ("et", "to")))
        elif chance.random() < 0.5:
            pair = [(one, concepts.read("subject", one).version) for one in ("lectures", "makerspaces")]
            change = concepts.merge(chief, "subject", *pair)
        else:
            old = concepts.read("subject", "makerspaces")
            new = Concept("subject", "", {language: f"Nyt {chance.random()}" for language in Language})
            shares = {one: chance.choice(list(Share)) for one in IDS}
            concepts.split(chief, (old.concept, old.version), new, shares)
            change = curation.history.changes()[-1]
        os.write(acknowledge, b"%d\\n" % change.number)
        change = curation.editor.undo(chief, change.number)
        os.write(acknowledge, b"%d\\n" % change.number)

def verify(acknowledged):
    curation = open_curation(config, base)
    changes = curation.history.changes()
    assert [change.number for change in changes] == list(range(1, len(changes) + 1))
    assert acknowledged <= len(changes), "an acknowledged change is lost"
    assert curation.audit.first_broken_line() is None
    last = {}
    for change in changes:
        for file in change.files:
            assert file.location not in last or last[file.location] == file.before, "a version is missing"
            last[file.location] = file.after
    assert all(curation.history.current_hash(location) == digest for location, digest in last.items())
    scheme = curation.vocabulary.schemes["subject"]
    for one in IDS:
        stated = curation.editor.read(one).metadata
        assert stated.subjects and set(stated.subjects) <= set(scheme.concepts), stated
        assert set(stated.libraries) <= set(curation.vocabulary.organisations), stated
        for note in curation.reviews.thread(one):
            assert note.text.startswith("begyndt") and note.text.endswith("endt"), note
    if changes and not changes[-1].undoes:  # what was killed between a change and its undo is taken back here
        curation.editor.undo(chief, changes[-1].number)
    assert not list(config.corpus_folder.rglob(".*"))
    return curation, len(curation.history.changes())

chance = random.Random(3)
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
    with os.fdopen(reader) as pipe:
        assert pipe.readline() == "0\\n"
        numbers = [int(pipe.readline()) for _ in range(chance.randint(0, 2))]
        time.sleep(chance.uniform(0, 0.03))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        numbers += [int(line) for line in pipe.read().splitlines() if line]
    curation, done = verify(max(numbers, default=0))
print(json.dumps({"changes": done}))
"""


def test_fifty_kills_while_what_documents_are_described_by_is_changed_leave_nothing_half(place: Config) -> None:
    corpus = place.corpus_folder
    (corpus / "vocabulary.ttl").write_text(small_vocabulary())
    (corpus / "organisations").mkdir()
    for name in ("et", "to"):
        (corpus / "organisations" / f"{name}.toml").write_text(f'name_da = "Bibliotek {name}"\nkind = "branch"\n')
    for number in range(6):
        write_case(corpus, f"case-{number}", subjects='["makerspaces"]', library='["to"]', status='"draft"')
    place.state_folder.mkdir(exist_ok=True)

    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", CHANGES_AND_KILLS, str(place.path), str(KILLS)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stderr[-3000:]
    assert json.loads(run.stdout)["changes"] > KILLS // 2
