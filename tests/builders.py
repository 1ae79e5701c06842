"""Documents and queries with sound defaults; a test names only what it is about."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

from indexer.analysis import Analyzers
from indexer.domain.documents.document import Document, Page
from indexer.domain.documents.metadata import DocumentId, Language, Metadata
from indexer.domain.documents.vocabulary import Concept, Scheme, Vocabulary
from indexer.domain.queries.query import Across
from indexer.domain.queries.query_syntax import parse_query
from indexer.domain.queries.structured_query import StructuredQuery
from indexer.engines.analyzed_document import AnalyzedDocument
from indexer.engines.memory import MemoryEngine
from indexer.engines.port import AnalysisBasis, SearchEngine
from indexer.ingestion.document_analysis import analyze_document
from indexer.ingestion.term_columns import WordTables
from indexer.search.index_knowledge import KnowledgeSource
from indexer.search.trees import MatchMode, QueryOptions, QueryWeights, TreeSources, query_tree
from indexer.search.words.dictionary import BilingualDictionary, DictionaryEntry, stemmed_entries
from indexer.search.words.translation import Translations

SECTORS = ("public", "private", "civil-society")
GOALS = ("new-users", "new-services", "experiment")
SUBJECTS = ("homework", "cycling", "prison")


@cache
def a_vocabulary() -> Vocabulary:
    """Small schemes; the phases have a broader stage, the subjects a group.

    The word "cykel" tells of cycling, which is related to homework.
    """

    def scheme(scheme_id: str, ids: tuple[str, ...], broader: tuple[str, ...] = ()) -> Scheme:
        concepts = {}
        for concept_id in (*ids, *broader):
            labels = {language: f"{concept_id} {language.value}" for language in Language}
            parents = broader if concept_id in ids else ()
            concepts[concept_id] = Concept(scheme_id, concept_id, labels, broader=parents)
        return Scheme(scheme_id, dict.fromkeys(Language, scheme_id), {}, concepts)

    subjects = scheme("subject", SUBJECTS, ("people",))
    told = replace(subjects.concepts["cycling"], hidden={Language.DANISH: ("cykel",)}, related=("homework",))
    related = replace(subjects.concepts["homework"], related=("cycling",))
    subjects = replace(subjects, concepts={**subjects.concepts, "cycling": told, "homework": related})
    return Vocabulary(
        {
            "subject": subjects,
            "kind": scheme("kind", ("case", "guide", "tool", "theory", "report", "article")),
            "sector": scheme("sector", SECTORS),
            "goal": scheme("goal", GOALS),
            "partner-type": scheme("partner-type", ("business", "volunteers")),
            "phase": scheme("phase", ("01-scoping",), ("stage-prepare",)),
            "form": scheme("form", ("cooperation",)),
            "outcome": scheme("outcome", ("running", "stopped", "unknown")),
            "evidence": scheme("evidence", ("own-report", "evaluated")),
            "text-form": scheme("text-form", ("notice",)),
        }
    )


def a_document(document_id: str = "a", *texts: str, language: str = "da", **metadata: object) -> Document:
    """A document whose pages hold the texts."""
    values = {"title": f"Titel {document_id}", "kind": "case"} | metadata
    pages = tuple(Page(number, text) for number, text in enumerate(texts or ("Tekst.",), start=1))
    digest = hashlib.sha256(repr((document_id, texts, sorted(values.items()))).encode()).hexdigest()
    stated = Metadata(language=Language(language), **values)  # type: ignore[arg-type]  # test data
    return Document(DocumentId(document_id), stated, pages, digest, digest, "text/markdown", f"cases/{document_id}.md")


def analyzed(document: Document) -> AnalyzedDocument:
    """The document as engines take it."""
    return analyze_document(document, a_vocabulary(), WordTables(ANALYZERS))


ANALYZERS = Analyzers({})


def a_memory_engine(*documents: Document) -> MemoryEngine:
    """An engine without a disk, with an index of some documents."""
    engine = MemoryEngine()
    with engine.writer.writing(), engine.writer.rebuilding(AnalysisBasis()) as beside:
        beside.writer.apply([analyzed(document) for document in documents], ())
    return engine


def knowledge_of(
    engine: SearchEngine,
    entries: Callable[[], Iterable[DictionaryEntry]] = lambda: (),
    load_vocabulary: Callable[[], Vocabulary] = a_vocabulary,
) -> KnowledgeSource:
    """What is known of words by an engine and a vocabulary, the small one if none is given."""
    return KnowledgeSource(
        engine=engine, load_vocabulary=load_vocabulary, make_analyzers=lambda counts: ANALYZERS, entries=entries
    )


def some_knowledge(
    *documents: Document,
    entries: tuple[DictionaryEntry, ...] = (),
    load_vocabulary: Callable[[], Vocabulary] = a_vocabulary,
) -> KnowledgeSource:
    """What is known of words by some documents."""
    return knowledge_of(a_memory_engine(*documents), lambda: entries, load_vocabulary)


class NoEvidence:
    """An index that holds every term, so that nothing is guessed."""

    def holds(self, language: Language, term: str) -> bool:
        return True

    def answers(self, tree: StructuredQuery) -> bool:
        return True

    def speaks(self, language: Language) -> bool:
        return True

    def cognates(self, language: Language, term: str) -> dict[str, float]:
        return {}


def a_tree(
    text: str,
    language: Language = Language.DANISH,
    mode: MatchMode = MatchMode.ALL_WORDS,
    across: Across = Across.ON,
    entries: tuple[DictionaryEntry, ...] = (),
) -> StructuredQuery:
    """The tree of a text without an index behind it."""
    translations = Translations(ANALYZERS, BilingualDictionary(stemmed_entries(ANALYZERS, entries)), a_vocabulary())
    sources = TreeSources(ANALYZERS, translations, NoEvidence(), QueryWeights())
    return query_tree(parse_query(text), QueryOptions(language, mode, across), sources)


def write_case(folder: Path, document_id: str, body: str = "Tekst om bibliotek.", **keys: str) -> Path:
    """A write-up in a corpus folder; keys are given as TOML values."""
    stated = {"title": f'"Titel {document_id}"', "kind": '"case"', "language": '"da"'} | keys
    toml = "\n".join(f"{key} = {value}" for key, value in stated.items())
    path = folder / "cases" / f"{document_id}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"+++\n{toml}\n+++\n\n{body}\n", "utf-8")
    return path


def write_report(folder: Path, name: str, content: bytes, language: str = "da") -> Path:
    """An original file with its sidecar in a corpus folder."""
    path = folder / "reports" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    toml = f'title = "Titel {name}"\nkind = "report"\nlanguage = "{language}"\n'
    path.with_name(f"{name}.toml").write_text(toml, "utf-8")
    return path
