"""Documents kept across searches in an address, without an account, a cookie or a script."""

from __future__ import annotations

import io
import zipfile
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from tests.functional.reading import read_page, words_of

NAME = "Læsning & ø"
TWO = urlencode([("name", NAME), ("id", "bogbus"), ("id", "museet")])


def asked(address: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address).query)


def titles(page: BeautifulSoup) -> list[str]:
    return [heading.get_text().strip() for heading in page.select(".kept-documents h3")]


def test_what_is_ticked_over_two_searches_becomes_one_list(reader: FlaskClient) -> None:
    first = read_page(reader, "/da/search?q=bogbus&id=bogbus")
    button = next(each for each in first.select(".selection button") if "vores liste" in each.text)

    # The browser sends the whole form to the address of the button.
    sent = reader.get(f"{button['formaction']}?q=museet&sector=public&view=map&id=bogbus&id=museet&from=&to=")

    assert sent.status_code == 302
    assert sent.location == "/da/list?id=bogbus&id=museet"
    assert titles(read_page(reader, sent.location)) == ["Bogbussen kører ud", "Museet flytter ind"]


def test_a_named_list_is_added_to_by_searching_on(reader: FlaskClient) -> None:
    page = read_page(reader, f"/da/list?{TWO}")
    onward = next(str(link["href"]) for link in page.select("a.button") if "Find flere" in link.text)

    results = read_page(reader, onward)
    sent = reader.get(f"/da/list?{urlencode([('list', NAME), ('q', 'x'), ('id', 'bogbus'), ('id', 'museet')])}")

    assert words_of(page, "h1") == NAME
    assert {box["value"] for box in results.select("input[name=id][checked]")} == {"bogbus", "museet"}
    assert results.select_one(f"input[name=list][value='{NAME}']") is not None
    assert f"Gem i »{NAME}«" in words_of(results, ".selection")
    assert asked(sent.location) == {"name": [NAME], "id": ["bogbus", "museet"]}


def test_a_document_is_added_to_what_was_ticked_in_its_search(reader: FlaskClient) -> None:
    search = urlencode({"search": "q=museet&id=bogbus&list=Vi"})
    page = read_page(reader, f"/da/documents/museet?{search}")

    link = next(str(each["href"]) for each in page.select("a.button") if "vores liste" in each.text)

    assert asked(reader.get(link).location) == {"name": ["Vi"], "id": ["bogbus", "museet"]}


def test_a_document_is_taken_off_and_the_rest_stays(reader: FlaskClient) -> None:
    page = read_page(reader, f"/da/list?{TWO}")

    buttons = page.select(".kept-documents button[form=ours][name=without]")
    sent = reader.get(f"/da/list?{TWO}&without={buttons[0]['value']}")

    assert [button["value"] for button in buttons] == ["bogbus", "museet"]
    assert len(page.select("form#ours input[name=id]")) == 2
    assert asked(sent.location) == {"name": [NAME], "id": ["museet"]}


def test_a_shared_list_can_be_read_and_copied_but_not_changed(reader: FlaskClient) -> None:
    ours = read_page(reader, f"/da/list?{TWO}")
    field = ours.select_one("input#share")
    assert field is not None

    shared = read_page(reader, str(field["value"]))

    assert titles(shared) == titles(ours)
    assert shared.select_one("form#ours, input#add") is None
    assert "Tag ud" not in words_of(shared, "main")
    own = next(str(link["href"]) for link in shared.select("a.button") if "egen udgave" in link.text)
    assert own == f"/da/list?{TWO}"


@pytest.mark.parametrize("form", ["csv", "json", "ris", "bibtex", "csl", "markdown", "docx"])
def test_a_list_is_taken_along_in_every_format(reader: FlaskClient, form: str) -> None:
    page = read_page(reader, f"/da/list?{TWO}")
    button = page.select_one(f".downloads button[formaction='/da/export/{form}'][name=selected]")
    assert button is not None

    content = reader.get(f"{button['formaction']}?{TWO}&selected=1", buffered=True).data

    if form == "docx":
        content = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml")
    text = content.decode("utf-8")
    assert "Museet flytter ind" in text and "Datalaboratoriet" not in text
    if form in ("markdown", "docx"):
        assert "Læsning" in text


def test_two_lists_are_put_together_by_a_pasted_link(reader: FlaskClient) -> None:
    pasted = "https://elsewhere.example/da/list?name=Deres&id=museet&id=data-lab&read=1"

    sent = reader.get(f"/da/list?{urlencode({'name': '', 'id': 'bogbus', 'add': pasted})}")

    assert asked(sent.location) == {"name": ["Deres"], "id": ["bogbus", "museet", "data-lab"]}
    assert asked(reader.get(f"/da/list?{urlencode({'id': 'bogbus', 'add': 'ikke et link'})}").location) == {
        "id": ["bogbus"]
    }


def test_an_empty_list_and_documents_that_are_gone_are_told(reader: FlaskClient) -> None:
    empty, gone = read_page(reader, "/en/list"), read_page(reader, "/da/list?id=findes-ikke&id=bogbus")

    assert "The list is empty" in words_of(empty, "main")
    assert "»findes-ikke« findes ikke" in words_of(gone, ".notice")
    assert titles(gone) == ["Bogbussen kører ud"]
    assert gone.select_one("meta[name=robots][content*=noindex]") is not None
