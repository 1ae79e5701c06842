from __future__ import annotations

import ast
import dataclasses
import re
import tomllib

import pytest
from click import Command, Context, Group
from flask import Flask

import indexer
from indexer import FACETS
from indexer.cli import main
from indexer.config import SECTIONS
from indexer.domain.documents.facets import FACETS_BY_ID
from indexer.domain.documents.metadata_schema import KNOWN_KEYS
from tests.conftest import PROJECT
from web.site.language import catalogue
from web.site.urls.search_url import PARAMETERS

CONFIG = (PROJECT / "config.toml").read_text("utf-8")
PAGES = {path.name: path.read_text("utf-8") for path in (PROJECT / "docs").glob("*.md")}
SETTINGS = [(section, key) for section, cls in SECTIONS.items() for key in dataclasses.fields(cls)]


def rows_under(page: str, heading: str) -> list[list[str]]:
    """The cells of each row of the tables under a heading of the second level."""
    section = page.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("|") and not line.startswith("| ---")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in rows]


def as_toml(default: object) -> str:
    if isinstance(default, bool):
        return str(default).lower()
    if isinstance(default, tuple):
        return f"`{list(default)}`"
    return f'`"{default}"`' if isinstance(default, str) else str(default)


@pytest.mark.parametrize(("section", "key"), SETTINGS, ids=lambda value: getattr(value, "name", str(value)))
def test_every_setting_stands_in_the_configuration_with_its_default_and_a_comment(
    section: str, key: dataclasses.Field[object]
) -> None:
    line = next(line for line in CONFIG.splitlines() if line.startswith(f"{key.name} ="))

    stated = tomllib.loads(CONFIG)[section][key.name]
    assert (tuple(stated) if isinstance(stated, list) else stated) == key.default
    assert len(line.partition("  # ")[2].split()) >= 2


@pytest.mark.parametrize("section", SECTIONS)
def test_the_page_of_the_configuration_names_exactly_the_keys_of_each_section(section: str) -> None:
    heads, *rows = rows_under(PAGES["configuration.md"], section)

    assert {row[0] for row in rows} == {f"`{key.name}`" for key in dataclasses.fields(SECTIONS[section])}
    assert all(len(row[-1].split()) >= 2 for row in rows)
    if "default" in heads:
        defaults = {f"`{key.name}`": as_toml(key.default) for key in dataclasses.fields(SECTIONS[section])}
        assert {row[0]: row[1] for row in rows} == defaults


def commands(group: Group, prefix: str = "samspil") -> list[tuple[str, Command]]:
    found: list[tuple[str, Command]] = []
    context = Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command
        if isinstance(command, Group):
            found += commands(command, f"{prefix} {name}")
        else:
            found.append((f"{prefix} {name}", command))
    return found


@pytest.mark.parametrize(("name", "command"), commands(main), ids=lambda value: value if isinstance(value, str) else "")
def test_every_command_is_documented_with_its_options_and_these_have_help(name: str, command: Command) -> None:
    page = PAGES["commands.md"]
    usage = next(line for line in page.splitlines() if re.match(rf"\| `{re.escape(name)}[ `]", line))

    assert command.help
    for parameter in command.params:
        if parameter.param_type_name == "option":
            assert max(parameter.opts, key=len) in (usage if parameter.name != "config_path" else page), name
            if parameter.name not in ("page", "sort"):
                assert getattr(parameter, "help", None), f"{name} --{parameter.name}"


def test_every_endpoint_that_a_page_or_a_view_names_exists(site: Flask) -> None:
    endpoints = {rule.endpoint for rule in site.url_map.iter_rules()}
    named = re.compile(r"(?:url_for|page_address|absolute_url|link)\(\s*['\"]([a-z_]+\.[a-z_]+)['\"]")
    places = [path for path in (PROJECT / "web").rglob("*.*") if path.suffix in (".html", ".xml", ".py")]
    found = [(path.name, endpoint) for path in places for endpoint in named.findall(path.read_text("utf-8"))]

    assert len(found) > 300
    assert [one for one in found if one[1] not in endpoints] == []


