"""config.toml: every fault is named, all of them together."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer import CONFIG_VARIABLE, ConfigurationError, Language, find_config, load_config, say
from tests.saying import raises_saying, said


def configured(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[searching]\n", "[searching] is not a section; the sections are folders, index"),
        ("search = 3\n", "search must be a section, written [search]"),
        ("[search]\nsize = 3\n", "[search] size is not a setting; the settings are page_size"),
        ('[search]\npage_size = "many"\n', "[search] page_size must be a number"),
        ("[search]\npage_size = 2.5\n", "[search] page_size must be a whole number"),
        ("[search]\npage_size = true\n", "[search] page_size must be a number"),
        ("[search]\npage_size = -1\n", "[search] page_size must not be negative"),
        ('[search]\nbm25_b = "x"\n', "[search] bm25_b must be a number"),
        ("[search]\nbm25_b = -0.1\n", "[search] bm25_b must not be negative"),
        ("[folders]\ncorpus = 3\n", "[folders] corpus must be a text in quotes"),
        ("[curation]\nnote_empty_searches = 1\n", "[curation] note_empty_searches must be true or false"),
        (
            '[search]\ndanish_english_dictionaries = "x"\n',
            "[search] danish_english_dictionaries must be a list of texts in quotes",
        ),
        (
            "[search]\ndanish_english_dictionaries = [1]\n",
            "[search] danish_english_dictionaries must be a list of texts in quotes",
        ),
        ("[search\n", "cannot be read"),
    ],
    ids=lambda value: value.strip()[:30].replace("\n", " "),
)
def test_a_fault_is_named_with_its_section_and_key(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        load_config(configured(tmp_path, text))

    assert named in said(refused.value)
    assert str(tmp_path / "config.toml") in said(refused.value)


def test_all_faults_are_named_together(tmp_path: Path) -> None:
    path = configured(tmp_path, '[web]\nport = "x"\n[index]\nfast = true\n[other]\n')

    with pytest.raises(ConfigurationError) as refused:
        load_config(path)

    words = said(refused.value)
    assert "[web] port" in words and "[index] fast" in words and "[other]" in words


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes(b"\xff\xfe[")

    with raises_saying(ConfigurationError, "cannot be read"):
        load_config(tmp_path / "config.toml")


def test_what_is_left_out_has_its_default_and_whole_numbers_may_stand_for_others(tmp_path: Path) -> None:
    config = load_config(configured(tmp_path, "[search]\nbm25_b = 1\n"))

    assert (config.search.bm25_b, type(config.search.bm25_b)) == (1.0, float)
    assert (config.search.page_size, config.web.port) == (20, 8000)


def test_relative_folders_start_at_the_file(tmp_path: Path) -> None:
    config = load_config(configured(tmp_path, f'[folders]\ncorpus = "a/b"\nstate = "{tmp_path}/elsewhere"\n'))

    assert config.corpus_folder == (tmp_path / "a" / "b").resolve()
    assert config.state_folder == (tmp_path / "elsewhere").resolve()
    assert config.var_folder == (tmp_path / "var").resolve()


def test_a_configuration_is_found_in_a_folder_above(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configured(tmp_path, "[web]\nport = 81\n")
    (tmp_path / "a" / "b").mkdir(parents=True)
    monkeypatch.delenv(CONFIG_VARIABLE, raising=False)
    monkeypatch.chdir(tmp_path / "a" / "b")

    assert find_config().web.port == 81


def test_a_named_file_wins_over_the_variable_and_this_over_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = {}
    for port, name in ((1, "here"), (2, "variable"), (3, "named")):
        (tmp_path / name).mkdir()
        places[name] = configured(tmp_path / name, f"[web]\nport = {port}\n")
    monkeypatch.chdir(tmp_path / "here")

    monkeypatch.delenv(CONFIG_VARIABLE, raising=False)
    assert find_config().web.port == 1
    monkeypatch.setenv(CONFIG_VARIABLE, str(places["variable"]))
    assert find_config().web.port == 2
    assert find_config(places["named"]).web.port == 3


def test_the_environment_wins_over_the_file_and_is_written_as_in_it(tmp_path: Path) -> None:
    path = configured(tmp_path, '[web]\nport = 8001\nthreads = 2\n[folders]\nvar = "v"\n')
    environment = {
        "SAMSPIL_WEB_PORT": "9000",
        "SAMSPIL_WEB_HOST": "::",
        "SAMSPIL_WEB_TRUSTED_PROXIES": "192.0.2.1, 192.0.2.2",
        "SAMSPIL_WEB_ALLOWED_HOSTS": '["a.example"]',
        "SAMSPIL_CURATION_NOTE_EMPTY_SEARCHES": "false",
        "SAMSPIL_SECRET_KEY": "not a setting",
    }

    config = load_config(path, environment)

    assert (config.web.port, config.web.threads, config.web.host) == (9000, 2, "::")
    assert config.web.trusted_proxies == ("192.0.2.1", "192.0.2.2") and config.web.allowed_hosts == ("a.example",)
    assert config.curation.note_empty_searches is False and config.folders.var == "v"


@pytest.mark.parametrize(
    ("name", "value", "named"),
    [
        ("SAMSPIL_WEB_PORTS", "1", "SAMSPIL_WEB_PORTS in the environment names no setting of [web]"),
        ("SAMSPIL_WEB_PORT", "many", "[web] port must be a number"),
    ],
)
def test_a_variable_of_the_environment_that_is_wrong_is_named(
    tmp_path: Path, name: str, value: str, named: str
) -> None:
    with pytest.raises(ConfigurationError) as refused:
        load_config(configured(tmp_path, ""), {name: value})

    assert named in said(refused.value)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('[folders]\nrooms = "state/rooms"', "rooms"),
        ("[rooms]\nyears = 9", "rooms.most_years"),
        ('[engine]\nkind = "opensearch"', "hosts is empty"),
        ('[engine]\nkind = "opensearch"\nhosts = ["http://a"]\nindex_name = "Samspil"', "'Samspil'"),
    ],
)
def test_what_two_keys_cannot_both_say_is_named(tmp_path: Path, text: str, named: str) -> None:
    (tmp_path / "config.toml").write_text(text, "utf-8")

    with pytest.raises(ConfigurationError) as raised:
        load_config(tmp_path / "config.toml")

    assert named in say(raised.value.message, Language.ENGLISH)
