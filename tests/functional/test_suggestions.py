from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer import KnowledgeBase, Language, SuggestionKind
from tests.builders import write_case


def texts(client: FlaskClient, typed: str, labels: str = "da") -> list[str]:
    answer = client.get("/api/suggest", query_string={"q": typed, "labels": labels})
    return [suggestion["text"] for suggestion in answer.json["suggestions"]]


@pytest.mark.parametrize("typed", ["aarhus", "århus", "arhus", "Aarh"])
def test_a_place_is_suggested_however_its_letters_are_typed(client: FlaskClient, typed: str) -> None:
    assert any("arhus" in text.lower() or "århus" in text.lower() for text in texts(client, typed))


def test_a_concept_leads_to_its_facet_and_a_title_to_its_document(client: FlaskClient) -> None:
    answer = client.get("/api/suggest", query_string={"q": "boligorg"}).json["suggestions"]
    titles = client.get("/api/suggest", query_string={"q": "skrotlab"}).json["suggestions"]

    assert {"partner-type=housing-association"} & {one["url"].partition("?")[2] for one in answer}
    assert "/da/documents/skrotlab-aarhus" in {one["url"] for one in titles}
    for suggestion in (*answer, *titles):
        assert client.get(suggestion["url"]).status_code == 200


def test_the_inside_of_a_compound_is_found(client: FlaskClient) -> None:
    assert any(text.lower().startswith("samarbejdsaftale") for text in texts(client, "aftale"))


def test_english_readers_get_english_names_first(client: FlaskClient) -> None:
    assert texts(client, "volunt", "en")[0].lower().startswith("volunt")


@pytest.mark.parametrize("typed", ["", "x", "   ", "\0", '"(', "qqqqzzzz", "æ" * 150])
def test_nothing_is_suggested_for_nothing_and_nothing_raises(client: FlaskClient, typed: str) -> None:
    assert texts(client, typed) == []


def test_drafts_are_never_suggested(knowledge_base: KnowledgeBase, corpus: Path) -> None:
    for number in range(4):
        secret = {"title": f'"Hemmeligheden nummer {number}"', "status": '"draft"'}
        write_case(corpus, f"kladde-{number}", "Kvantespringeren står her.", **secret)
        write_case(corpus, f"kendt-{number}", "Bogbussen kører her.", title=f'"Kendt nummer {number}"')
    knowledge_base.reconcile()

    def suggested(typed: str) -> set[str]:
        return {suggestion.text for suggestion in knowledge_base.suggestions.suggest(typed, Language.DANISH)}

    assert suggested("hemmelig") == suggested("kvantespr") == set()
    assert "bogbussen" in suggested("bogbus")


def test_a_withdrawn_document_is_suggested_no_longer(knowledge_base: KnowledgeBase, corpus: Path) -> None:
    paths = [write_case(corpus, f"a{n}", "Ladcyklen kører.", title='"Ladcyklen i byen"') for n in range(4)]
    knowledge_base.reconcile()
    before = knowledge_base.suggestions.suggest("ladcyk", Language.DANISH)
    for path in paths:
        path.unlink()
    knowledge_base.reconcile()

    after = knowledge_base.suggestions.suggest("ladcyk", Language.DANISH)

    assert {suggestion.kind for suggestion in before} == {SuggestionKind.TERM, SuggestionKind.TITLE}
    assert after == ()
