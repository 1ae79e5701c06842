"""What this program is made of, in versions."""

from __future__ import annotations

import importlib.metadata

_NAMES = (
    "samspil",
    "whoosh",
    "snowballstemmer",
    "PyStemmer",
    "simplemma",
    "numpy",
    "pypdfium2",
    "pypdf",
    "trafilatura",
)


def library_versions() -> dict[str, str]:
    """Versions of this program and of what makes its terms and texts."""
    return {name: importlib.metadata.version(name) for name in _NAMES}
