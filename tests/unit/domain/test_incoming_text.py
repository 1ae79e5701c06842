"""The ways in, listed: whatever brings a text brings it through the one door."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from olefile import OleFileIO

from indexer import Filter, Language, Query, Work, read_stated
from indexer.corpus_store.organisation_files import read_organisations
from indexer.corpus_store.place_table import COLUMNS, read_places
from indexer.corpus_store.vocabulary_turtle import load_vocabulary
from indexer.curation.bulk.readers import read_table
from indexer.domain.texts.characters import incoming_line, incoming_text
from indexer.domain.texts.web_addresses import web_address
from indexer.domain.works.work_reading import read_work
from indexer.extraction.cleaning.raw_text import RawPage, RawText, finish
from indexer.extraction.formats.mails.mail import Mail, mail_text, parse_mail, read_web_archive
from indexer.extraction.formats.mails.outlook import parse_outlook
from indexer.extraction.formats.markdown import extract_markdown
from indexer.extraction.formats.media_type import HTML, MAIL, MARKDOWN, OLE, PDF, PLAIN, RTF, WEB_ARCHIVE, ZIP
from indexer.extraction.formats.office_files.office import extract_office
from indexer.extraction.formats.plain_text import read_plain_text
from indexer.extraction.formats.rich_text import read_rich_text
from indexer.extraction.formats.web_files.html import read_html
from indexer.extraction.limits import Allowance, ExtractionLimits
from indexer.extraction.worker import ENGINES
from tests.builders import a_vocabulary
from tests.containers import an_outlook_mail
from tests.files import a_docx, a_slide, an_archive, an_epub, an_odt, relations
from tests.unit.extractors.test_spreadsheets import a_workbook, rows, text_cell

SEEN = "xylofonkringle i Århus, it-kontoret og bøger"
IN_XML = "\ufeffxylo\u00adfon\u200bkringle\u00a0i A\u030arhus,\u2003it\u2011kontoret\u200d og\u2060 bø\u00adger\ufeff"
ANYWHERE = IN_XML.replace("\u00a0", "\u0007 \ufffe\ufdd0\u001b")


def office(content: bytes) -> str:
    return extract_office(io.BytesIO(content), Allowance(ExtractionLimits())).pages[0].text


def mail(read: Mail) -> str:
    return finish(mail_text(read, lambda name, content: None)).pages[0].text.split("\n")[-1]


def slides(text: str) -> bytes:
    order = '<p:presentation xmlns:p="p" xmlns:r="r"><p:sldIdLst><p:sldId r:id="rId1"/></p:sldIdLst></p:presentation>'
    return an_archive(
        {
            "ppt/presentation.xml": order,
            "ppt/_rels/presentation.xml.rels": relations(rId1=("slide", "slides/slide1.xml")),
            "ppt/slides/slide1.xml": a_slide(text),
        }
    )


FILES: dict[str, Callable[[str], str]] = {
    "web page": lambda text: finish(read_html(f"<body><p>{escape(text)}".encode())).pages[0].text,
    "entities of a web page": lambda text: finish(
        read_html(b"<body><p>" + escape(text).encode("ascii", "xmlcharrefreplace"))
    ).pages[0].text,
    "write-up": lambda text: extract_markdown(text.encode()).pages[0].text,
    "entities of a write-up": lambda text: extract_markdown(text.encode("ascii", "xmlcharrefreplace")).pages[0].text,
    "plain text": lambda text: finish(read_plain_text(text.encode())).pages[0].text,
    "word file": lambda text: office(a_docx(text)),
    "open document": lambda text: office(an_odt(f"<text:p>{text}</text:p>")),
    "slides": lambda text: office(slides(text)),
    "e-book": lambda text: office(an_epub(f"<p>{text}</p>")),
    "spreadsheet": lambda text: office(a_workbook(rows(text_cell(text)))),
    "rich text": lambda text: finish(
        read_rich_text(b"{\\rtf1 " + "".join(f"\\u{ord(c)}?" for c in text).encode() + b"}")
    ).pages[0].text,
    "e-mail": lambda text: mail(parse_mail(b"Subject: A\r\nFrom: B\r\n\r\n" + text.encode())),
    "web archive": lambda text: finish(
        read_web_archive(b"Content-Type: text/html\r\nMIME-Version: 1.0\r\n\r\n<p>" + text.encode())
    ).pages[0].text,
    "e-mail of outlook": lambda text: mail(parse_outlook(OleFileIO(io.BytesIO(an_outlook_mail("A", text))))),
}  # fmt: skip


@pytest.mark.parametrize("way", FILES)
def test_a_file_gives_the_text_that_is_seen(way: str) -> None:
    assert FILES[way](IN_XML) == SEEN


def test_every_kind_of_file_is_among_the_ways_in_but_pdfs_whose_marks_were_drawn() -> None:
    kinds = {MARKDOWN: "write-up", HTML: "web page", PLAIN: "plain text", ZIP: "word file", RTF: "rich text",
             MAIL: "e-mail", WEB_ARCHIVE: "web archive", OLE: "e-mail of outlook"}  # fmt: skip

    assert set(kinds) == set(ENGINES) - {PDF}
    assert set(kinds.values()) <= set(FILES)


def stated(key: str, value: object, of: str = "") -> str:
    base: dict[str, object] = {"title": "T", "kind": "case", "language": "da"}
    metadata, faults = read_stated(base | {key: value}, a_vocabulary())
    assert metadata is not None, faults
    found = metadata.value(of or key)
    return found if isinstance(found, str) else str(found[0])


OTHERS: dict[str, Callable[[str, Path], str]] = {
    "title": lambda text, _: stated("title", text),
    "summary": lambda text, _: stated("summary", text),
    "partner": lambda text, _: stated("partners", [text]),
    "author": lambda text, _: stated("authors", text),
    "title of a source": lambda text, _: _source(text),
    "title of a work": lambda text, _: _work(text).title,
    "author of a work": lambda text, _: _work(text).authors[0].name,
    "search": lambda text, _: Query(text).text,
    "filter": lambda text, _: Filter("partner", text).value,
    "imported table": lambda text, _: _imported("a.csv", f'titel\n"{text}"\n'),
    "imported references": lambda text, _: _imported("a.ris", f"TY  - RPRT\nTI  - {text}\nER  - \n"),
    "imported BibTeX": lambda text, _: _imported("a.bib", f"@book{{a, title = {{{text}}}}}\n"),
    "label of the vocabulary": lambda text, folder: _label(text, folder),
    "name of an organisation": lambda text, folder: _organisation(text, folder),
    "name of a place": lambda text, folder: _place(text, folder),
    "what a file says of itself": lambda text, _: finish(_titled(text)).information.title,
    "suggested title": lambda text, _: finish(_titled(text)).title_guess,
}


def _source(text: str) -> str:
    metadata, _ = read_stated(
        {"title": "T", "kind": "case", "language": "da", "sources": [{"title": text}]}, a_vocabulary()
    )
    assert metadata is not None
    return metadata.sources[0].title


def _work(text: str) -> Work:
    stated = {"type": "other", "title": text, "authors": [f"{{{text}}}"]}
    work, faults = read_work(stated)
    assert work is not None, faults
    return work


def _imported(name: str, content: str) -> str:
    table = read_table(name, content.encode())
    return incoming_line(next(iter(table.records(table.mapping))).values["title"])


def _label(text: str, folder: Path) -> str:
    path = folder / "vocabulary.ttl"
    path.write_text(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        '<urn:x:goal> a skos:ConceptScheme ; skos:notation "goal" ; skos:prefLabel "Mål"@da .\n'
        f'<urn:x:a> a skos:Concept ; skos:inScheme <urn:x:goal> ; skos:notation "a" ; skos:prefLabel "{text}"@da .\n',
        "utf-8",
    )
    return load_vocabulary(path).schemes["goal"].concepts["a"].labels[Language.DANISH]


def _organisation(text: str, folder: Path) -> str:
    (folder / "organisations").mkdir()
    (folder / "organisations" / "a.toml").write_text(f'name_da = "{text}"\nkind = "library"\n', "utf-8")
    organisations, faults = read_organisations(folder)
    assert not faults
    return organisations["a"].names[Language.DANISH]


def _place(text: str, folder: Path) -> str:
    row = {"id": "a", "kind": "town", "name_da": f'"{text}"', "country": "DK"}
    table = ",".join(COLUMNS) + "\n" + ",".join(row.get(column, "") for column in COLUMNS) + "\n"
    (folder / "places.csv").write_text(table, "utf-8")
    places, faults = read_places(folder)
    assert not faults
    return incoming_line(places["a"].names[Language.DANISH])


def _titled(text: str) -> RawText:
    raw = RawText("text/html", "x", [RawPage("Brødtekst")], title_guess=text)
    raw.information = type(raw.information)(title=text)
    return raw


@pytest.mark.parametrize("way", OTHERS)
def test_a_form_an_import_or_a_record_gives_the_text_that_is_seen(way: str, tmp_path: Path) -> None:
    text = ANYWHERE if way in ("title", "summary", "partner", "author", "title of a source", "search") else IN_XML

    assert OTHERS[way](text, tmp_path) == SEEN


ANY_TEXT = st.text(st.characters(exclude_categories=()))


def test_a_text_of_many_strange_signs_is_mended_as_each_of_them_is() -> None:
    signs = [*map(chr, (*range(0x80, 0xAE), *range(0x2000, 0x2070), *range(0xFB00, 0xFB07), 0xFEFF))]

    assert incoming_text("x".join(signs)) == "x".join(map(incoming_text, signs))


@given(ANY_TEXT)
def test_whatever_comes_in_can_be_stored_and_written_as_xml(text: str) -> None:
    kept = incoming_text(text)

    element = etree.Element("x")
    element.text = kept
    assert kept.encode("utf-8").decode("utf-8") == kept
    assert unicodedata.is_normalized("NFC", kept)
    assert incoming_text(kept) == kept


@given(ANY_TEXT)
def test_a_line_can_stand_in_a_header(text: str) -> None:
    line = incoming_line(text)

    assert not any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in line)
    assert line == line.strip() and "  " not in line


@pytest.mark.parametrize("text", ["Række\n\n\tindrykket", "x² ½ café", "børne- og ungdomsbibliotek", "日本語 العربية"])
def test_what_is_seen_stays_as_it_is(text: str) -> None:
    assert incoming_text(text) == text


@pytest.mark.parametrize(
    "doi",
    [
        "10.1234/ab.c", "doi:10.1234/ab.c", "DOI: 10.1234/ab.c", "doi.org/10.1234/ab.c", "http://dx.doi.org/10.1234/ab.c",
        "https://doi.org/https://doi.org/10.1234/ab.c", "https://doi.org/doi:10.1234/ab.c", "<https://doi.org/10.1234/ab.c>",
        "https://doi.org/10.1234%2Fab.c", "info:doi/10.1234/ab.c", "urn:doi:10.1234/ab.c", " 10.1234/ab.c.",
        "https://www.doi.org/10.1234/\u200bab.c", "10.1234/a\u00adb.c", "DOI 10.1234/ab.c", "URL: doi:10.1234/ab.c",
    ],
)  # fmt: skip
def test_a_doi_has_one_form_however_it_is_given(doi: str) -> None:
    assert web_address(doi) == "https://doi.org/10.1234/ab.c"


@pytest.mark.parametrize(
    ("given_as", "address"),
    [
        ("HTTPS://Bibliotek.DK/Sti?Q=A", "https://bibliotek.dk/Sti?Q=A"),
        ("www.bibliotek.dk/læs", "https://www.bibliotek.dk/læs"),
        ("<https://a.dk:443/x>", "https://a.dk/x"),
        ("http://a.dk:8080", "http://a.dk:8080"),
        ("https://a.dk/it\u2011plan\u200b", "https://a.dk/it-plan"),
        ("https://a.dk/10.1234/x", "https://a.dk/10.1234/x"),
        ("ingen adresse", "ingen adresse"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("", ""),
    ],
)
def test_an_address_has_one_form(given_as: str, address: str) -> None:
    assert web_address(given_as) == address


def test_a_source_that_states_a_doi_leads_to_it() -> None:
    metadata, faults = read_stated(
        {"title": "T", "kind": "case", "language": "da", "sources": [{"title": "S", "url": "doi:10.1234/ab.c"}]},
        a_vocabulary(),
    )

    assert not faults and metadata is not None
    assert metadata.sources[0].url == "https://doi.org/10.1234/ab.c"


@pytest.mark.parametrize("mark", ["\u00ad", "&shy;", "&#173;", "&#xAD;", "<wbr>"])
def test_a_place_where_a_word_may_be_divided_is_no_part_of_it(mark: str) -> None:
    page = f"<body><h1>Sam{mark}arbejds{mark}aftale</h1><p>Vi laver xylo{mark}fon{mark}kringle i kælderen.</p>"

    text = finish(read_html(page.encode())).pages[0].text

    assert text == "Samarbejdsaftale\nVi laver xylofonkringle i kælderen."
