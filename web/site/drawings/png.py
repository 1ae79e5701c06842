"""A drawing of the site's own as PNG, for slides and for those who share a page."""

from __future__ import annotations

from functools import cache
from importlib import resources

import typst

FONT_FAMILY, SERIF_FAMILY = "Source Sans Pro", "Source Serif Pro"
"""What texts of a drawing are set in; SVG readers without it take their own."""

_FONT_PACKAGES = ("font_source_sans_pro", "font_source_serif_pro")
_UNITS_PER_INCH = 96
_PAGE = b"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.drawing), format: "svg")
"""


@cache
def fonts() -> typst.Fonts:
    """The fonts that Typst sets with, read once: those of the packages, and none of the machine's."""
    folders = [str(resources.files(package) / "files") for package in _FONT_PACKAGES]
    return typst.Fonts(include_system_fonts=False, font_paths=folders)


def png_of(svg: str, pixels_per_unit: float = 2) -> bytes:
    """The drawing; Typst draws it, with the fonts of the packages alone, and leaves nothing on disk."""
    ppi = _UNITS_PER_INCH * pixels_per_unit
    png = typst.compile(_PAGE, sys_inputs={"drawing": svg}, format="png", ppi=ppi, font_paths=fonts())
    assert isinstance(png, bytes)
    return png
