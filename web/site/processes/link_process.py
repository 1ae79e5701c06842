"""Asking hundreds of addresses takes minutes: a process of its own does it, so that pages are served meanwhile."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

from indexer import CONFIG_VARIABLE, Config


def start_link_check(config: Config) -> None:
    """Begin with `samspil links`; one that runs already is not disturbed. A thread waits for its end."""
    environment = os.environ | {CONFIG_VARIABLE: str(config.path)}
    # Our own interpreter and module.
    process = subprocess.Popen(
        [sys.executable, "-m", "indexer", "links"], env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    threading.Thread(target=process.wait, daemon=True, name="link-check").start()
