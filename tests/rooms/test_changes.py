"""Several people at once: nobody's words are lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indexer.rooms import (
    Applied,
    FieldEdit,
    FollowUp,
    Place,
    Plan,
    Room,
    RoomActor,
    RoomRefused,
    RowRemoval,
    TieAmong,
    Value,
    apply_changes,
    digest,
    resolve,
    value_at,
)  # fmt: skip

TEXT, NAME, SECTOR = Place("plan", "", "text"), Place("actors", "a", "name"), Place("actors", "a", "sector")
BEFORE = Room(plan=Plan(text="før"), actors=(RoomActor("a", name="Skolen"), RoomActor("b", name="Foreningen")))


def typed(place: Place, value: Value, shown: Room = BEFORE) -> FieldEdit:
    """What a form sends that was shown so."""
    return FieldEdit(place, digest(value_at(shown, place)), value)


def removal(row: str, shown: Room = BEFORE) -> RowRemoval:
    return RowRemoval("actors", row, {"name": digest(value_at(shown, Place("actors", row, "name")))})


def test_two_fields_that_two_people_change_both_stand() -> None:
    first = apply_changes(BEFORE, [typed(TEXT, "efter"), typed(NAME, "Skolen")]).room
    second = apply_changes(first, [typed(TEXT, "før"), typed(NAME, "Gymnasiet")])

    assert (second.room.plan.text, second.room.actors[0].name) == ("efter", "Gymnasiet")
    assert second.conflicts == ()


def test_one_field_that_two_people_change_keeps_the_first_and_puts_the_second_beside_it() -> None:
    first = apply_changes(BEFORE, [typed(TEXT, "min")]).room
    second = apply_changes(first, [typed(TEXT, "din")], moment="2026-11-30T04:00")

    assert second.room.plan.text == "min"
    assert second.conflicts == (TEXT,)
    assert [(one.place, one.text, one.moment) for one in second.room.conflicts] == [
        ("plan//text", "din", "2026-11-30T04:00")
    ]


def test_the_same_words_typed_twice_are_no_conflict_and_a_repeated_one_is_kept_once() -> None:
    first = apply_changes(BEFORE, [typed(TEXT, "min")]).room
    same = apply_changes(first, [typed(TEXT, "min")])
    once = apply_changes(first, [typed(TEXT, "din")]).room
    twice = apply_changes(once, [typed(TEXT, "din")]).room

    assert same.room.conflicts == ()
    assert len(twice.conflicts) == 1


def with_conflict() -> tuple[Room, str]:
    room = apply_changes(replace(BEFORE, plan=Plan(text="min")), [typed(TEXT, "din")]).room
    return room, room.conflicts[0].id


@pytest.mark.parametrize(("choice", "text"), [("keep", "min"), ("take", "din"), ("both", "min\n\ndin"), ("", "min")])
def test_whoever_decides_keeps_one_text_or_both(choice: str, text: str) -> None:
    room, conflict = with_conflict()

    decided = resolve(room, conflict, choice, digest("min"))

    assert (decided.room.plan.text, decided.room.conflicts) == (text, ())


def test_nothing_is_decided_where_the_field_has_changed_since() -> None:
    room, conflict = with_conflict()
    later = replace(room, plan=Plan(text="en tredje"))

    decided = resolve(later, conflict, "take", digest("min"))

    assert decided == Applied(later, (TEXT,))


def test_values_that_are_no_texts_conflict_and_come_back_too() -> None:
    goals = Place("plan", "", "goals")
    shown = Room()
    first = apply_changes(shown, [typed(goals, ("new-users",), shown)]).room
    second = apply_changes(first, [typed(goals, ("experiment", "new-services"), shown)]).room

    taken = resolve(second, second.conflicts[0].id, "take", digest(("new-users",))).room

    assert second.plan.goals == ("new-users",)
    assert taken.plan.goals == ("experiment", "new-services")


def test_a_row_that_another_removed_comes_back_with_all_that_was_typed() -> None:
    without = apply_changes(BEFORE, [], [removal("a")]).room

    again = apply_changes(without, [typed(NAME, "Gymnasiet"), typed(SECTOR, "public")])

    assert again.restored == ("a",)
    assert again.room.actors[-1] == RoomActor("a", name="Gymnasiet", sector="public")


def test_a_row_that_another_removed_stays_away_where_nothing_was_typed_into_it() -> None:
    without = apply_changes(BEFORE, [], [removal("a")]).room

    again = apply_changes(without, [typed(NAME, "Skolen")])

    assert [actor.id for actor in again.room.actors] == ["b"]
    assert again.restored == ()


def test_a_row_that_another_corrected_is_not_removed() -> None:
    corrected = apply_changes(BEFORE, [typed(NAME, "Gymnasiet")]).room

    after = apply_changes(corrected, [], [removal("a")])

    assert after.kept == ("a",)
    assert after.room == corrected


def test_who_is_removed_takes_its_ties_along_and_follow_ups_stay() -> None:
    room = replace(BEFORE, ties_among=(TieAmong("t", "a", "b"),), follow_ups=(FollowUp("f", "a", "ring"),))

    after = apply_changes(room, [], [removal("a")]).room

    assert after.ties_among == ()
    assert after.follow_ups[0].what == "ring"


def test_a_list_takes_no_more_rows_than_it_may() -> None:
    room = Room(follow_ups=tuple(FollowUp(str(number)) for number in range(5)))

    with pytest.raises(RoomRefused) as refused:
        apply_changes(room, [FieldEdit(Place("follow_ups", "6", "what"), digest(""), "ring")])

    assert refused.value.code == "room-rows-full"


@pytest.mark.parametrize("text", ["plan/text", "plan//color", "salaries//a", "plan/a/text", "actors//name", ""])
def test_a_place_that_the_record_does_not_have_is_none(text: str) -> None:
    assert Place.parsed(text) is None
    assert Place.parsed("actors/a/name") == NAME


def test_a_removed_row_is_not_brought_back_without_what_it_is_called_by() -> None:
    gone = apply_changes(BEFORE, [], [removal("a")]).room
    legal = Place("actors", "a", "legal")

    changed = apply_changes(gone, [FieldEdit(legal, digest(""), "Ærø Kommune")])
    held = apply_changes(gone, [FieldEdit(legal, digest("x"), "Ærø Kommune")])

    assert [row.id for row in held.room.actors] == ["b"] and held.restored == ()
    assert [(one.place, one.text) for one in held.room.conflicts] == [("actors/a/legal", "Ærø Kommune")]
    assert [row.id for row in changed.room.actors] == ["b", "a"]


def test_an_unknown_decision_loses_nothing() -> None:
    room, conflict = with_conflict()

    assert resolve(room, conflict, "nonsense", digest("min")) == Applied(room, (TEXT,))
