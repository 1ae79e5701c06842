"""What memory a searching process holds: `python -m benchmarks.engine.memory --documents 100000`.

In a process of its own: the bare interpreter, the same with the whole product imported, with the index opened, at the
fullest and after a thousand different questions of all classes asked of the port, records and best pages included.
Megabytes that are resident: `anonymous` is the process's own, `mapped` are pages of files (libraries, the index), which
the system can take back at any time.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

QUESTIONS = 1_000
_PROGRAM = """
before = open("/proc/self/smaps_rollup").read()
import sys
from benchmarks.engine.memory import measure
measure(before, *sys.argv[1:])
"""


def resident(rollup: str | None = None) -> dict[str, float]:
    """Megabytes by kind, of this process or of what /proc said earlier."""
    lines = (rollup or Path("/proc/self/smaps_rollup").read_text("ascii")).splitlines()[1:]
    kilobytes = {name: int(value.split()[0]) for name, _, value in (line.partition(":") for line in lines)}
    whole, anonymous = kilobytes["Rss"], kilobytes["Anonymous"]
    named = {"resident": whole, "anonymous": anonymous, "mapped": whole - anonymous}
    return {name: round(value / 1024, 1) for name, value in named.items()}


def measure(before: str, index: str, asked: str) -> None:
    """Print a line of JSON for each stage; what is imported stands where it is measured."""
    bare = resident(before)
    _show("bare interpreter", bare)
    import indexer  # noqa: F401

    _show("after imports", resident())
    from benchmarks.engine.ours import OurIndex

    ours = OurIndex()
    ours.open(Path(index))
    _show("after opening", resident())
    fullest = last = resident()
    for question in pickle.loads(Path(asked).read_bytes()):
        ours.rank(question)
        last = resident()
        fullest = max(fullest, last, key=lambda found: found["resident"])
    _show("at the fullest", fullest)
    _show(f"after {QUESTIONS} questions", last)
    _show("above the bare interpreter", {kind: round(last[kind] - value, 1) for kind, value in bare.items()})


def _show(stage: str, megabytes: Mapping[str, float]) -> None:
    print(json.dumps({"stage": stage, **megabytes}), flush=True)


def main() -> None:
    # Imported here, for a process that measures itself must not hold them.
    from benchmarks.engine.__main__ import ready
    from benchmarks.engine.corpus import documents
    from benchmarks.engine.ours import OurIndex
    from benchmarks.engine.queries import SAMPLE_DOCUMENTS, questions

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, default=Path("var/benchmarks/engine"), help="where indexes are kept")
    asked = parser.parse_args()
    ready("ours", OurIndex(), asked.folder, asked.documents)
    sample = list(itertools.islice(documents(SAMPLE_DOCUMENTS), SAMPLE_DOCUMENTS))
    drawn = itertools.chain.from_iterable(questions(sample, seed) for seed in itertools.count(7))
    with tempfile.NamedTemporaryFile(suffix=".questions") as file:
        file.write(pickle.dumps(list(itertools.islice(drawn, QUESTIONS))))
        file.flush()
        index = str(asked.folder / f"ours-{asked.documents}")
        command = [sys.executable, "-c", _PROGRAM, index, file.name]
        subprocess.run(command, check=True, env=os.environ | {"OPENBLAS_NUM_THREADS": "1"})


if __name__ == "__main__":
    main()
