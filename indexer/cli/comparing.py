"""samspil comparable."""

from __future__ import annotations

import json
from pathlib import Path

import click
from rich.text import Text

from indexer.bootstrap import open_knowledge_base
from indexer.cli.console import OUT, config_option
from indexer.comparison.model import Comparable, closely_alike
from indexer.config import find_config
from indexer.domain.documents.metadata import DocumentId, Language
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.presentation.labels import facet_value_label
from indexer.presentation.reasons import comparable_json, reason_text


@click.command()
@click.argument("document_id", metavar="ID")
@click.option("--limit", type=click.IntRange(1), default=5, show_default=True, help="How many documents at most.")
@click.option("--all", "wants_all", is_flag=True, help="Also those that only have something in common.")
@click.option(
    "--language", type=click.Choice([language.value for language in Language]), default="da", help="Of the reasons."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
@config_option
def comparable(
    document_id: str, limit: int, wants_all: bool, language: str, as_json: bool, config_path: Path | None
) -> None:
    """Name the documents that are most comparable with the document ID, and say why.

    Those are named that are closely alike; where none is, the three nearest. Reasons are what both documents say; what
    one of them leaves open counts neither for nor against.
    """
    knowledge_base = open_knowledge_base(find_config(config_path))
    found = knowledge_base.comparer.comparable(DocumentId(document_id), limit=limit)
    if not wants_all:
        found = closely_alike(found)
    vocabulary, words = knowledge_base.vocabulary, Language(language)
    if as_json:
        click.echo(json.dumps([comparable_json(c, vocabulary, words) for c in found], ensure_ascii=False))
        return
    for each in found:
        _print_comparable(each, vocabulary, words)


def _print_comparable(each: Comparable, vocabulary: Vocabulary, language: Language) -> None:
    kind = facet_value_label(vocabulary, "kind", each.metadata.kind, language)
    facts = f"  {kind} · {each.id} · {each.score:.2f}{_close(each, language)}"
    OUT.print(Text.assemble((each.metadata.title, "bold"), facts))
    for sign, reasons in (("+", each.reasons), ("-", each.differences)):
        for reason in reasons:
            OUT.print(Text(f"  {sign} {reason_text(reason, vocabulary, language)}"), soft_wrap=True)


def _close(comparable: Comparable, language: Language) -> str:
    if not comparable.is_close:
        return ""
    return " · ligner meget" if language is Language.DANISH else " · closely alike"
