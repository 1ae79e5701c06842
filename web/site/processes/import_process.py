"""Large imports: each is read and carried out by a process of its own, so that pages are served meanwhile."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

from indexer import CONFIG_VARIABLE, Config


def start_import_job(config: Config, import_id: str) -> None:
    """Begin with what the import's order asks for; a thread waits for the end, or a zombie would stay.

    What it complains of stands in the log of the site.
    """
    command = [sys.executable, "-m", "indexer", "import-job", import_id]
    environment = os.environ | {CONFIG_VARIABLE: str(config.path)}
    # Our own interpreter and module, and an id that this program made itself.
    process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    threading.Thread(target=process.wait, daemon=True, name="import-job").start()
