from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CHILD_OF_A_HOLDER = """
import os, sys
from pathlib import Path
from indexer.storage.file_locks import SharedLock

lock = SharedLock(Path(sys.argv[1]))
reader, writer = os.pipe()
with lock.held():
    child = os.fork()
    if not child:
        with lock.held():
            os.write(writer, b"held")
            os._exit(0)
    os.close(writer)  # so that a child that fails ends the pipe
    os.set_blocking(reader, False)
    try:
        print(os.read(reader, 4))
    except BlockingIOError:
        print("the child waits")
print(os.waitpid(child, 0)[1], os.set_blocking(reader, True), os.read(reader, 4))
"""


def test_a_forked_child_waits_for_a_lock_that_its_parent_holds(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", CHILD_OF_A_HOLDER, str(tmp_path / "lock")], capture_output=True, text=True, check=True
    )

    assert run.stdout.splitlines() == ["the child waits", "0 None b'held'"]
