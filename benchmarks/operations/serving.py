"""A site over a made-up corpus, served by `samspil serve` in processes of its own."""

from __future__ import annotations

import contextlib
import random
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.whole_site import PROJECT, write_corpus
from indexer import Config, load_config


def made_up_site(folder: Path, documents: int, **settings: object) -> tuple[Config, list[str]]:
    """An indexed corpus with its configuration, in which some keys have another value; and its words by frequency."""
    lexicon = write_corpus(folder / "corpus", documents, random.Random(1))
    shutil.copy(PROJECT / "corpus" / "vocabulary.ttl", folder / "corpus")
    text = (PROJECT / "config.toml").read_text("utf-8")
    for key, value in settings.items():
        text, found = re.subn(rf"(?m)^{key} = \S+", f"{key} = {value}", text)
        assert found == 1, key
    (folder / "config.toml").write_text(text, "utf-8")
    command = [sys.executable, "-m", "indexer", "index", "--config", str(folder / "config.toml")]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return load_config(folder / "config.toml"), lexicon


@contextlib.contextmanager
def served(config: Config) -> Iterator[tuple[str, int, int]]:
    """Host and port of the site, and the process that all others stem from; all of them are gone afterwards."""
    command = [sys.executable, "-m", "indexer", "serve", "--port", "0", "--config", str(config.path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=PROJECT)
    assert process.stdout is not None
    try:
        found = re.search(r"http://([\d.]+):(\d+)", process.stdout.readline())
        assert found, "the site does not start"
        yield found[1], int(found[2]), process.pid
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate()
