"""A drawing of the site's own as PNG, for slides and for those who share a page."""

from __future__ import annotations

import tempfile
from importlib import resources
from pathlib import Path

import typst

FONT_FAMILY, SERIF_FAMILY = "Source Sans Pro", "Source Serif Pro"
"""What texts of a drawing are set in; SVG readers without it take their own."""

_FONTS = [str(resources.files(package) / "files") for package in ("font_source_sans_pro", "font_source_serif_pro")]
_UNITS_PER_INCH = 96
_PAGE = '#set page(width: auto, height: auto, margin: 0pt)\n#image("drawing.svg")\n'


def png_of(svg: str, pixels_per_unit: float = 2) -> bytes:
    """The drawing; Typst draws it, with the fonts of the packages alone."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "drawing.svg").write_text(svg, "utf-8")
        page = Path(folder) / "page.typ"
        page.write_text(_PAGE, "utf-8")
        ppi = _UNITS_PER_INCH * pixels_per_unit
        png = typst.compile(str(page), format="png", ppi=ppi, ignore_system_fonts=True, font_paths=_FONTS)
    assert isinstance(png, bytes)
    return png
