"""Every format gives every document of the collection, and reads back as it was, æ, ø and å among it."""

from __future__ import annotations

import csv
import io
import json
import re
import warnings

import bibtexparser
import docx
import pybtex.database
import pytest
import rispy
from bibtexparser.latexenc import latex_to_unicode
from flask.testing import FlaskClient

from indexer import Author, DocumentId, KnowledgeBase, Language, Metadata, Work, author_of, open_knowledge_base
from indexer.config import Config
from indexer.curation.bulk.readers.latex import plain_text
from tests.builders import write_case
from tests.functional.reading import read_page, total_of, year_of
from web import create_app

FORMS = ("csv", "json", "ris", "bibtex", "csl", "markdown", "docx")
Records = dict[DocumentId, Metadata]


@pytest.fixture
def records(collection: KnowledgeBase) -> Records:
    found = dict(collection.comparer.public_records())
    assert any("å" in metadata.title for metadata in found.values())
    return found


def exported(client: FlaskClient, form: str, search: str = "", language: str = "da") -> bytes:
    response = client.get(f"/{language}/export/{form}{search}")
    assert response.status_code == 200
    return response.data


def test_csv_holds_every_document(client: FlaskClient, collection: KnowledgeBase, records: Records) -> None:
    label = collection.vocabulary.label
    rows = list(csv.DictReader(io.StringIO(exported(client, "csv").decode("utf-8-sig")), delimiter=";"))

    assert {row["id"]: row["title"] for row in rows} == {i: m.title for i, m in records.items()}
    for row in rows:
        metadata = records[DocumentId(row["id"])]
        assert row["goals"].split("; ") == list(metadata.goals) or not metadata.goals
        assert row["partners"] == "; ".join(label("partner", one, Language.DANISH) for one in metadata.partners)


def test_json_holds_every_document(client: FlaskClient, records: Records) -> None:
    content = json.loads(exported(client, "json"))

    assert content["total"] == len(records)
    found = {each["id"]: each for each in content["documents"]}
    for document_id, metadata in records.items():
        each = found.pop(document_id)
        assert (each["title"], each["summary"]) == (metadata.title, metadata.summary)
        assert [goal["id"] for goal in each["goals"]] == list(metadata.goals)
        assert each["year_start"] == metadata.year_start
        assert [source["url"] for source in each["sources"]] == [source.url for source in metadata.sources]
    assert not found


def test_ris_reads_back_with_rispy(client: FlaskClient, records: Records) -> None:
    entries = rispy.loads(exported(client, "ris").decode("utf-8"))

    found = {entry["id"]: entry for entry in entries}
    assert len(entries) == len(found) == len(records)
    for document_id, metadata in records.items():
        entry = found[document_id]
        assert entry["title"] == cited_title(metadata)
        assert entry.get("authors", []) == [str(author) for author in cited_authors(metadata)]
        assert entry["language"] == metadata.language.value
        assert entry.get("year", "") == year_of(metadata)
        if work := metadata.describes:
            assert_work_of_ris(entry, work)
            assert metadata.title in entry["notes"][0] and f"/documents/{document_id}" in entry["notes"][0]
            assert not any("/documents/" in url for url in entry.get("urls", []))
        else:
            assert entry["urls"] == [f"http://localhost/da/documents/{document_id}"]
            assert entry["type_of_reference"] == RIS_TYPES.get(metadata.kind, "ELEC")


RIS_TYPES = {"report": "RPRT", "article": "EJOUR", "theory": "EJOUR", "guide": "PAMP"}
RIS_WORKS = {
    "journal-article": "JOUR", "magazine-article": "MGZN", "book": "BOOK", "conference-paper": "CPAPER",
    "report": "RPRT", "thesis": "THES", "guide": "PAMP", "web-page": "ELEC", "other": "GEN",
}  # fmt: skip


def cited_title(metadata: Metadata) -> str:
    return metadata.describes.title if metadata.describes else metadata.title


def cited_authors(metadata: Metadata) -> list[Author]:
    return list(metadata.describes.authors) if metadata.describes else [author_of(text) for text in metadata.authors]


def assert_work_of_ris(entry: dict[str, object], work: Work) -> None:
    assert entry["type_of_reference"] == RIS_WORKS[work.type]
    said = {
        "secondary_title": work.container, "volume": work.volume, "number": work.issue, "publisher": work.publisher,
        "place_published": work.place, "doi": work.doi, "issn": work.isbn, "edition": work.edition,
    }  # fmt: skip
    assert {name: entry.get(name, "") for name in said} == said
    assert "-".join(str(entry[end]) for end in ("start_page", "end_page") if end in entry) == work.pages
    assert entry.get("urls", []) == ([work.url] if work.url else [])


def test_every_work_has_the_year_that_is_known_and_a_type_of_its_own(records: Records) -> None:
    works = [metadata.describes for metadata in records.values() if metadata.describes]

    assert len(works) >= MANY_WORKS
    assert {work.type.value for work in works} <= RIS_WORKS.keys()
    assert sum(work.year is not None for work in works) >= MANY_WORKS // 2


MANY_WORKS = 40
"""The collection has more than these; fewer would mean that the tests look at nothing."""


def plain(text: str) -> str:
    """What BibTeX shows for a text of ours, by the reader of others."""
    return latex_to_unicode(text).replace("{", "").replace("}", "")


