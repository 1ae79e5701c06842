"""How long a whole result page takes: `python -m benchmarks.engine.result_page --documents 20000`.

Made-up write-ups go through the product's own analysis into the product's own index and page cache; pages are asked of
the site, each the whole request: address, query understanding, spelling, search, facets, snippets, template, headers.
Server time in milliseconds, wall clock and CPU: asked for the first time (only the server's own tables are loaded), and
again, the least of so many turns (words and postings are remembered then, answers and pages never); and where it goes.
"""

from __future__ import annotations

import argparse
import cProfile
import hashlib
import itertools
import json
import pstats
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from benchmarks.engine.corpus import documents
from benchmarks.engine.queries import SAMPLE_DOCUMENTS, questions
from indexer import KnowledgeBase, load_config, open_knowledge_base
from indexer.analysis import Analyzers
from indexer.domain.documents.document import Document, Page
from indexer.domain.documents.extraction import Extraction
from indexer.domain.documents.hit_record import read_record
from indexer.domain.documents.metadata import DocumentId, Language, Metadata
from indexer.engines.analyzed_document import AnalyzedDocument
from indexer.engines.port import AnalysisBasis
from indexer.ingestion.document_analysis import analyze_document
from indexer.ingestion.term_columns import WordTables
from web import create_app
from web.site.urls.search_url import read_search

PROJECT = Path(__file__).parents[2]
SECTORS = {"public": "public", "private": "private", "civil": "civil-society"}
GOALS = {"goal1": "new-users", "goal2": "new-services", "goal3": "experiment", "goal4": "community-relations"}
STAGES = {
    "query understanding": "search/interpretation.py:interpret",
    "engine": "whoosh/index_searcher.py:search",
    "hits and snippets": "search/result_pages.py:page",
    "of these, texts read": "extraction/kept_texts/text_cache.py:page",
    "facet panel": "search/facet_panel.py:panel_facets",
    "years": "web/facet_panel.py:histogram",
    "template": "flask/templating.py:render_template",
}
WHOLE = "flask/app.py:wsgi_app"


@dataclass(frozen=True, slots=True)
class Taken:
    """Milliseconds of one page."""

    wall: float
    processor: float


def write_ups(count: int, texts: dict[str, str]) -> Iterator[Document]:
    for made in documents(count):
        text = " ".join(made.words)
        facets = made.facets
        metadata = Metadata(
            title=" ".join(made.words[:6]).capitalize(),
            language=Language.DANISH,
            kind="case",
            sectors=tuple(SECTORS[v] for v in facets["sector"] if v in SECTORS),
            goals=tuple(GOALS[v] for v in facets["goal"] if v in GOALS),
            libraries=(f"Bibliotek {made.number % 150}",),
            countries=("DK",),
            year_start=int(facets["year"][0]),
        )
        key = hashlib.sha256(text.encode()).hexdigest()
        texts[key] = text
        pages = (Page(1, text, language="da"),)
        yield Document(DocumentId(f"d{made.number:07}"), metadata, pages, key, key, "text/markdown", "")


def built(folder: Path, count: int) -> Path:
    """The configuration of a site over made-up write-ups, in a folder of its own; the texts that it shows are kept."""
    (folder / "corpus").mkdir()
    shutil.copy(PROJECT / "corpus" / "vocabulary.ttl", folder / "corpus")
    shutil.copy(PROJECT / "config.toml", folder)
    knowledge_base = open_knowledge_base(load_config(folder / "config.toml"))
    texts: dict[str, str] = {}
    vocabulary, tables = knowledge_base.vocabulary, WordTables(Analyzers({}))

    def analyzed() -> Iterator[AnalyzedDocument]:
        return (analyze_document(document, vocabulary, tables) for document in write_ups(count, texts))

    with knowledge_base.engine.writer.writing(), knowledge_base.engine.writer.rebuilding(AnalysisBasis()) as beside:
        beside.writer.apply(analyzed(), ())
    _keep_shown_texts(knowledge_base, texts)
    knowledge_base.close()
    return folder / "config.toml"


def _keep_shown_texts(knowledge_base: KnowledgeBase, texts: dict[str, str]) -> None:
    """Put into the page cache what the pages will show; another process of the site would have done so."""
    for address in addresses():
        query = read_search(MultiDict(parse_qsl(urlsplit(address).query)), 20, 100).query
        for ranked in knowledge_base.retrieval.retrieve(query).ranking.documents:
            key = read_record(ranked.record).text_hash
            if text := texts.pop(key, ""):
                page = Page(1, text, language="da")
                knowledge_base.texts.store(key, Extraction("text/markdown", "", (page,)))


