"""A typeset PDF whose places to write become form fields, each where it stands in the structure of the document.

Typst knows no form fields, but places and tags links: every field is typeset as a link to `field:7`, and becomes the
widget of field 7 here. So a screen reader meets it in its cell or its line, as PDF/UA asks.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from publishing.form_fields import FieldKind, FormField

SCHEME = "field:"
_FONT, _APPEARANCE = "/Helv", "/Helv 10 Tf 0 g"
_MULTILINE = 1 << 12
_SEVERAL_LINES_POINTS = 24
_PRINTED = 4


def with_form_fields(pdf: bytes, fields: Sequence[FormField]) -> bytes:
    """The PDF with its fields.

    Raises:
        ValueError: a field that is to be filled in has no place in the PDF, or stands in it twice.
    """
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    root: Any = writer.root_object
    parents = _parent_tree(root["/StructTreeRoot"]["/ParentTree"])
    widgets: dict[int, PdfObject] = {}
    appearances = _Appearances(writer)
    for page in writer.pages:
        for reference in page.get("/Annots", []):
            annotation = reference.get_object()
            address = str(annotation.get("/A", {}).get("/URI", ""))
            if not address.startswith(SCHEME):
                continue
            number = int(address.removeprefix(SCHEME))
            left, bottom, right, top = map(float, annotation["/Rect"])
            _fill(appearances, annotation, (right - left, top - bottom), number, fields[number])
            annotation[NameObject("/P")] = page.indirect_reference
            parents[int(annotation["/StructParent"])][NameObject("/S")] = NameObject("/Form")
            if number in widgets:
                raise ValueError(f"Field {number} ({fields[number].label}) stands in the PDF twice.")
            widgets[number] = reference
    wanted = {number for number, one in enumerate(fields) if one.kind is not FieldKind.MAP}
    if widgets.keys() != wanted:
        raise ValueError(f"Fields without a place in the PDF: {sorted(wanted - widgets.keys())}.")
    root[NameObject("/AcroForm")] = writer._add_object(_form(writer, [widgets[number] for number in sorted(widgets)]))
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def _parent_tree(node: DictionaryObject) -> dict[int, DictionaryObject]:
    """The element of each annotation by its number."""
    found: dict[int, DictionaryObject] = {}
    for kid in node.get("/Kids", []):
        found.update(_parent_tree(kid.get_object()))
    pairs = node.get("/Nums", [])
    for key, value in zip(pairs[::2], pairs[1::2], strict=True):
        element = value.get_object()
        if isinstance(element, DictionaryObject):
            found[int(key)] = element
    return found


def _fill(
    appearances: _Appearances, annotation: DictionaryObject, box: tuple[float, float], number: int, field: FormField
) -> None:
    """A link that becomes a widget."""
    for key in ("/A", "/Border", "/Contents"):
        annotation.pop(NameObject(key), None)
    annotation.update(
        {
            NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/T"): TextStringObject(f"felt-{number + 1}"),
            NameObject("/TU"): TextStringObject(field.label),
            NameObject("/F"): NumberObject(_PRINTED),
        }
    )
    if field.kind in (FieldKind.TICK, FieldKind.BOX):
        states = {
            NameObject("/Yes"): appearances.drawn(box, _cross(*box)),
            NameObject("/Off"): appearances.drawn(box, ""),
        }
        annotation[NameObject("/FT")] = NameObject("/Btn")
        annotation[NameObject("/V")] = annotation[NameObject("/AS")] = NameObject("/Off")
        annotation[NameObject("/AP")] = DictionaryObject({NameObject("/N"): DictionaryObject(states)})
        return
    annotation[NameObject("/FT")] = NameObject("/Tx")
    annotation[NameObject("/DA")] = TextStringObject(_APPEARANCE)
    annotation[NameObject("/V")] = TextStringObject("")
    if box[1] > _SEVERAL_LINES_POINTS:
        annotation[NameObject("/Ff")] = NumberObject(_MULTILINE)
    annotation[NameObject("/AP")] = DictionaryObject({NameObject("/N"): appearances.drawn(box, "/Tx BMC EMC")})


class _Appearances:
    """What widgets look like, each stated once for all of its size."""

    def __init__(self, writer: PdfWriter) -> None:
        self._writer = writer
        self._known: dict[tuple[float, float, str], PdfObject] = {}

    def drawn(self, box: tuple[float, float], drawing: str) -> PdfObject:
        """A drawing within so many points."""
        key = (round(box[0], 1), round(box[1], 1), drawing)
        if key not in self._known:
            stream = StreamObject()
            stream.set_data(drawing.encode("ascii"))
            stream.update(
                {
                    NameObject("/Type"): NameObject("/XObject"),
                    NameObject("/Subtype"): NameObject("/Form"),
                    NameObject("/BBox"): ArrayObject(map(FloatObject, (0, 0, key[0], key[1]))),
                    NameObject("/Resources"): DictionaryObject(),
                }
            )
            self._known[key] = self._writer._add_object(stream)
        return self._known[key]


def _cross(width: float, height: float) -> str:
    return f"1.2 w 1.5 1.5 m {width - 1.5:.2f} {height - 1.5:.2f} l 1.5 {height - 1.5:.2f} m {width - 1.5:.2f} 1.5 l S"


def _form(writer: PdfWriter, widgets: Sequence[PdfObject]) -> DictionaryObject:
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
            NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
        }
    )
    fonts = DictionaryObject({NameObject(_FONT): writer._add_object(font)})
    return DictionaryObject(
        {
            NameObject("/Fields"): ArrayObject(widgets),
            NameObject("/DR"): DictionaryObject({NameObject("/Font"): fonts}),
            NameObject("/DA"): TextStringObject(_APPEARANCE),
            NameObject("/NeedAppearances"): BooleanObject(False),
        }
    )