def test_bibtex_reads_back_with_bibtexparser(client: FlaskClient, records: Records) -> None:
    parser = bibtexparser.bparser.BibTexParser(common_strings=True, ignore_nonstandard_types=False)
    entries = bibtexparser.loads(exported(client, "bibtex").decode("utf-8"), parser).entries_dict

    assert set(entries) == set(records)
    for document_id, metadata in records.items():
        entry = entries[document_id]
        assert plain(entry["title"]) == cited_title(metadata)
        assert [plain(name) for name in names_in(entry.get("author", ""))] == list(
            map(bibtex_spoken, cited_authors(metadata))
        )
        if work := metadata.describes:
            assert entry.get("doi", "") == work.doi
            assert entry.get("url", "") == work.url
            assert entry.get("pages", "") == work.pages.replace("-", "--")
            assert metadata.title in plain(entry["note"])


def names_in(field: str) -> list[str]:
    return [name for name in field.split(" and ") if name]


def bibtex_spoken(author: Author) -> str:
    """A name without the comma that says of a lone word that it is a family's."""
    return str(author).removesuffix(",") if author.is_person else author.name


def test_bibtex_reads_back_with_pybtex_and_persons_are_persons(client: FlaskClient, records: Records) -> None:
    entries = pybtex.database.parse_string(exported(client, "bibtex").decode("utf-8"), "bibtex").entries

    assert set(entries) == set(records)
    for document_id, metadata in records.items():
        persons = entries[document_id].persons.get("author", [])
        names = [(plain(str(person)), len(person.last_names)) for person in persons]
        for (name, last_names), author in zip(names, cited_authors(metadata), strict=True):
            assert name == bibtex_spoken(author)
            assert last_names == 1 or author.is_person


def test_csl_json_holds_every_document_and_citeproc_reads_it(client: FlaskClient, records: Records) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from citeproc.source.json import CiteProcJSON

        items = json.loads(exported(client, "csl"))
        known = CiteProcJSON(items)

    assert {item["id"]: item["title"] for item in items} == {i: cited_title(m) for i, m in records.items()}
    assert {str(key) for key in known} == set(records)
    for item in items:
        metadata = records[DocumentId(item["id"])]
        assert [name.get("literal", "") for name in item.get("author", [])] == [a.name for a in cited_authors(metadata)]
        assert str(item.get("issued", {}).get("date-parts", [[""]])[0][0]) == year_of(metadata)
        assert item.get("DOI", "") == (metadata.describes.doi if metadata.describes else "")
        assert (item.get("container-title") == "Samspil") == (metadata.describes is None)


def test_markdown_and_docx_list_every_document(client: FlaskClient, records: Records) -> None:
    markdown = exported(client, "markdown").decode("utf-8")
    word = docx.Document(io.BytesIO(exported(client, "docx")))
    titles = sorted(m.title if m.language == "da" else m.title_other or m.title for m in records.values())

    assert markdown.count("\n* [") == len(records)
    assert sorted(p.text for p in word.paragraphs if p.style.name == "Heading 2") == titles
    written = re.sub(r"\\(.)", r"\1", markdown)
    assert all(title in written for title in titles)


@pytest.mark.parametrize("search", ["?q=frivillige", "?sector=private&-goal=new-users&from=2005", "?q=findesikkexyz"])
def test_the_number_in_the_button_is_what_the_file_holds(client: FlaskClient, search: str) -> None:
    page = read_page(client, f"/da/search{search}")
    total = total_of(page)

    rows = list(csv.DictReader(io.StringIO(exported(client, "csv", search).decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == total
    if total:
        heading = page.select_one(".take-along h3")
        assert heading is not None and f"Eksportér {total} dokumenter" in heading.text


def test_a_selection_holds_what_was_chosen_in_that_order(client: FlaskClient) -> None:
    search = "?q=frivillige&selected=1&id=lochal-tilburg&id=bogstart&id=findes-ikke&id=bogstart"

    assert [item["id"] for item in json.loads(exported(client, "csl", search))] == ["lochal-tilburg", "bogstart"]


def test_a_selection_of_nothing_says_what_to_do(client: FlaskClient) -> None:
    page = read_page(client, "/da/export/csv?q=frivillige&selected=1", status=400)

    assert "Sæt hak ved et eller flere dokumenter" in page.text


@pytest.mark.parametrize("form", FORMS)
def test_drafts_are_in_no_file_and_nothing_breaks_a_format(place: Config, form: str) -> None:
    nasty = r'"=cmd|{\\} \"æøå\" & <b>100 %</b> # _ $ ; [x](y)"'
    write_case(place.corpus_folder, "kladde", "Hemmeligt.", status='"draft"', title='"Hemmelig plan"')
    write_case(place.corpus_folder, "svaer", title=nasty, summary=nasty, partners=f"[{nasty}]", authors=f"[{nasty}]")
    opened = open_knowledge_base(place)
    opened.reconcile()
    client = create_app(place.path, opened).test_client()

    data = exported(client, form)
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(data)).paragraphs) if form == "docx" else data.decode()

    assert "Hemmelig" not in text and "æøå" in text
    if form == "csv":
        assert list(csv.reader(io.StringIO(text), delimiter=";"))[1][1].startswith("'=cmd")
    if form == "ris":
        assert rispy.loads(text)[0]["title"] == '=cmd|{\\} "æøå" & <b>100 %</b> # _ $ ; [x](y)'
    if form == "bibtex":
        entry = bibtexparser.loads(text).entries[0]
        assert plain_text(entry["title"]) == '=cmd|{\\} "æøå" & <b>100 %</b> # _ $ ; [x](y)'
    opened.close()
