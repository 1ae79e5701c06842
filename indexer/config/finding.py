"""Which config.toml is meant where none is named."""

from __future__ import annotations

import os
from pathlib import Path

from indexer.config.reading import load_config
from indexer.config.settings import Config
from indexer.domain.errors import ConfigurationError

CONFIG_VARIABLE = "SAMSPIL_CONFIG"


def find_config(path: Path | None = None) -> Config:
    """The configuration: the named file, else $SAMSPIL_CONFIG, else config.toml in this folder or one above it.

    Raises:
        ConfigurationError: there is none, or it has faults.
    """
    if path is not None:
        return load_config(path)
    if named := os.environ.get(CONFIG_VARIABLE):
        return load_config(Path(named))
    for folder in (Path.cwd(), *Path.cwd().parents):
        if (folder / "config.toml").is_file():
            return load_config(folder / "config.toml")
    raise ConfigurationError("no-configuration-here")
