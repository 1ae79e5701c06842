"""A drawing of the site's own as PNG, for slides and for those who share a page."""

from __future__ import annotations

import tempfile
from importlib import resources
from pathlib import Path

import typst

FONT_FAMILY = "Source Sans Pro"
"""What texts of a drawing are set in; SVG readers without it take their own."""

_FONTS = [str(resources.files(package) / "files") for package in ("font_source_sans_pro", "font_source_serif_pro")]
_PIXELS_PER_INCH = 144.0
_PAGE = '#set page(width: auto, height: auto, margin: 0pt)\n#image("drawing.svg")\n'


def png_of(svg: str) -> bytes:
    """The drawing at two pixels for each of its units; Typst draws it, with the fonts of the packages alone."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "drawing.svg").write_text(svg, "utf-8")
        page = Path(folder) / "page.typ"
        page.write_text(_PAGE, "utf-8")
        png = typst.compile(str(page), format="png", ppi=_PIXELS_PER_INCH, ignore_system_fonts=True, font_paths=_FONTS)
    assert isinstance(png, bytes)
    return png
