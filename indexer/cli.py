"""samspil: index, search, check, status, serve."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from indexer.bootstrap import find_config, library_versions, open_knowledge_base
from indexer.config import Config
from indexer.corpus_check import check_corpus
from indexer.domain.document import Language
from indexer.domain.errors import KnowledgeBaseError, QueryError
from indexer.domain.query import Filter, Query, SortOrder, YearRange
from indexer.domain.results import ResultPage, Snippet
from indexer.domain.schema import FACETS
from indexer.ingestion import ReconcileReport
from indexer.knowledge_base import KnowledgeBase
from indexer.labels import facet_value_label
from indexer.ports import CorpusFault
from indexer.result_format import result_json

OUT = Console(highlight=False)
ERR = Console(stderr=True, highlight=False)
EXIT_REFUSED, EXIT_USAGE, EXIT_INTERRUPTED = 1, 2, 130


def _complain(error: Exception) -> None:
    """One line on the error stream; long lines are left to the terminal, so that scripts can read them."""
    ERR.print(Text(f"samspil: {error}", style="red"), soft_wrap=True)


class _Commands(click.Group):
    """Turns our errors into one sentence and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 (click's signature)
        try:
            return super().invoke(ctx)
        except QueryError as error:
            _complain(error)
            sys.exit(EXIT_USAGE)
        except (KnowledgeBaseError, OSError) as error:
            _complain(error)
            sys.exit(EXIT_REFUSED)
        except KeyboardInterrupt:
            ERR.print("\nsamspil: stopped. What was committed is kept; run the command again to complete it.")
            sys.exit(EXIT_INTERRUPTED)


def _config_option(command: Callable[..., Any]) -> Callable[..., Any]:
    help_text = "Configuration file; else $SAMSPIL_CONFIG, else config.toml here or in a folder above."
    return click.option("--config", "config_path", type=click.Path(path_type=Path), help=help_text)(command)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="samspil")
def main() -> None:
    """Samspil: search partnership knowledge for public libraries.

    Begin with `samspil index`, which makes the corpus searchable, then `samspil serve` for the site or
    `samspil search TEXT` here. Exit codes: 0 all well, 1 something was refused or failed, 2 wrong use,
    130 stopped by Ctrl-C.
    """


