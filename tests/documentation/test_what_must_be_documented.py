from __future__ import annotations

import ast
import dataclasses
import re
import tomllib

import pytest
from click import Command, Group
from flask import Flask

import indexer
from indexer import FACETS
from indexer.cli import main
from indexer.config import SECTIONS
from indexer.corpus_store.metadata_reader import KNOWN_KEYS
from tests.conftest import PROJECT
from web.site.language import catalogue

README = (PROJECT / "README.md").read_text("utf-8")
CONFIG = (PROJECT / "config.toml").read_text("utf-8")
SETTINGS = [(section, key) for section, cls in SECTIONS.items() for key in dataclasses.fields(cls)]


@pytest.mark.parametrize(("section", "key"), SETTINGS, ids=lambda value: getattr(value, "name", str(value)))
def test_every_setting_stands_in_the_configuration_with_its_default_and_a_comment(
    section: str, key: dataclasses.Field[object]
) -> None:
    line = next(line for line in CONFIG.splitlines() if line.startswith(f"{key.name} ="))

    stated = tomllib.loads(CONFIG)[section][key.name]
    assert (tuple(stated) if isinstance(stated, list) else stated) == key.default
    assert len(line.partition("  # ")[2].split()) >= 2


def commands(group: Group, prefix: str = "samspil") -> list[tuple[str, Command]]:
    found: list[tuple[str, Command]] = []
    for name, command in group.commands.items():
        found.append((f"{prefix} {name}", command))
        if isinstance(command, Group):
            found += commands(command, f"{prefix} {name}")
    return found


@pytest.mark.parametrize(("name", "command"), commands(main), ids=lambda value: value if isinstance(value, str) else "")
def test_every_command_is_documented_and_its_options_have_help(name: str, command: Command) -> None:
    assert f"`{name}" in README
    assert command.help
    for parameter in command.params:
        if parameter.param_type_name == "option" and parameter.name not in ("page", "sort"):
            assert getattr(parameter, "help", None), f"{name} --{parameter.name}"


def test_every_route_is_documented(site: Flask) -> None:
    for rule in site.url_map.iter_rules():
        if rule.endpoint != "static":
            assert f"`{rule.rule}`" in README, rule.rule


@pytest.mark.parametrize("facet", FACETS, ids=lambda facet: facet.id)
def test_every_facet_is_documented(facet: indexer.FacetField) -> None:
    assert f"`{facet.id}`" in README


def test_every_front_matter_key_is_documented() -> None:
    for key in KNOWN_KEYS:
        assert f"`{key}`" in README, key


PUBLISHED = {
    "MetadataSuggestion",
    "SuggestionReason",
    "corpus_files",
    "told_language",
    "export_csv",
    "export_folder",
    "plan_folder",
    "unpack",
    "IMPORT_KEYS",
    "read_table",
    "ImportPlan",
    "RowFault",
    "plan_records",
    "apply_import",
    "Account",
    "Actor",
    "Role",
    "AuditEntry",
    "CheckItem",
    "completeness",
    "FileDifference",
    "differences",
    "EditableDocument",
    "Action",
    "Change",
    "secret_key",
    "SuggestionReason",
    "MetadataSuggestion",
    "suggested_title",
    "Upload",
    "UploadState",
    "Curation",
    "IndexState",
    "Listed",
    "StateError",
    "CurationError",
    "EditConflict",
    "InvalidEntry",
    "WeakPassword",
    "NotAllowed",
    "Extraction",
    "open_curation",
    "split_front_matter",
    "Across",
    "Words",
    "Origin",
    "CONFIG_VARIABLE",
    "Concept",
    "Config",
    "ConfigurationError",
    "Document",
    "DocumentId",
    "DocumentNotFound",
    "EngineUnavailable",
    "ExplainedTerm",
    "ExtractionNote",
    "FACETS",
    "SUBJECT_SCHEME",
    "Facet",
    "FacetField",
    "FacetSource",
    "FacetValue",
    "Filter",
    "Hit",
    "KnowledgeBase",
    "KnowledgeBaseError",
    "Language",
    "Match",
    "Metadata",
    "NOT_STATED",
    "NamedActors",
    "Outcome",
    "Page",
    "Query",
    "QueryError",
    "QueryTooLong",
    "Relaxation",
    "ResultPage",
    "Scheme",
    "Snippet",
    "SortOrder",
    "Source",
    "Status",
    "Suggestion",
    "SuggestionKind",
    "UnknownField",
    "ValueState",
    "Vocabulary",
    "YearRange",
    "check_corpus",
    "danish_sort_key",
    "facet_value_label",
    "find_config",
    "library_versions",
    "load_config",
    "open_knowledge_base",
    "result_json",
    "Aspect",
    "Comparable",
    "ComparisonWeights",
    "Reason",
    "Relation",
    "Situation",
    "compared_values",
    "AXES",
    "DECADE",
    "Crossing",
    "axis_facet",
    "choose_only",
    "free_axis",
    "UnknownAxis",
    "closely_alike",
    "comparable_json",
    "reason_lead",
    "reason_text",
    "reason_values",
    "value_words",
    "Duplicate",
    "Extraction",
    "Extractor",
    "FileInformation",
    "OutlineEntry",
    "Refusal",
    "extract_upload",
    "find_duplicates",
    "open_extractor",
}


def test_the_published_names_are_these_and_exist() -> None:
    assert set(indexer.__all__) == PUBLISHED
    for name in PUBLISHED:
        assert hasattr(indexer, name)


def test_every_english_text_exists_and_every_danish_one_is_translated() -> None:
    used: set[str] = set()
    for path in (PROJECT / "web" / "templates").glob("*"):
        text = path.read_text("utf-8")
        used |= {m for pair in re.findall(r"_n?\(\"([^\"]+)\"(?:, \"([^\"]+)\")?", text) for m in pair if m}
        used |= {m for pair in re.findall(r"_n?\('([^']+)'(?:, '([^']+)')?", text) for m in pair if m}
    for path in (PROJECT / "web").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("translate", "translate_count"):
                used |= {a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)}
    known = {str(message.id) for message in catalogue() if message.id and message.string}

    assert len(used) > 60
    assert used <= known, sorted(used - known)
