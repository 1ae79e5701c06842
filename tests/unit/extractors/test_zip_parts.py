"""Archives are not trusted: sizes, paths and entities."""

from __future__ import annotations

import io

import pytest
from lxml import etree

from indexer.extraction.formats.office_files.zip_parts import Unsafe, ZipParts, is_outside, parse_xml, resolve
from tests.files import an_archive, relations


def parts_of(parts: dict[str, str | bytes]) -> ZipParts:
    return ZipParts(io.BytesIO(an_archive(parts)))


@pytest.mark.parametrize(
    ("folder", "target", "part"),
    [
        ("word", "footnotes.xml", "word/footnotes.xml"),
        ("ppt/slides", "../notesSlides/n1.xml", "ppt/notesSlides/n1.xml"),
        ("ppt/slides", "/ppt/media/a.png", "ppt/media/a.png"),
        ("OEBPS", "kapitel%201.xhtml#afsnit", "OEBPS/kapitel 1.xhtml"),
        ("", "a/./b//c.xml", "a/b/c.xml"),
    ],
    ids=["beside", "up", "from-the-root", "quoted-with-fragment", "untidy"],
)
def test_a_link_leads_to_a_part_seen_from_its_folder(folder: str, target: str, part: str) -> None:
    assert resolve(folder, target) == part


@pytest.mark.parametrize("target", ["../ude.xml", "a/../../ude.xml", "%2e%2e/ude.xml", "..\\ude.xml", "//../ude.xml"])
def test_no_link_leads_out_of_the_archive(target: str) -> None:
    with pytest.raises(Unsafe):
        resolve("", target)


@pytest.mark.parametrize(
    ("name", "outside"),
    [("a/b.xml", False), ("/a.xml", True), ("../a", True), ("a/..", True), ("a\\..\\b", True), ("a..b/c", False)],
)
def test_paths_out_of_an_archive_are_known_by_their_form(name: str, outside: bool) -> None:
    assert is_outside(name) is outside


def test_an_archive_with_one_part_outside_is_refused_whole() -> None:
    with pytest.raises(Unsafe):
        parts_of({"word/document.xml": "<x/>", "../../.profile": "x"})


@pytest.mark.parametrize(
    ("xml", "may_declare", "is_safe"),
    [
        ("<x/>", False, True),
        ("<!DOCTYPE x><x/>", False, False),
        ("<!DOCTYPE x><x/>", True, True),
        ('<!DOCTYPE x [<!ENTITY a "b">]><x/>', True, False),
        ('<!DOCTYPE x [<!ENTITY % a SYSTEM "file:///etc/passwd">]><x/>', True, False),
    ],
    ids=["plain", "doctype", "doctype-allowed", "entity", "parameter-entity"],
)
def test_a_document_type_is_allowed_where_needed_and_entities_nowhere(
    xml: str, may_declare: bool, is_safe: bool
) -> None:
    try:
        parse_xml(xml.encode(), may_declare=may_declare)
        safe = True
    except Unsafe:
        safe = False

    assert safe is is_safe


def test_xml_that_is_not_well_formed_is_said_to_be_so() -> None:
    with pytest.raises(etree.XMLSyntaxError):
        parse_xml(b"<x><y></x>")


def test_relations_name_parts_within_the_archive_only() -> None:
    external = '<Relationship Id="r9" Type="t/hyperlink" Target="https://bib.dk" TargetMode="External"/>'
    rels = relations(r1=("notesSlide", "../notes/n.xml")).replace("</Relationships>", f"{external}</Relationships>")
    parts = parts_of({"ppt/slides/s1.xml": "<x/>", "ppt/slides/_rels/s1.xml.rels": rels})

    assert list(parts.relations("ppt/slides/s1.xml")) == [("r1", "notesSlide", "ppt/notes/n.xml")]
    assert list(parts.relations("ppt/slides/s2.xml")) == []


def test_a_part_that_is_not_there_is_a_missing_key() -> None:
    parts = parts_of({"a": "x"})

    assert ("a" in parts, "b" in parts, parts.names(), parts.read("a")) == (True, False, ["a"], b"x")
    with pytest.raises(KeyError):
        parts.read("b")
