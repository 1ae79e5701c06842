"""A second connection to a file leaves the locks of the first alone."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from pathlib import Path

from indexer.storage.database_connection import Layout, connect_writable

LAYOUT = Layout(steps=(("CREATE TABLE word (text TEXT)",),), has_wal=False)
OTHER_PROCESS = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None)
try:
    connection.execute("BEGIN IMMEDIATE")
except sqlite3.OperationalError as error:
    print(error)
finally:
    connection.close()
"""


def test_who_opens_a_file_does_not_let_other_processes_into_a_transaction(tmp_path: Path) -> None:
    path = tmp_path / "words.sqlite3"
    first = connect_writable(path, LAYOUT, lambda connection: None)
    with contextlib.closing(first):
        first.execute("BEGIN IMMEDIATE")
        first.execute("INSERT INTO word VALUES ('bog')")

        connect_writable(path, LAYOUT, lambda connection: None).close()
        asked = subprocess.run((sys.executable, "-c", OTHER_PROCESS, path), capture_output=True, text=True, check=True)

        assert "locked" in asked.stdout
        first.execute("COMMIT")
