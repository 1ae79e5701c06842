"""The API in the words of OpenAPI 3.1; the tests call it as it is described here."""

from __future__ import annotations

from typing import Any

from indexer import (
    AXES,
    FACETS,
    ORGANISATION_SCHEMES,
    WORK_PARTS,
    Language,
    MetadataKey,
    PartType,
    SortOrder,
    ValueType,
    WorkType,
)
from web.compare.comparable_presenter import FACTOR_NAMES, GROUP_NAMES
from web.exports.tables import TOLD_ROWS
from web.site.licence import LICENCE, LICENCE_NAME

Json = dict[str, Any]
_TEXT: Json = {"type": "string"}
_NUMBER: Json = {"type": "integer"}
_LABELS = [language.value for language in Language]


def api_description() -> Json:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Samspil",
            "version": "1",
            "description": "Search and compare partnership knowledge. Values that cannot be used are passed over; "
            "an address over a limit is answered by 400, whose `advice` names the limit.",
            "license": {"name": LICENCE_NAME, "url": LICENCE},
        },
        "paths": {
            "/api/search": _get("Search with facets", [*_search_parameters(), _page()], "Result", [400, 429]),
            "/api/suggest": _get("Suggestions", [_query("q", "What was typed", "bib")], "Suggestions", [400]),
            "/api/map": _get("Two facets crossed", [*_search_parameters(), *_axes()], "Map", [400, 429]),
            "/api/situation": _get("Order by fit", [*_situation_parameters(), _page()], "Situation", [400]),
            "/api/documents/{id}": _get("One document", [_id()], "Document", [400, 404, 410]),
            "/api/documents/{id}/text": _get("The text of a document", [_id()], "Text", [400, 404, 410]),
            "/api/organisations": _get("Libraries and partners", [_page()], "Organisations", [400]),
            "/api/organisations/{id}": _get("One of them", [_id("aarhus")], "WholeOrganisation", [400, 404, 410]),
            "/api/documents/{id}/comparable": _get(
                "Comparable", [_id(), _scope(), *_weights()], "Comparables", [400, 404, 410]
            ),
        },
        "components": {"schemas": {**_schemas_of_answers(), **_schemas_of_records()}},
    }


def _get(summary: str, parameters: list[Json], schema: str, errors: list[int]) -> Json:
    responses: Json = {"200": {"description": "OK", "content": {"application/json": {"schema": _ref(schema)}}}}
    for code in [*errors, 414, 503]:
        content = {"application/json": {"schema": _ref("Error")}}
        responses[str(code)] = {"description": "See `advice`.", "content": content}
    labels = _query("labels", "Language of labels and reasons", "da", {"type": "string", "enum": _LABELS})
    return {"get": {"summary": summary, "parameters": [*parameters, labels], "responses": responses}}


def _query(name: str, description: str, example: object, schema: Json | None = None) -> Json:
    found = {"name": name, "in": "query", "description": description, "schema": schema or _TEXT}
    return {**found, "example": example}


def _several(name: str, description: str, example: list[str]) -> Json:
    return {
        **_query(name, description, example, {"type": "array", "items": _TEXT, "maxItems": 20}),
        "style": "form",
        "explode": True,
    }


def _id(example: str = "100-lektiecafeer") -> Json:
    return {
        "name": "id",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "pattern": "^[a-z0-9-]+$"},
        "example": example,
    }


def _page() -> Json:
    return _query("page", "From 1", 1, {"type": "integer", "minimum": 1, "maximum": 100_000})


def _search_parameters() -> list[Json]:
    facets = [_several(facet.id, "Values that are chosen", []) for facet in FACETS]
    year = {"type": "integer", "minimum": 1000, "maximum": 2999}
    return [
        _query("q", 'Words, "phrases", -not, OR, title:, prefix*', "lektiecafé", {"type": "string", "maxLength": 500}),
        *facets,
        _query("from", "It ran in this year or later", 1990, year),
        _query("to", "It ran in this year or earlier", 2025, year),
        _query("sort", "Order", "relevance", {"type": "string", "enum": [order.value for order in SortOrder]}),
        _query("related", "1 counts related documents too", "0", {"type": "string", "enum": ["0", "1"]}),
    ]


def _axes() -> list[Json]:
    schema = {"type": "string", "enum": list(AXES)}
    return [_query("rows", "Facet of the rows", "goal", schema), _query("columns", "Of the columns", "sector", schema)]


def _situation_parameters() -> list[Json]:
    facets = (
        ("subject", "homework-help"),
        ("goal", "new-users"),
        ("partner-type", "volunteers"),
        ("sector", "civil-society"),
    )
    chosen = [_several(facet, "Concepts", [value]) for facet, value in facets]
    texts = [_query(name, "In own words", "") for name in ("q", "offer", "municipality", "library")]
    return [*chosen, _several("phase", "Concepts", []), *texts, *_weights()]


def _scope() -> Json:
    schema = {"type": "string", "enum": ["close", "all"]}
    return _query("scope", "Only what is closely alike (where nothing is, the nearest three), or all", "close", schema)


