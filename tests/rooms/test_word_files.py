"""Word files of rooms and of blank forms open in LibreOffice, where it is installed, and in python-docx everywhere."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import docx
import pytest
from flask import Flask

from indexer.rooms import read_network
from publishing.example_room import example_room
from publishing.word_form import word_form
from web.rooms.forms.form_file import form_docx
from web.rooms.network.network_exports import network_docx
from web.rooms.partnership_tools.form_tools import FORM_TOOLS

OFFICE = next(filter(None, map(shutil.which, ("soffice", "libreoffice"))), None)


@pytest.fixture(scope="module")
def files(small_site: Flask) -> dict[str, bytes]:
    room = example_room()
    with small_site.test_request_context("/da/"):
        return {
            "network": network_docx(room, read_network(room.actors, room.ties_among)),
            "risks": form_docx(room, FORM_TOOLS["risks"]),
            "blank": word_form("Blanket", "Dato: ______\n\n| Hvem | Inden |\n| --- | --- |\n| | |\n", "da"),
        }


def test_python_docx_reads_them_with_their_tables_and_the_drawing_with_its_text(files: dict[str, bytes]) -> None:
    opened = {name: docx.Document(io.BytesIO(content)) for name, content in files.items()}

    assert all(file.tables for file in opened.values())
    (drawing,) = opened["network"].inline_shapes
    assert "12 aktører" in drawing._inline.docPr.get("descr")
    assert "klynge" in "\n".join(each.text for each in opened["network"].paragraphs)


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed: whether it opens Word files was not tried")
def test_libreoffice_opens_them(files: dict[str, bytes], tmp_path: Path) -> None:
    for name, content in files.items():
        (tmp_path / f"{name}.docx").write_bytes(content)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(OFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]

    subprocess.run([*command, *map(str, sorted(tmp_path.glob("*.docx")))], check=True, capture_output=True)

    assert all((tmp_path / f"{name}.pdf").read_bytes().startswith(b"%PDF") for name in files)
