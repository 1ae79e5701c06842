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
from indexer.comparison.model import (
    Aspect,
    Comparable,
    ComparisonWeights,
    Reason,
    Relation,
    Situation,
    closely_alike,
    compared_values,
)
from indexer.config import Config, load_config
from indexer.curation.accounts.accounts import Account, Role
from indexer.curation.accounts.secret_key import secret_key
from indexer.curation.audit_log import AuditEntry
from indexer.curation.bulk.export import corpus_files, export_csv, export_folder
from indexer.curation.bulk.folder_import import plan_folder, unpack
from indexer.curation.bulk.import_plan import ImportPlan, RowFault, plan_records
from indexer.curation.bulk.import_plan import apply as apply_import
from indexer.curation.bulk.table_readers import IMPORT_KEYS, read_table
from indexer.curation.dashboard.completeness import CheckItem, completeness
from indexer.curation.dashboard.lists import IndexState, Listed
from indexer.curation.editing.differences import FileDifference, differences
from indexer.curation.editing.document_files import EditableDocument
from indexer.curation.editing.history import Action, Change
from indexer.curation.intake.upload import Upload, UploadState
from indexer.curation.metadata_suggestions.suggest import (
    MetadataSuggestion,
    SuggestionReason,
    suggested_title,
    told_language,
)
from indexer.curation.metadata_texts import typed_number, typed_value
from indexer.curation.service import Curation
from indexer.domain.documents.document import Document, ExtractionNote, Page
from indexer.domain.documents.extraction import Extraction, FileInformation, OutlineEntry, Refusal
from indexer.domain.documents.facets import FACETS, NOT_STATED, FacetField, FacetSource
from indexer.domain.documents.front_matter import split_front_matter
from indexer.domain.documents.metadata import NOT_GIVEN, DocumentId, Language, Metadata, Source, Status
from indexer.domain.documents.metadata_key import FormPart, MetadataKey, ValueType
from indexer.domain.documents.metadata_schema import (
    BY_KEY,
    FACET_ROWS,
    SCHEMA,
    rows_of,
)
from indexer.domain.documents.metadata_validation import KeyFault, read_stated
from indexer.domain.documents.near_duplicates import Duplicate
from indexer.domain.documents.vocabulary import OUTCOME_SCHEME, RUNNING, SUBJECT_SCHEME, Concept, Scheme, Vocabulary
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
    StateError,
    UnknownAxis,
    UnknownField,
    message_of,
)
from indexer.domain.messages import Message, message_from
from indexer.domain.queries.cross_tabulation import AXES, DECADE, CrossTabulation, axis_facet, choose_only, free_axis
from indexer.domain.queries.query import Across, Filter, Query, SortOrder, Words, YearRange
from indexer.domain.queries.results import (
    Facet,
    FacetValue,
    Hit,
    Match,
    Relaxation,
    ResultPage,
    Snippet,
    ValueState,
)
from indexer.domain.queries.structured_query import Origin
from indexer.extraction.port import Extractor
from indexer.ingestion.corpus_check import check_corpus
from indexer.knowledge_base import KnowledgeBase, extract_upload, find_duplicates
from indexer.presentation.labels import (
    facet_explanation,
    facet_label,
    facet_value_label,
    key_hint,
    key_label,
    value_label,
)
from indexer.presentation.messages import name_in, say
from indexer.presentation.reasons import comparable_json, reason_lead, reason_text, reason_values, value_words
from indexer.presentation.result_json import result_json
from indexer.search.explanation import ExplainedTerm
from indexer.search.suggestion import Suggestion, SuggestionKind

__all__ = [
    "BY_KEY",
    "FACET_ROWS",
    "FormPart",
    "KeyFault",
    "Message",
    "message_from",
    "message_of",
    "name_in",
    "MetadataKey",
    "NOT_GIVEN",
    "SCHEMA",
    "ValueType",
    "facet_explanation",
    "facet_label",
    "key_hint",
    "key_label",
    "read_stated",
    "rows_of",
    "say",
    "typed_number",
    "typed_value",
    "value_label",
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
    "StateError",
    "CurationError",
    "EditConflict",
    "InvalidEntry",
    "NotAllowed",
    "Extraction",
    "split_front_matter",
    "Across",
    "Words",
    "Origin",
    "CONFIG_VARIABLE",
    "FACETS",
    "OUTCOME_SCHEME",
    "RUNNING",
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
    "CrossTabulation",
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