def addresses() -> list[str]:
    """The pages that are asked for: the benchmark's questions as a visitor would type them."""
    found = []
    for question in questions(list(itertools.islice(documents(SAMPLE_DOCUMENTS), SAMPLE_DOCUMENTS))):
        joined = "+".join(question.words)
        text = {"phrase": f"%22{joined}%22", "or": "+OR+".join(question.words)}.get(question.operator, joined)
        chosen = "&".join(f"sector={SECTORS[value]}" for _, value in question.filters if value in SECTORS)
        found.append(f"/da/search?q={text}&{chosen}")
    return found


def asked_once(client: FlaskClient, address: str) -> Taken:
    """A page, with the time that it took."""
    wall, processor = time.perf_counter(), time.process_time()
    assert client.get(address).status_code == 200
    return Taken(1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - processor))


def asked_again(client: FlaskClient, pages: list[str], turns: int) -> list[Taken]:
    """Each page's least times; between two turns of a page all others are asked."""
    every = [[asked_once(client, address) for address in pages] for _ in range(turns)]
    return [Taken(min(t.wall for t in page), min(t.processor for t in page)) for page in zip(*every, strict=True)]


def summary(taken: list[Taken]) -> dict[str, float]:
    """Median and 95th percentile."""
    found = {}
    for name, values in (("wall", [t.wall for t in taken]), ("cpu", [t.processor for t in taken])):
        rising = sorted(values)
        for percent in (50, 95):
            found[f"{name}_p{percent}_ms"] = round(rising[len(rising) * percent // 100], 2)
    return found


def shares(client: FlaskClient, pages: list[str]) -> dict[str, float]:
    """Where the time goes: the share of each stage of the whole page, in per cent, under a profiler."""
    profile = cProfile.Profile()
    profile.enable()
    for address in pages:
        client.get(address)
    profile.disable()
    found = dict.fromkeys([*STAGES, "whole"], 0.0)
    for (path, _, name), (_, _, _, cumulative, _) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        for stage, place in {**STAGES, "whole": WHOLE}.items():
            if f"{path}:{name}".endswith(place):
                found[stage] += cumulative
    whole = found.pop("whole")
    own = sum(value for stage, value in found.items() if not stage.startswith("of these"))
    return {stage: round(100 * value / whole) for stage, value in {**found, "all else": whole - own}.items()}


def updates(knowledge_base: KnowledgeBase, client: FlaskClient, count: int) -> float:
    """Seconds (95th percentile) until a page shows the state with one changed document."""
    taken = []
    for document in write_ups(count, {}):
        analyzed = analyze_document(document, knowledge_base.vocabulary, WordTables(Analyzers({})))
        started = time.perf_counter()
        knowledge_base.engine.writer.apply([analyzed], ())
        assert client.get("/da/search?q=b").status_code == 200
        taken.append(time.perf_counter() - started)
    return sorted(taken)[len(taken) * 95 // 100]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--turns", type=int, default=5, help="how often each page is asked again")
    parser.add_argument("--updates", type=int, default=20, help="single documents changed one by one")
    parser.add_argument("--folder", type=Path, help="keep the index here, or take it from here")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = asked.folder or Path(place)
        folder.mkdir(exist_ok=True)
        config = folder / "config.toml"
        report: dict[str, object] = {"documents": asked.documents}
        if not config.exists():
            started = time.process_time()
            built(folder, asked.documents)
            report["analysis_and_index_seconds"] = round(time.process_time() - started, 1)
        knowledge_base = open_knowledge_base(load_config(config))
        client = create_app(config, knowledge_base).test_client()
        pages = addresses()
        report["pages"] = len(pages)
        report["server_warm_up_ms"] = round(asked_once(client, "/da/search?q=bibliotek+xyzzyx").wall)
        report["first_time"] = summary([asked_once(client, address) for address in pages])
        report["again"] = summary(asked_again(client, pages, asked.turns))
        report["profiled_percent"] = shares(client, pages)
        if asked.updates:
            report["update_visible_p95_seconds"] = round(updates(knowledge_base, client, asked.updates), 3)
        print(json.dumps(report))
        knowledge_base.close()


if __name__ == "__main__":
    main()
