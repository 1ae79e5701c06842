"""What the analysis costs: milliseconds per query, and the pace of indexing beside a plain stemmer's."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import snowballstemmer

from benchmarks.retrieval.peers import NAMES
from indexer.analysis import danish_sort_key
from indexer.analysis.tokens import token_texts
from indexer.bootstrap import open_test_engine, open_test_index
from indexer.config import Config
from indexer.domain.documents.document import Document
from indexer.domain.documents.facets import FACETS, NOT_STATED
from indexer.domain.documents.hit_record import write_record
from indexer.domain.documents.metadata import Language
from indexer.domain.queries.fields import body_terms, body_words, is_body, spellings, title_terms, title_words
from indexer.engines.analyzed_document import AnalyzedDocument, ListedTerms
from indexer.engines.port import AnalysisBasis, SearchEngine
from indexer.evaluation.measures import index_test_set
from indexer.search.interpretation import correct

WORDS_PER_QUERY = 5
_ROUNDS = 6


@dataclass(frozen=True, slots=True)
class AnalysisMilliseconds:
    """Processor time of one step over many five-word queries."""

    step: str
    queries: int
    p50: float
    p95: float


@dataclass(frozen=True, slots=True)
class IndexingPace:
    """Seconds of processor time for the documents, and how many documents that is in a second."""

    chain: str
    documents: int
    seconds: float

    @property
    def documents_per_second(self) -> float:
        """The pace."""
        return self.documents / self.seconds


def measure_query_analysis(
    config: Config, documents: Sequence[Document], texts: Sequence[str]
) -> list[AnalysisMilliseconds]:
    """The tree of a query (language, parsing, terms, translation) and the look for typing errors, each text once.

    Texts of fewer than five words are asked first and not counted: they load what the process loads once.
    """
    long = [" ".join(words[:WORDS_PER_QUERY]) for text in texts if len(words := text.split()) >= WORDS_PER_QUERY]
    short = [text for text in texts if len(text.split()) < WORDS_PER_QUERY]
    with tempfile.TemporaryDirectory(prefix="samspil-benchmark-") as place:
        retrieval = open_test_index(config, Path(place), documents)

        knowledge = retrieval.knowledge.newest()
        steps: dict[str, Callable[[str], object]] = {
            "tree": retrieval.tree,
            "look for typing errors": lambda text: correct(text, knowledge),
        }
        found = []
        for step, run in steps.items():
            for text in short:
                run(text)
            taken = sorted(_milliseconds(run, text) for text in long)
            found.append(AnalysisMilliseconds(step, len(taken), taken[len(taken) // 2], taken[len(taken) * 95 // 100]))
    return found


def measure_indexing(config: Config, documents: Sequence[Document]) -> list[IndexingPace]:
    """The same documents through the same engine by three chains; the best of six rounds each.

    The plain stemmer keeps stems only; the stemmer with words also keeps the words as written, for phrases and
    corrections, which the full chain does as well.
    """
    chains: dict[str, Callable[[SearchEngine], None]] = {
        "plain stemmer": lambda engine: _index_plainly(engine, documents, keeps_words=False),
        "stemmer with words": lambda engine: _index_plainly(engine, documents, keeps_words=True),
    }
    seconds: dict[str, list[float]] = {"full chain": [], **{chain: [] for chain in chains}}
    for _ in range(_ROUNDS):
        for chain, taken in seconds.items():
            with tempfile.TemporaryDirectory(prefix="samspil-benchmark-") as place:
                engine, make_analyzers = open_test_engine(config, Path(place))
                index_test_set(engine, documents[:1], make_analyzers)  # what a process loads once
                started = time.process_time()
                if chain in chains:
                    chains[chain](engine)
                else:
                    index_test_set(engine, documents, make_analyzers)
                taken.append(time.process_time() - started)
    return [IndexingPace(chain, len(documents), min(taken)) for chain, taken in seconds.items()]


def _index_plainly(engine: SearchEngine, documents: Sequence[Document], *, keeps_words: bool) -> None:
    chain = _PlainChain(keeps_words)
    with engine.writer.rebuilding(AnalysisBasis(len(documents), {})) as beside:
        beside.writer.apply(map(chain.analyze, documents), ())


class _PlainChain:
    """Lower case and Snowball; remembers the stems of the words it has seen."""

    def __init__(self, keeps_words: bool) -> None:
        self._keeps_words = keeps_words
        self._stemmers = {language: snowballstemmer.stemmer(name) for language, name in NAMES.items()}
        self._stems: dict[tuple[Language, str], str] = {}
        self._terms, self._words = ListedTerms(), ListedTerms()

    def analyze(self, document: Document) -> AnalyzedDocument:
        language = document.metadata.language
        title = [word.lower() for word in token_texts(document.metadata.title)]
        body = [word.lower() for page in document.pages for word in token_texts(page.text)]
        fields = {
            title_terms(language): self._terms.field(self._stemmed(title, language), range(len(title))),
            body_terms(language): self._terms.field(self._stemmed(body, language), range(len(body))),
        }
        if self._keeps_words:
            fields[title_words(language)] = self._words.field(title, range(len(title)))
            fields[body_words(language)] = self._words.field(body, range(len(body)))
            fields[spellings(language)] = self._words.field(tuple({*title, *body}))
        kept = {name: found for name, found in fields.items() if len(found.words)}
        return AnalyzedDocument(
            id=document.id,
            content_hash=document.content_hash,
            fields=kept,
            page_starts={name: ((1, 0),) for name in kept if is_body(name)},
            facet_values={facet.id: (NOT_STATED,) for facet in FACETS},
            title_key=danish_sort_key(document.metadata.title),
            record=write_record(document),
            page_count=1,
        )

    def _stemmed(self, words: list[str], language: Language) -> list[str]:
        for word in words:
            if (language, word) not in self._stems:
                self._stems[language, word] = self._stemmers[language].stemWord(word)
        return [self._stems[language, word] for word in words]


def _milliseconds(run: Callable[[str], object], text: str) -> float:
    started = time.thread_time()
    run(text)
    return 1000 * (time.thread_time() - started)
