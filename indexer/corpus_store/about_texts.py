"""What the publisher says of the collection, as Markdown: corpus/about/da.md and en.md."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from indexer.corpus_store.port import CorpusFault
from indexer.domain.documents.metadata import Language
from indexer.domain.messages import Message

ABOUT_FOLDER = "about"


def about_text(folder: Path, language: Language) -> str:
    """The text in a language, from the folder of the corpus; "" where nothing is said."""
    path = _path(folder, language)
    return path.read_text("utf-8", "replace").strip() if path.is_file() else ""


def about_faults(folder: Path) -> Iterator[CorpusFault]:
    """A text that readers of the other language look for in vain."""
    said = {language for language in Language if about_text(folder, language)}
    for language in set(Language) - said if said else ():
        location = _path(folder, language).relative_to(folder).as_posix()
        yield CorpusFault(location, Message("about-in-one-language"), is_refusal=False)


def _path(folder: Path, language: Language) -> Path:
    return folder / ABOUT_FOLDER / f"{language.value}.md"
