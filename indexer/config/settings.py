"""The settings of config.toml as frozen dataclasses; name, default and help stand side by side."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from indexer.config.setting import setting
from indexer.config.site_settings import CurationSettings, LoggingSettings, MailSettings, RoomSettings, WebSettings


@dataclass(frozen=True, slots=True)
class FolderSettings:
    """[folders]: relative paths start at the folder of config.toml."""

    corpus: str = setting("corpus", "The documents and the vocabulary: the truth.")
    var: str = setting("var", "Index and page cache: disposable, rebuilt by one command.")
    state: str = setting("state", "Secret key and other small files that must be kept.")
    rooms: str = setting("rooms", "The rooms of partnerships, encrypted; no backup of this program holds them.")


@dataclass(frozen=True, slots=True)
class IndexSettings:
    """[index]"""

    lock_timeout_seconds: float = setting(30.0, "How long to wait for another process that is writing.")
    commit_documents: int = setting(500, "Documents per commit; less uses less memory.")
    writing_megabytes: int = setting(700, "Memory for the postings of a segment while they are made.")
    cache_megabytes: int = setting(96, "Memory for what searched words find, kept for the next search.")
    reconcile_every_seconds: float = setting(10.0, "How often the running site looks for changed files; 0 never.")


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """[engine]: what holds the index. A cluster's password stands in SAMSPIL_OPENSEARCH_PASSWORD alone."""

    kind: str = setting("whoosh", "whoosh: files under var/index; opensearch: a cluster.", ("whoosh", "opensearch"))
    hosts: tuple[str, ...] = setting((), "Addresses of the cluster's nodes; any of them may be down.")
    ca_file: str = setting("", "Certificates that sign the nodes' own; relative paths start at this file's folder.")
    user: str = setting("", "Whom to sign in as; without a name nobody signs in.")
    index_name: str = setting(
        "samspil", "What the names of indexes begin with: sites that share a cluster differ here."
    )
    shards: int = setting(1, "Parts of a new index; about one for each 30 GB.")
    replicas: int = setting(1, "Copies of each part on other nodes; with 1, a node may be lost.")
    searching_seconds: float = setting(8.0, "So long an answer is waited for; then a page says that there is none.")
    writing_seconds: float = setting(60.0, "So long each step of writing is tried again, as when a node is lost.")
    glance_seconds: float = setting(1.0, "How often a process looks whether the index changed.")
    lease_seconds: float = setting(15.0, "After so long without a sign of life another process may write.")


@dataclass(frozen=True, slots=True)
class ExtractionSettings:
    """[extraction]: limits of one attempt to read one file."""

    timeout_seconds: float = setting(15.0, "Wall-clock time.")
    memory_megabytes: int = setting(1024, "Address space of the worker process.")
    page_limit: int = setting(2000, "Pages read of one file.")
    text_megabytes: float = setting(20.0, "Text kept of one file.")
    workers: int = setting(0, "Worker processes; 0 means one per core.")
    picture_megabytes: int = setting(300, "Pictures of pages kept; those made first go first.")


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """[search]"""

    page_size: int = setting(20, "Hits per page.")
    page_size_limit: int = setting(100, "The most hits per page that a request may ask for.")
    query_characters: int = setting(500, "The longest text that is searched for.")
    counted_density: float = setting(
        2.5, "Places in 1,000 words that mean what is asked, from which on a document is about it, and counted."
    )
    counted_share: float = setting(
        0.15, "A concept that more than this share of the documents state says too little to count them by it."
    )
    title_weight: float = setting(3.0, "How much a word in the title counts, beside 1 in the text.")
    bm25_k1: float = setting(1.2, "BM25: how fast repetition stops to count.")
    bm25_b: float = setting(0.75, "BM25: how much long texts are held back.")
    prefix_expansions: int = setting(200, "The most words that a prefix* stands for.")
    danish_english_dictionaries: tuple[str, ...] = setting(
        (),
        "More translations: paths of dictd .index files with Danish headwords, as Debian's dict-freedict-dan-eng has.",
    )
    english_danish_dictionaries: tuple[str, ...] = setting(
        (), "The same with English headwords, as Debian's dict-freedict-eng-dan has."
    )
    snippet_characters: int = setting(240, "Length of the passage shown with a hit.")


