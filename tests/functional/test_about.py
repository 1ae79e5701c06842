"""Who stands behind the site: what is configured is shown, what is not is left out and named to who runs it."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from indexer.cli import main
from indexer.config import load_config
from tests.functional.reading import read_page, words_of
from web import create_app

SENDER = {
    "publisher": '"Byens Bibliotek"',
    "publisher_url": '"https://bibliotek.example"',
    "publisher_address": '"Torvet 1, 1000 Byen"',
    "editors": '["Anna Holm, redaktør", "Bo"]',
    "contact_email": '"samspil@bibliotek.example"',
    "accessibility_statement_url": '"https://was.example/samspil"',
}


@pytest.fixture
def folder(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(template, tmp_path / "site"))


def opened(folder: Path, **settings: str) -> FlaskClient:
    config = folder / "config.toml"
    text = config.read_text("utf-8")
    for key, value in settings.items():
        text, count = re.subn(rf"^{key} = .*$", f"{key} = {value}", text, flags=re.MULTILINE)
        assert count == 1
    config.write_text(text, "utf-8")
    return create_app(config).test_client()


def test_the_page_says_who_publishes_who_edits_and_where_to_write(folder: Path) -> None:
    page = read_page(opened(folder, **SENDER), "/da/about")

    told = words_of(page, "main")
    assert "Samspil udgives af Byens Bibliotek, Torvet 1, 1000 Byen." in told
    assert "Anna Holm, redaktør" in told and "Bo" in told
    assert page.select("main a[href='mailto:samspil@bibliotek.example']")
    assert page.select_one("#accessibility ~ p a[href^='/was']") is not None
    assert "Tilgængelighedserklæring" in words_of(page, "footer")


@pytest.mark.parametrize("language", ["da", "en"])
def test_what_is_not_configured_is_not_shown(reader: FlaskClient, language: str) -> None:
    page = read_page(reader, f"/{language}/about")

    assert [heading["id"] for heading in page.select("main .prose h2[id]")] == [
        "sender", "licence", "privacy", "accessibility", "help",
    ]  # fmt: skip
    assert page.select_one("main a[href^='mailto:']") is None and page.select_one("#contact") is None


def test_privacy_is_told_as_the_site_is_configured(folder: Path) -> None:
    usual = words_of(read_page(opened(folder), "/da/about"), "#privacy + ul")
    changed = opened(folder, addresses="true", note_empty_searches="false")
    other = words_of(read_page(changed, "/da/about"), "#privacy + ul")

    assert "IP-adresse står der ikke" in usual and "Søgninger, der intet fandt" in usual
    assert "IP-adresse står i linjen" in other and "Søgninger, der intet fandt" not in other


def test_readers_get_no_cookie_and_nothing_from_others(client: FlaskClient) -> None:
    answers = [
        client.get(address) for address in ("/da/", "/da/search?q=bibliotek", "/da/about", "/da/guide", "/da/tools")
    ]

    assert [answer.headers.get("Set-Cookie") for answer in answers] == [None] * 5
    assert {answer.headers["Content-Security-Policy"].split(";")[0] for answer in answers} == {"default-src 'none'"}


def test_the_publishers_own_words_stand_in_both_languages_or_check_says_where_they_lack(folder: Path) -> None:
    about = load_config(folder / "config.toml").corpus_folder / "about"
    about.mkdir()
    (about / "da.md").write_text("## Sådan vælger vi\n\nVi vælger **selv**.", "utf-8")

    page = read_page(create_app(folder / "config.toml").test_client(), "/da/about")
    checked = CliRunner().invoke(main, ["check", "--config", str(folder / "config.toml")])

    assert "Sådan vælger vi" in words_of(page, "main .prose")
    assert "about/en.md" in checked.output
    (about / "en.md").write_text("## How we choose", "utf-8")
    assert "about/" not in CliRunner().invoke(main, ["check", "--config", str(folder / "config.toml")]).output


def test_the_doctor_names_what_a_reader_would_miss(folder: Path) -> None:
    path = folder / "config.toml"

    def sender() -> dict[str, str]:
        found = json.loads(CliRunner().invoke(main, ["doctor", "--json", "--config", str(path)]).output)
        return next(one for one in found if one["about"] == "sender")  # type: ignore[no-any-return]

    before = sender()
    opened(folder, **SENDER)
    about = load_config(path).corpus_folder / "about"
    about.mkdir()
    for name in ("da.md", "en.md"):
        (about / name).write_text("Ord.", "utf-8")

    assert before["state"] == "look"
    for missing in ("publisher", "editors", "contact_email", "accessibility_statement_url", "about/da.md"):
        assert missing in before["told"]
    assert sender() == {"about": "sender", "state": "ok", "told": "Byens Bibliotek, 2 editors", "advice": ""}
