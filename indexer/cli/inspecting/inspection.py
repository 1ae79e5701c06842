"""samspil check and samspil status."""

from __future__ import annotations

import contextlib
import json
import sys
from pathlib import Path

import click
from rich.text import Text

from indexer.bootstrap import meaning_state, open_knowledge_base
from indexer.cli.console import EXIT_REFUSED, OUT, config_option, fault_json, fault_text
from indexer.cli.inspecting.versions import library_versions
from indexer.config import find_config
from indexer.domain.documents.metadata import Language
from indexer.ingestion.corpus_check import check_corpus
from indexer.presentation.messages import say


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the faults as JSON.")
@config_option
def check(as_json: bool, config_path: Path | None) -> None:
    """Name everything in corpus and vocabulary that should be mended: file, line, key, and what to do.

    Files that give no text or only a part of it, and documents with the same or nearly the same text, are named, too.
    """
    config = find_config(config_path)
    with contextlib.closing(open_knowledge_base(config)) as opened:
        faults = check_corpus(config.corpus_folder, opened.corpus, opened.ingestion.texts)
    if as_json:
        click.echo(json.dumps([fault_json(fault) for fault in faults], ensure_ascii=False))
    else:
        for fault in faults:
            OUT.print(Text(fault_text(fault)), soft_wrap=True)
    sys.exit(EXIT_REFUSED if faults else 0)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the state as JSON.")
@config_option
def status(as_json: bool, config_path: Path | None) -> None:
    """Tell how many documents and pages are indexed, what waits, what is refused, and what made the index."""
    config = find_config(config_path)
    opened = open_knowledge_base(config)
    statistics, by_meaning = opened.statistics(library_versions()), meaning_state(config, opened)
    content = {
        "documents": statistics.documents,
        "pages": statistics.pages,
        "pending": statistics.pending,
        "refused": {place: say(why, Language.ENGLISH) for place, why in statistics.refused.items()},
        "index_bytes": statistics.index_bytes,
        "fingerprint": statistics.fingerprint,
        "is_current": statistics.is_current,
        "meaning": {
            "model": by_meaning.model or "none",
            "missing": by_meaning.missing or "nothing",
            "embedded": f"{by_meaning.embedded} of {by_meaning.documents} documents",
        },
        "versions": statistics.versions,
    }
    if as_json:
        click.echo(json.dumps(content, ensure_ascii=False))
        return
    for key, value in content.items():
        shown = ", ".join(f"{k}: {v}" for k, v in value.items()) or "none" if isinstance(value, dict) else value
        OUT.print(Text.assemble((f"{key.replace('_', ' ')}: ", "bold"), str(shown)), soft_wrap=True)
