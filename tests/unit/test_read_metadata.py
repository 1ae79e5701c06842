"""Years and authors are read where a text states its own, and not where it states those of others."""

from __future__ import annotations

import pytest

from indexer.curation.metadata_suggestions.authors import read_authors, stated_authors
from indexer.curation.metadata_suggestions.classifier import KernelRidge
from indexer.curation.metadata_suggestions.suggest import MetadataSuggestion, SuggestionModel, suggest
from indexer.curation.metadata_suggestions.years import named_span, named_year
from indexer.domain.documents.document import Page
from indexer.domain.documents.extraction import Extraction, FileInformation
from indexer.domain.documents.metadata import Language
from tests.builders import a_vocabulary


def year_of(*texts: str) -> int | None:
    found = named_year([Page(number, text) for number, text in enumerate(texts, start=1)])
    return found[0] if found else None


def span_of(text: str) -> tuple[int, int] | None:
    found = named_span([Page(1, text)])
    return (found[0][0], found[1][0]) if found else None


@pytest.mark.parametrize(
    "text",
    [
        "Se https://www.kb.dk/2014/rapport og www.bibliotek.dk/nyt/2016/05.",
        'xmlns="http://schemas.openxmlformats.org/wordprocessingml/2006/main"',
        "doi:10.1108/2013.04.002, https://doi.org/10.1000/xyz.2017 og 10.1016/j.lisr.2018.11.003",
        "Skrevet i Microsoft Word 2010 på Windows Server 2012 med Adobe InDesign CC 2019 og SQL Server 2016.",
        "ISO 27001:2013, DS/EN 1999-1, ISSN 1901-2020, ISBN 978-87-2012-2013-4",
        "Prisen var kr. 2015, og 2012 deltagere lånte 2000 bøger.",
        "Tlf. 2012 2013, +45 2014 2015",
        "post2011@bibliotek.dk, C:\\rapporter\\2013\\endelig.docx, aarsrapport_2012.pdf",
        "(Jochumsen, 2006) og (Audunson & Hobohm, 2019: 12-14)",
        "Besøgt den 3. marts 2018. Accessed 12 May 2016. Hentet 1.4.2017",
        "Version 2015, side 1850, s. 1912-13",
    ],
    ids="addresses namespace doi programs numbers amounts telephones files citations visits pages".split(),
)
def test_digits_of_other_things_are_no_year(text: str) -> None:
    assert year_of(text) is None
    assert span_of(text) is None


@pytest.mark.parametrize(
    ("texts", "year"),
    [
        (["Årsberetning 2012", "I 2010 var det 5."], 2012),
        (["Marts 2011. Se https://example.org/2019", ""], 2011),
        (["12.03.2014 mødtes parterne."], 2014),
        (["Forløbet i 2009.\n" * 3 + "Litteratur\n" + "Jensen 2001\n" * 9], 2009),
        (["Om 2009", "mere", "Referencer\n2001 2001 2001 2001 2001 2001 2001 2001 2001"], 2009),
        (["© 2013 Kommunen"], 2013),
        (["ingen år her"], None),
    ],
)
def test_the_year_of_a_document_is_the_one_it_names(texts: list[str], year: int | None) -> None:
    assert year_of(*texts) == year


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("Projektet 2010–2012", (2010, 2012)),
        ("Det løb fra 2009 til 2011.", (2009, 2011)),
        ("between 2008 and 2010", (2008, 2010)),
        ("ISSN 1901-2020, men 2012-2014", (2012, 2014)),
        ("2014-2012", None),
    ],
)
def test_a_span_is_read_in_words_and_signs(text: str, span: tuple[int, int] | None) -> None:
    assert span_of(text) == span


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("Af Åse Kjær", ["Åse Kjær"]),
        ("Af Åse Kjær og Bo Ødegaard Lund, bibliotekarer ved Ølgod Bibliotek", ["Åse Kjær", "Bo Ødegaard Lund"]),
        ("By Jane Doe and Maria van der Berg", ["Jane Doe", "Maria van der Berg"]),
        ("Forfattere: Rikke Lund, Casper Hvenegaard Rasmussen", ["Rikke Lund", "Casper Hvenegaard Rasmussen"]),
        ("UDARBEJDET AF: JENS HANSEN", ["Jens Hansen"]),
        ("Skrevet af Lene Nielsen; Per Madsen", ["Lene Nielsen", "Per Madsen"]),
        ("Af hensyn til børnene", []),
        ("Af Kulturministeriet og Aarhus Kommune", []),
        ("By Monday Everything Was Ready For The Guests To Arrive", []),
        ("Tekst og billeder", []),
        ("Af alle Danmarks biblioteker", []),
    ],
)
def test_authors_are_read_from_the_line_that_names_them(line: str, authors: list[str]) -> None:
    assert [name for name, _ in read_authors([Page(1, f"Samspil i byen\n{line}\nNoget mere tekst.")])] == authors


@pytest.mark.parametrize(
    ("stated", "authors"),
    [
        ("Åse Kjær", ["Åse Kjær"]),
        ("Kjær, Åse", ["Åse Kjær"]),
        ("Åse Kjær; Bo Lund", ["Åse Kjær", "Bo Lund"]),
        ("admin", []),
        ("Microsoft Office User", []),
        ("b012345", []),
        ("jens.hansen", []),
        ("HP", []),
        ("Ølgod Kommune", []),
        ("Ukendt Bruger", []),
        ("", []),
    ],
)
def test_what_a_file_states_is_an_author_where_it_is_a_name(stated: str, authors: list[str]) -> None:
    assert stated_authors(stated) == authors


def suggested(text: str, **information: object) -> list[MetadataSuggestion]:
    extraction = Extraction("", "", (Page(1, text),), information=FileInformation(**information))  # type: ignore[arg-type]
    lesson = SuggestionModel(KernelRidge((), ()), {})
    found = suggest(extraction, "Titel", Language.DANISH, a_vocabulary(), lesson)
    return [one for one in found if one.key in ("year", "authors")]


def test_the_file_is_believed_where_the_text_says_nothing() -> None:
    of_file = suggested("Intet her.", author="Åse Kjær", year=2012)
    of_text = suggested("Af Bo Lund\nSommeren 2010", author="Åse Kjær", year=2012)

    assert [(one.key, one.value, one.reason.value) for one in of_file] == [
        ("authors", "Åse Kjær", "stated by the file itself"),
        ("year", "2012", "stated by the file itself"),
    ]
    assert [(one.key, one.value) for one in of_text] == [("authors", "Bo Lund"), ("year", "2010")]
