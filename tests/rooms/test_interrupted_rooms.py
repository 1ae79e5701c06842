"""Fifty kills in the middle of writing: a room holds the last change that was acknowledged, or the one after it.

It asks by a survey meanwhile, and every answer that came before a change is there once.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

KILLS = 50

WRITES_AND_KILLS = """
import datetime, json, os, random, signal, sys, time, traceback
from dataclasses import replace
from pathlib import Path
from indexer.rooms import Plan, Room, RoomLimits, Rooms, Survey, SurveyAnswer, SurveyItem

folder, kills = Path(sys.argv[1]), int(sys.argv[2])
rooms = Rooms(folder, RoomLimits())
end = datetime.date.today() + datetime.timedelta(days=30)
asking = Survey(asking="after"), (SurveyItem("q1", "Hvad?", "text"),)
link = rooms.begin(Room(plan=Plan(text="0 0"), survey=asking[0], survey_items=asking[1]), end)
answer_link = link.answer_link("after")

def work(acknowledge, chance):
    os.write(acknowledge, b"-1\\n")
    while True:
        def change(room):
            number = int(room.plan.text.split()[0]) + 1
            return replace(room, plan=Plan(text=f"{number} {'ord ' * chance.randint(0, 600)}{number}"))
        expected = int(rooms.open(link).room.plan.text.split()[0]) + 1
        rooms.surveys.answer(answer_link, SurveyAnswer(f"a{expected}", "after", "Kaffe"))
        number = int(rooms.change(link, change).plan.text.split()[0])
        os.write(acknowledge, b"%d\\n" % number)

chance, last, unfinished = random.Random(7), 0, 0
for kill in range(kills):
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)
        try:
            work(writer, random.Random(kill))
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(1)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        assert pipe.readline() == "-1\\n"
        numbers = [int(pipe.readline()) for _ in range(chance.randint(0, 6))]
        time.sleep(chance.uniform(0, 0.004))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        numbers += [int(line) for line in pipe.read().splitlines() if line]
    acknowledged = max([last, *numbers])
    words = rooms.open(link).room.plan.text.split()
    last = int(words[0])
    assert words[0] == words[-1], "half a text"
    assert acknowledged <= last <= acknowledged + 1, (acknowledged, last)
    answers = {answer.id for answer in rooms.open(link).room.survey_answers}
    assert answers >= {f"a{number}" for number in range(1, last + 1)}, (last, len(answers))
    unfinished += len(list(folder.glob(".*.tmp")))
rooms.delete(link)
left = sorted(path.name for path in folder.iterdir())
print(json.dumps({"changes": last, "left": left, "unfinished": unfinished}))
"""


def test_fifty_kills_during_writes_lose_nothing_and_leave_nothing_half(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", WRITES_AND_KILLS, str(tmp_path / "rooms"), str(KILLS)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stderr[-2000:]
    told = json.loads(run.stdout)
    assert told["changes"] > KILLS
    assert told["left"] == ["lock"]
