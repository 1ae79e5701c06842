"""A new facet is one row of the schema and its labels in the vocabulary; everything else follows."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest

from tests.builders import write_case
from tests.conftest import PROJECT

ROW = """
    MetadataKey(
        key="audiences", attribute="audiences", type=ValueType.CONCEPTS, facet="audience", facet_place=35,
        columns=("målgruppe",), schema_org="about", form_part=FormPart.FINDABLE, says="whom it is for",
    ),
"""
LABELS = """
<urn:samspil:audience> a skos:ConceptScheme ;
    skos:notation "audience" ; skos:prefLabel "Målgruppe"@da, "Audience"@en ;
    skos:definition "Hvem det er for."@da, "Whom it is for."@en .
<urn:samspil:audience/children> a skos:Concept ;
    skos:inScheme <urn:samspil:audience> ; skos:notation "children" ; skos:prefLabel "Børn"@da, "Children"@en .
<urn:samspil:audience/adults> a skos:Concept ;
    skos:inScheme <urn:samspil:audience> ; skos:notation "adults" ; skos:prefLabel "Voksne"@da, "Adults"@en .
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What a copy of the product with one row more makes of a document that states the new key."""
    place = tmp_path_factory.mktemp("facet")
    for package in ("indexer", "web"):
        shutil.copytree(PROJECT / package, place / package, ignore=shutil.ignore_patterns("__pycache__"))
    schema = place / "indexer" / "domain" / "documents" / "metadata_schema.py"
    beginning, end = schema.read_text("utf-8").split("SCHEMA: tuple[MetadataKey, ...] = (\n")
    schema.write_text(f"{beginning}SCHEMA: tuple[MetadataKey, ...] = ({ROW}{end}", "utf-8")
    (place / "corpus").mkdir()
    vocabulary = (PROJECT / "corpus" / "vocabulary.ttl").read_text("utf-8")
    (place / "corpus" / "vocabulary.ttl").write_text(vocabulary + LABELS, "utf-8")
    shutil.copy(PROJECT / "config.toml", place)
    write_case(place / "corpus", "en", audiences='["children"]')
    write_case(place / "corpus", "to")
    ways = os.pathsep.join((str(place), str(PROJECT)))
    run = subprocess.run(
        [sys.executable, str(PROJECT / "tests" / "functional" / "new_facet_walk.py"), str(place)],
        env={**os.environ, "PYTHONPATH": ways, "PYTHONDONTWRITEBYTECODE": "1"}, capture_output=True, text=True,
        cwd=place,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-3000:]
    answer: dict[str, object] = json.loads(run.stdout.splitlines()[-1])
    assert answer["code"] == str(place / "indexer"), "the copy did not run"
    return answer


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("refused", []),
        ("name", "Målgruppe"),
        ("search", ["en"]),
        ("facet", {"children": 1, "not-stated": 1}),
        ("form", ["children"]),
        ("import faults", [["3", "audiences", "unknown-concept"]]),
        ("import", ["adults"]),
        ("export", "adults"),
        ("export of a search", True),
        ("json", [{"id": "children", "label": "Børn"}]),
        ("api", True),
        ("record", [["children"]]),
        ("map", 200),
    ],
)
def test_one_row_and_its_labels_make_a_facet(found: dict[str, object], where: str, expected: object) -> None:
    assert found[where] == expected


def test_the_new_facet_is_offered_with_its_labels_and_counts(found: dict[str, object]) -> None:
    assert any(row.startswith("Børn") and "(1)" in row for row in found["panel"])  # type: ignore[attr-defined]
    assert 'audiences = ["adults"]' in str(found["form saved"])
    assert "Børn" in found["linked data"]  # type: ignore[operator]
    assert "Målgruppe" in found["facts"]  # type: ignore[operator]
    assert {"id": "children", "label": "Børn", "count": 1, "state": "selected"} in found["json of a search"]  # type: ignore[operator]
