from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings

from indexer import KnowledgeBase, load_config, open_knowledge_base
from indexer.config import Config
from web import create_app

PROJECT = Path(__file__).parent.parent

# No time limits: the machine may be busy with other things.
settings.register_profile("samspil", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("samspil")


@pytest.fixture
def place(tmp_path: Path) -> Config:
    """An empty corpus with the real vocabulary, and its configuration."""
    (tmp_path / "corpus").mkdir()
    shutil.copy(PROJECT / "corpus" / "vocabulary.ttl", tmp_path / "corpus")
    shutil.copy(PROJECT / "config.toml", tmp_path)
    return load_config(tmp_path / "config.toml")


@pytest.fixture
def corpus(place: Config) -> Path:
    return place.corpus_folder


@pytest.fixture
def knowledge_base(place: Config) -> Iterator[KnowledgeBase]:
    opened = open_knowledge_base(place)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def collection_config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """The project's own collection, indexed in a temporary place."""
    base = tmp_path_factory.mktemp("collection")
    shutil.copytree(PROJECT / "corpus", base / "corpus")
    shutil.copy(PROJECT / "config.toml", base)
    config = load_config(base / "config.toml")
    opened = open_knowledge_base(config)
    assert not opened.reconcile().refused
    opened.close()
    return config


@pytest.fixture(scope="session")
def collection(collection_config: Config) -> Iterator[KnowledgeBase]:
    opened = open_knowledge_base(collection_config)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def site(collection_config: Config, collection: KnowledgeBase) -> Flask:
    app = create_app(collection_config.path, collection)
    app.testing = True
    return app


@pytest.fixture
def client(site: Flask) -> FlaskClient:
    return site.test_client()
