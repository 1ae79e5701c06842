"""How an index is laid out: its settings, and what each field of it is."""

from __future__ import annotations

from indexer.domain.documents.facets import FACETS
from indexer.domain.documents.metadata_schema import schema_digest
from indexer.domain.queries.fields import FREQUENCY_FIELDS, SPELLING_FIELDS, TEXT_FIELDS, is_body
from indexer.engines.opensearch.cluster import Json

LAYOUT_VERSION = 1
"""Raised whenever an index written before can no longer be read by this code."""

HOLE, STACK, ANY = "\x01", "\x02", "\x03"
"""A place without a term, what joins the terms of one place, and the term that stands at every place with a term.

No analyzer makes them.
"""

BODY_FIELDS = tuple(field for field in TEXT_FIELDS if is_body(field))
TWO_TEXTS_FIELD = "two_texts"
"""Whether a document has a text in each language."""
DECADE_FIELD = "decade"
YEAR_NUMBER_FIELD = "year_number"
MOST_RESULTS = 1_000_000
"""The last hit that a page may show."""


def layout() -> str:
    """The layout that this version writes and reads."""
    return f"{LAYOUT_VERSION}, metadata {schema_digest()}"


def facet_field(facet: str) -> str:
    """The field of a facet's values."""
    return f"facet_{facet}"


def length_field(field: str) -> str:
    """How many terms a field of a document has."""
    return f"length_{field}"


def terms_field(field: str) -> str:
    """The different terms of a text field as values: for lists of them. Spellings are values themselves."""
    return field if field in SPELLING_FIELDS else f"terms_{field}"


def counts_field(field: str) -> str:
    """The terms of a text field with how often each stands in the document, kept to be read."""
    return f"counts_{field}"


def index_body(shards: int, replicas: int, meta: Json) -> Json:
    """What an index is created with; `meta` says what made it."""
    return {
        "settings": {
            "number_of_shards": shards,
            "number_of_replicas": replicas,
            # Nothing is seen before the writer says so.
            "refresh_interval": -1,
            "max_result_window": MOST_RESULTS,
            "mapping.nested_objects.limit": 100_000,
            "similarity": _frequency_alone(),
            "analysis": _analysis(),
        },
        "mappings": {
            "dynamic": "strict",
            "_meta": meta,
            "_source": {"includes": ["id", "hash", "record", "page_count"]},
            "properties": _properties(),
        },
    }


def _properties() -> Json:
    keyword, whole, value = {"type": "keyword"}, {"type": "integer"}, {"type": "keyword", "index": False}
    return {
        "id": keyword,
        "hash": {**value, "doc_values": False},
        "record": {**value, "doc_values": False},
        "title_key": value,
        "page_count": whole,
        "published": {"type": "long", "index": False},
        "is_public": {"type": "boolean"},
        TWO_TEXTS_FIELD: {"type": "boolean"},
        DECADE_FIELD: keyword,
        YEAR_NUMBER_FIELD: whole,
        **{facet_field(facet.id): keyword for facet in FACETS},
        **{field: _text() for field in TEXT_FIELDS},
        **{field: _text(index_options="freqs") for field in FREQUENCY_FIELDS},
        **dict.fromkeys(SPELLING_FIELDS, keyword),
        **{length_field(field): whole for field in (*TEXT_FIELDS, *FREQUENCY_FIELDS)},
        **{terms_field(field): value for field in TEXT_FIELDS},
        **{counts_field(field): {"type": "text", "index": False, "store": True} for field in TEXT_FIELDS},
        "pages": {
            "type": "nested",
            "properties": {"number": whole, **{field: _text(store=True) for field in BODY_FIELDS}},
        },
    }


def _text(**more: object) -> Json:
    # Lengths stand beside the text, as whole numbers: norms would round them.
    return {"type": "text", "analyzer": "places", "norms": False, "similarity": "frequency", **more}


def _frequency_alone() -> Json:
    """A score is how often something stands there; it is called for each term of a phrase, and added up."""
    return {"frequency": {"type": "scripted", "script": {"source": "return query.boost * doc.freq;"}}}


def _analysis() -> Json:
    """Terms come with spaces between them, place by place; see documents.py."""
    return {
        # A place with all its terms is one token: longer than 255 characters it would be cut without this.
        "tokenizer": {"gaps": {"type": "whitespace", "max_token_length": 1_000_000}},
        "filter": {
            "holes": {"type": "stop", "stopwords": [HOLE]},
            "unstack": {"type": "pattern_capture", "preserve_original": False, "patterns": [f"([^{STACK}]+)"]},
        },
        "analyzer": {
            "places": {"type": "custom", "tokenizer": "gaps", "filter": ["holes", "unstack"]},
        },
    }
