"""The picture that other services show beside a link: what a page is called, and its drawing, 1200 by 630."""

from __future__ import annotations

import textwrap
from functools import lru_cache

from markupsafe import Markup, escape

from web.site.drawings.png import FONT_FAMILY, SERIF_FAMILY, png_of

LOGO = Markup(
    '<svg viewBox="0 0 42 32"><rect class="public" x="1" y="7" width="18" height="18"/>'
    '<polygon class="private" points="21,13.5 31,28.8 11,28.8"/><circle class="civil" cx="31" cy="16" r="10"/>'
    '<circle class="lib" cx="21" cy="15" r="8.5"/><circle class="mid" cx="21" cy="15" r="2.2"/></svg>'
)
"""The mark of the site, as on its pages."""

_WIDTH, _HEIGHT, _MARGIN = 1200, 630, 70
_CHARACTERS, _LINES, _LINE_HEIGHT = 26, 5, 64
_STYLE = """
.public { fill: #9db9dc } .private { fill: #ecc07c } .civil { fill: #a6ca9f } .lib { fill: #0f6874 }
.public, .private, .civil, .lib { mix-blend-mode: multiply } .mid { fill: #fffdf9 }
.goals { stroke: #fffdf9; stroke-width: 6.2; stroke-linecap: round } .off { stroke-width: 1.8; opacity: .5 }
.orbit { fill: none; stroke: #1a242b; stroke-width: 1.1 } .ended { stroke-dasharray: 326 26 }
.unknown { stroke: #857c6d; stroke-width: 1.6; stroke-dasharray: .5 4.2; stroke-linecap: round }
"""


@lru_cache(maxsize=200)
def share_picture(title: str, line: str, drawing: Markup) -> bytes:
    """A PNG with a title, a line below it and a drawing of the site's own, an `<svg>` with a view box."""
    placed = str(drawing).replace("<svg ", f'<svg x="{_WIDTH - 470}" y="115" width="400" height="400" ', 1)
    lines = textwrap.wrap(title, _CHARACTERS, max_lines=_LINES, placeholder=" …")
    top = _HEIGHT / 2 - _LINE_HEIGHT * (len(lines) - 1) / 2 - 10
    texts = "".join(
        f'<text x="{_MARGIN}" y="{top + _LINE_HEIGHT * number}" font-family="{SERIF_FAMILY}" font-weight="600" '
        f'font-size="52">{escape(text)}</text>'
        for number, text in enumerate(lines)
    )
    below = top + _LINE_HEIGHT * len(lines)
    return png_of(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{_HEIGHT}" '
        f'viewBox="0 0 {_WIDTH} {_HEIGHT}" fill="#1a242b"><style>{_STYLE}</style>'
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#f8f5ee"/>{placed}{texts}'
        f'<text x="{_MARGIN}" y="{below}" font-family="{FONT_FAMILY}" font-size="30" fill="#55606a">'
        f"{escape(textwrap.shorten(line, 48, placeholder=' …'))}</text>"
        f'<text x="{_MARGIN}" y="{_HEIGHT - 48}" font-family="{SERIF_FAMILY}" font-weight="600" font-size="34">'
        "Samspil</text></svg>",
        pixels_per_unit=1,
    )


@lru_cache(maxsize=1)
def touch_icon() -> bytes:
    """The mark of the site as PNG, for home screens."""
    placed = str(LOGO).replace("<svg ", '<svg x="14" y="32" width="152" height="116" ', 1)
    return png_of(
        '<svg xmlns="http://www.w3.org/2000/svg" width="180" height="180" viewBox="0 0 180 180">'
        f'<style>{_STYLE}</style><rect width="180" height="180" fill="#fffdf9"/>{placed}</svg>',
        pixels_per_unit=1,
    )
