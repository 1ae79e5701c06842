"""Walks through everything that should know a facet, and prints what was found as JSON.

Run by `test_a_new_facet.py` in a process of its own, over a copy of the product whose schema has one row more.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bs4 import BeautifulSoup

import indexer
from indexer import (
    Account,
    DocumentId,
    Filter,
    Language,
    Query,
    Role,
    apply_import,
    export_csv,
    facet_label,
    load_config,
    open_knowledge_base,
)
from indexer.curation.bulk.import_plan import plan_table
from indexer.curation.bulk.readers import read_table
from indexer.domain.documents.front_matter import split_front_matter
from tests.curation.conftest import PASSWORD, sign_in
from web import create_app


def main(place: Path) -> dict[str, object]:
    """What each consumer of the schema makes of a document that states `audiences = ["children"]`."""
    opened = open_knowledge_base(load_config(place / "config.toml"))
    refused = opened.reconcile().refused
    app = create_app(place / "config.toml", opened)
    curation = app.extensions["samspil"].curation
    curation.accounts.add("curator", Role.CURATOR, PASSWORD)
    client, curator = app.test_client(), sign_in(app.test_client(), "curator")
    chosen = opened.search(Query(filters=(Filter("audience", "children"),)))
    panel = BeautifulSoup(client.get("/da/search").text, "lxml")
    group = next(box for box in panel.select("#filters fieldset") if "Målgruppe" in box.select_one("legend").text)
    form = BeautifulSoup(curator.get("/da/curator/documents/en/edit").text, "lxml")
    curator.post(
        "/da/curator/write-up", title="Fra formularen", kind="case", language="da", audience="adults", status="draft"
    )
    written = (place / "corpus" / "cases" / "fra-formularen.md").read_text("utf-8")
    table = read_table("a.csv", "titel;målgruppe;type\nFra tabellen;Voksne;case\nForkert;ukendte;case\n".encode())
    plan = plan_table(table, curation.corpus, curation.vocabulary, defaults={})
    faults = [(fault.row, fault.key, fault.message.id) for fault in plan.faults]
    plan.faults.clear()
    apply_import(plan, Account("curator", Role.CURATOR), curation.history, curation.corpus)
    imported = curation.editor.read(DocumentId("fra-tabellen"))
    exported = export_csv([imported]).splitlines()
    page = BeautifulSoup(client.get("/da/documents/en").text, "lxml")
    described = client.get("/api/openapi.json").json
    public = client.get("/da/export/csv").data.decode("utf-8-sig").splitlines()
    found = {
        "code": str(Path(indexer.__file__).parent),
        "refused": [str(fault.message) for fault in refused],
        "name": facet_label(opened.vocabulary, "audience", Language.DANISH),
        "search": [hit.id for hit in chosen.hits],
        "facet": {value.id: value.count for value in opened.search(Query()).facet("audience").values},
        "panel": [label.get_text(" ", strip=True) for label in group.select(".value label")],
        "form": [box["value"] for box in form.select("input[name=audience][checked]")],
        "form saved": split_front_matter(written)[0],
        "import faults": faults,
        "import": imported.metadata.value("audiences"),
        "export": dict(zip(exported[0].split(";"), exported[1].split(";"), strict=False)).get("audiences"),
        "export of a search": "audiences" in public[0] and any("children" in row for row in public[1:]),
        "json": client.get("/api/documents/en").json["audiences"],
        "json of a search": client.get("/api/search?audience=children").json["facets"]["audience"],
        "api": "audiences" in described["components"]["schemas"]["Document"]["properties"]
        and any(one["name"] == "audience" for one in described["paths"]["/api/search"]["get"]["parameters"]),
        "linked data": json.loads(page.select_one("script[type='application/ld+json']").string)["keywords"],
        "facts": [row.get_text(strip=True) for row in page.select("dl.facts dt")],
        "record": [hit.metadata.value("audiences") for hit in chosen.hits],
        "map": client.get("/da/map?rows=audience&columns=kind").status_code,
    }
    opened.close()
    return found


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1])), ensure_ascii=False))  # noqa: T201 (read by the test)
