"""The site as visitors meet it: `samspil serve` in a process of its own, on a free port."""

from __future__ import annotations

import contextlib
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def serving(config_path: Path) -> Iterator[str]:
    """The address of the site, which answers from now on; what it complains of fails the test."""
    command = [sys.executable, "-m", "indexer", "serve", "--port", "0"]
    with tempfile.TemporaryFile("w+") as complaints:
        process = subprocess.Popen(
            [*command, "--config", str(config_path)], stdout=subprocess.PIPE, stderr=complaints, text=True
        )
        assert process.stdout is not None
        try:
            announced = re.search(r"http://\S+", process.stdout.readline())
            if announced:
                yield announced.group()
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate()
            complaints.seek(0)
            complained = complaints.read()
        assert announced, complained
        assert "Traceback" not in complained, complained