def _weights() -> list[Json]:
    schema = {"type": "string", "enum": list(FACTOR_NAMES)}
    return [_query(f"weigh-{group}", "How much it counts", "normal", schema) for group in GROUP_NAMES]


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(required: Json, **optional: Json) -> Json:
    return {"type": "object", "required": list(required), "properties": {**required, **optional}}


def _list(items: Json) -> Json:
    return {"type": "array", "items": items}


_LABELLED = _object({"id": _TEXT, "label": _TEXT})


def _value(row: MetadataKey) -> Json:
    """What a key of the metadata holds, as documents are given; null or empty where nothing is stated."""
    if row.type is ValueType.SOURCES:
        return _list(_object({"title": _TEXT, "url": _TEXT, "publisher": _TEXT, "year": _or_null(_NUMBER)}))
    if row.type is ValueType.WORK:
        return {**_or_null(_work()), "description": f"{row.says[0].upper()}{row.says[1:]}"}
    one = _NUMBER if row.type is ValueType.YEAR else _TEXT
    # With the label: ids alone would send every client to the vocabulary first.
    if row.concept_scheme or row.type is ValueType.COUNTRIES:
        one = _LABELLED
    described = {"description": f"{row.says[0].upper()}{row.says[1:]}"}
    if row.type.is_list:
        return {**_list(one), **described}
    return {**(one if row.type in (ValueType.TEXT, ValueType.CHOICE, ValueType.MOMENT) else _or_null(one)), **described}


def _organisation(**further: Json) -> Json:
    """What is known of an organisation; `documents` counts those that name it in each role."""
    texts = dict.fromkeys(("id", "url", "name", "website", "about"), _TEXT)
    linked = {"kind": _LABELLED, **dict.fromkeys(("part_of", "place", "country"), _or_null(_LABELLED))}
    names = _object(dict.fromkeys(_LABELS, _TEXT))
    identifiers = {"type": "object", "additionalProperties": _TEXT}
    return _object(
        {**texts, **linked, "names": names, "other_names": _list(_TEXT), "identifiers": identifiers, **further}
    )


def _text_page() -> Json:
    return _object({"number": _NUMBER, "label": _TEXT, "language": _TEXT, "text": _TEXT})


def _work() -> Json:
    """The parts of a work; those that are not stated are empty, a year null."""
    name = _object({}, family=_TEXT, given=_TEXT, name=_TEXT)
    special = {
        PartType.TYPE: {**_TEXT, "enum": [each.value for each in WorkType]},
        PartType.AUTHORS: _list(name),
        PartType.YEAR: _or_null(_NUMBER),
    }
    return _object({part.name: special.get(part.type, _TEXT) for part in WORK_PARTS})


def _or_null(schema: Json) -> Json:
    return {**schema, "type": [schema["type"], "null"]}


def _schemas_of_answers() -> Json:
    value = _object({"id": _TEXT, "label": _TEXT, "count": _NUMBER, "state": _TEXT})
    hit = _object(
        {
            **dict.fromkeys(("id", "title", "kind", "language", "published", "changed"), _TEXT),
            "score": {"type": "number"},
            "languages": _list(_TEXT),
        },
        by_meaning={"type": "boolean"},
    )
    texts = _list(_TEXT)
    reason = _object({"aspect": _TEXT, "relation": _TEXT, "values": texts, "own_values": texts, "words": _TEXT})
    compared = _object(
        {
            "id": _TEXT,
            "title": _TEXT,
            "score": {"type": "number"},
            "is_close": {"type": "boolean"},
            "reasons": _list(reason),
            "differences": _list(reason),
        }
    )
    column = _object({"id": _TEXT, "label": _TEXT, "count": _NUMBER})
    row = _object({"id": _TEXT, "label": _TEXT, "count": _NUMBER, "counts": _list(_NUMBER)})
    facets = {"type": "object", "additionalProperties": _list(value)}
    return {
        "Result": _object(
            {
                "total": _NUMBER,
                "related_total": _NUMBER,
                "page": _NUMBER,
                "hits": _list(hit),
                "nearest": _list(hit),
                "near_values": _list(_object({"facet": _TEXT, "id": _TEXT, "label": _TEXT, "total": _NUMBER})),
                "facets": facets,
            }
        ),
        "Suggestions": _object({"suggestions": _list(_object({"text": _TEXT, "kind": _TEXT, "url": _TEXT}))}),
        "Map": _object({"rows": _TEXT, "columns": _TEXT, "column_values": _list(column), "row_values": _list(row)}),
        "Situation": _object({"total": _NUMBER, "documents": _list(compared)}),
        "Comparables": _object({"documents": _list(compared)}),
    }


def _schemas_of_records() -> Json:
    told: Json = {"id": _TEXT, "url": _TEXT, "languages": _list(_TEXT)}
    return {
        "Document": _object({**told, **{row.attribute: _value(row) for row in TOLD_ROWS}}),
        "Text": _object({**told, "language": _TEXT, "license": _or_null(_TEXT), "pages": _list(_text_page())}),
        "Organisations": _object({"total": _NUMBER, "page": _NUMBER, "organisations": _list(_organisation())}),
        "WholeOrganisation": _organisation(
            parts=_list(_LABELLED), documents=_object(dict.fromkeys(ORGANISATION_SCHEMES, _NUMBER))
        ),
        "Error": _object({"error": _TEXT, "advice": _TEXT}),
    }
