from __future__ import annotations

import functools
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from indexer import Account, Curation, KnowledgeBase, Role, load_config, open_curation, open_knowledge_base
from indexer.config import Config
from tests.conftest import CASES as CASES
from web import create_app

PASSWORD = "tre gode ord her"


@pytest.fixture(autouse=True)
def quick_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same algorithm with less work; how much work is not what these tests are about."""
    cheap = functools.partial(PasswordHasher, time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr("indexer.curation.accounts.passwords.PasswordHasher", cheap)


class Curator:
    """A signed-in visitor of a site: sends forms with their token, as a browser would."""

    def __init__(self, client: FlaskClient, name: str = "") -> None:
        self.client = client
        if name:
            answer = self.post("/da/curator/sign-in", name=name, password=PASSWORD)
            assert answer.status_code == 302, answer.text

    def get(self, address: str) -> TestResponse:
        return self.client.get(address)

    def token(self, address: str = "/da/curator/sign-in") -> str:
        page = self.client.get(address, follow_redirects=True)
        found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
        assert found, page.text[:400]
        return found.group(1)

    def post(self, address: str, **values: object) -> TestResponse:
        return self.client.post(address, data={"csrf_token": self.token(), **values})

    def version(self, document_id: str) -> str:
        page = self.get(f"/da/curator/documents/{document_id}").text
        return re.search(r'name="version" value="([0-9a-f]+)"', page).group(1)  # type: ignore[union-attr]


@pytest.fixture
def small(template: Path, tmp_path: Path) -> Config:
    """A copy of the four cases and their index, and nobody's account."""
    shutil.copytree(template, tmp_path / "site")
    return load_config(tmp_path / "site" / "config.toml")


@pytest.fixture
def base(small: Config) -> Iterator[KnowledgeBase]:
    opened = open_knowledge_base(small)
    yield opened
    opened.close()


@pytest.fixture
def curation(small: Config, base: KnowledgeBase) -> Iterator[Curation]:
    opened = open_curation(small, base)
    yield opened
    opened.close()


@pytest.fixture
def chief() -> Account:
    return Account("chief", Role.ADMINISTRATOR)


@pytest.fixture
def own_site(small: Config, base: KnowledgeBase) -> Iterator[FlaskClient]:
    """A site over the four cases with one account of each role; their names are their roles."""
    app = create_app(small.path, base)
    accounts = app.extensions["samspil"].curation.accounts
    for role in Role:
        accounts.add(role.value, role, PASSWORD)
    yield app.test_client()
    app.extensions["samspil"].curation.close()


def sign_in(client: FlaskClient, name: str) -> Curator:
    return Curator(client.application.test_client(), name)


def corpus_bytes(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its relative path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def shared_site(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """As `own_site`, for all tests of a module: each makes documents of its own."""
    place = tmp_path_factory.mktemp("shared") / "site"
    shutil.copytree(template, place)
    opened = open_knowledge_base(load_config(place / "config.toml"))
    app = create_app(place / "config.toml", opened)
    for role in Role:
        app.extensions["samspil"].curation.accounts.add(role.value, role, PASSWORD)
    yield app.test_client()
    app.extensions["samspil"].curation.close()
    opened.close()
