"""Who embeds documents while the site runs: a process beside it, at low priority, that ends when nothing is left."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

from indexer import CONFIG_VARIABLE, Config, has_model

_LOOK_AGAIN_SECONDS = 30.0
"""How often it is looked whether the model has come, where there was none."""


class EmbeddingProcess:
    """`samspil meaning embed`, run anew after each change of the index; nothing waits for it.

    Without a model nothing is started until there is one.
    """

    def __init__(self, config: Config) -> None:
        self._config = config
        self._event = threading.Event()
        self._event.set()  # what waits from before
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._follow, daemon=True, name="embedding")

    def start(self) -> None:
        """Begin to follow."""
        if self._config.meaning.is_on:
            self._thread.start()

    def wake(self) -> None:
        """The index has changed."""
        self._event.set()

    def stop(self) -> None:
        """End now: what is embedded is kept."""
        self._stopping.set()
        self._event.set()
        if (process := self._process) is not None:
            process.terminate()
            process.wait()

    def _follow(self) -> None:
        while not self._stopping.is_set():
            if not has_model(self._config):
                self._stopping.wait(_LOOK_AGAIN_SECONDS)
                continue
            self._event.wait()
            self._event.clear()
            if not self._stopping.is_set():
                self._embed()

    def _embed(self) -> None:
        # Our own interpreter and module, nothing of a visitor.
        self._process = subprocess.Popen(
            [sys.executable, "-m", "indexer", "meaning", "embed"],
            env=os.environ | {CONFIG_VARIABLE: str(self._config.path)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        # stop() may have come before there was a process that it could end.
        if self._stopping.is_set():
            self._process.terminate()
        self._process.wait()
