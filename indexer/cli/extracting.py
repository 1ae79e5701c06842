"""samspil extract and samspil ocr."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click
from rich.text import Text

from indexer.bootstrap import open_extractor
from indexer.cli.console import EXIT_REFUSED, OUT, complain, config_option, progress_bar
from indexer.config import find_config
from indexer.domain.documents.document import Page
from indexer.domain.documents.extraction import Extraction, Refusal
from indexer.domain.documents.metadata import Language
from indexer.domain.errors import KnowledgeBaseError
from indexer.ingestion.ocr import recognise_text
from indexer.ingestion.report import Progress
from indexer.presentation.messages import say

_EXISTING_FILES = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=_EXISTING_FILES)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line for each file.")
@config_option
def extract(files: tuple[Path, ...], as_json: bool, config_path: Path | None) -> None:
    """Show what text FILE gives, wherever it lies: type, engine, pages, language, a guess at the title, and notes.

    Several files are read in parallel and printed as they become ready. Nothing is indexed or kept. A file that gives
    no text is named with its reason; the limits stand in config.toml under [extraction].
    """
    is_refused = False
    extractor = open_extractor(find_config(config_path))
    try:
        with progress_bar("Extracting") as advance:
            extractions = extractor.extract_many(dict.fromkeys(files))
            for done, (path, extraction) in enumerate(extractions, start=1):
                advance(Progress(done, len(files), str(path)))
                is_refused = is_refused or extraction.refused is not None
                if as_json:
                    click.echo(json.dumps(extraction_json(path, extraction), ensure_ascii=False))
                else:
                    _print_extraction(path, extraction)
    finally:
        # Workers are processes: those left running would outlive the command.
        extractor.close()
    sys.exit(EXIT_REFUSED if is_refused else 0)


def extraction_json(path: Path, extraction: Extraction) -> dict[str, object]:
    """What `samspil extract --json` prints of one file."""
    refused = extraction.refused
    return {
        "file": str(path),
        "type": extraction.media_type,
        "engine": extraction.engine,
        "pages": [
            {
                "number": page.number,
                "label": page.label,
                "text": page.text,
                "language": extraction.page_language(page),
            }
            for page in extraction.pages
        ],
        "language": extraction.language,
        "title_guess": extraction.title_guess,
        "notes": [
            {"code": n.code, "page": n.page, "message": say(n.message, Language.ENGLISH)} for n in extraction.notes
        ],
        "refused": _refusal_json(refused) if refused else None,
        "seconds": extraction.seconds,
    }


def _refusal_json(refusal: Refusal) -> dict[str, str]:
    said = {f"message_{language.value}": say(refusal.message, language) for language in Language}
    return {"code": refusal.code} | said


def _print_extraction(path: Path, extraction: Extraction) -> None:
    OUT.print(Text(str(path), style="bold"), soft_wrap=True)
    if extraction.refused:
        OUT.print(Text(f"  refused: {say(extraction.refused.message, Language.ENGLISH)}", style="red"), soft_wrap=True)
        return
    for name, value in _facts(extraction).items():
        OUT.print(Text(f"  {name}: {value}"), soft_wrap=True)
    for note in extraction.notes:
        place = f"page {note.page}: " if note.page else ""
        OUT.print(Text(f"  note: {place}{say(note.message, Language.ENGLISH)}", style="yellow"), soft_wrap=True)
    _print_pages(extraction.pages)


def _print_pages(pages: Sequence[Page]) -> None:
    for page in pages:
        OUT.print(Text(f"--- page {page.number}" + (f" ({page.label})" if page.label else ""), style="dim"))
        OUT.print(Text(page.text), soft_wrap=True)


def _facts(extraction: Extraction) -> dict[str, str]:
    characters = sum(len(page.text) for page in extraction.pages)
    languages = Counter(extraction.page_language(page) for page in extraction.pages)
    others = ", ".join(f"{code}: {count} pages" for code, count in languages.items() if code != extraction.language)
    return {
        "type": extraction.media_type,
        "engine": extraction.engine,
        "pages": f"{len(extraction.pages)} ({characters} characters)",
        "language": extraction.language + (f" ({others})" if others else ""),
        "title guess": extraction.title_guess,
        "seconds": f"{extraction.seconds:.2f}",
    }


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=_EXISTING_FILES)
def ocr(files: tuple[Path, ...]) -> None:
    """Recognise the text of a scanned PDF: writes FILE.ocr.pdf beside FILE.pdf, which is then indexed in its place.

    The original stays as it is. Needs ocrmypdf and tesseract with Danish; a message says what to install. Pages that
    hold text already are left alone; those whose signs make no words are recognised from their picture.
    """
    is_refused = False
    extractor = open_extractor()
    try:
        for path in files:
            try:
                OUT.print(Text(f"{path} -> {recognise_text(path, extractor)}"), soft_wrap=True)
            except KnowledgeBaseError as error:
                complain(error)
                is_refused = True
    finally:
        extractor.close()
    sys.exit(EXIT_REFUSED if is_refused else 0)
