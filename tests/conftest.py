from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings

from indexer import KnowledgeBase, load_config, open_knowledge_base
from indexer.analysis.lemma_lexicon import LexiconFile
from indexer.config import Config
from tests.small_library import write_small_library
from web import create_app

PROJECT = Path(__file__).parent.parent

# No time limits: the machine may be busy with other things.
settings.register_profile("samspil", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("samspil")


@pytest.fixture(scope="session")
def lexicon(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of Danish lemmas, made once: it takes seconds, and is the same in every place."""
    folder = tmp_path_factory.mktemp("lexicon")
    LexiconFile(folder).lemmas(["bog"])
    return next(folder.glob("lexicon-*.arr"))


def make_place(folder: Path, lexicon: Path) -> Config:
    """An empty corpus with the real vocabulary, and its configuration."""
    (folder / "corpus").mkdir()
    (folder / "var").mkdir()
    os.link(lexicon, folder / "var" / lexicon.name)
    shutil.copy(PROJECT / "corpus" / "vocabulary.ttl", folder / "corpus")
    shutil.copy(PROJECT / "config.toml", folder)
    return load_config(folder / "config.toml")


@pytest.fixture
def place(tmp_path: Path, lexicon: Path) -> Config:
    """An empty corpus with the real vocabulary, and its configuration."""
    return make_place(tmp_path, lexicon)


@pytest.fixture
def corpus(place: Config) -> Path:
    return place.corpus_folder


@pytest.fixture
def knowledge_base(place: Config) -> Iterator[KnowledgeBase]:
    opened = open_knowledge_base(place)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def small_library_config(tmp_path_factory: pytest.TempPathFactory, lexicon: Path) -> Config:
    """The small library, indexed in a temporary place."""
    config = make_place(tmp_path_factory.mktemp("small-library"), lexicon)
    write_small_library(config.corpus_folder)
    opened = open_knowledge_base(config)
    assert not opened.reconcile().refused
    opened.close()
    return config


@pytest.fixture(scope="session")
def small_library(small_library_config: Config) -> Iterator[KnowledgeBase]:
    """Eleven documents; only to be read."""
    opened = open_knowledge_base(small_library_config)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def small_site(small_library_config: Config, small_library: KnowledgeBase) -> Flask:
    """The site over the small library."""
    app = create_app(small_library_config.path, small_library)
    app.testing = True
    return app


@pytest.fixture
def reader(small_site: Flask) -> FlaskClient:
    """A visitor of the site over the small library."""
    return small_site.test_client()


@pytest.fixture(scope="session")
def collection_config(tmp_path_factory: pytest.TempPathFactory, lexicon: Path) -> Config:
    """The project's own collection, indexed in a temporary place."""
    base = tmp_path_factory.mktemp("collection")
    shutil.copytree(PROJECT / "corpus", base / "corpus")
    (base / "var").mkdir()
    os.link(lexicon, base / "var" / lexicon.name)
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
