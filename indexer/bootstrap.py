"""Wires what config.toml names: the only module that constructs adapters."""

from __future__ import annotations

import dataclasses
import importlib.metadata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from indexer.analysis import ANALYSIS_VERSION, Analyzers, MakeAnalyzers, danish_stem_cache
from indexer.analysis.lemma_lexicon import LexiconFile
from indexer.comparison import Comparer
from indexer.comparison.comparer import ComparisonPreferences
from indexer.comparison.model import Aspect, ComparisonWeights
from indexer.config import ComparisonSettings, Config, ExtractionSettings
from indexer.corpus_store.folder import CorpusFolder
from indexer.corpus_store.vocabulary_file import VOCABULARY_NAME, VocabularyFile
from indexer.curation.accounts.mail_queue import MailQueue
from indexer.curation.accounts.mailer import Mailer, MailServer
from indexer.curation.intake.uploads import UPLOADS_NAME, waiting_hashes
from indexer.curation.preferences import CurationPreferences
from indexer.curation.service import Curation
from indexer.curation.state_folder import StateFolder
from indexer.domain.documents.document import Document
from indexer.domain.documents.metadata import Language
from indexer.domain.queries.semantic_proximity import Meaning
from indexer.engines.port import RankingParameters, SearchEngine
from indexer.engines.whoosh import EnginePreferences, WhooshEngine
from indexer.evaluation.measures import index_test_set
from indexer.extraction import EXTRACTOR_VERSION, ExtractionLimits, ExtractorPool
from indexer.extraction.kept_texts.text_cache import TextCache
from indexer.extraction.pictures import PagePictures
from indexer.ingestion.document_dates import DATES_NAME, KeptInDatabase
from indexer.ingestion.document_pictures import DocumentPictures
from indexer.ingestion.forget_orders import ORDERS_NAME, ForgetOrders
from indexer.ingestion.reconcile import Ingestion
from indexer.ingestion.shown_documents import ShownDocuments
from indexer.knowledge_base import KnowledgeBase
from indexer.meaning import Embedding, MeaningState, VectorMeaning, missing_part, open_encoder, state_of
from indexer.rooms import RoomLimits, Rooms
from indexer.search.index_knowledge import KnowledgeSource
from indexer.search.interpretation import InterpretationPreferences
from indexer.search.retrieval import Retrieval
from indexer.search.trees import CountingRule, QueryWeights
from indexer.search.words.dictd import read_dictd
from indexer.search.words.dictionary import DictionaryEntry, own_word_list, word_list_hash
from indexer.search.words.wordings import SharedWordings

LIBRARIES_THAT_MAKE_TERMS = ("whoosh", "snowballstemmer", "PyStemmer", "simplemma")

# Every knowledge base of a process stems by the one lexicon: an evaluation opens one for each test set.
_WORDINGS = SharedWordings()


def open_knowledge_base(config: Config) -> KnowledgeBase:
    """A knowledge base over the configured folders; nothing is read or started before it is needed."""
    corpus = CorpusFolder(config.corpus_folder)
    texts = TextCache(config.var_folder / "texts", EXTRACTOR_VERSION)
    vocabulary, extractor = _vocabulary(config), open_extractor(config)
    reading = config.extraction
    pictures = PagePictures(config.var_folder / "pictures", _limits(reading), reading.picture_megabytes << 20)
    retrieval, make_analyzers = _retrieval(config, config.var_folder / "index", vocabulary, open_meaning(config))
    return KnowledgeBase(
        corpus=corpus,
        texts=texts,
        pictures=DocumentPictures(corpus, pictures, extractor),
        ingestion=Ingestion(
            corpus=corpus,
            texts=texts,
            extractor=extractor,
            make_analyzers=make_analyzers,
            documents_per_commit=config.index.commit_documents,
            waiting_hashes=lambda: waiting_hashes(config.state_folder / UPLOADS_NAME),
            dates=KeptInDatabase(config.state_folder / DATES_NAME),
        ),
        retrieval=retrieval,
        comparer=Comparer(retrieval.knowledge, _comparison_preferences(config.comparison)),
        shown=ShownDocuments(config.state_folder / DATES_NAME),
        load_vocabulary=vocabulary.load,
        forget_orders=ForgetOrders(config.state_folder / ORDERS_NAME),
        snippet_characters=config.search.snippet_characters,
    )


