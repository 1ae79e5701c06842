"""How long a whole result page takes: `python -m benchmarks.engine.result_page --documents 20000`.

Made-up write-ups go through the product's own analysis into the product's own index; pages are asked of the site
(parse, search, facets, snippets, template). Server time in milliseconds, and where it goes.
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
from pathlib import Path

from flask.testing import FlaskClient

from benchmarks.engine.corpus import documents
from benchmarks.engine.queries import SAMPLE_DOCUMENTS, questions
from indexer import KnowledgeBase, load_config, open_knowledge_base
from indexer.analysis import Analyzers, analyze_document
from indexer.domain.document import Document, DocumentId, Extraction, Language, Metadata, Page
from indexer.ports import AnalysisBasis, AnalyzedDocument
from web import create_app

PROJECT = Path(__file__).parents[2]
SECTORS = {"public": "public", "private": "private", "civil": "civil-society"}
GOALS = {"goal1": "new-users", "goal2": "new-services", "goal3": "experiment", "goal4": "community-relations"}
STAGES = {
    "engine": "engines/whoosh/engine.py:search",
    "understanding": "retrieval.py:tree",
    "correction": "query_understanding.py:corrected",
    "snippets": "analysis/snippets.py:snippet",
    "template": "flask/templating.py:render_template",
}


class Texts:
    """The texts of made-up documents, made again when they are asked for; see TextSource."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}

    def add(self, text: str) -> str:
        """Keep a text; returns its hash."""
        key = hashlib.sha256(text.encode()).hexdigest()
        self._texts[key] = text
        return key

    def load(self, content_hash: str) -> Extraction | None:
        page = self.page(content_hash, 1)
        return Extraction("text/markdown", "", (page,)) if page else None

    def page(self, content_hash: str, number: int) -> Page | None:
        text = self._texts.get(content_hash)
        return None if text is None else Page(number, text, language="da")

    def store(self, content_hash: str, extraction: Extraction) -> None:
        raise NotImplementedError

    def forget_refused(self) -> None:
        return


def write_ups(count: int, texts: Texts) -> Iterator[Document]:
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
        key = texts.add(text)
        pages = (Page(1, text, language="da"),)
        yield Document(DocumentId(f"d{made.number:07}"), metadata, pages, key, key, "text/markdown", "")


def opened(folder: Path, count: int) -> KnowledgeBase:
    """A knowledge base over made-up write-ups in a folder of its own."""
    (folder / "corpus").mkdir()
    shutil.copy(PROJECT / "corpus" / "vocabulary.ttl", folder / "corpus")
    shutil.copy(PROJECT / "config.toml", folder)
    knowledge_base = open_knowledge_base(load_config(folder / "config.toml"))
    texts = Texts()
    knowledge_base._texts = texts
    vocabulary, analyzers = knowledge_base.vocabulary, Analyzers({})

    def analyzed() -> Iterator[AnalyzedDocument]:
        return (analyze_document(document, vocabulary, analyzers) for document in write_ups(count, texts))

    with knowledge_base.engine.writing(), knowledge_base.engine.rebuilding(AnalysisBasis()) as beside:
        beside.apply(analyzed(), ())
    return knowledge_base


def addresses() -> list[str]:
    """The pages that are asked for: the benchmark's questions as a visitor would type them."""
    found = []
    for question in questions(list(itertools.islice(documents(SAMPLE_DOCUMENTS), SAMPLE_DOCUMENTS))):
        joined = "+".join(question.words)
        text = {"phrase": f"%22{joined}%22", "or": "+OR+".join(question.words)}.get(question.operator, joined)
        chosen = "&".join(f"sector={SECTORS[value]}" for _, value in question.filters if value in SECTORS)
        found.append(f"/da/search?q={text}&{chosen}")
    return found


def milliseconds(client: FlaskClient, asked: list[str]) -> list[float]:
    taken = []
    for address in asked:
        best = float("inf")
        for _ in range(2):
            started = time.process_time()
            assert client.get(address).status_code == 200
            best = min(best, time.process_time() - started)
        taken.append(best * 1000)
    return sorted(taken)


def shares(client: FlaskClient, asked: list[str]) -> dict[str, float]:
    """Where the time goes: cumulative milliseconds per page under a profiler, which slows all down."""
    profile = cProfile.Profile()
    profile.enable()
    for address in asked:
        client.get(address)
    profile.disable()
    found = {"whole page": 0.0, **dict.fromkeys(STAGES, 0.0)}
    for (path, _, name), (_, _, _, cumulative, _) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        for stage, place in {**STAGES, "whole page": "flask/app.py:wsgi_app"}.items():
            if f"{path}:{name}".endswith(place):
                found[stage] += 1000 * cumulative / len(asked)
    return {stage: round(value, 2) for stage, value in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--updates", type=int, default=20, help="single documents changed one by one")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        started = time.process_time()
        knowledge_base = opened(Path(place), asked.documents)
        report: dict[str, object] = {"documents": asked.documents}
        report["analysis_and_index_seconds"] = round(time.process_time() - started, 1)
        client = create_app(Path(place) / "config.toml", knowledge_base).test_client()
        pages = addresses()
        milliseconds(client, pages[:5])
        taken = milliseconds(client, pages)
        report["page_p50_ms"] = round(taken[len(taken) // 2], 2)
        report["page_p95_ms"] = round(taken[len(taken) * 95 // 100], 2)
        report["profiled_ms_per_page"] = shares(client, pages)
        vocabulary, analyzers, texts = knowledge_base.vocabulary, Analyzers({}), Texts()
        updates = []
        for document in write_ups(asked.updates, texts):
            analyzed = analyze_document(document, vocabulary, analyzers)
            started = time.perf_counter()
            knowledge_base.engine.apply([analyzed], ())
            assert client.get(pages[0]).status_code == 200
            updates.append(time.perf_counter() - started)
        report["update_visible_p95_seconds"] = round(sorted(updates)[len(updates) * 95 // 100], 3)
        print(json.dumps(report))
        knowledge_base.close()


if __name__ == "__main__":
    main()
