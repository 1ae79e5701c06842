"""The collection as harvesters get it: all of it, set by set, since a moment, in both formats."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree

from indexer import DocumentId, Filter, KnowledgeBase, Query
from tests.conftest import a_site_with
from tests.harvesting.conftest import DUBLIN_CORE, GRAMMAR, OAI, OwnHarvester, asked, error_of

DC = "{http://purl.org/dc/elements/1.1/}"
MODS = "{http://www.loc.gov/mods/v3}"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_everything_that_is_public_is_harvested_once(
    client: FlaskClient, collection: KnowledgeBase, method: str
) -> None:
    harvester = OwnHarvester(client, method)

    found = {one.header.identifier: one for one in harvester.ListRecords(metadataPrefix="oai_dc")}

    public = collection.comparer.public_records()
    assert set(found) == {f"oai:localhost:{quote(one)}" for one in public}
    assert harvester.requests == -(-len(public) // 50)
    for document_id, metadata in public.items():
        told = found[f"oai:localhost:{quote(document_id)}"]
        titles = [metadata.title, *([metadata.title_other] if metadata.title_other else [])]
        assert list(dict.fromkeys(told.metadata["title"])) == list(dict.fromkeys(titles))
        assert told.metadata["identifier"] == [f"http://localhost/documents/{document_id}"]
        assert told.metadata["rights"] == ["https://creativecommons.org/licenses/by/4.0/"]
        assert f"kind:{metadata.kind}" in told.header.setSpecs and not told.header.deleted
        assert told.header.datestamp[:10] == metadata.changed[:10]


def test_records_in_mods_name_parts_of_names_organisations_and_concepts(client: FlaskClient) -> None:
    record = asked(client, "verb=GetRecord&metadataPrefix=mods&identifier=oai:localhost:bogstart")
    (mods,) = record.iter(f"{MODS}mods")

    assert {one.get("{http://www.w3.org/XML/1998/namespace}lang") for one in mods.iter(f"{MODS}titleInfo")} <= {
        "da", "en", None,
    }  # fmt: skip
    subjects = {one.get("valueURI") for one in mods.iter(f"{MODS}subject")} - {None}
    names = {one.get("valueURI") for one in mods.findall(f"{MODS}name")} - {None}
    for address in [*subjects, *names]:
        assert client.get(address.removeprefix("http://localhost")).status_code == 303, address
    assert any("/concepts/" in one for one in subjects) and any("/organisations/" in one for one in names)
    (condition,) = mods.iter(f"{MODS}accessCondition")
    assert condition.text == "CC BY 4.0"
    assert mods.findtext(f"{MODS}identifier") == "http://localhost/documents/bogstart"
    assert mods.findtext(f"{MODS}language/{MODS}languageTerm") == "dan"


def test_a_record_in_mods_says_where_a_presented_article_stands(client: FlaskClient) -> None:
    record = asked(client, "verb=GetRecord&metadataPrefix=mods&identifier=oai:localhost:four-spaces-model")
    (work,) = (one for one in record.iter(f"{MODS}relatedItem") if one.get("type") == "reviewOf")
    (journal,) = work.findall(f"{MODS}relatedItem")
    (part,) = journal.findall(f"{MODS}part")

    assert (journal.get("type"), journal.findtext(f"{MODS}titleInfo/{MODS}title")) == ("host", "New Library World")
    assert [(one.get("type"), one.findtext(f"{MODS}number")) for one in part.findall(f"{MODS}detail")] == [
        ("volume", "113"), ("issue", "11/12"),
    ]  # fmt: skip
    assert [one.text for one in part.find(f"{MODS}extent")] == ["586", "597"]
    assert [(one.get("type"), one.text) for one in work.findall(f"{MODS}identifier")] == [
        ("doi", "10.1108/03074801211282948")
    ]


def test_every_record_in_dublin_core_is_valid_and_says_in_which_language(client: FlaskClient) -> None:
    answer = etree.fromstring(client.get("/oai?verb=ListRecords&metadataPrefix=oai_dc&set=kind:guide").data)

    GRAMMAR.assertValid(answer)
    found = list(answer.iter("{http://www.openarchives.org/OAI/2.0/oai_dc/}dc"))
    assert found
    for one in found:
        DUBLIN_CORE.assertValid(one)
        languages = {each.get("{http://www.w3.org/XML/1998/namespace}lang") for each in one.iter(f"{DC}subject")}
        assert languages <= {"da", "en", None}
    rights = {one.get("ref") for one in answer.iter("{http://www.openarchives.org/OAI/2.0/rights/}rightsReference")}
    assert rights == {"https://creativecommons.org/licenses/by/4.0/"}


def test_sets_hold_what_the_same_filter_finds(harvester: OwnHarvester, collection: KnowledgeBase) -> None:
    named = {one.setSpec: one.setName for one in harvester.ListSets()}
    assert named["goal:new-users"].startswith("Mål: ") and named["kind"]
    assert {"kind:case", "country:DK", "language:da", "municipality:region-syddanmark", "library:aarhus"} <= set(named)

    some = [*sorted(named)[::97], "goal:new-users", "municipality:region-syddanmark", "partner:roede-kors"]
    for spec in (one for one in some if ":" in one):
        facet, _, value = spec.partition(":")
        headers = [one.identifier for one in harvester.ListIdentifiers(metadataPrefix="mods", set=spec)]
        assert len(set(headers)) == len(headers) == collection.count(Query(filters=(Filter(facet, value),))), spec


def test_what_changed_in_a_time_is_harvested_by_day_and_by_second(
    client: FlaskClient, collection: KnowledgeBase
) -> None:
    moments = sorted(one.moment for one in collection.shown.entries().values())
    middle = moments[len(moments) // 2]
    day = middle[:10]

    def number(range_: str) -> int:
        listed = asked(client, f"verb=ListIdentifiers&metadataPrefix=oai_dc&{range_}")
        token = listed.find(f"{OAI}resumptionToken")
        return int(token.get("completeListSize")) if token is not None else len(listed)

    assert number(f"from={day}&until={day}") == sum(one.startswith(day) for one in moments)
    assert number(f"from={middle}&until={middle}") == moments.count(middle)
    assert number(f"until={middle}") == sum(one <= middle for one in moments)
    assert error_of(client, "verb=ListIdentifiers&metadataPrefix=oai_dc&until=1990-01-01") == "noRecordsMatch"
    assert error_of(client, "verb=ListIdentifiers&metadataPrefix=oai_dc&from=2990-01-01") == "noRecordsMatch"


def test_the_repository_says_who_it_is_by_what_is_configured_alone(site: Flask, client: FlaskClient) -> None:
    nobody = etree.fromstring(client.get("/oai?verb=Identify").data)
    named = a_site_with(
        site,
        publisher='"Bibliotekerne i Nordby"',
        contact_email='"samspil@nordby.example"',
        public_url='"https://bib.example/samspil/"',
    )
    somebody = asked(named.test_client(), "verb=Identify")

    assert nobody.find(f".//{OAI}adminEmail") is None
    assert nobody.findtext(f".//{OAI}repositoryName") == "Samspil"
    assert somebody.findtext(f"{OAI}repositoryName") == "Samspil, Bibliotekerne i Nordby"
    assert somebody.findtext(f"{OAI}adminEmail") == "samspil@nordby.example"
    assert somebody.findtext(f"{OAI}baseURL") == "https://bib.example/samspil/oai"
    assert somebody.findtext(".//{*}repositoryIdentifier") == "bib.example"


ERRORS = [
    ("", "badVerb"),
    ("verb=Nonsense", "badVerb"),
    ("verb=Identify&verb=Identify", "badVerb"),
    ("verb=Identify&identifier=oai:localhost:bogstart", "badArgument"),
    ("verb=ListSets&set=kind", "badArgument"),
    ("verb=ListSets&resumptionToken=x", "badResumptionToken"),
    ("verb=ListMetadataFormats&identifier=oai:localhost:findes-ikke", "idDoesNotExist"),
    ("verb=ListMetadataFormats&identifier=oai:another.example:bogstart", "idDoesNotExist"),
    ("verb=GetRecord&identifier=oai:localhost:bogstart", "badArgument"),
    ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
    ("verb=GetRecord&metadataPrefix=oai_dc&identifier=bog%00start", "badArgument"),
    ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:localhost:findes-ikke", "idDoesNotExist"),
    ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:localhost:%2562ogstart", "idDoesNotExist"),
    ("verb=GetRecord&metadataPrefix=marc&identifier=oai:localhost:bogstart", "cannotDisseminateFormat"),
    ("verb=GetRecord&metadataPrefix=mods&identifier=oai:localhost:bogstart&set=kind", "badArgument"),
]
OF_LISTS = [
    ("", "badArgument"),
    ("metadataPrefix=marc", "cannotDisseminateFormat"),
    ("metadataPrefix=mods&metadataPrefix=mods", "badArgument"),
    ("metadataPrefix=mods&from=i-går", "badArgument"),
    ("metadataPrefix=mods&from=2026-01-01&until=2026-01-01T00:00:00Z", "badArgument"),
    ("metadataPrefix=mods&from=2026-01-02&until=2026-01-01", "badArgument"),
    ("metadataPrefix=mods&set=findes:ikke", "noRecordsMatch"),
    ("metadataPrefix=mods&set=goal:findes-ikke", "noRecordsMatch"),
    ("metadataPrefix=mods&set=goal:", "badArgument"),
    ("metadataPrefix=mods&page=2", "badArgument"),
    ("resumptionToken=", "badResumptionToken"),
    ("resumptionToken=AAAAAAAA", "badResumptionToken"),
    ("resumptionToken=x&metadataPrefix=mods", "badArgument"),
]


def test_every_verb_refuses_what_it_cannot_answer_with_the_code_of_the_protocol(client: FlaskClient) -> None:
    asked_of = [
        *ERRORS,
        *((f"verb={verb}&{rest}", code) for verb in ("ListRecords", "ListIdentifiers") for rest, code in OF_LISTS),
    ]

    assert [(query, error_of(client, query)) for query, _ in asked_of] == asked_of


def test_a_question_by_form_is_answered_like_one_by_address_and_may_not_be_endless(client: FlaskClient) -> None:
    form = {"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": "oai:localhost:bogstart"}
    by_form, by_address = client.post("/oai", data=form), client.get("/oai", query_string=form)

    def without_moment(text: str) -> str:
        return re.sub("<responseDate>[^<]*", "", text)

    assert without_moment(by_form.text) == without_moment(by_address.text)
    repeated = client.post("/oai?verb=GetRecord", data=form)
    assert 'code="badVerb"' in repeated.text
    assert client.post("/oai", data={"verb": "x" * 10_000}).status_code == 413


def test_a_list_goes_on_in_another_process_and_where_a_record_changed_meanwhile(
    site: Flask, client: FlaskClient, collection: KnowledgeBase
) -> None:
    first = asked(client, "verb=ListRecords&metadataPrefix=oai_dc")
    token = first.findtext(f"{OAI}resumptionToken")
    again = a_site_with(site).test_client()

    one, other = (asked(each, f"verb=ListRecords&resumptionToken={token}") for each in (client, again))

    assert etree.tostring(one) == etree.tostring(other)
    seen = [h.findtext(f"{OAI}identifier") for part in (first, one) for h in part.iter(f"{OAI}header")]
    assert len(seen) == len(set(seen)) == 100
    assert one.find(f"{OAI}resumptionToken").get("cursor") == "50"
    assert DocumentId("bogstart") in collection.comparer.public_records()


def test_a_work_that_a_document_presents_is_a_part_of_its_record(
    client: FlaskClient, collection: KnowledgeBase
) -> None:
    records = collection.comparer.public_records()
    document_id, work = next(
        (key, one.describes) for key, one in records.items() if one.describes and one.describes.url
    )
    question = f"verb=GetRecord&identifier=oai:localhost:{quote(document_id)}&metadataPrefix"

    (told,) = asked(client, f"{question}=mods").iterfind(f".//{MODS}relatedItem[@type='reviewOf']")
    sources = [one.text for one in asked(client, f"{question}=oai_dc").iter(f"{DC}source")]

    assert told.findtext(f"{MODS}titleInfo/{MODS}title") == work.title
    assert work.address in sources