def open_curation(config: Config, knowledge_base: KnowledgeBase) -> Curation:
    """The curators' side of a knowledge base; a save that a crash interrupted is completed now.

    Raises:
        NewerState: a newer version of this program wrote the state folder.
    """
    preferences = CurationPreferences(**dataclasses.asdict(config.curation))
    curation = Curation(
        corpus=CorpusFolder(config.corpus_folder),
        corpus_folder=config.corpus_folder,
        state=StateFolder(config.state_folder, preferences),
        indexed_documents=knowledge_base.engine.writer.indexed_documents,
        extractor=open_extractor(config),
        texts=TextCache(config.var_folder / "texts", EXTRACTOR_VERSION),
        load_vocabulary=_vocabulary(config).load,
        upload_bytes=preferences.upload_bytes,
        mailer=open_mailer(config),
    )
    # Where nobody ever curated there is nothing to complete, and no folder is made.
    if config.state_folder.is_dir():
        curation.recover()
    return curation


def open_mailer(config: Config) -> Mailer:
    """What sends mail, if a server, a sender and the address of the site are configured."""
    queue = MailQueue(config.state_folder / "mail")
    return Mailer(MailServer.of(dataclasses.asdict(config.mail)), config.base, config.web.public_url, queue)


def open_rooms(config: Config) -> Rooms:
    """The rooms of partnerships; their folder is made with the first."""
    limits = RoomLimits(config.rooms.most_rooms, int(config.rooms.megabytes * 1e6), 366 * config.rooms.most_years)
    return Rooms(config.rooms_folder, limits)


def _comparison_preferences(settings: ComparisonSettings) -> ComparisonPreferences:
    aspects = {aspect: getattr(settings, f"{aspect.value.replace('-', '_')}_weight") for aspect in Aspect}
    return ComparisonPreferences(
        ComparisonWeights(
            aspects,
            broader=settings.broader_share,
            related=settings.related_share,
            difference=settings.difference_share,
            near_years=settings.near_years,
            close=settings.close_share,
        ),
        settings.key_terms,
    )


def open_meaning(config: Config, vectors_folder: Path | None = None) -> VectorMeaning | None:
    """Search by meaning over the vectors of the collection, or over others; None where it is switched off.

    It answers nothing until there are a model and vectors, which may come while it is open.
    """
    if not config.meaning.is_on:
        return None
    return VectorMeaning(lambda: open_encoder(config.models_folder), vectors_folder or config.vectors_folder)


def open_embedding(config: Config, vectors_folder: Path | None = None) -> Embedding | None:
    """What embeds documents into the collection's vectors, or into others; None without a model or switched off."""
    encoder = open_encoder(config.models_folder) if config.meaning.is_on else None
    return Embedding(encoder, vectors_folder or config.vectors_folder) if encoder is not None else None


def has_model(config: Config) -> bool:
    """Whether documents can be embedded; told without opening anything."""
    return config.meaning.is_on and not missing_part(config.models_folder)


def meaning_state(config: Config, knowledge_base: KnowledgeBase) -> MeaningState:
    """Whether the collection is searched by meaning, and how far it is embedded."""
    indexed = knowledge_base.engine.writer.indexed_documents()
    return state_of(config.models_folder, config.vectors_folder, indexed, is_on=config.meaning.is_on)


def open_test_index(
    config: Config, folder: Path, documents: Iterable[Document], vectors_folder: Path | None = None
) -> Retrieval:
    """Retrieval over a new index, in its own folder, of documents of no corpus; also by the vectors of a folder."""
    meaning = open_meaning(config, vectors_folder) if vectors_folder is not None else None
    retrieval, make_analyzers = _retrieval(config, folder, _vocabulary(config), meaning)
    index_test_set(retrieval.engine, documents, make_analyzers)
    return retrieval


