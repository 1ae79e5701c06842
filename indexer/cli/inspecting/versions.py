"""What this program is made of, in versions."""

from __future__ import annotations

import importlib.metadata

from indexer.bootstrap import LIBRARIES_THAT_MAKE_TERMS

_NAMES = ("samspil", *LIBRARIES_THAT_MAKE_TERMS, "numpy", "pypdfium2", "pypdf", "trafilatura")


def library_versions() -> dict[str, str]:
    """Versions of this program and of what makes its terms and texts."""
    return {name: importlib.metadata.version(name) for name in _NAMES}
