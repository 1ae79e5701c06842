"""Fonts: subset under another name, served for good, and left out where setup made none."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from flask import Flask
from fontTools.ttLib import TTFont

from tests.functional.reading import read_page
from web.site.fonts import STYLESHEET, subsetting
from web.site.fonts.subsetting import FACES, make_fonts


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One face only: each takes a second."""
    made = tmp_path_factory.mktemp("made") / "fonts"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(subsetting, "FACES", FACES[-1:])
        assert make_fonts(made)
        assert not make_fonts(made)
    return made


def test_a_subset_has_danish_and_english_letters_and_no_reserved_name(folder: Path) -> None:
    (path,) = folder.glob("*.woff2")

    font = TTFont(io.BytesIO(path.read_bytes()))

    assert font.flavor == "woff2"
    assert set(map(ord, "æøåÆØÅéŠž»«–…€ fight")) <= set(font.getBestCmap())
    names = {record.nameID: str(record) for record in font["name"].names if record.nameID in (1, 4, 6)}
    assert set(names.values()) == {"Samspil Sans", "SamspilSans"}


def test_the_stylesheet_names_the_file_by_its_content(folder: Path) -> None:
    rules = (folder / STYLESHEET).read_text("utf-8")

    (name,) = re.findall(r'url\("([^"]+)"\)', rules)
    assert re.fullmatch(r"samspil-sans-600\.[0-9a-f]{12}\.woff2", name)
    assert (folder / name).is_file()
    assert "Open Font License" in (folder / "font-source-sans-pro-OFL.txt").read_text("utf-8")


def test_pages_name_no_fonts_where_none_were_made(small_site: Flask) -> None:
    client = small_site.test_client()
    page = read_page(client, "/da/help")

    assert not page.select("link[as=font], link[href*='/fonts/']")
    assert client.get("/fonts/fonts.0123456789ab.css").status_code == 404
