"""The settings of config.toml as frozen dataclasses; name, default and help stand side by side."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

Value = TypeVar("Value")


def setting(default: Value, help_text: str, choices: tuple[str, ...] = ()) -> Value:
    """A field with its help, which the documentation test compares with config.toml, and what it may be."""
    return field(default=default, metadata={"help": help_text, "choices": choices})


@dataclass(frozen=True, slots=True)
class FolderSettings:
    """[folders]: relative paths start at the folder of config.toml."""

    corpus: str = setting("corpus", "The documents and the vocabulary: the truth.")
    var: str = setting("var", "Index and page cache: disposable, rebuilt by one command.")
    state: str = setting("state", "Secret key and other small files that must be kept.")


@dataclass(frozen=True, slots=True)
class IndexSettings:
    """[index]"""

    lock_timeout_seconds: float = setting(30.0, "How long to wait for another process that is writing.")
    commit_documents: int = setting(500, "Documents per commit; less uses less memory.")
    writing_megabytes: int = setting(700, "Memory for the postings of a segment while they are made.")
    cache_megabytes: int = setting(96, "Memory for what searched words find, kept for the next search.")
    reconcile_every_seconds: float = setting(10.0, "How often the running site looks for changed files; 0 never.")


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
class WebSettings:
    """[web]"""

    host: str = setting("127.0.0.1", "Address that the server listens on.")
    port: int = setting(8000, "Port that the server listens on.")
    processes: int = setting(0, "Processes that answer; 0 means one per core.")
    threads: int = setting(4, "Requests that each process answers at the same time.")
    connections: int = setting(1000, "Connections that each process keeps open at the same time.")
    connections_per_client: int = setting(
        100, "Those of one address; with more, the one that waited longest is closed."
    )
    idle_seconds: float = setting(15.0, "How long a connection may wait for its next request.")
    slow_seconds: float = setting(
        20.0, "How long a request may take to arrive, or an answer to be fetched, beside 2,000 bytes a second."
    )
    exports_at_once: int = setting(1, "Exports that each process makes at the same time; more are asked to come back.")
    sign_in_share: float = setting(0.1, "The share of its time that each process gives to checking passwords.")
    trusted_proxies: tuple[str, ...] = setting(
        (), "Addresses of web servers in front, whose X-Forwarded headers are believed."
    )
    allowed_hosts: tuple[str, ...] = setting((), "Names that the site may be asked by; none means any.")
    public_url: str = setting("", "Address of the site as visitors see it, for sitemap and feeds.")
    accessibility_statement_url: str = setting(
        "https://www.was.digst.dk/", "Where /was and the footer link lead: the library's accessibility statement."
    )
    publisher: str = setting("", "Who publishes the site, for its foot; nothing is said where it is empty.")
    publisher_url: str = setting("", "The publisher's own site.")
    contact_email: str = setting("", "Where readers write: »Var I med? Fortæl, hvad vi mangler«.")
    facet_values_shown: int = setting(6, "Values of a facet shown before »Vis flere«.")
    front_cases: tuple[str, ...] = setting((), "Ids of cases to show first on the front page; four are shown in all.")
    newest_documents: int = setting(5, "Cases under »Nyeste« on the front page.")
    network_partners: int = setting(40, "Partners drawn in the network, those with most documents first.")
    network_libraries: int = setting(40, "Libraries drawn with them, those with most of these partners first.")
    network_rows: int = setting(40, "Partners on each page of the table below.")
    filters_for_robots: int = setting(1, "Robots that ask for more filters at once get a cheap 429.")
    address_filters: int = setting(30, "The most filters, or choices of a situation, in one address.")
    address_documents: int = setting(100, "The most documents that one address may name.")
    address_value_characters: int = setting(200, "The longest filter or name of a document in an address.")
    address_words: int = setting(50, "The most words in one address.")
    address_prefixes: int = setting(3, "The most words with * in one address: each stands for many.")
    address_search_bytes: int = setting(1200, "The most bytes of an address that its words and filters may take.")


@dataclass(frozen=True, slots=True)
class LoggingSettings:
    """[logging]"""

    level: str = setting(
        "info",
        "What is told: debug, info, warning or error, each with those after it.",
        ("debug", "info", "warning", "error"),
    )
    format: str = setting("text", "text for people, json for programs: one object a line.", ("text", "json"))
    requests: bool = setting(True, "A line for each request: method, path without what was searched for, status, time.")
    addresses: bool = setting(False, "The client's address in that line.")


@dataclass(frozen=True, slots=True)
class CurationSettings:
    """[curation]"""

    session_hours: float = setting(8.0, "How long a curator stays signed in.")
    idle_minutes: float = setting(60.0, "After so long without a page, a curator is signed out.")
    failed_attempts: int = setting(
        5, "Wrong passwords in a row before an account is locked for the address they came from."
    )
    lock_minutes: float = setting(15.0, "How long it stays locked.")
    upload_megabytes: int = setting(50, "The most that can be uploaded at once.")
    note_empty_searches: bool = setting(True, "Keep the words of searches that found nothing, for the curators.")


@dataclass(frozen=True, slots=True)
class Config:
    """The whole of config.toml; `path` is its own place."""

    path: Path
    folders: FolderSettings = FolderSettings()
    index: IndexSettings = IndexSettings()
    extraction: ExtractionSettings = ExtractionSettings()
    search: SearchSettings = SearchSettings()
    comparison: ComparisonSettings = ComparisonSettings()
    meaning: MeaningSettings = MeaningSettings()
    web: WebSettings = WebSettings()
    logging: LoggingSettings = LoggingSettings()
    curation: CurationSettings = CurationSettings()

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


SECTIONS: dict[str, type[Any]] = {
    "folders": FolderSettings,
    "index": IndexSettings,
    "extraction": ExtractionSettings,
    "search": SearchSettings,
    "comparison": ComparisonSettings,
    "meaning": MeaningSettings,
    "web": WebSettings,
    "logging": LoggingSettings,
    "curation": CurationSettings,
}
