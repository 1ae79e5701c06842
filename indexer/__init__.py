"""The published names of the indexer: the only door for web/ and for programs of others."""

from indexer.analysis.collation import danish_sort_key
from indexer.bootstrap import has_model, open_curation, open_knowledge_base, open_rooms
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
from indexer.config import CONFIG_VARIABLE, Config, find_config, load_config
from indexer.corpus_store.about_texts import about_text
from indexer.curation.accounts.accounts import Account, Role, SignIn
from indexer.curation.accounts.handover import Handover
from indexer.curation.accounts.mail_queue import MailQueue
from indexer.curation.accounts.secret_key import secret_key
from indexer.curation.audit_log import AuditEntry, act_from
from indexer.curation.bulk.cells import keyword_of
from indexer.curation.bulk.export import corpus_files, export_csv
from indexer.curation.bulk.import_job import ImportOrder, ImportOutcome
from indexer.curation.bulk.import_plan import apply_import
from indexer.curation.bulk.readers import (
    BIBTEX_PAGE,
    BIBTEX_PRESENTED,
    CSL_CUSTOM,
    IMPORT_KEYS,
    RIS_FACTS,
    RIS_PAGE,
    RIS_PRESENTED,
    TYPE_NAMES,
    bibtex_container,
    bibtex_names,
    bibtex_publisher,
    guarded,
    latex_of,
    list_cell,
    ris_name,
)
from indexer.curation.bulk.source_lines import sources_cell
from indexer.curation.bulk.work_cell import work_cell
from indexer.curation.bulk.zip_folders import unpack
from indexer.curation.dashboard.assignments import Assignment, AssignmentPreview
from indexer.curation.dashboard.completeness import MIN_WORDS, CheckItem, checked_points, completeness
from indexer.curation.dashboard.desk_notes import Task, TaskKind
from indexer.curation.dashboard.document_selection import DocumentSelection, ListOrder
from indexer.curation.dashboard.lists import IndexState, Listed
from indexer.curation.dashboard.use_counts import FEW_RESULTS, Use
from indexer.curation.dashboard.word_threshold import week_of
from indexer.curation.editing.authorities.carriers import Share
from indexer.curation.editing.authorities.concept_change import is_fixed as is_fixed_concept
from indexer.curation.editing.authorities.concept_change import merged_concept
from indexer.curation.editing.authorities.record_editor import EditableRecord, RecordEditor, merged_record
from indexer.curation.editing.authorities.record_files import Stated
from indexer.curation.editing.bulk_editor import BulkEdit
from indexer.curation.editing.change_records import Action, Change
from indexer.curation.editing.differences import differences
from indexer.curation.editing.document_files import EditableDocument, belongs
from indexer.curation.editing.merging import MergedKey, merged_keys, takes_text
from indexer.curation.editing.reviews import Notice, require_own
from indexer.curation.editing.unsaved_forms import UnsavedForm
from indexer.curation.intake.following.followers import Follow, Reader
from indexer.curation.intake.following.outbox import Outbox, WaitingMail
from indexer.curation.intake.mail_uploads import hand_in_attachments
from indexer.curation.intake.suggested_case import suggested_case
from indexer.curation.intake.upload import Upload, UploadState
from indexer.curation.metadata_suggestions.suggest import MetadataSuggestion, suggested_title, told_language
from indexer.curation.metadata_texts import typed_number, typed_value
from indexer.curation.removal.trash import status_before_trash, was_public
from indexer.curation.service import Curation
from indexer.domain.documents.dates import is_public, rfc3339, seconds_until
from indexer.domain.documents.document import Document, Page
from indexer.domain.documents.extraction import Extraction
from indexer.domain.documents.facets import FACETS, NOT_STATED, counted_values
from indexer.domain.documents.front_matter import split_front_matter
from indexer.domain.documents.metadata import NOT_GIVEN, DocumentId, Language, Level, Metadata, Source, Status
from indexer.domain.documents.metadata_key import FormPart, MetadataKey, ValueType
from indexer.domain.documents.metadata_schema import BY_KEY, SCHEMA, rows_of
from indexer.domain.documents.metadata_validation import read_stated
from indexer.domain.documents.near_duplicates import Duplicate
from indexer.domain.documents.page_picture import PagePicture, PictureSize
from indexer.domain.documents.records.countries import CONTINENTS
from indexer.domain.documents.records.named_records import NamedRecord, Records
from indexer.domain.documents.records.organisations import LIBRARY_KINDS, ORGANISATION_SCHEMES, Organisation
from indexer.domain.documents.records.places import (
    COUNTRY_KIND,
    PLACE_KINDS,
    PLACE_SCHEME,
    Place,
    Places,
    kilometres,
    nearest_places,
)
from indexer.domain.documents.vocabulary import (
    OUTCOME_SCHEME,
    RECORD_SCHEMES,
    RUNNING,
    SUBJECT_SCHEME,
    UNKNOWN_OUTCOME,
    Concept,
    Scheme,
    Vocabulary,
    is_known_outcome,
)
from indexer.domain.errors import (
    ConfigurationError,
    CurationError,
    DocumentNotFound,
    EditConflict,
    EngineUnavailable,
    InvalidEntry,
    KnowledgeBaseError,
    NotAllowed,
    PictureUnavailable,
    QueryError,
    QueryTooLong,
    SaveFailed,
    StateError,
    message_of,
)
from indexer.domain.messages import Message, message_from, message_record
from indexer.domain.queries.cross_tabulation import AXES, DECADE, CrossTabulation, axis_facet, choose_only, free_axis
from indexer.domain.queries.query import Across, Filter, Query, SortOrder, YearRange
from indexer.domain.queries.results import Facet, FacetValue, Hit, Match, ResultPage, Snippet, Statistics, ValueState
from indexer.domain.queries.structured_query import Origin
from indexer.domain.texts.characters import incoming_line, incoming_text
from indexer.domain.works.work import Author, Work, WorkType, author_of
from indexer.domain.works.work_parts import WORK_PARTS, PartType, WorkPart
from indexer.knowledge_base import KnowledgeBase
from indexer.presentation.labels import (
    facet_explanation,
    facet_label,
    facet_value_label,
    key_hint,
    key_label,
    value_label,
)
from indexer.presentation.messages import name_in, say
from indexer.presentation.reasons import comparable_json, reason_lead, reason_values
from indexer.presentation.result_json import result_json
from indexer.rooms import Rooms
from indexer.search.suggestion import Suggestion, SuggestionKind

