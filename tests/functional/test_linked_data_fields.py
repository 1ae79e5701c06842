"""What programs read of a document's page, field by field."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from indexer import DocumentId, KnowledgeBase
from tests.functional.reading import read_page

HERE = "http://localhost"


def linked_data(client: FlaskClient, document_id: str, language: str = "da") -> dict[str, Any]:
    script = read_page(client, f"/{language}/documents/{document_id}").select_one("script[type='application/ld+json']")
    assert script is not None and script.string
    data: dict[str, Any] = json.loads(script.string)
    return data


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("@context", "https://schema.org"),
        ("@type", "CreativeWork"),
        ("@id", f"{HERE}/documents/aaben-skole"),
        ("url", f"{HERE}/da/documents/aaben-skole"),
        ("identifier", "aaben-skole"),
        ("name", "Åben skole på Ærø"),
        ("alternateName", "Open school on Ærø"),
        ("abstract", "Biblioteket og skolen læser sammen."),
        ("inLanguage", "da"),
        ("genre", "Case"),
        ("author", [{"@type": "Person", "name": "Åse Kjær"}, {"@type": "Person", "name": "Bo Berg"}]),
        ("spatialCoverage", [{"@type": "Place", "name": "Ærø"}, {"@type": "Place", "name": "Danmark"}]),
        ("temporalCoverage", "2009/2012"),
        (
            "citation",
            [
                {
                    "@type": "CreativeWork", "name": "Evaluering af åben skole",
                    "url": "https://example.org/aaben-skole",
                },
                {"@type": "CreativeWork", "name": "En bog uden adresse"},
            ],
        ),
        ("license", "https://creativecommons.org/licenses/by/4.0/"),
        ("sdLicense", "https://creativecommons.org/licenses/by/4.0/"),
        ("isPartOf", {"@type": "Collection", "name": "Samspil", "url": f"{HERE}/da/"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_document_is_described_in_the_words_of_schema_org(reader: FlaskClient, field: str, value: object) -> None:
    assert linked_data(reader, "aaben-skole")[field] == value


@pytest.mark.parametrize(
    ("document_id", "kind"),
    [("rapport", "Report"), ("oldfund", "ScholarlyArticle"), ("guide-aftale", "Guide"), ("bogbus", "CreativeWork")],
)
def test_a_kind_has_its_type(reader: FlaskClient, document_id: str, kind: str) -> None:
    assert linked_data(reader, document_id)["@type"] == kind


@pytest.mark.parametrize(
    ("document_id", "interval"),
    [("bogbus", "2011/.."), ("cykelfest", "2015"), ("data-lab", "2020"), ("homework-uk", "2012/2014")],
    ids=["running", "one-year", "no-end", "both"],
)
def test_years_are_an_interval(reader: FlaskClient, document_id: str, interval: str) -> None:
    assert linked_data(reader, document_id)["temporalCoverage"] == interval


def test_what_is_not_stated_is_left_out(reader: FlaskClient) -> None:
    said = set(linked_data(reader, "fengsel"))

    assert not said & {"alternateName", "abstract", "author", "contributor", "temporalCoverage", "citation"}


def test_the_english_page_names_itself_and_keeps_the_documents_lasting_address(reader: FlaskClient) -> None:
    data = linked_data(reader, "aaben-skole", "en")

    assert (data["@id"], data["url"]) == (f"{HERE}/documents/aaben-skole", f"{HERE}/en/documents/aaben-skole")
    assert data["abstract"] == "Library and school read together."
    assert "Homework help" in data["keywords"]


def test_every_concept_has_an_address_that_answers(reader: FlaskClient) -> None:
    terms = linked_data(reader, "aaben-skole")["about"]

    assert {term["termCode"] for term in terms} == {
        "subject/homework-help", "subject/reading-mates", "goal/new-users", "goal/new-services",
        "partner-type/education", "sector/public", "form/partnership",
    }  # fmt: skip
    for term in terms:
        page = read_page(reader, term["@id"].removeprefix(HERE), follow_redirects=True)
        heading = page.select_one("h1")
        assert heading is not None and term["name"] in heading.text


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("citation_title", ["Rapport om partnerskaber"]),
        ("citation_author", ["Kirsten {Krøll}"]),
        ("citation_publication_date", ["2016"]),
        ("citation_language", ["da"]),
        ("citation_abstract_html_url", [f"{HERE}/da/documents/rapport"]),
        ("citation_keywords", ["Få viden om målgrupper", "Den offentlige sektor"]),
        ("citation_pdf_url", []),
    ],
)
def test_meta_tags_say_what_scholars_programs_read(reader: FlaskClient, name: str, values: list[str]) -> None:
    page = read_page(reader, "/da/documents/rapport")

    assert [tag["content"] for tag in page.select(f"meta[name={name}]")] == values


def test_a_case_is_from_the_year_it_became_public(reader: FlaskClient, small_library: KnowledgeBase) -> None:
    published = small_library.comparer.public_records()[DocumentId("museet")].published

    (tag,) = read_page(reader, "/da/documents/museet").select("meta[name=citation_publication_date]")

    assert tag["content"] == published[:4] != "2015"


@pytest.mark.parametrize("language", ["da", "en"])
def test_link_headers_lead_to_what_describes_the_page(reader: FlaskClient, language: str) -> None:
    header = reader.get(f"/{language}/documents/rapport").headers["Link"]

    own = f"{HERE}/{language}/documents/rapport"
    assert f'<{HERE}/documents/rapport>; rel="cite-as"' in header
    assert f'<{own}/export/ris>; rel="describedby"; type="application/x-research-info-systems"' in header
    assert f'<{own}/export/bibtex>; rel="describedby"; type="application/x-bibtex"' in header
    assert '<https://schema.org/AboutPage>; rel="type"' in header
    assert 'rel="item"' not in header


def context_objects(page: BeautifulSoup) -> dict[str, dict[str, list[str]]]:
    found = (parse_qs(str(span["title"])) for span in page.select("span.Z3988"))
    return {each["rft.identifier"][0].rsplit("/", 1)[1]: each for each in found}


@pytest.mark.parametrize(
    ("document_id", "fields"),
    [
        (
            "aaben-skole",
            {
                "ctx_ver": ["Z39.88-2004"], "rft_val_fmt": ["info:ofi/fmt:kev:mtx:dc"], "rft.type": ["webpage"],
                "rft.title": ["Åben skole på Ærø"], "rft.creator": ["Åse Kjær", "Bo Berg"], "rft.source": ["Samspil"],
                "rft.language": ["da"], "rft.identifier": [f"{HERE}/da/documents/aaben-skole"],
            },
        ),
        (
            "rapport",
            {"rft.type": ["report"], "rft.date": ["2016"], "rft.creator": ["Kirsten {Krøll}"]},
        ),
        ("oldfund", {"rft.type": ["webpage"], "rft.date": ["1998"]}),
    ],
    ids=["case", "report", "article"],
)  # fmt: skip
def test_a_hit_is_a_context_object(reader: FlaskClient, document_id: str, fields: dict[str, list[str]]) -> None:
    found = context_objects(read_page(reader, "/da/search"))[document_id]

    assert {name: found[name] for name in fields} == fields


def test_the_context_object_of_a_case_has_the_year_it_became_public(
    reader: FlaskClient, small_library: KnowledgeBase
) -> None:
    published = small_library.comparer.public_records()[DocumentId("museet")].published

    assert context_objects(read_page(reader, "/da/search?q=museet"))["museet"]["rft.date"] == [published[:4]]


@pytest.mark.parametrize(
    ("document_id", "danish", "english"),
    [
        (
            "rapport",
            "Kirsten {{Krøll}} (2016). Rapport om partnerskaber",
            "Kirsten {{Krøll}} (2016). Rapport om partnerskaber",
        ),
        ("aaben-skole", "Åse Kjær og Bo Berg ({year}). Åben skole på Ærø", "Åse Kjær and Bo Berg ({year}). Åben skole"),
        ("fengsel", "Samspil ({year}). Bibliotek bag tremmer", "Samspil ({year}). Bibliotek bag tremmer"),
    ],
)
def test_a_document_is_cited_by_author_year_and_title(
    reader: FlaskClient, small_library: KnowledgeBase, document_id: str, danish: str, english: str
) -> None:
    year = small_library.comparer.public_records()[DocumentId(document_id)].published[:4]
    page = read_page(reader, f"/da/documents/{document_id}")

    cited = {str(p["lang"]): " ".join(p.text.split()) for p in page.select(".citation p[lang]")}
    assert cited["da"].startswith(danish.format(year=year))
    assert cited["en"].startswith(english.format(year=year))
    assert f"{HERE}/da/documents/{document_id}" in cited["da"]
