"""The published names of the indexer: the only door for web/ and for programs of others."""

from indexer.analysis.collation import danish_sort_key
from indexer.bootstrap import CONFIG_VARIABLE, find_config, library_versions, open_curation, open_knowledge_base
from indexer.config import Config, load_config
from indexer.corpus_check import check_corpus
from indexer.domain.document import (
    Document,
    DocumentId,
    ExtractionNote,
    Language,
    Metadata,
    Outcome,
    Page,
    Source,
    Status,
)
from indexer.domain.errors import (
    ConfigurationError,
    DocumentNotFound,
    EngineUnavailable,
    KnowledgeBaseError,
    QueryError,
    QueryTooLong,
    UnknownField,
)
from indexer.domain.front_matter import split_front_matter
from indexer.domain.query import Across, Filter, Query, SortOrder, Words, YearRange
from indexer.domain.results import (
    Facet,
    FacetValue,
    Hit,
    Match,
    Relaxation,
    ResultPage,
    Snippet,
    ValueState,
)
from indexer.domain.schema import FACETS, NOT_STATED, FacetField, FacetSource
from indexer.domain.structured_query import Origin
from indexer.domain.vocabulary import Concept, Scheme, Vocabulary
from indexer.knowledge_base import KnowledgeBase
from indexer.labels import facet_value_label
from indexer.result_format import result_json

__all__ = [
    "split_front_matter",
    "Across",
    "Words",
    "Origin",
    "CONFIG_VARIABLE",
    "FACETS",
    "NOT_STATED",
    "Concept",
    "Config",
    "ConfigurationError",
    "Document",
    "DocumentId",
    "DocumentNotFound",
    "EngineUnavailable",
    "ExtractionNote",
    "Facet",
    "FacetField",
    "FacetSource",
    "FacetValue",
    "Filter",
    "Hit",
    "KnowledgeBase",
    "KnowledgeBaseError",
    "Language",
    "Match",
    "Metadata",
    "Outcome",
    "Page",
    "Query",
    "QueryError",
    "QueryTooLong",
    "Relaxation",
    "ResultPage",
    "Scheme",
    "Snippet",
    "SortOrder",
    "Source",
    "Status",
    "UnknownField",
    "ValueState",
    "Vocabulary",
    "YearRange",
    "check_corpus",
    "danish_sort_key",
    "facet_value_label",
    "find_config",
    "library_versions",
    "load_config",
    "open_curation",
    "open_knowledge_base",
    "result_json",
]