__all__ = [
    "about_text", "Account", "act_from", "Across", "Action", "Actor", "apply_import", "Aspect", "AuditEntry", "Author",
    "author_of", "AXES", "axis_facet", "belongs", "BIBTEX_PAGE", "BIBTEX_PRESENTED", "bibtex_container", "bibtex_names",
    "bibtex_publisher", "BY_KEY", "Change", "choose_only", "closely_alike", "Comparable", "comparable_json",
    "compared_values", "CONTINENTS", "ComparisonWeights", "completeness", "Concept", "Config", "CONFIG_VARIABLE",
    "ConfigurationError", "corpus_files", "counted_values", "CrossTabulation", "CSL_CUSTOM", "Curation",
    "CurationError", "danish_sort_key", "DECADE", "differences", "Document", "DocumentId", "DocumentNotFound",
    "Duplicate", "EditableDocument", "EditConflict", "EngineUnavailable", "export_csv", "Extraction", "Facet",
    "facet_explanation", "facet_label", "facet_value_label", "FACETS", "FacetValue", "Filter", "find_config",
    "FormPart", "free_axis", "guarded", "hand_in_attachments", "has_model", "Hit", "IMPORT_KEYS", "ImportOrder",
    "ImportOutcome",
    "incoming_line", "incoming_text", "IndexState", "InvalidEntry", "is_known_outcome", "key_hint", "key_label",
    "keyword_of", "kilometres", "KnowledgeBase", "KnowledgeBaseError", "Language", "latex_of", "list_cell", "Listed",
    "load_config", "Match", "Message", "message_from", "message_of", "message_record", "Metadata", "MetadataKey",
    "name_in", "nearest_places", "NamedActors", "NOT_GIVEN", "NOT_STATED", "NotAllowed", "open_curation",
    "open_knowledge_base", "open_rooms", "Origin", "Organisation", "ORGANISATION_SCHEMES", "OUTCOME_SCHEME", "Page",
    "PagePicture", "PartType", "PictureSize", "PictureUnavailable", "Place", "Places", "PLACE_SCHEME", "Query",
    "QueryTooLong", "read_stated", "Reason", "reason_lead", "reason_values", "RECORD_SCHEMES", "Relation",
    "result_json", "ResultPage", "rfc3339", "RIS_FACTS", "ris_name", "RIS_PAGE", "RIS_PRESENTED", "Role", "Rooms",
    "rows_of", "RUNNING", "SaveFailed", "say", "SCHEMA", "Scheme", "secret_key", "SignIn", "Situation", "Snippet",
    "SortOrder", "Source", "sources_cell", "split_front_matter", "StateError", "Statistics", "Status",
    "SUBJECT_SCHEME", "UNKNOWN_OUTCOME", "suggested_title", "Suggestion", "SuggestionKind", "told_language",
    "TYPE_NAMES", "typed_number", "typed_value", "unpack", "Upload", "UploadState", "value_label", "ValueState",
    "ValueType", "Vocabulary", "Work", "WORK_PARTS", "work_cell", "WorkPart", "WorkType", "YearRange", "BulkEdit",
    "DocumentSelection", "ListOrder", "checked_points", "CheckItem", "is_public", "Level", "merged_keys", "MergedKey",
    "takes_text", "seconds_until", "status_before_trash", "is_fixed_concept", "merged_concept", "Share",
    "EditableRecord", "LIBRARY_KINDS", "merged_record", "NamedRecord", "PLACE_KINDS", "RecordEditor", "Records",
    "Assignment", "AssignmentPreview", "MetadataSuggestion", "MIN_WORDS", "Task", "TaskKind", "Use", "week_of",
    "FEW_RESULTS", "Stated", "UnsavedForm", "was_public", "Notice", "require_own", "COUNTRY_KIND",
    "Follow", "Handover", "MailQueue", "Outbox", "QueryError", "Reader", "suggested_case", "WaitingMail",
]  # fmt: skip
