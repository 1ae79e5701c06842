"""A result page as programs read it."""

from __future__ import annotations

from indexer import (
    DocumentId,
    Facet,
    FacetValue,
    Filter,
    Hit,
    Language,
    Match,
    Metadata,
    Query,
    ResultPage,
    Snippet,
    ValueState,
    result_json,
)
from indexer.presentation.result_json import ResultJson
from tests.builders import a_vocabulary

HIT = Hit(
    DocumentId("bogstart"),
    Metadata("Bogstart", Language.DANISH, "case"),
    "text/markdown",
    1.23456789,
    Snippet("En bog til alle", (Match(3, 6), Match(11, 15)), Language.DANISH, page_number=2),
)
SECTOR = Facet("sector", (FacetValue("public", 3, ValueState.SELECTED), FacetValue("not-stated", 1)))


def test_every_part_of_a_result_has_its_place() -> None:
    unknown = (Filter("library", "Nowhere"), Filter("goal", "none", is_excluded=True))
    result = ResultPage(
        Query("bok", page_number=3),
        41,
        (HIT,),
        (SECTOR,),
        related_total=7,
        nearest=(HIT, HIT),
        names=("bok bog",),
        correction="bog",
        is_corrected=True,
        unknown_filters=unknown,
    )

    answer = result_json(result, a_vocabulary(), Language.DANISH)

    assert answer == {
        "total": 41,
        "page": 3,
        "hits": [
            {
                "id": "bogstart", "title": "Bogstart", "kind": "case", "language": "da", "languages": ["da"],
                "published": "", "changed": "", "score": 1.234568, "page": 2,
                "snippet": "En bog til alle", "matches": [[3, 6], [11, 15]], "by_meaning": False,
            }
        ],
        "facets": {
            "sector": [
                {"id": "public", "label": "public da", "count": 3, "state": "selected"},
                {"id": "not-stated", "label": "Ikke angivet", "count": 1, "state": "available"},
            ]
        },
        "correction": "bog",
        "is_corrected": True,
        "related_total": 7,
        "nearest": answer["hits"] * 2,
        "near_values": [],
        "names": ["bok bog"],
        "unknown_filters": ["library=Nowhere", "-goal=none"],
    }  # fmt: skip


def test_an_empty_answer_has_the_same_parts() -> None:
    empty = result_json(ResultPage(Query(), 0, (), ()), a_vocabulary(), Language.ENGLISH)

    assert set(empty) == set(ResultJson.__annotations__)
    assert (empty["hits"], empty["facets"], empty["correction"]) == ([], {}, None)


def test_a_summary_in_place_of_a_passage_has_no_page() -> None:
    hit = Hit(HIT.id, HIT.metadata, HIT.media_type, 0.0, Snippet("Om bøger", (), Language.DANISH))

    said = result_json(ResultPage(Query(), 1, (hit,), ()), a_vocabulary(), Language.DANISH)["hits"][0]

    assert (said["page"], said["matches"]) == (None, [])
