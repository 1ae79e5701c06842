"""The metadata schema: a row for each key, in the order of files, forms and exports.

Everything that reads, writes, checks, filters, shows or exchanges metadata iterates over it. A new facet is one row
here and its labels: a scheme in the vocabulary, which also names the facet.
"""

from __future__ import annotations

import hashlib

from indexer.domain.documents.metadata import Language, Level, Status
from indexer.domain.documents.metadata_key import FormPart, MetadataKey, ValueType, Wanted

SCHEMA: tuple[MetadataKey, ...] = (
    MetadataKey(
        key="title", attribute="title", type=ValueType.TEXT, is_required=True, columns=("titel",), schema_org="name",
        form_part=FormPart.MAIN, says="the title in the document's own language",
    ),
    MetadataKey(
        key="title_other", attribute="title_other", type=ValueType.TEXT, translates="title", schema_org="alternateName",
        form_part=FormPart.TRANSLATION, wanted=Wanted.ALWAYS,
        says="the title in the other language",
    ),
    MetadataKey(
        key="summary", attribute="summary", type=ValueType.TEXT, limit=1000, columns=("resumé", "resume", "abstract"),
        schema_org="abstract", form_part=FormPart.MAIN, wanted=Wanted.ALWAYS,
        says="one sentence: who does what with whom, and what comes of it",
    ),
    MetadataKey(
        key="summary_other", attribute="summary_other", type=ValueType.TEXT, limit=1000, translates="summary",
        form_part=FormPart.TRANSLATION, wanted=Wanted.ALWAYS,
        says="the same in the other language",
    ),
    MetadataKey(
        key="kind", attribute="kind", type=ValueType.CONCEPT, facet="kind", facet_place=10, is_required=True,
        columns=("type", "materialetype"), schema_org="genre", form_part=FormPart.MAIN, is_compared=True,
        says="what kind of item it is",
    ),
    MetadataKey(
        key="language", attribute="language", type=ValueType.CHOICE, choices=Language, facet="language", facet_place=80,
        is_required=True, columns=("sprog",), schema_org="inLanguage", form_part=FormPart.MAIN, found_by="languages",
        says="the language that it is written in; of two texts that of the one that holds the metadata",
    ),
    MetadataKey(
        key="subjects", attribute="subjects", type=ValueType.CONCEPTS, facet="subject", facet_place=50,
        columns=("emne", "emner", "subject"), schema_org="about", form_part=FormPart.FINDABLE, is_compared=True,
        wanted=Wanted.OF_CASES, widens_search=False,
        says="what it is about, the most important first; weighs most in comparing",
    ),
    MetadataKey(
        key="goals", attribute="goals", type=ValueType.CONCEPTS, facet="goal", facet_place=30,
        columns=("mål", "goal"), schema_org="about", form_part=FormPart.FINDABLE, is_compared=True,
        wanted=Wanted.ALWAYS, says="what the library wants to gain",
    ),
    MetadataKey(
        key="sectors", attribute="sectors", type=ValueType.CONCEPTS, facet="sector", facet_place=20,
        columns=("sektor", "sektorer", "sector"), schema_org="about", form_part=FormPart.FINDABLE, is_compared=True,
        wanted=Wanted.OF_CASES, says="where the partners belong",
    ),
    MetadataKey(
        key="partner_types", attribute="partner_types", type=ValueType.CONCEPTS, facet="partner-type", facet_place=40,
        columns=("partnertype", "partnertyper", "partner type"), schema_org="about", form_part=FormPart.FINDABLE,
        is_compared=True, wanted=Wanted.OF_CASES, says="what the partners are",
    ),
    MetadataKey(
        key="phases", attribute="phases", type=ValueType.CONCEPTS, facet="phase", facet_place=60,
        columns=("fase", "faser", "phase"), form_part=FormPart.FURTHER, is_compared=True,
        says="the phases of a partnership that it helps in",
    ),
    MetadataKey(
        key="forms", attribute="forms", type=ValueType.CONCEPTS, facet="form", facet_place=70,
        columns=("samarbejdsform", "samarbejdsformer", "form"), schema_org="about", form_part=FormPart.FURTHER,
        is_compared=True, says="how binding the cooperation is",
    ),
    MetadataKey(
        key="library", attribute="libraries", type=ValueType.TEXTS, facet="library", scheme="library", facet_place=110,
        is_split=True, widens_search=False, is_told=False,
        columns=("bibliotek", "biblioteker"), schema_org="contributor", form_part=FormPart.WHO, wanted=Wanted.OF_CASES,
        says="the libraries that take part: ids of organisations, or names of those without a record",
    ),
    MetadataKey(
        key="partners", attribute="partners", type=ValueType.TEXTS, facet="partner", scheme="partner", facet_place=140,
        is_listed=False, widens_search=False, is_told=False,
        columns=("partner", "partnere"), schema_org="contributor", form_part=FormPart.WHO, is_compared=True,
        wanted=Wanted.OF_CASES, says="the partners: ids of organisations, or names of those without a record",
    ),
    MetadataKey(
        key="municipality", attribute="municipalities", type=ValueType.TEXTS, facet="municipality",
        scheme="municipality", facet_place=100, is_split=True, widens_search=False, is_told=False,
        columns=("kommune", "kommuner", "by"), schema_org="spatialCoverage", form_part=FormPart.WHO,
        is_compared=True, wanted=Wanted.OF_CASES, point="place",
        says="the municipalities or towns where it happens: ids of places, or names of those without a record",
    ),
    MetadataKey(
        key="country", attribute="countries", type=ValueType.COUNTRIES, facet="country", facet_place=90,
        columns=("land", "lande"), schema_org="spatialCoverage", form_part=FormPart.WHO, is_compared=True,
        wanted=Wanted.OF_CASES, point="place", says="the countries, as ISO 3166-1 codes (DK)",
    ),
    MetadataKey(
        key="authors", attribute="authors", type=ValueType.TEXTS, columns=("forfatter", "forfattere", "author"),
        schema_org="author", form_part=FormPart.WHO, wanted=Wanted.OF_OTHERS, says="who wrote it",
    ),
    MetadataKey(
        key="year_start", attribute="year_start", type=ValueType.YEAR, facet="year", facet_place=150,
        columns=("år", "startår", "year"), schema_org="temporalCoverage", form_part=FormPart.WHEN, wanted=Wanted.ALWAYS,
        spans_to=("year_end", "last_known_active"),
        says="the year the partnership began or the report came out; the filter counts it in every year it ran",
    ),
    MetadataKey(
        key="year_end", attribute="year_end", type=ValueType.YEAR, columns=("slutår",), schema_org="temporalCoverage",
        form_part=FormPart.FURTHER, says="the year it ended, not before `year_start`",
    ),
    MetadataKey(
        key="last_known_active", attribute="last_known_active", type=ValueType.YEAR, columns=("sidst set aktiv",),
        form_part=FormPart.FURTHER, says="the last year in which a source saw it at work",
    ),
    MetadataKey(
        key="outcome", attribute="outcome", type=ValueType.CONCEPT, facet="outcome", facet_place=120,
        columns=("udfald", "udbytte"), form_part=FormPart.WHEN, is_compared=True, wanted=Wanted.OF_CASES,
        widens_search=False, is_told=False, says="what became of the partnership",
    ),
    MetadataKey(
        key="evidence", attribute="evidence", type=ValueType.CONCEPT, facet="evidence", facet_place=130,
        columns=("belæg",), form_part=FormPart.WHEN, wanted=Wanted.OF_CASES, widens_search=False, is_told=False,
        says="what the account rests on",
    ),
    MetadataKey(
        key="text_form", attribute="text_form", type=ValueType.CONCEPT, facet="text-form", facet_place=160,
        is_listed=False, columns=("tekstform",), form_part=FormPart.FURTHER, widens_search=False, is_told=False,
        says="that the text is a short notice",
    ),
    MetadataKey(
        key="status", attribute="status", type=ValueType.CHOICE, choices=Status, columns=("status",),
        says="where it stands; `published` where nothing is stated, and only such documents are indexed and shown",
    ),
    MetadataKey(
        key="embargo", attribute="embargo", type=ValueType.MOMENT, columns=("offentlig fra", "public from"),
        form_part=FormPart.VISIBILITY,
        says="the day or moment from which a published document is shown, by itself",
    ),
    MetadataKey(
        key="level", attribute="level", type=ValueType.CHOICE, choices=Level,
        columns=("hvem må se det?", "who may see it?", "synlig for"), form_part=FormPart.VISIBILITY,
        says="`internal` for a document that only those who are signed in may see, whatever its status",
    ),
    MetadataKey(
        key="added", attribute="added", type=ValueType.MOMENT, columns=("tilføjet",), schema_org="dateCreated",
        says="when it came into the collection, by the editor or else as `samspil index` saw it first",
    ),
    MetadataKey(
        key="published", attribute="published", type=ValueType.MOMENT, columns=("offentliggjort",),
        schema_org="datePublished", says="when it became public; what feeds and »newest« go by",
    ),
    MetadataKey(
        key="changed", attribute="changed", type=ValueType.MOMENT, columns=("ændret",), schema_org="dateModified",
        says="when its text or metadata changed last",
    ),
    MetadataKey(
        key="related", attribute="related", type=ValueType.TEXTS, columns=("læs også",), form_part=FormPart.SOURCES,
        says="ids of documents that speak of the same thing",
    ),
    MetadataKey(
        key="replaces", attribute="replaces", type=ValueType.TEXTS, columns=("erstatter",),
        says="ids of documents that were merged into it; their addresses lead here",
    ),
    MetadataKey(
        key="downloads", attribute="downloads", type=ValueType.TEXTS, columns=("filer",),
        says="names of files in `corpus/downloads/`",
    ),
    MetadataKey(
        key="downloads_other", attribute="downloads_other", type=ValueType.TEXTS, translates="downloads",
        says="the same in the other language",
    ),
    MetadataKey(
        key="describes", attribute="describes", type=ValueType.WORK, columns=("værk", "omtalt værk", "work"),
        schema_org="mainEntity", form_part=FormPart.WORK, wanted=Wanted.OF_OTHERS, point="authors",
        says="the work of others that it presents, which is then what is cited; a `[describes]` table, see below",
    ),
    MetadataKey(
        key="sources", attribute="sources", type=ValueType.SOURCES, columns=("kilder",), schema_org="citation",
        form_part=FormPart.SOURCES, wanted=Wanted.ALWAYS,
        says="`[[sources]]` tables with `title`, `url`, `publisher`, `year`",
    ),
)  # fmt: skip  # a row is read as a row