def test_every_route_is_documented(site: Flask) -> None:
    for rule in site.url_map.iter_rules():
        if rule.endpoint != "static":
            assert f"`{rule.rule}`" in PAGES["http-api.md"], rule.rule


@pytest.mark.parametrize("facet", FACETS, ids=lambda facet: facet.id)
def test_every_facet_is_documented(facet: indexer.FacetField) -> None:
    facets = PAGES["http-api.md"].partition("\n## Facets\n")[2].partition("\n## ")[0]

    assert f"`{facet.id}`" in facets


@pytest.mark.parametrize("parameter", [name for name in PARAMETERS if name.lstrip("-") not in FACETS_BY_ID])
def test_every_parameter_of_a_search_is_documented(parameter: str) -> None:
    rows = rows_under(PAGES["http-api.md"], "Parameters of a search")

    assert any(f"`{parameter}`" in row[0] for row in rows)


@pytest.mark.parametrize("key", KNOWN_KEYS)
def test_every_front_matter_key_is_documented(key: str) -> None:
    rows = rows_under(PAGES["corpus-format.md"], "Metadata")

    assert any(f"`{key}`" in row[0] for row in rows)


PUBLISHED = {
    "MetadataSuggestion",
    "MIN_WORDS",
    "Assignment",
    "AssignmentPreview",
    "FEW_RESULTS",
    "Task",
    "TaskKind",
    "Use",
    "week_of",
    "Follow",
    "Handover",
    "MailQueue",
    "Outbox",
    "Reader",
    "suggested_case",
    "WaitingMail",
    "EditableRecord",
    "LIBRARY_KINDS",
    "merged_record",
    "NamedRecord",
    "PLACE_KINDS",
    "RecordEditor",
    "Records",
    "Stated",
    "is_fixed_concept",
    "merged_concept",
    "Share",
    "Notice",
    "require_own",
    "about_text",
    "Account",
    "Across",
    "act_from",
    "Action",
    "Actor",
    "apply_import",
    "Aspect",
    "AuditEntry",
    "Author",
    "author_of",
    "AXES",
    "axis_facet",
    "belongs",
    "bibtex_container",
    "bibtex_names",
    "BIBTEX_PAGE",
    "BIBTEX_PRESENTED",
    "bibtex_publisher",
    "BulkEdit",
    "BY_KEY",
    "Change",
    "checked_points",
    "CheckItem",
    "choose_only",
    "closely_alike",
    "Comparable",
    "comparable_json",
    "compared_values",
    "ComparisonWeights",
    "completeness",
    "Concept",
    "Config",
    "CONFIG_VARIABLE",
    "ConfigurationError",
    "CONTINENTS",
    "corpus_files",
    "counted_values",
    "COUNTRY_KIND",
    "CrossTabulation",
    "CSL_CUSTOM",
    "Curation",
    "CurationError",
    "danish_sort_key",
    "DECADE",
    "differences",
    "Document",
    "DocumentId",
    "DocumentNotFound",
    "DocumentSelection",
    "Duplicate",
    "EditableDocument",
    "EditConflict",
    "EngineUnavailable",
    "export_csv",
    "Extraction",
    "Facet",
    "facet_explanation",
    "facet_label",
    "facet_value_label",
    "FACETS",
    "FacetValue",
    "Filter",
    "find_config",
    "FormPart",
    "free_axis",
    "guarded",
    "hand_in_attachments",
    "has_model",
    "Hit",
    "IMPORT_KEYS",
    "ImportOrder",
    "ImportOutcome",
    "incoming_line",
    "incoming_text",
    "IndexState",
    "InvalidEntry",
    "is_known_outcome",
    "is_public",
    "key_hint",
    "key_label",
    "keyword_of",
    "kilometres",
    "KnowledgeBase",
    "KnowledgeBaseError",
    "Language",
    "Level",
    "latex_of",
    "list_cell",
    "Listed",
    "ListOrder",
    "load_config",
    "Match",
    "Message",
    "message_from",
    "message_of",
    "merged_keys",
    "takes_text",
    "MergedKey",
    "message_record",
    "Metadata",
    "MetadataKey",
    "name_in",
    "NamedActors",
    "nearest_places",
    "NOT_GIVEN",
    "NOT_STATED",
    "NotAllowed",
    "open_curation",
    "open_knowledge_base",
    "open_rooms",
    "Organisation",
    "ORGANISATION_SCHEMES",
    "Origin",
    "OUTCOME_SCHEME",
    "Page",
    "PagePicture",
    "PartType",
    "PictureSize",
    "PictureUnavailable",
    "Place",
    "PLACE_SCHEME",
    "Places",
    "Query",
    "QueryError",
    "QueryTooLong",
    "read_stated",
    "Reason",
    "reason_lead",
    "reason_values",
    "RECORD_SCHEMES",
    "Relation",
    "result_json",
    "ResultPage",
    "rfc3339",
    "RIS_FACTS",
    "ris_name",
    "RIS_PAGE",
    "RIS_PRESENTED",
    "Role",
    "Rooms",
    "rows_of",
    "RUNNING",
    "SaveFailed",
    "say",
    "SCHEMA",
    "Scheme",
    "secret_key",
    "seconds_until",
    "SignIn",
    "Situation",
    "Snippet",
    "SortOrder",
    "Source",
    "sources_cell",
    "split_front_matter",
    "StateError",
    "Statistics",
    "Status",
    "status_before_trash",
    "SUBJECT_SCHEME",
    "suggested_title",
    "Suggestion",
    "SuggestionKind",
    "told_language",
    "TYPE_NAMES",
    "typed_number",
    "typed_value",
    "UNKNOWN_OUTCOME",
    "unpack",
    "UnsavedForm",
    "Upload",
    "UploadState",
    "value_label",
    "ValueState",
    "ValueType",
    "Vocabulary",
    "was_public",
    "Work",
    "work_cell",
    "WORK_PARTS",
    "WorkPart",
    "WorkType",
    "YearRange",
}


