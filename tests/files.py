"""Files of every type that is read, sound and hostile, made in memory."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping

SENTENCE = "Rødgrød med fløde på Ærø og Øland"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R %b >>"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def pdf_objects(objects: dict[int, bytes], trailer: str = "/Root 1 0 R") -> bytes:
    """A PDF of numbered objects with a sound table of them."""
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    places = {}
    for number, body in objects.items():
        places[number] = out.tell()
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
    table = out.tell()
    size = max(objects) + 1
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
    for number in range(1, size):
        out.write(b"%010d 00000 %c \n" % (places.get(number, 0), ord("n") if number in places else ord("f")))
    out.write(b"trailer\n<< /Size %d %b >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer.encode(), table))
    return out.getvalue()


def stream(content: bytes, dictionary: bytes = b"") -> bytes:
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(content), dictionary, content)


def text_stream(text: str, size: int = 12) -> bytes:
    lines = " T* ".join(f"({line}) Tj" for line in text.split("\n"))
    return stream(f"BT /F1 {size} Tf 14 TL 72 720 Td {lines} ET".encode("cp1252"))


def a_pdf(*texts: str, extra: dict[int, bytes] | None = None, catalog: str = "") -> bytes:
    """A PDF with a page of Helvetica for each text; objects from 1000 on may be added."""
    kids = " ".join(f"{10 + 2 * n} 0 R" for n in range(len(texts)))
    objects = {
        1: f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(texts)} >>".encode(),
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    }
    for n, text in enumerate(texts):
        objects[10 + 2 * n] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            b"/Contents %d 0 R >>" % (11 + 2 * n)
        )
        objects[11 + 2 * n] = text_stream(text)
    return pdf_objects(objects | (extra or {}))


Placed = tuple[float, float, float, str]
"""Where a string stands: points from the left and from below, size of type; and the string."""


def a_placed_pdf(*pages: list[Placed]) -> bytes:
    """A PDF whose strings stand where each page says, drawn in that order; `text[-2000]more` moves on within one."""
    made = a_pdf(*(f"@{number}" for number in range(len(pages))))
    for number, page in enumerate(pages):
        shown = "\n".join(f"BT /F1 {size:g} Tf {left:g} {low:g} Td {_shown(text)} ET" for left, low, size, text in page)
        made = made.replace(text_stream(f"@{number}"), stream(shown.encode("cp1252")))
    return made


def _shown(text: str) -> str:
    parts = [re.sub(r"([\\()])", r"\\\1", part) for part in re.split(r"\[(-?\d+)\]", text)]
    if len(parts) == 1:
        return f"({parts[0]}) Tj"
    return "[" + " ".join(part if number % 2 else f"({part})" for number, part in enumerate(parts)) + "] TJ"


def a_pdf_without_letters(*lines: str, note: str = "") -> bytes:
    """Lines in a font that numbers its glyphs and tells nobody which letters they are; a note stands in Helvetica."""
    glyphs = sorted({letter for line in lines for letter in line})
    codes = {letter: code for code, letter in enumerate(glyphs, start=1)}
    widths = b"500 " * len(glyphs)
    names = b" ".join(b"/g%d" % (200 + number) for number in range(len(glyphs)))
    font = (
        b"<< /Type /Font /Subtype /Type1 /BaseFont /ABCDEF+Ukendt /FirstChar 1 /LastChar %d /Widths [%b] "
        b"/Encoding << /Type /Encoding /Differences [1 %b] >> >>" % (len(glyphs), widths, names)
    )
    shown = b" T* ".join(b"<%b> Tj" % bytes(codes[letter] for letter in line).hex().encode() for line in lines)
    content = b"BT /F2 12 Tf 14 TL 60 780 Td %b ET BT /F1 12 Tf 60 60 Td (%b) Tj ET" % (shown, note.encode("cp1252"))
    made = a_pdf("x", extra={1000: font}).replace(b"/F1 3 0 R", b"/F1 3 0 R /F2 1000 0 R")
    return made.replace(text_stream("x"), stream(content))


def a_scanned_pdf() -> bytes:
    """A page that a grey picture covers."""
    page = _PAGE % b"/Resources << /XObject << /I 5 0 R >> >>"
    picture = b"/Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8"
    return pdf_objects(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: page,
            4: stream(b"q 595 0 0 842 0 0 cm /I Do Q"),
            5: stream(b"\x80\x80\x80\x80", picture),
        }
    )


def a_flate_bomb() -> bytes:
    """600 MB of blanks before the end of a page."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(600)) + packer.flush()
    page = _PAGE % b""
    return pdf_objects(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: page,
            4: stream(packed, b"/Filter /FlateDecode"),
        }
    )


