"""What each format says of one document, field by field."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import bibtexparser
import docx
import pytest
import rispy
from flask.testing import FlaskClient

from indexer import DocumentId, KnowledgeBase, Language
from tests.small_library import PUBLIC

ADDRESS = "http://localhost/da/documents/"


def exported(client: FlaskClient, form: str, document_id: str, language: str = "da") -> str:
    answer = client.get(f"/{language}/export/{form}?id={document_id}")
    assert answer.status_code == 200
    return answer.data.decode("utf-8-sig")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "aaben-skole"),
        ("title", "Åben skole på Ærø"),
        ("title_other", "Open school on Ærø"),
        ("kind", "case"),
        ("language", "da"),
        ("summary", "Biblioteket og skolen læser sammen."),
        ("sectors", "public"),
        ("goals", "new-users; new-services"),
        ("partner_types", "education"),
        ("subjects", "homework-help; reading-mates"),
        ("phases", "01-scoping"),
        ("forms", "partnership"),
        ("countries", "DK"),
        ("libraries", "Ærø Folkebibliotek"),
        ("municipalities", "Ærø"),
        ("partners", "Marstal Skole; Læsepatruljen"),
        ("year_start", "2009"),
        ("year_end", "2012"),
        ("outcome", "ended-as-planned"),
        ("authors", "Åse Kjær; Bo Berg"),
        ("url", f"{ADDRESS}aaben-skole"),
        (
            "sources",
            "Evaluering af åben skole | Marstal Skole | 2012 | https://example.org/aaben-skole\nEn bog uden adresse",
        ),
        ("related", "bogbus"),
    ],
)
def test_a_column_of_csv_holds_its_field(reader: FlaskClient, field: str, value: str) -> None:
    row = next(csv.DictReader(io.StringIO(exported(reader, "csv", "aaben-skole")), delimiter=";"))

    assert row[field] == value


@pytest.mark.parametrize(
    "field", ["summary", "goals", "year_start", "year_end", "outcome", "authors", "sources", "partners"]
)
def test_what_is_not_stated_is_an_empty_cell(reader: FlaskClient, field: str) -> None:
    rows = csv.DictReader(io.StringIO(exported(reader, "csv", "fengsel")), delimiter=";")

    assert next(rows)[field] == ""


def test_csv_follows_the_language_of_the_page_in_its_separator_and_address(reader: FlaskClient) -> None:
    row = next(csv.DictReader(io.StringIO(exported(reader, "csv", "aaben-skole", "en"))))

    assert (row["summary"], row["summary_other"]) == (
        "Biblioteket og skolen læser sammen.", "Library and school read together.",
    )  # fmt: skip
    assert row["url"] == "http://localhost/en/documents/aaben-skole"


def test_csv_opens_in_a_danish_spreadsheet(reader: FlaskClient) -> None:
    data = reader.get("/da/export/csv?id=bogbus").data

    assert data.startswith(b"\xef\xbb\xbfid;title;")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "aaben-skole"),
        ("url", f"{ADDRESS}aaben-skole"),
        ("title_other", "Open school on Ærø"),
        ("summary_other", "Library and school read together."),
        ("kind", {"id": "case", "label": "Case"}),
        ("sectors", [{"id": "public", "label": "Den offentlige sektor"}]),
        ("countries", [{"id": "DK", "label": "Danmark"}]),
        ("phases", [{"id": "01-scoping", "label": "Afdækning"}]),
        (
            "partners",
            [{"id": "Marstal Skole", "label": "Marstal Skole"}, {"id": "Læsepatruljen", "label": "Læsepatruljen"}],
        ),
        ("authors", ["Åse Kjær", "Bo Berg"]),
        ("year_start", 2009),
        ("outcome", {"id": "ended-as-planned", "label": "Afsluttet som planlagt"}),
        ("related", ["bogbus"]),
        (
            "sources",
            [
                {
                    "title": "Evaluering af åben skole", "url": "https://example.org/aaben-skole",
                    "publisher": "Marstal Skole", "year": 2012,
                },
                {"title": "En bog uden adresse", "url": "", "publisher": "", "year": None},
            ],
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_json_holds_each_field_and_drafts_are_not_named(reader: FlaskClient, field: str, value: object) -> None:
    content = json.loads(exported(reader, "json", "aaben-skole"))

    assert content["total"] == 1
    assert content["documents"][0][field] == value


def test_the_api_and_the_export_say_the_same_of_a_document(reader: FlaskClient) -> None:
    for document_id in PUBLIC:
        alone = reader.get(f"/api/documents/{document_id}?labels=da").json
        exported_one = json.loads(exported(reader, "json", document_id))["documents"][0]
        assert alone == exported_one


def reference(client: FlaskClient, document_id: str) -> dict[str, Any]:
    entry: dict[str, Any] = rispy.loads(exported(client, "ris", document_id))[0]
    return entry


@pytest.mark.parametrize(
    ("document_id", "fields"),
    [
        (
            "aaben-skole",
            {
                "type_of_reference": "ELEC", "title": "Åben skole på Ærø", "translated_title": "Open school on Ærø",
                "authors": ["Åse Kjær", "Bo Berg"], "language": "da", "custom1": "2009/2012", "custom2": "Ærø",
                "custom3": "Danmark", "type_of_work": "Case", "publisher": "Samspil", "urls": [f"{ADDRESS}aaben-skole"],
                "abstract": "Biblioteket og skolen læser sammen.",
            },
        ),
        ("rapport", {"type_of_reference": "RPRT", "year": "2016", "authors": ["Kirsten {Krøll}"]}),
        ("oldfund", {"type_of_reference": "EJOUR", "year": "1998"}),
        ("english-club", {"type_of_reference": "ELEC", "language": "en", "custom3": "Storbritannien"}),
        ("guide-aftale", {"type_of_reference": "PAMP", "year": "2018", "type_of_work": "Guide"}),
    ],
    ids=["case", "report", "article", "english", "guide"],
)  # fmt: skip
def test_ris_says_what_is_stated(reader: FlaskClient, document_id: str, fields: dict[str, object]) -> None:
    entry = reference(reader, document_id)

    assert {name: entry[name] for name in fields} == fields


def test_the_keywords_of_a_reference_are_labels_of_its_concepts(
    reader: FlaskClient, small_library: KnowledgeBase
) -> None:
    concepts = {
        "subject": ["homework-help"], "goal": ["new-users", "experiment"], "partner-type": ["education", "volunteers"],
        "sector": ["public", "civil-society"],
    }  # fmt: skip

    label = small_library.vocabulary.label
    expected = [label(scheme, one, Language.DANISH) for scheme, several in concepts.items() for one in several]
    assert sorted(reference(reader, "homework-uk")["keywords"]) == sorted(expected)


@pytest.mark.parametrize("document_id", ["aaben-skole", "bogbus", "museet"])
def test_a_case_is_from_the_year_it_became_public_whatever_years_the_partnership_ran(
    reader: FlaskClient, small_library: KnowledgeBase, document_id: str
) -> None:
    metadata = small_library.comparer.public_records()[DocumentId(document_id)]
    item = json.loads(exported(reader, "csl", document_id))[0]

    year = metadata.published[:4]
    assert year != str(metadata.year_start)
    assert reference(reader, document_id)["year"] == year
    assert item["issued"] == {"date-parts": [[int(year)]]}
    assert item["event-date"]["date-parts"][0] == [metadata.year_start]
    assert bibtexparser.loads(exported(reader, "bibtex", document_id)).entries[0]["year"] == year


@pytest.mark.parametrize(
    ("document_id", "fields"),
    [
        (
            "rapport",
            {
                "ENTRYTYPE": "techreport", "ID": "rapport", "title": "{Rapport om partnerskaber}",
                "author": r"{Kirsten \{Krøll\}}", "institution": "Samspil", "year": "2016", "language": "da",
                "type": "Rapport",
                "abstract": r"Hvad vi ved om partnerskaber \& fælles mål.", "url": f"{ADDRESS}rapport",
            },
        ),
        (
            "aaben-skole",
            {"ENTRYTYPE": "misc", "author": "{Åse Kjær} and {Bo Berg}", "howpublished": "Samspil"},
        ),
    ],
    ids=["report", "case"],
)  # fmt: skip
def test_bibtex_says_what_is_stated(reader: FlaskClient, document_id: str, fields: dict[str, str]) -> None:
    entry = bibtexparser.loads(exported(reader, "bibtex", document_id)).entries[0]

    assert {name: entry[name] for name in fields} == fields


@pytest.mark.parametrize(
    ("document_id", "fields"),
    [
        (
            "rapport",
            {
                "type": "report", "title": "Rapport om partnerskaber", "author": [{"literal": "Kirsten {Krøll}"}],
                "issued": {"date-parts": [[2016]]}, "container-title": "Samspil", "URL": f"{ADDRESS}rapport",
                "abstract": "Hvad vi ved om partnerskaber & fælles mål.", "language": "da",
            },
        ),
        ("oldfund", {"type": "article", "issued": {"date-parts": [[1998]]}, "keyword": "Læsning og litteratur"}),
    ],
    ids=["report", "article"],
)  # fmt: skip
def test_csl_says_what_is_stated(reader: FlaskClient, document_id: str, fields: dict[str, object]) -> None:
    item = json.loads(exported(reader, "csl", document_id))[0]

    assert {name: item[name] for name in fields} == fields


def test_csl_leaves_out_what_is_not_stated(reader: FlaskClient) -> None:
    assert not {"author", "abstract", "event-date"} & set(json.loads(exported(reader, "csl", "fengsel"))[0])


def test_a_reading_list_has_title_kind_place_and_summary(reader: FlaskClient) -> None:
    text = exported(reader, "markdown", "aaben-skole")

    assert text == (
        "# Læseliste fra Samspil\n\n"
        f"* [Åben skole på Ærø]({ADDRESS}aaben-skole) (Case)\n"
        "  Ærø Folkebibliotek · Ærø, Danmark · 2009–2012\n"
        "  Biblioteket og skolen læser sammen.\n"
    )


def test_an_english_reading_list_has_english_titles_where_there_are_any(reader: FlaskClient) -> None:
    answer = reader.get("/en/export/markdown?id=aaben-skole&id=museet")

    text = answer.data.decode()
    assert "[Open school on Ærø](http://localhost/en/documents/aaben-skole) (Case)" in text
    assert "[Museet flytter ind]" in text and "Denmark" in text


def test_a_word_file_lists_title_place_summary_and_address(reader: FlaskClient) -> None:
    file = docx.Document(io.BytesIO(reader.get("/da/export/docx?id=aaben-skole").data))

    assert [p.text for p in file.paragraphs] == [
        "Læseliste fra Samspil",
        "Åben skole på Ærø",
        "Ærø Folkebibliotek · Ærø, Danmark · 2009–2012",
        "Biblioteket og skolen læser sammen.",
        f"{ADDRESS}aaben-skole",
    ]
    assert (file.core_properties.language, file.core_properties.author) == ("da-DK", "Samspil")


@pytest.mark.parametrize(
    ("form", "media_type", "name"),
    [
        ("csv", "text/csv; charset=utf-8", "samspil.csv"),
        ("json", "application/json", "samspil.json"),
        ("ris", "application/x-research-info-systems", "samspil.ris"),
        ("bibtex", "application/x-bibtex; charset=utf-8", "samspil.bib"),
        ("csl", "application/vnd.citationstyles.csl+json", "samspil.json"),
        ("markdown", "text/markdown; charset=utf-8", "samspil.md"),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "samspil.docx"),
    ],
)
def test_a_file_says_what_it_is_and_how_it_is_called(
    reader: FlaskClient, form: str, media_type: str, name: str
) -> None:
    answer = reader.get(f"/da/export/{form}?id=bogbus", buffered=True)  # read, so that others may export

    assert answer.headers["Content-Type"] == media_type
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'


@pytest.mark.parametrize("form", ["ris", "bibtex", "csl", "json"])
def test_a_file_of_one_document_bears_its_name(reader: FlaskClient, form: str) -> None:
    answer = reader.get(f"/da/documents/bogbus/export/{form}")

    assert answer.headers["Content-Disposition"].startswith('attachment; filename="bogbus.')
    assert "Bogbussen" in answer.text


@pytest.mark.parametrize(
    "address", ["/da/export/pdf", "/da/documents/bogbus/export/csv", "/da/documents/kladden/export/ris"]
)
def test_a_format_or_document_that_there_is_not_is_no_page(reader: FlaskClient, address: str) -> None:
    assert reader.get(address).status_code == 404


def test_a_draft_that_is_selected_is_left_out(reader: FlaskClient) -> None:
    content = json.loads(reader.get("/da/export/json?id=kladden&id=bogbus&selected=1").data)

    assert (content["total"], [each["id"] for each in content["documents"]]) == (1, ["bogbus"])