def test_the_published_names_are_these_and_exist() -> None:
    assert set(indexer.__all__) == PUBLISHED
    for name in PUBLISHED:
        assert hasattr(indexer, name)


def test_every_english_text_exists_and_every_danish_one_is_translated() -> None:
    used: set[str] = set()
    for path in (PROJECT / "web" / "templates").rglob("*.*"):
        text = path.read_text("utf-8")
        used |= {m for pair in re.findall(r"_n?\(\s*\"([^\"]+)\"(?:,\s+\"([^\"]+)\")?", text) for m in pair if m}
        used |= {m for pair in re.findall(r"_n?\(\s*'([^']+)'(?:,\s+'([^']+)')?", text) for m in pair if m}
    for path in (PROJECT / "web").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("translate", "translate_count"):
                used |= {a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)}
    known = {str(message.id) for message in catalogue() if message.id and message.string}

    assert len(used) > 60
    assert used <= known, sorted(used - known)


def test_no_english_text_is_left_of_one_that_is_gone() -> None:
    files = (path for folder in ("web", "indexer") for path in (PROJECT / folder).rglob("*"))
    suffixes = (".html", ".xml", ".txt", ".py", ".toml")
    written = "\n".join(path.read_text("utf-8") for path in files if path.suffix in suffixes)
    ids = [one for message in catalogue() for one in (message.id if isinstance(message.id, tuple) else (message.id,))]

    escaped = (one.replace("\n", "\\n").replace('"', '\\"') for one in ids)
    assert [one for one, other in zip(ids, escaped, strict=True) if one not in written and other not in written] == []