SOURCE_LIMITS = {"title": 300, "url": 2000, "publisher": 300}
"""The most characters of each text of a source; its year is a year."""

MAX_SOURCES = 80
BY_KEY = {row.key: row for row in SCHEMA}
KNOWN_KEYS: tuple[str, ...] = tuple(key for row in SCHEMA for key in row.keys)
"""Every key that a file may state."""

FACET_ROWS: tuple[MetadataKey, ...] = tuple(
    sorted((row for row in SCHEMA if row.facet), key=lambda row: row.facet_place)
)
NOT_WIDENING = frozenset(row.concept_scheme for row in SCHEMA if not row.widens_search)
"""Schemes whose names do not widen searches: everyday words tell of their concepts."""

UNTOLD = frozenset(row.concept_scheme for row in SCHEMA if not row.is_told)
"""Schemes whose names tell nothing when a text holds them: "stopped" is a word like others."""


def schema_digest() -> str:
    """A short text that changes whenever keys, types or facets do: an index that was made by others is made anew."""
    rows = [(row.key, row.attribute, row.type.name, row.facet, row.scheme) for row in SCHEMA]
    return hashlib.sha256(repr(rows).encode()).hexdigest()[:12]


def rows_of(part: FormPart) -> tuple[MetadataKey, ...]:
    """The rows that a part of the form asks for."""
    return tuple(row for row in SCHEMA if row.form_part is part)
