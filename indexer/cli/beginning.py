"""samspil new: the folder of a collection, with its configuration, vocabulary and places."""

from __future__ import annotations

import importlib.metadata
import shutil
from pathlib import Path

import click
from rich.text import Text

import indexer
from indexer.cli.console import OUT
from indexer.domain.errors import InvalidEntry

_CONFIG = "config.toml"
_VOCABULARY, _PLACES = "vocabulary.ttl", "places.csv"


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--example", is_flag=True, help="Begin with the documents of the collection that Samspil comes with.")
def new(folder: Path, example: bool) -> None:
    """Make FOLDER the place of a new collection: config.toml and a corpus with vocabulary and places, but no documents.

    Then `cd FOLDER; samspil serve`, and `samspil curator add NAME --role administrator` for the first account.
    """
    if folder.exists() and any(folder.iterdir()):
        raise InvalidEntry("folder-not-empty", path=folder)
    source = shipped()
    corpus = folder / "corpus"
    folder.mkdir(parents=True, exist_ok=True)
    if example:
        shutil.copytree(source / "corpus", corpus)
    else:
        corpus.mkdir()
        for name in (_VOCABULARY, _PLACES):
            shutil.copy(source / "corpus" / name, corpus)
    shutil.copy(source / _CONFIG, folder)
    what = "with the example's documents" if example else "without documents"
    OUT.print(Text(f"{folder} holds a collection {what}. Next: cd {folder}; samspil serve"), soft_wrap=True)


def shipped() -> Path:
    """The folder of what a collection begins with: installed beside the program, or its checkout.

    Raises:
        InvalidEntry: it was installed without.
    """
    checkout = Path(indexer.__file__).parents[1]
    installed = [file for file in importlib.metadata.files("samspil") or () if file.name == _CONFIG]
    for folder in (*(Path(str(file.locate())).resolve().parent for file in installed), checkout):
        if (folder / _CONFIG).is_file() and (folder / "corpus" / _VOCABULARY).is_file():
            return folder
    raise InvalidEntry("nothing-shipped")