@main.command()
@click.option("--rebuild", is_flag=True, help="Build a new index beside the old one and swap it in.")
@click.option("--watch", is_flag=True, help="Go on, and index again whenever a file changes.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@_config_option
def index(rebuild: bool, watch: bool, as_json: bool, config_path: Path | None) -> None:
    """Make the index equal to the corpus; only what changed is done again.

    Refused files are named with their reason; the others are indexed all the same.
    """
    config = find_config(config_path)
    report = _reconcile(config, rebuild=rebuild)
    _print_report(report, as_json)
    if watch:
        _watch(config, as_json)
    sys.exit(EXIT_REFUSED if report.refused else 0)


def _reconcile(config: Config, *, rebuild: bool = False) -> ReconcileReport:
    knowledge_base = open_knowledge_base(config)
    if rebuild:
        knowledge_base.forget_refused_texts()
    with _progress_bar() as advance:
        try:
            return knowledge_base.reconcile(rebuild=rebuild, report_progress=advance)
        finally:
            knowledge_base.close()


@contextmanager
def _progress_bar() -> Iterator[Callable[[Any], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=ERR, transient=True) as bar:
        task = bar.add_task("Indexing", total=None)

        def advance(progress: Any) -> None:  # noqa: ANN401
            bar.update(task, completed=progress.done, total=progress.total)

        yield advance


def _print_report(report: ReconcileReport, as_json: bool) -> None:
    if as_json:
        click.echo(
            json.dumps(
                {
                    "added": report.added,
                    "changed": report.changed,
                    "withdrawn": report.withdrawn,
                    "unchanged": report.unchanged,
                    "rebuilt": report.is_rebuilt,
                    "refused": [_fault_json(fault) for fault in report.refused],
                },
                ensure_ascii=False,
            )
        )
        return
    for name, ids in (("added", report.added), ("changed", report.changed), ("withdrawn", report.withdrawn)):
        shown = ", ".join(ids[:10]) + (f" and {len(ids) - 10} more" if len(ids) > 10 else "")
        if ids:
            OUT.print(f"{name}: {len(ids)} ({shown})", markup=False)
    for fault in report.refused:
        OUT.print(Text(f"refused: {_fault_text(fault)}", style="red"), soft_wrap=True)
    rebuilt = " A new index was built." if report.is_rebuilt else ""
    total = len(report.added) + len(report.changed) + report.unchanged
    OUT.print(f"{total} documents in the index, {report.unchanged} unchanged, {len(report.refused)} refused.{rebuilt}")


def _watch(config: Config, as_json: bool) -> None:
    from watchfiles import watch

    ERR.print(Text(f"Watching {config.corpus_folder}; Ctrl-C stops."))
    for _ in watch(config.corpus_folder, raise_interrupt=True):
        try:
            _print_report(_reconcile(config), as_json)
        except KnowledgeBaseError as error:
            _complain(error)


@main.command()
@click.argument("text", nargs=-1)
@click.option(
    "--filter", "filters", multiple=True, metavar="FACET=VALUE", help="Only documents with this value; repeat."
)
@click.option("--exclude", "excluded", multiple=True, metavar="FACET=VALUE", help="Only documents without this value.")
@click.option("--from", "first_year", type=int, help="First year of the partnership, at the earliest.")
@click.option("--to", "last_year", type=int, help="First year of the partnership, at the latest.")
@click.option("--sort", type=click.Choice([order.value for order in SortOrder]), default="relevance", show_default=True)
@click.option("--page", type=click.IntRange(1), default=1, show_default=True)
@click.option("--limit", type=click.IntRange(1), help="Hits per page; the default stands in config.toml.")
@click.option(
    "--language", type=click.Choice([language.value for language in Language]), default="da", help="Of the labels."
)
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@_config_option
def search(
    text: tuple[str, ...],
    filters: tuple[str, ...],
    excluded: tuple[str, ...],
    first_year: int | None,
    last_year: int | None,
    sort: str,
    page: int,
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
        raise QueryError(f"{text!r} is no filter; write FACET=VALUE, for example sector=private.")
    return Filter(facet.strip(), value.strip(), is_excluded)


def _print_result(result: ResultPage, knowledge_base: KnowledgeBase, language: Language) -> None:
    vocabulary = knowledge_base.vocabulary
    OUT.print(f"[bold]{result.total}[/bold] documents, page {result.query.page_number} of {result.page_count}")
    for unknown in result.unknown_filters:
        OUT.print(Text(f"No document and no vocabulary knows {unknown.facet}={unknown.value}.", style="yellow"))
    if result.any_word:
        OUT.print("No document holds all the words; these hold some of them.")
    if result.correction:
        OUT.print(Text(f"Did you mean: {result.correction}"))
    for hit in result.hits:
        kind = facet_value_label(vocabulary, "kind", hit.metadata.kind, language)
        OUT.print()
        OUT.print(Text.assemble((hit.metadata.title, "bold"), f"  {kind} · {hit.id}"))
        OUT.print(_marked(hit.snippet))
    for relaxation in result.relaxations:
        OUT.print(Text(f"Without {relaxation.removed}: {relaxation.total} documents"))
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


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print the faults as JSON.")
@_config_option
def check(as_json: bool, config_path: Path | None) -> None:
    """Name everything in corpus and vocabulary that should be mended: file, line, key, and what to do."""
    config = find_config(config_path)
    faults = check_corpus(config.corpus_folder, open_knowledge_base(config).corpus)
    if as_json:
        click.echo(json.dumps([_fault_json(fault) for fault in faults], ensure_ascii=False))
    else:
        for fault in faults:
            OUT.print(Text(_fault_text(fault)), soft_wrap=True)
    sys.exit(EXIT_REFUSED if faults else 0)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print the state as JSON.")
@_config_option
def status(as_json: bool, config_path: Path | None) -> None:
    """Tell how many documents and pages are indexed, what waits, what is refused, and what made the index."""
    statistics = open_knowledge_base(find_config(config_path)).statistics(library_versions())
    content = {
        "documents": statistics.documents,
        "pages": statistics.pages,
        "pending": statistics.pending,
        "refused": statistics.refused,
        "index_bytes": statistics.index_bytes,
        "fingerprint": statistics.fingerprint,
        "is_current": statistics.is_current,
        "versions": statistics.versions,
    }
    if as_json:
        click.echo(json.dumps(content, ensure_ascii=False))
        return
    for key, value in content.items():
        shown = ", ".join(f"{k}: {v}" for k, v in value.items()) or "none" if isinstance(value, dict) else value
        OUT.print(Text.assemble((f"{key.replace('_', ' ')}: ", "bold"), str(shown)), soft_wrap=True)


@main.command()
@click.option("--host", help="Address to listen on; the default stands in config.toml.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on; the default stands in config.toml.")
@_config_option
def serve(host: str | None, port: int | None, config_path: Path | None) -> None:
    """Serve the site, and keep the index equal to the corpus meanwhile (in a process of its own)."""
    server = __import__("web.server", fromlist=["run_server"])  # web builds on indexer, not the other way round
    server.run_server(find_config(config_path), host, port)


def _fault_text(fault: CorpusFault) -> str:
    place = f"{fault.location}:{fault.line}" if fault.line else fault.location
    return f"{place}: {fault.message}"


def _fault_json(fault: CorpusFault) -> dict[str, object]:
    return {"file": fault.location, "line": fault.line, "key": fault.key, "message": fault.message}
