from __future__ import annotations

import fcntl
import os
import re
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

from indexer import KnowledgeBase, load_config, open_knowledge_base
from indexer.analysis.lemma_lexicon import LexiconFile
from indexer.config import Config
from tests.small_library import write_small_library
from web import create_app

PROJECT = Path(__file__).parent.parent
CASES = ("100-lektiecafeer", "husum-it-cafe", "bogstart", "stjernelaeser")

# How long an example takes depends on what else the machine does: no time limit, and no warning of slow examples. A
# fixture that is shared by the examples of a test is shared on purpose.
settings.register_profile(
    "samspil", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
settings.load_profile("samspil")

# What a shell begins behind it ignores Ctrl-C, and so would every process that the tests begin.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


class _CompiledTemplates(BytecodeCache):
    """Compiled templates, for the hundreds of applications that a test process makes."""

    def __init__(self) -> None:
        self._compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """See BytecodeCache.load_bytecode."""
        if bucket.key in self._compiled:
            bucket.bytecode_from_string(self._compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """See BytecodeCache.dump_bytecode."""
        self._compiled[bucket.key] = bucket.bytecode_to_string()


Flask.jinja_options = {"bytecode_cache": _CompiledTemplates()}

_compile_builder = Rule._compile_builder
_BUILDERS: dict[object, Callable[..., tuple[str, str]]] = {}


def _compiled_once(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
    """Compiled routes likewise: a hundred and fifty of each application take a tenth of a second."""
    key = (rule.rule, rule.subdomain, rule.host, repr(rule.defaults), rule.is_leaf, rule.strict_slashes, append_unknown)
    if key not in _BUILDERS:
        _BUILDERS[key] = _compile_builder(rule, append_unknown)
    return _BUILDERS[key]


Rule._compile_builder = _compiled_once  # type: ignore[method-assign]  # for all the applications of this process


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Tests of a cluster are skipped aloud where none runs, and fail where one is promised."""
    if item.get_closest_marker("opensearch") and not os.environ.get("SAMSPIL_TEST_OPENSEARCH"):
        told = "needs a cluster: make test-opensearch"
        if os.environ.get("SAMSPIL_REQUIRE_OPENSEARCH"):
            pytest.fail(told, pytrace=False)
        pytest.skip(told)


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that takes long to make: the first of the parallel test processes makes it, all of them read it."""
    root = factory.getbasetemp().parent if "PYTEST_XDIST_WORKER" in os.environ else factory.getbasetemp()
    folder = root / name
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            unfinished = root / f"{name}.unfinished"
            unfinished.mkdir()
            make(unfinished)
            unfinished.rename(folder)
    return folder


@pytest.fixture(scope="session")
def lexicon(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the Danish lexicon, which takes seconds to make; a place that begins with it saves them."""
    return made_once(tmp_path_factory, "lexicon", lambda folder: LexiconFile(folder).lemmas(["bil"]) and None)


def make_place(folder: Path, lexicon: Path) -> Config:
    """An empty corpus with the real vocabulary, and its configuration."""
    (folder / "corpus").mkdir()
    shutil.copytree(lexicon, folder / "var", copy_function=os.link)
    shutil.copy(PROJECT / "corpus" / "vocabulary.ttl", folder / "corpus")
    shutil.copy(PROJECT / "config.toml", folder)
    return load_config(folder / "config.toml")


@pytest.fixture
def place(tmp_path: Path, lexicon: Path) -> Config:
    """An empty corpus with the real vocabulary, and its configuration."""
    return make_place(tmp_path, lexicon)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, lexicon: Path) -> Path:
    """Four cases of the collection and the vocabulary, indexed once."""

    def index_cases(folder: Path) -> None:
        shutil.copytree(lexicon, folder / "var", copy_function=os.link)
        (folder / "corpus" / "cases").mkdir(parents=True)
        shutil.copy(PROJECT / "corpus" / "vocabulary.ttl", folder / "corpus")
        shutil.copy(PROJECT / "config.toml", folder)
        shutil.copy(PROJECT / "corpus" / "places.csv", folder / "corpus")
        (folder / "corpus" / "organisations").mkdir()
        for name in CASES:
            case = PROJECT / "corpus" / "cases" / f"{name}.md"
            shutil.copy(case, folder / "corpus" / "cases")
            for record in named_records(case.read_text("utf-8")):
                shutil.copy(record, folder / "corpus" / "organisations")
        opened = open_knowledge_base(load_config(folder / "config.toml"))
        opened.reconcile()
        opened.close()

    return made_once(tmp_path_factory, "template", index_cases)


def named_records(text: str) -> list[Path]:
    """The records of the organisations that a write-up of the collection names."""
    named = (PROJECT / "corpus" / "organisations" / f"{name}.toml" for name in set(re.findall(r'"([a-z0-9-]+)"', text)))
    return [path for path in named if path.is_file()]


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
def collection_config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """The project's own collection, indexed in a temporary place."""
    made = made_once(tmp_path_factory, "indexed-collection", _index_collection)
    own = tmp_path_factory.mktemp("collection")
    shutil.copytree(made, own, dirs_exist_ok=True)
    return load_config(own / "config.toml")


def _index_collection(folder: Path) -> None:
    shutil.copytree(PROJECT / "corpus", folder / "corpus")
    shutil.copy(PROJECT / "config.toml", folder)
    opened = open_knowledge_base(load_config(folder / "config.toml"))
    assert not opened.reconcile().refused
    opened.close()


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


def a_site_with(site: Flask, **settings: str) -> Flask:
    """Another application over the same knowledge base, with other values in [web], given as TOML has them."""
    context = site.extensions["samspil"]
    text = context.config.path.read_text("utf-8")
    for key, value in settings.items():
        text = re.sub(rf"(?m)^{key} = (\"[^\"]*\"|\S+)", f"{key} = {value}", text)
    own = context.config.path.with_name(f"other-{len(settings)}.toml")
    own.write_text(text, "utf-8")
    app = create_app(own, context.knowledge_base)
    app.testing = True
    return app
