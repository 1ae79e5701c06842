"""What the form says of each slip, in the reader's language, beside the field."""

from __future__ import annotations

from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from tests.curation.conftest import Curator, sign_in

SOUND = {"title": "En prøve", "language": "da", "kind": "case", "body": "Tekst"}
SOURCE = {"source-title": "", "source-url": "", "source-publisher": "", "source-year": ""}
SLIPS: dict[str, dict[str, dict[str, str]]] = {
    "title": {"blank": {"title": " "}, "long": {"title": "x" * 301}},
    "summary": {"long": {"summary": "x" * 1001}},
    "kind": {"unknown": {"kind": "poem"}},
    "language": {"other": {"language": "sv"}},
    "outcome": {"unknown": {"outcome": "won"}},
    "year_start": {"two-digits": {"year_start": "98"}},
    "year_end": {"arabic": {"year_end": "٢٠١٢"}, "before": {"year_start": "2012", "year_end": "2011"}},
    "countries": {"unknown": {"countries": "Danmark\nAtlantis"}},
    "partners": {"long": {"partners": "x" * 301}},
    "describes": {
        "typeless": {"work-title": "T"},
        "nameless": {"work-type": "book"},
        "unknown type": {"work-type": "poem", "work-title": "T"},
        "year": {"work-type": "book", "work-title": "T", "work-year": "98"},
        "doi": {"work-type": "book", "work-title": "T", "work-doi": "se her"},
        "isbn": {"work-type": "book", "work-title": "T", "work-isbn": "0-89843-611-8"},
        "address": {"work-type": "book", "work-title": "T", "work-url": "ftp://a.example"},
    },
    "sources": {
        "address": SOURCE | {"source-title": "T", "source-url": "ftp://a.example"},
        "year": SOURCE | {"source-title": "T", "source-year": "12"},
        "nameless": SOURCE | {"source-publisher": "P"},
    },
}
SOUND_ENTRIES = {
    "countries": {"countries": "danmark\nSweden\nNO"},
    "one-year": {"year_start": "2011", "year_end": "2011"},
    "longest-title": {"title": "x" * 300},
    "empty-source": SOURCE,
}


def faults(curator: Curator, language: str, fields: dict[str, str]) -> dict[str, str]:
    """The faults by field that handing in a write-up is answered with; none where it is saved."""
    answer = curator.post(f"/{language}/curator/write-up", **(SOUND | fields), status="draft")
    page = BeautifulSoup(answer.text, "lxml")
    return {str(tag["id"]).removesuffix("-fault"): " ".join(tag.text.split()) for tag in page.select("p.fault[id]")}


def test_every_slip_is_explained_beside_its_field_in_both_languages(own_site: FlaskClient) -> None:
    curator = sign_in(own_site, "curator")

    for field, slips in SLIPS.items():
        for name, slip in slips.items():
            danish, english = (faults(curator, language, slip) for language in ("da", "en"))
            assert danish.keys() == english.keys() == {field}, (field, name)
            assert danish[field] != english[field], (field, name)


def test_a_message_says_which_slip_it_was(own_site: FlaskClient) -> None:
    curator = sign_in(own_site, "curator")

    for field in ("title", "year_end", "describes", "sources"):
        said = [faults(curator, "da", slip)[field] for slip in SLIPS[field].values()]
        assert len(set(said)) == len(said), field
    assert "Atlantis" in faults(curator, "da", SLIPS["countries"]["unknown"])["countries"]
    assert "ftp://a.example" in faults(curator, "da", SLIPS["sources"]["address"])["sources"]


def test_what_can_be_kept_is_not_found_fault_with(own_site: FlaskClient) -> None:
    curator = sign_in(own_site, "curator")

    assert [name for name, fields in SOUND_ENTRIES.items() if faults(curator, "da", fields)] == []