@dataclass(frozen=True, slots=True)
class ComparisonSettings:
    """[comparison]: what full agreement in an aspect adds to the score of a comparable document."""

    goal_weight: float = setting(1.5, "Shared goals.")
    partner_type_weight: float = setting(1.6, "Shared types of partner.")
    sector_weight: float = setting(0.4, "Shared sectors.")
    partner_weight: float = setting(1.0, "The same partner by name.")
    subject_weight: float = setting(10.0, "Shared subjects, stated or told by title and summary.")
    text_weight: float = setting(6.0, "Key terms of title, summary and text, across the languages.")
    kind_weight: float = setting(2.5, "The same kind of item.")
    form_weight: float = setting(0.3, "The same form of cooperation.")
    phase_weight: float = setting(0.4, "Shared phases.")
    outcome_weight: float = setting(0.2, "The same outcome.")
    municipality_weight: float = setting(0.4, "The same municipality or town.")
    country_weight: float = setting(0.6, "The same country.")
    scale_weight: float = setting(0.2, "The same reach: one place, several, several countries.")
    time_weight: float = setting(0.2, "Starts near each other in time.")
    broader_share: float = setting(0.4, "A shared broader concept, beside 1 for a shared concept.")
    related_share: float = setting(0.2, "Concepts that the vocabulary calls related, beside 1 for a shared concept.")
    difference_share: float = setting(0.15, "What saying something else takes away, beside 1 for full agreement.")
    near_years: float = setting(8.0, "After so many years apart, nearness in time has fallen to 0.37.")
    close_share: float = setting(0.19, "Closely alike from this share of full agreement in everything.")
    key_terms: int = setting(40, "Words kept of each document and language.")
    shown: int = setting(5, "Comparable documents on the page of a document.")
    listed: int = setting(10, "Comparable documents on their own page, and on each page of a situation.")


@dataclass(frozen=True, slots=True)
class MeaningSettings:
    """[meaning]: search by meaning, where its model is set up (`make model`)."""

    is_on: bool = setting(True, "Whether documents are embedded, and searched by meaning as well as by words.")


@dataclass(frozen=True, slots=True)
class Config:
    """The whole of config.toml; `path` is its own place."""

    path: Path
    folders: FolderSettings = FolderSettings()
    index: IndexSettings = IndexSettings()
    engine: EngineSettings = EngineSettings()
    extraction: ExtractionSettings = ExtractionSettings()
    search: SearchSettings = SearchSettings()
    comparison: ComparisonSettings = ComparisonSettings()
    meaning: MeaningSettings = MeaningSettings()
    web: WebSettings = field(default_factory=WebSettings)
    logging: LoggingSettings = field(default_factory=LoggingSettings)
    curation: CurationSettings = field(default_factory=CurationSettings)
    mail: MailSettings = field(default_factory=MailSettings)
    rooms: RoomSettings = field(default_factory=RoomSettings)

    @property
    def base(self) -> Path:
        """The folder that relative paths start at."""
        return self.path.parent

    @property
    def corpus_folder(self) -> Path:
        """Absolute path of the corpus."""
        return (self.base / self.folders.corpus).resolve()

    @property
    def var_folder(self) -> Path:
        """Absolute path of the disposable files."""
        return (self.base / self.folders.var).resolve()

    @property
    def models_folder(self) -> Path:
        """Absolute path of the models that were set up."""
        return self.var_folder / "models"

    @property
    def fonts_folder(self) -> Path:
        """Absolute path of the fonts that were set up for the site."""
        return self.var_folder / "fonts"

    @property
    def vectors_folder(self) -> Path:
        """Absolute path of the documents' vectors."""
        return self.var_folder / "meaning"

    @property
    def state_folder(self) -> Path:
        """Absolute path of the small files that must be kept."""
        return (self.base / self.folders.state).resolve()

    @property
    def rooms_folder(self) -> Path:
        """Absolute path of the rooms of partnerships."""
        return (self.base / self.folders.rooms).resolve()


SECTIONS: dict[str, type[Any]] = {
    "folders": FolderSettings,
    "index": IndexSettings,
    "engine": EngineSettings,
    "extraction": ExtractionSettings,
    "search": SearchSettings,
    "comparison": ComparisonSettings,
    "meaning": MeaningSettings,
    "web": WebSettings,
    "logging": LoggingSettings,
    "curation": CurationSettings,
    "mail": MailSettings,
    "rooms": RoomSettings,
}
