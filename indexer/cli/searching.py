"""samspil search."""

from __future__ import annotations

import json
from pathlib import Path

import click
from rich.text import Text

from indexer.bootstrap import open_knowledge_base
from indexer.cli.console import OUT, config_option
from indexer.config import find_config
from indexer.domain.documents.facets import FACETS
from indexer.domain.documents.metadata import Language
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.domain.errors import QueryError
from indexer.domain.queries.query import Filter, Query, SortOrder, YearRange
from indexer.domain.queries.results import ResultPage, Snippet
from indexer.knowledge_base import KnowledgeBase
from indexer.presentation.labels import facet_value_label
from indexer.presentation.result_json import result_json


@click.command()
@click.argument("text", nargs=-1)
@click.option(
    "--filter", "filters", multiple=True, metavar="FACET=VALUE", help="Only documents with this value; repeat."
)
@click.option("--exclude", "excluded", multiple=True, metavar="FACET=VALUE", help="Only documents without this value.")
@click.option("--from", "first_year", type=int, help="First year of the partnership, at the earliest.")
@click.option("--to", "last_year", type=int, help="First year of the partnership, at the latest.")
@click.option("--sort", type=click.Choice([order.value for order in SortOrder]), default="relevance", show_default=True)
@click.option("--page", type=click.IntRange(1), default=1, show_default=True)
@click.option("--related", is_flag=True, help="Related documents too, behind those that are about TEXT.")
@click.option("--limit", type=click.IntRange(1), help="Hits per page; the default stands in config.toml.")
@click.option(
    "--language", type=click.Choice([language.value for language in Language]), default="da", help="Of the labels."
)
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@config_option
def search(
    text: tuple[str, ...],
    filters: tuple[str, ...],
    excluded: tuple[str, ...],
    first_year: int | None,
    last_year: int | None,
    sort: str,
    page: int,
    related: bool,
    limit: int | None,
    language: str,
    as_json: bool,
    config_path: Path | None,
) -> None:
    """Search the collection for TEXT; without TEXT, list all documents that pass the filters.

    TEXT may hold "phrases", -excluded words, OR, title:word and prefix*. Example:

        samspil search lektiecafé --filter partner-type=volunteers --exclude country=DK
    """
    config = find_config(config_path)
    knowledge_base = open_knowledge_base(config)
    query = Query(
        text=" ".join(text),
        filters=(*(_filter(f, False) for f in filters), *(_filter(f, True) for f in excluded)),
        years=YearRange(first_year, last_year),
        sort=SortOrder(sort),
        page_number=page,
        related=related,
        page_size=min(limit or config.search.page_size, config.search.page_size_limit),
    )
    result = knowledge_base.search(query)
    if as_json:
        answer = result_json(result, knowledge_base.vocabulary, Language(language))
        click.echo(json.dumps(answer, ensure_ascii=False))
    else:
        _print_result(result, knowledge_base, Language(language))


def _filter(text: str, is_excluded: bool) -> Filter:
    facet, equals, value = text.partition("=")
    if not equals or not value:
        raise QueryError("not-a-filter", text=text)
    return Filter(facet.strip(), value.strip(), is_excluded)


def _print_result(result: ResultPage, knowledge_base: KnowledgeBase, language: Language) -> None:
    vocabulary = knowledge_base.vocabulary
    OUT.print(f"[bold]{result.total}[/bold] documents, page {result.query.page_number} of {result.page_count}")
    _print_reading(result)
    for hit in result.hits or result.nearest:
        kind = facet_value_label(vocabulary, "kind", hit.metadata.kind, language)
        OUT.print()
        OUT.print(Text.assemble((hit.metadata.title, "bold"), f"  {kind} · {hit.id}"))
        OUT.print(_marked(hit.snippet))
    for near in result.near_values:
        name = facet_value_label(vocabulary, near.facet, near.value, language)
        OUT.print(Text(f"Near it: {near.facet}={near.value} ({name}): {near.total} documents"))
    for relaxation in result.relaxations:
        OUT.print(Text(f"Without {relaxation.removed}: {relaxation.total} documents"))
    _print_facets(result, vocabulary, language)


def _print_reading(result: ResultPage) -> None:
    """How the query was understood, and what is not among the documents that are counted."""
    for unknown in result.unknown_filters:
        OUT.print(Text(f"No document and no vocabulary knows {unknown.facet}={unknown.value}.", style="yellow"))
    for name in result.names:
        OUT.print(Text(f"Read as one name: {name}"))
    if result.related_total and not result.query.related:
        OUT.print(f"{result.related_total} related documents are not among them; --related shows them.")
    if result.nearest:
        OUT.print("No document is about all of it. The nearest:")
    if result.is_corrected:
        OUT.print(Text(f"Searched for: {result.correction}"))
    elif result.correction:
        OUT.print(Text(f"Did you mean: {result.correction}"))


def _print_facets(result: ResultPage, vocabulary: Vocabulary, language: Language) -> None:
    for facet in FACETS:
        values = result.facet(facet.id).values[:6]
        if facet.is_listed and values and facet.id != "year":
            names = (f"{facet_value_label(vocabulary, facet.id, v.id, language)} ({v.count})" for v in values)
            OUT.print(Text.assemble((f"\n{facet.id}: ", "bold"), ", ".join(names)), end="")
    OUT.print()


def _marked(snippet: Snippet) -> Text:
    text = Text(snippet.text)
    for match in snippet.matches:
        text.stylize("bold yellow", match.start, match.end)
    return Text(f"(page {snippet.page_number}) ") + text if snippet.page_number else text
