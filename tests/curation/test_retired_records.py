"""Organisations and places that were taken out of use: every address of theirs says so."""

from __future__ import annotations

from flask.testing import FlaskClient

from indexer import Curation
from tests.curation.test_records import CHIEF, versions
from tests.waiting import wait_until


def test_what_is_retired_is_gone_for_pages_feeds_and_followers_in_words_of_its_own(own_site: FlaskClient) -> None:
    curation: Curation = own_site.application.extensions["samspil"].curation
    records, places = curation.vocabulary.organisations, curation.vocabulary.places
    at_home = {one.place for one in records.values()} | {one.part_of for one in places.values()}
    library = next(one.id for one in records.values() if one.is_library)
    place = next(one for one in places if one not in at_home)
    curation.organisations.retire(CHIEF, *versions(curation.organisations, library))
    curation.places.retire(CHIEF, *versions(curation.places, place))
    wait_until(lambda: own_site.get(f"/da/places/{place}").status_code == 410)
    wait_until(lambda: own_site.get(f"/da/organisations/{library}").status_code == 410)

    for kind, address in (
        ("Organisationen", f"organisations/{library}"), ("Organisationen", f"feed?organisation={library}"),
        ("Organisationen", f"follow?organisation={library}"), ("Organisationen", f"feed?library={library}"),
        ("Stedet", f"places/{place}"), ("Stedet", f"feed?municipality={place}"),
        ("Stedet", f"follow?municipality={place}"),
    ):  # fmt: skip
        answer = own_site.get(f"/da/{address}")
        assert (answer.status_code, f"{kind} er taget ud af brug." in answer.text) == (410, True), address
    assert own_site.get(f"/api/organisations/{library}").get_json()["advice"].startswith("Organisation")
    assert own_site.get("/da/feed?organisation=nowhere").status_code == 404
    assert own_site.get(f"/da/feed?municipality={place}&municipality=herning").status_code == 200