def open_test_engine(config: Config, folder: Path) -> tuple[SearchEngine, MakeAnalyzers]:
    """An engine that indexes into a folder of its own, and the product's analyzers."""
    retrieval, make_analyzers = _retrieval(config, folder, _vocabulary(config), None)
    return retrieval.engine, make_analyzers


def _retrieval(
    config: Config, index_folder: Path, vocabulary: VocabularyFile, meaning: Meaning | None
) -> tuple[Retrieval, MakeAnalyzers]:
    search = config.search
    stems = danish_stem_cache(LexiconFile(config.var_folder))
    engine = _open_engine(config, index_folder, _making(vocabulary))

    # Made anew with each state of the index: compounds are split by the words that it holds.
    def make_analyzers(danish_word_counts: Mapping[str, int]) -> Analyzers:
        return Analyzers(danish_word_counts, stems, _WORDINGS.listed_words(stems))

    knowledge = KnowledgeSource(
        engine=engine,
        load_vocabulary=vocabulary.load,
        make_analyzers=make_analyzers,
        entries=lambda: _dictionary_entries(config),
        wordings=_WORDINGS,
    )
    weights, rule = QueryWeights(title=search.title_weight), CountingRule(search.counted_density, search.counted_share)
    preferences = InterpretationPreferences(search.query_characters, weights, rule)
    return Retrieval(engine, knowledge, preferences, meaning), make_analyzers


def _open_engine(config: Config, folder: Path, making: Mapping[str, str]) -> SearchEngine:
    """The engine that config.toml chooses for the collection; other indexes are always files in their own folder."""
    timeout_seconds, search = config.index.lock_timeout_seconds, config.search
    ranking = RankingParameters(search.bm25_k1, search.bm25_b, search.prefix_expansions)
    if config.engine.kind == "opensearch" and folder == config.var_folder / "index":
        from indexer.engines.opensearch import open_cluster_engine  # its client is there only where it was chosen

        return open_cluster_engine(making, dataclasses.asdict(config.engine), config.base, timeout_seconds, ranking)
    limits = config.index.writing_megabytes, config.index.cache_megabytes
    return WhooshEngine(folder, making, EnginePreferences(timeout_seconds, *limits, ranking))


def open_extractor(config: Config | None = None) -> ExtractorPool:
    """An Extractor under the configured limits, else the usual ones; close it, for it starts processes."""
    settings = config.extraction if config else ExtractionSettings()
    return ExtractorPool(_limits(settings), settings.workers)


def _limits(extraction: ExtractionSettings) -> ExtractionLimits:
    return ExtractionLimits(
        timeout_seconds=extraction.timeout_seconds,
        memory_megabytes=extraction.memory_megabytes,
        page_limit=extraction.page_limit,
        text_megabytes=extraction.text_megabytes,
    )


def _dictionary_entries(config: Config) -> Iterator[DictionaryEntry]:
    """Our own word list, and the dictionaries that config.toml names."""
    yield from own_word_list()
    for path in config.search.danish_english_dictionaries:
        yield from read_dictd(config.base / path, Language.DANISH)
    for path in config.search.english_danish_dictionaries:
        yield from read_dictd(config.base / path, Language.ENGLISH)


def _vocabulary(config: Config) -> VocabularyFile:
    return VocabularyFile(config.corpus_folder / VOCABULARY_NAME, config.var_folder / f"last-good-{VOCABULARY_NAME}")


def _making(vocabulary: VocabularyFile) -> dict[str, str]:
    """What decides the terms of an index: a change of any of it asks for a new one."""
    return {
        "analysis": ANALYSIS_VERSION,
        "extractors": EXTRACTOR_VERSION,
        "vocabulary": vocabulary.content_hash(),
        "word list": word_list_hash(),
        **{name: importlib.metadata.version(name) for name in LIBRARIES_THAT_MAKE_TERMS},
    }
