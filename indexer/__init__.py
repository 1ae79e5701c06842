"""The published names of the indexer: the only door for web/ and for programs of others."""

from indexer.analysis.collation import danish_sort_key
from indexer.bootstrap import (
    CONFIG_VARIABLE,
    find_config,
    library_versions,
    open_curation,
    open_extractor,
    open_knowledge_base,
)
from indexer.comparison import Actor, NamedActors
from indexer.config import Config, load_config
from indexer.corpus_check import check_corpus
from indexer.curation.accounts import Account, Role
from indexer.curation.audit_log import AuditEntry
from indexer.curation.checklist import CheckItem, completeness
from indexer.curation.desk_lists import IndexState, Listed
from indexer.curation.differences import FileDifference, differences
from indexer.curation.document_files import EditableDocument
from indexer.curation.exporting import corpus_files, export_csv, export_folder
from indexer.curation.folder_import import plan_folder, unpack
from indexer.curation.history import Action, Change
from indexer.curation.import_readers import IMPORT_KEYS, read_table
from indexer.curation.importing import ImportPlan, RowFault, plan_records
from indexer.curation.importing import apply as apply_import
from indexer.curation.sessions import secret_key
from indexer.curation.suggestions import MetadataSuggestion, SuggestionReason, suggested_title, told_language
from indexer.curation.uploads import Upload, UploadState
from indexer.curation.workspace import Curation
from indexer.domain.comparison import (
    Aspect,
    Comparable,
    ComparisonWeights,
    Reason,
    Relation,
    Situation,
    closely_alike,
    compared_values,
)
from indexer.domain.crossing import AXES, DECADE, Crossing, axis_facet, choose_only, free_axis
from indexer.domain.document import (
    Document,
    DocumentId,
    Extraction,
    ExtractionNote,
    FileInformation,
    Language,
    Metadata,
    Outcome,
    OutlineEntry,
    Page,
    Refusal,
    Source,
    Status,
)
from indexer.domain.duplicates import Duplicate
from indexer.domain.errors import (
    ConfigurationError,
    CurationError,
    DocumentNotFound,
    EditConflict,
    EngineUnavailable,
    InvalidEntry,
    KnowledgeBaseError,
    NotAllowed,
    QueryError,
    QueryTooLong,
    UnknownAxis,
    UnknownField,
    WeakPassword,
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
from indexer.domain.suggestion import Suggestion, SuggestionKind
from indexer.domain.vocabulary import SUBJECT_SCHEME, Concept, Scheme, Vocabulary
from indexer.explanation import ExplainedTerm
from indexer.knowledge_base import KnowledgeBase
from indexer.labels import facet_value_label
from indexer.ports import Extractor
from indexer.reason_words import comparable_json, reason_lead, reason_text, reason_values, value_words
from indexer.result_format import result_json
from indexer.uploads import extract_upload, find_duplicates

__all__ = [
    "Reason",
    "Suggestion",
    "corpus_files",
    "told_language",
    "export_csv",
    "export_folder",
    "plan_folder",
    "unpack",
    "IMPORT_KEYS",
    "read_table",
    "ImportPlan",
    "RowFault",
    "plan_records",
    "apply_import",
    "Account",
    "Role",
    "AuditEntry",
    "CheckItem",
    "completeness",
    "FileDifference",
    "differences",
    "EditableDocument",
    "Action",
    "Change",
    "secret_key",
    "SuggestionReason",
    "MetadataSuggestion",
    "suggested_title",
    "Upload",
    "UploadState",
    "Curation",
    "IndexState",
    "Listed",
    "CurationError",
    "EditConflict",
    "InvalidEntry",
    "WeakPassword",
    "NotAllowed",
    "Extraction",
    "split_front_matter",
    "Across",
    "Words",
    "Origin",
    "CONFIG_VARIABLE",
    "FACETS",
    "SUBJECT_SCHEME",
    "NOT_STATED",
    "Concept",
    "Config",
    "ConfigurationError",
    "Document",
    "DocumentId",
    "DocumentNotFound",
    "EngineUnavailable",
    "ExplainedTerm",
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
    "SuggestionKind",
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
    "Actor",
    "NamedActors",
    "Aspect",
    "Comparable",
    "ComparisonWeights",
    "Relation",
    "Situation",
    "compared_values",
    "AXES",
    "DECADE",
    "Crossing",
    "axis_facet",
    "choose_only",
    "free_axis",
    "UnknownAxis",
    "closely_alike",
    "comparable_json",
    "reason_lead",
    "reason_text",
    "reason_values",
    "value_words",
    "Duplicate",
    "Extractor",
    "FileInformation",
    "OutlineEntry",
    "Refusal",
    "extract_upload",
    "find_duplicates",
    "open_extractor",
]
