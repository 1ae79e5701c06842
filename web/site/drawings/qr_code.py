"""An address as a QR code, for telephones."""

from __future__ import annotations

import io

import segno
from markupsafe import Markup

_MODULE_PIXELS = 5
_PNG_SCALE = 8


def qr_markup(address: str, title: str = "") -> Markup:
    """The code as SVG within a page, dark on light in any case: pages let in no pictures from elsewhere, nor styles."""
    drawn = _code(address).svg_inline(
        scale=_MODULE_PIXELS, dark="#000", light="#fff", omitsize=False, title=title or None
    )
    return Markup(drawn)  # noqa: S704 (made by segno of an address that is quoted)


def qr_svg(address: str) -> str:
    """The code as a drawing of its own."""
    stream = io.BytesIO()
    _code(address).save(stream, kind="svg", light="#fff")
    return stream.getvalue().decode()


def qr_png(address: str) -> bytes:
    """The code as a picture."""
    stream = io.BytesIO()
    _code(address).save(stream, kind="png", scale=_PNG_SCALE)
    return stream.getvalue()


def _code(address: str) -> segno.QRCode:
    return segno.make(address, micro=False)
