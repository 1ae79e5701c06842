from __future__ import annotations

import pytest

from indexer.domain.documents.dates import (
    Dates,
    as_changed,
    as_new,
    first_seen,
    is_public,
    known,
    public_from,
    seconds_until,
    seen_again,
)
from indexer.domain.documents.facets import stated_values
from indexer.domain.documents.metadata import Language, Metadata, Status

MONDAY, TUESDAY, FRIDAY = "2026-11-23T10:00:00Z", "2026-11-24", "2026-11-27T10:00:00Z"


def a_case(**stated: object) -> Metadata:
    return Metadata("Titel", Language.DANISH, "case", **stated)  # type: ignore[arg-type]  # test data


def test_a_new_draft_is_not_published_yet() -> None:
    assert Dates.stated(as_new(a_case(status=Status.DRAFT), MONDAY)) == Dates(MONDAY, "", MONDAY)


def test_a_new_document_that_was_exported_elsewhere_keeps_its_dates() -> None:
    stated = Dates(MONDAY, TUESDAY, TUESDAY)

    assert Dates.stated(as_new(stated.of(a_case()), FRIDAY)) == stated


def test_a_draft_that_is_published_was_published_now() -> None:
    draft = as_new(a_case(status=Status.DRAFT), MONDAY)

    assert Dates.stated(as_changed(a_case(), draft, FRIDAY)) == Dates(MONDAY, FRIDAY, FRIDAY)


@pytest.mark.parametrize("between", [Status.PUBLISHED, Status.WITHDRAWN])
def test_a_document_is_published_once(between: Status) -> None:
    before = as_changed(a_case(status=between), as_new(a_case(), MONDAY), TUESDAY)

    assert as_changed(a_case(), before, FRIDAY).published == MONDAY


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({}, True),
        ({"status": Status.DRAFT}, False),
        ({"status": Status.TRASHED}, False),
        ({"level": "internal"}, False),
        ({"embargo": TUESDAY}, False),
        ({"embargo": MONDAY}, True),
        ({"embargo": "2026-11-23"}, True),
        ({"embargo": "2026-11-23T10:00:01Z"}, False),
        ({"embargo": MONDAY, "level": "internal"}, False),
    ],
)
def test_what_is_published_for_everybody_and_waits_for_no_day_is_public(
    stated: dict[str, object], expected: bool
) -> None:
    assert is_public(a_case(**stated), MONDAY) is expected


def test_a_document_becomes_public_when_its_embargo_ends_and_feeds_say_that_day() -> None:
    waiting = as_new(a_case(embargo=FRIDAY), MONDAY)

    moved = as_changed(a_case(embargo=TUESDAY), waiting, MONDAY)
    corrected = as_changed(
        a_case(embargo=FRIDAY, summary="Rettet"), as_changed(a_case(embargo=FRIDAY), waiting, MONDAY), MONDAY
    )

    assert (waiting.published, moved.published, corrected.published) == (FRIDAY, TUESDAY, FRIDAY)
    assert as_changed(a_case(), waiting, TUESDAY).published == TUESDAY  # nobody waits any more
    assert as_changed(a_case(embargo=FRIDAY), as_new(a_case(), MONDAY), TUESDAY).published == MONDAY  # it was public


def test_an_internal_document_was_published_when_everybody_may_see_it() -> None:
    internal = as_new(a_case(level="internal"), MONDAY)

    assert internal.published == ""
    assert as_changed(a_case(), internal, FRIDAY).published == FRIDAY


def test_only_an_embargo_is_waited_for_and_one_that_is_over_is_over() -> None:
    far = "2999-01-01"

    assert [public_from(a_case(**stated)) for stated in (
        {"embargo": far}, {"embargo": far, "level": "internal"}, {"embargo": far, "status": Status.DRAFT},
        {"embargo": MONDAY}, {},
    )] == [far, "", "", "", ""]  # fmt: skip
    assert seconds_until(far) > 1e9 and seconds_until("2012-01-01") == 0


@pytest.mark.parametrize(
    ("stated", "dates"),
    [
        ({}, Dates(FRIDAY, FRIDAY, FRIDAY)),
        ({"published": MONDAY}, Dates(MONDAY, MONDAY, MONDAY)),
        ({"added": MONDAY, "published": TUESDAY}, Dates(MONDAY, TUESDAY, TUESDAY)),
        ({"added": MONDAY, "published": MONDAY, "changed": TUESDAY}, Dates(MONDAY, MONDAY, TUESDAY)),
    ],
    ids=["nothing", "published", "added-too", "all"],
)
def test_a_file_that_was_never_seen_is_dated_by_what_it_states_and_else_now(
    stated: dict[str, str], dates: Dates
) -> None:
    assert first_seen(a_case(**stated), FRIDAY) == dates


def test_a_file_that_somebody_edited_by_hand_changed_when_that_was_seen() -> None:
    before = Dates(MONDAY, MONDAY, MONDAY)

    assert seen_again(before.of(a_case()), before, FRIDAY) == Dates(MONDAY, MONDAY, FRIDAY)


def test_a_file_that_states_a_later_change_changed_then() -> None:
    before = Dates(MONDAY, MONDAY, MONDAY)

    assert seen_again(a_case(changed=TUESDAY), before, FRIDAY) == Dates(MONDAY, MONDAY, TUESDAY)


def test_what_is_remembered_fills_what_is_not_stated_and_the_later_change_counts() -> None:
    remembered = Dates(MONDAY, MONDAY, TUESDAY)

    assert Dates.stated(known(a_case(), remembered)) == remembered
    assert known(a_case(changed=FRIDAY), remembered).changed == FRIDAY
    assert known(a_case(changed=MONDAY), remembered).changed == TUESDAY


@pytest.mark.parametrize(
    ("stated", "years"),
    [
        ({}, ()),
        ({"year_start": 2009}, ("2009",)),
        ({"year_start": 2009, "year_end": 2011}, ("2009", "2010", "2011")),
        ({"year_start": 2009, "last_known_active": 2010}, ("2009", "2010")),
        ({"year_start": 2009, "year_end": 2010, "last_known_active": 2015}, ("2009", "2010")),
        ({"year_start": 2009, "last_known_active": 2001}, ("2009",)),
        ({"year_end": 2011}, ("2011",)),
    ],
    ids=["none", "start", "both", "seen-last", "ended-before-seen", "seen-before", "end"],
)
def test_a_partnership_counts_in_every_year_it_ran(stated: dict[str, int], years: tuple[str, ...]) -> None:
    assert stated_values(a_case(**stated))["year"] == years
