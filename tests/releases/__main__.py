"""Makes the collection of a released version: `PYTHONPATH=CHECKOUT python -m tests.releases TARGET.tar.gz`.

CHECKOUT is the version to be kept, whose packages come first on the path; only names are used that it had. Three cases
and, from 0.2.0 on, which brought curating, an administrator with a session, a contributor who is shut out, and a
correction, so that there is a history.
"""

from __future__ import annotations

import shutil
import sys
import tarfile
import tempfile
from pathlib import Path

import indexer
from indexer import KnowledgeBase, load_config, open_knowledge_base
from indexer.config import Config

CASES = 3
PASSWORD = "tre gode ord her"
LEFT_OUT = ("lexicon", "models", "meaning")
"""Large, and made anew where they are missed."""


def fill(folder: Path, checkout: Path) -> None:
    """The collection, its index and its state."""
    (folder / "corpus" / "cases").mkdir(parents=True)
    shutil.copy(checkout / "corpus" / "vocabulary.ttl", folder / "corpus")
    shutil.copy(checkout / "config.toml", folder)
    for path in sorted((checkout / "corpus" / "cases").glob("*.md"))[:CASES]:
        shutil.copy(path, folder / "corpus" / "cases")
    config = load_config(folder / "config.toml")
    base = open_knowledge_base(config)
    if hasattr(indexer, "open_curation"):
        curate(config, base)
    base.reconcile()
    base.close()


def curate(config: Config, base: KnowledgeBase) -> None:
    """People, a session, a failed attempt and a change."""
    curation = indexer.open_curation(config, base)
    chief = curation.accounts.add("lone", indexer.Role.ADMINISTRATOR, PASSWORD)
    curation.accounts.add("bo", indexer.Role.CONTRIBUTOR, PASSWORD)
    curation.accounts.set_disabled("bo", True)
    curation.accounts.sign_in("lone", "forkert forkert")
    curation.sessions.begin(chief)
    document = curation.editor.read("bogstart")
    curation.editor.correct(chief, "bogstart", document.version, document.metadata, body="En rettet tekst.\n")
    curation.close()


def main() -> None:
    """Make it and pack it."""
    with tempfile.TemporaryDirectory() as place:
        fill(Path(place), Path(indexer.__file__).parents[1])
        with tarfile.open(sys.argv[1], "w:gz") as archive:
            for path in sorted(Path(place).rglob("*")):
                name = path.relative_to(place)
                if path.is_file() and not any(part.startswith(LEFT_OUT) for part in name.parts):
                    archive.add(path, name.as_posix())


if __name__ == "__main__":
    main()