def a_self_calling_form() -> bytes:
    """Forms that call each other ten times each, without end and without text."""
    page = _PAGE % b"/Resources << /XObject << /A 5 0 R >> >>"
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /A %d 0 R >> >>"
    levels = {n: stream(b"/A Do " * 10, form % (n + 1 if n < 40 else 5)) for n in range(5, 41)}
    return pdf_objects(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: page,
            4: stream(b"/A Do"),
        }
        | levels
    )


def a_page_tree_loop() -> bytes:
    """A tree of pages that holds nothing but itself."""
    return pdf_objects(
        {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [2 0 R] /Count 1 /Parent 2 0 R >>"}
    )


def an_archive(parts: dict[str, str | bytes]) -> bytes:
    """A zip file of parts by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def a_docx(*paragraphs: str, styles: str = "", parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """A Word file; a paragraph that begins with `<` is taken as it is."""
    body = "".join(p if p.startswith("<") else f"<w:p><w:r><w:t>{p}</w:t></w:r></w:p>" for p in paragraphs)
    document = f"<w:document {_W}><w:body>{body}</w:body></w:document>"
    all_parts: dict[str, str | bytes] = {"word/document.xml": document}
    if styles:
        all_parts["word/styles.xml"] = f"<w:styles {_W}>{styles}</w:styles>"
    return an_archive({**all_parts, **(parts or {})})


def an_odt(body: str, mimetype: str = "application/vnd.oasis.opendocument.text") -> bytes:
    spaces = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    return an_archive({"mimetype": mimetype, "content.xml": content})


def relations(**targets: tuple[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_RELATIONS}">{rows}</Relationships>'


def a_slide(*lines: str) -> str:
    body = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in lines)
    return f'<p:sld xmlns:p="p" xmlns:a="a">{body}</p:sld>'


def a_pptx() -> bytes:
    """Two slides, shown in the other order than they are named in, the first with a note for the speaker."""
    order = (
        f'<p:presentation xmlns:p="p" xmlns:r="{_OFFICE}"><p:sldIdLst><p:sldId id="256" r:id="rId2"/>'
        '<p:sldId id="257" r:id="rId1"/></p:sldIdLst></p:presentation>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("ppt/presentation.xml", order)
        archive.writestr(
            "ppt/_rels/presentation.xml.rels",
            relations(rId1=("slide", "slides/slide1.xml"), rId2=("slide", "slides/slide2.xml")),
        )
        archive.writestr("ppt/slides/slide1.xml", a_slide("Anden", "Skolen er med"))
        archive.writestr("ppt/slides/slide2.xml", a_slide("Første", "Biblioteket begynder"))
        archive.writestr("ppt/slides/_rels/slide2.xml.rels", relations(rId1=("notesSlide", "../notesSlides/n1.xml")))
        archive.writestr("ppt/notesSlides/n1.xml", a_slide("Husk kaffen"))
    return out.getvalue()


def an_epub(*chapters: str, href: str = "kapitel {}.xhtml", doctype: str = "") -> bytes:
    items = "".join(
        f'<item id="c{n}" href="{href.format(n).replace(" ", "%20")}" media-type="application/xhtml+xml"/>'
        for n in range(len(chapters))
    )
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    package = (
        f'{doctype}<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
        "<dc:title>Bogen</dc:title><dc:creator>Åse Kjær</dc:creator><dc:date>2012-05-01</dc:date></metadata>"
        f"<manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", '<container><rootfile full-path="OEBPS/bog.opf"/></container>')
        archive.writestr("OEBPS/bog.opf", package)
        for n, chapter in enumerate(chapters):
            body = f"<!DOCTYPE html><html><body>{chapter}</body></html>"
            archive.writestr(f"OEBPS/{href.format(n)}", body)
    return out.getvalue()


def a_zip_bomb() -> bytes:
    """A Word file whose text unpacks to 300 MB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w") as part:
        for _ in range(300):
            part.write(b" " * (1 << 20))
    return out.getvalue()
