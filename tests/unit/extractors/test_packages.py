"""Office files are read by what they say of themselves, not by the names of their parts or of the file."""

from __future__ import annotations

import io

import pytest

from indexer.domain.documents.extraction import Extraction
from indexer.extraction.formats.office_files.office import DOCX, ODP, ODS, ODT, PPTX, XLSX, extract_office
from indexer.extraction.limits import Allowance, ExtractionLimits
from tests.files import SENTENCE, a_docx, an_archive, an_odt, relations

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def extract(content: bytes) -> Extraction:
    return extract_office(io.BytesIO(content), Allowance(ExtractionLimits()))


def texts(content: bytes) -> list[str]:
    extraction = extract(content)
    assert extraction.refused is None
    return [page.text for page in extraction.pages]


def strict_relations(**targets: tuple[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="{key}" Type="{STRICT_RELATIONS}/{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}">{rows}</Relationships>'


def a_word_part(text: str, namespace: str = WORD) -> str:
    return (
        f'<w:document xmlns:w="{namespace}"><w:body><w:p><w:pPr><w:pStyle w:val="H"/></w:pPr><w:r><w:t>Mål</w:t></w:r>'
        f"</w:p><w:p><w:r><w:t>{text}</w:t><w:tab/><w:t>slut</w:t></w:r></w:p></w:body></w:document>"
    )


def styles(namespace: str = WORD) -> str:
    return f'<w:styles xmlns:w="{namespace}"><w:style w:styleId="H"><w:name w:val="heading 1"/></w:style></w:styles>'


def test_strict_open_xml_is_read_as_the_usual_edition_is() -> None:
    content = an_archive(
        {
            "_rels/.rels": strict_relations(a=("officeDocument", "word/document.xml")),
            "word/document.xml": a_word_part("Gemt strengt", STRICT),
            "word/_rels/document.xml.rels": strict_relations(a=("styles", "styles.xml")),
            "word/styles.xml": styles(STRICT),
        }
    )

    extraction = extract(content)

    assert extraction.media_type == DOCX
    assert [(page.label, page.text) for page in extraction.pages] == [("Mål", "Mål\nGemt strengt slut")]


@pytest.mark.parametrize("main", ["word/document2.xml", "other/text.xml", "indhold.part"])
@pytest.mark.parametrize("slash", ["", "/"], ids=["relative", "absolute"])
def test_the_main_part_may_have_any_name(main: str, slash: str) -> None:
    folder, _, name = main.rpartition("/")
    content = an_archive(
        {
            "_rels/.rels": relations(a=("officeDocument", slash + main)),
            main: a_word_part("Her"),
            f"{folder}/_rels/{name}.rels".lstrip("/"): relations(a=("styles", "/look/s.xml")),
            "look/s.xml": styles(),
        }
    )

    assert texts(content) == ["Mål\nHer slut"]


@pytest.mark.parametrize(
    "rename",
    [lambda name: name.replace("word", "Word").replace("document", "Document"), lambda name: name.replace("/", "\\")],
    ids=["capitals", "backslashes"],
)
def test_names_of_parts_are_found_as_windows_writes_them(rename) -> None:
    parts = {
        "_rels/.rels": relations(a=("officeDocument", "word/document.xml")),
        "word/document.xml": a_word_part("Her"),
    }

    assert texts(an_archive({rename(name): part for name, part in parts.items()})) == ["Mål\nHer slut"]


@pytest.mark.parametrize(
    "kind",
    [
        "wordprocessingml.template.main+xml",
        "wordprocessingml.document.macroEnabled.main+xml",
        "wordprocessingml.template.macroEnabledTemplate.main+xml",
    ],
)
def test_templates_and_files_with_macros_are_read_without_them(kind: str) -> None:
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="application/vnd.{kind}"/></Types>'
    )
    content = an_archive(
        {
            "[Content_Types].xml": types,
            "_rels/.rels": relations(a=("officeDocument", "word/document.xml")),
            "word/document.xml": a_word_part(SENTENCE),
            "word/vbaProject.bin": b"\xd0\xcf\x11\xe0 Sub AutoOpen() MsgBox End Sub",
        }
    )

    assert texts(content) == [f"Mål\n{SENTENCE} slut"]


@pytest.mark.parametrize(
    ("mimetype", "media_type"),
    [
        ("application/vnd.oasis.opendocument.text", ODT),
        ("application/vnd.oasis.opendocument.text-template", ODT),
        ("application/vnd.oasis.opendocument.text-master", ODT),
        ("", ODT),
    ],
)
def test_an_open_document_is_what_its_body_is(mimetype: str, media_type: str) -> None:
    extraction = extract(an_odt(f"<text:p>{SENTENCE}</text:p>", mimetype=mimetype))

    assert (extraction.media_type, [page.text for page in extraction.pages]) == (media_type, [SENTENCE])


@pytest.mark.parametrize(
    "parts",
    [
        {"_rels/.rels": relations(a=("officeDocument", "xl/workbook.bin")), "xl/workbook.bin": b"\x83\x01"},
        {
            "_rels/.rels": relations(a=("officeDocument", "visio/document.xml")),
            "visio/document.xml": "<VisioDocument/>",
        },
        {"content.xml": "<document-content><body><drawing/></body></document-content>"},
        {"_rels/.rels": relations(a=("officeDocument", "mangler.xml"))},
    ],
    ids=["binary-workbook", "drawing", "open-drawing", "missing-part"],
)
def test_what_is_none_of_these_is_said_to_be_of_a_wrong_type(parts: dict[str, str | bytes]) -> None:
    extraction = extract(an_archive(parts))

    assert extraction.refused is not None and extraction.refused.code == "wrong-type"


@pytest.mark.parametrize("main", ["../ude.xml", "word/../../ude.xml"])
def test_a_main_part_outside_the_archive_is_refused(main: str) -> None:
    extraction = extract(
        an_archive({"_rels/.rels": relations(a=("officeDocument", main)), "word/document.xml": "<x/>"})
    )

    assert extraction.refused is not None and extraction.refused.code == "damaged"


def test_the_kinds_of_office_files_have_types_of_their_own() -> None:
    assert len({DOCX, PPTX, XLSX, ODT, ODP, ODS}) == 6
    assert extract(a_docx(SENTENCE)).media_type == DOCX
