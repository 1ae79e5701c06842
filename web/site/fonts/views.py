"""Serving the fonts: under names that carry a hash, for good."""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Flask, Response, request, url_for
from werkzeug.exceptions import NotFound

from web.site.context import site
from web.site.fonts import STYLESHEET

blueprint = Blueprint("fonts", __name__, url_prefix="/fonts")
_FOREVER = "public, max-age=31536000, immutable"
_FIRST_SEEN = ("samspil-serif-400.", "samspil-sans-400.")
"""What the first screen of every page is set in: fetched before the stylesheet asks for it."""

mimetypes.add_type("font/woff2", ".woff2")


def install(app: Flask) -> None:
    """Let templates name the fonts of a page."""
    app.jinja_env.globals.update(page_fonts=page_fonts)


@blueprint.get("/<name>")
def font(name: str) -> Response:
    """A font, the stylesheet of all, or a licence; 404 where setting up made none."""
    files = _files(_folder(), _made_at())
    content = files.get(STYLESHEET if name.endswith(".css") else name)
    if content is None:
        raise NotFound
    response = Response(content, mimetype=mimetypes.guess_type(name)[0] or "text/plain")
    response.headers["Cache-Control"] = _FOREVER
    return response


@dataclass(frozen=True, slots=True)
class PageFonts:
    """Where a page gets its fonts.

    Attributes:
        stylesheet: its address; "" where setting up made no fonts, and those of the visitor stand in.
        first: the addresses of the fonts that every page begins with.
    """

    stylesheet: str = ""
    first: tuple[str, ...] = ()


def page_fonts() -> PageFonts:
    """The fonts of the page at hand."""
    return _fonts(_folder(), _made_at(), request.script_root)


@lru_cache(maxsize=16)
def _fonts(folder: Path, made_at: int, script_root: str) -> PageFonts:
    """`script_root` is a part of every address that url_for makes."""
    files = _files(folder, made_at)
    if STYLESHEET not in files:
        return PageFonts()
    digest = hashlib.sha256(files[STYLESHEET]).hexdigest()[:12]
    first = sorted(name for name in files if name.startswith(_FIRST_SEEN))
    stylesheet, *fonts = (url_for("fonts.font", language=None, name=name) for name in (f"fonts.{digest}.css", *first))
    return PageFonts(stylesheet, tuple(fonts))


def _made_at() -> int:
    """When the fonts were made, in nanoseconds; 0 where there are none."""
    try:
        return (_folder() / STYLESHEET).stat().st_mtime_ns
    except OSError:
        return 0


def _folder() -> Path:
    return site().config.fonts_folder


@lru_cache(maxsize=4)
def _files(folder: Path, _made_at: int) -> dict[str, bytes]:
    """The files by name, read once for each process until they are made anew: a hundred kilobytes."""
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return {path.name: path.read_bytes() for path in found if not path.name.startswith(".")}
