"""A map reads itself: what it shows names its actors and owns up to small numbers."""

from __future__ import annotations

from indexer import Language, say
from indexer.rooms import Finding, RoomActor, TieAmong, read_network


def an_actor(id: str, sector: str = "public", tie: str = "regular", contact: str = "") -> RoomActor:
    return RoomActor(id, name=id.capitalize(), sector=sector, tie=tie, contact=contact)


def found(actors: list[RoomActor], ties: tuple[TieAmong, ...] = ()) -> dict[str, Finding]:
    return {one.code: one for one in read_network(actors, ties)}


def said(finding: Finding) -> str:
    return say(finding.message, Language.DANISH)


def test_an_empty_map_shows_nothing() -> None:
    assert read_network([], []) == ()


def test_a_small_map_says_so_first_and_a_larger_one_does_not() -> None:
    assert read_network([an_actor("a")], [])[0].code == "small"
    assert "small" not in found([an_actor(letter) for letter in "abcdefgh"])


def test_a_centre_of_one_sector_is_named_with_its_share() -> None:
    actors = [an_actor("skolen"), an_actor("musikskolen"), an_actor("gymnasiet"), an_actor("klubben", "civil-society")]

    finding = found(actors)["one-sector"]

    assert finding.actors == ("skolen", "musikskolen", "gymnasiet")
    assert said(finding).startswith(
        "3 af de 4, der er tæt på jer, kommer fra samme sektor: Skolen, Musikskolen, Gymnasiet"
    )


def test_fewer_than_three_near_are_too_few_to_judge_and_none_is_said() -> None:
    assert "few-near" in found([an_actor("a"), an_actor("b")])
    assert "none-near" in found([an_actor("a", tie="none")])
    assert "one-sector" not in found([an_actor("a"), an_actor("b")])


def test_all_three_sectors_near_are_seen() -> None:
    actors = [an_actor("a"), an_actor("b", "private"), an_actor("c", "civil-society")]

    assert {"mixed"} <= found(actors).keys()
    assert not {"one-sector", "empty-sector"} & found(actors).keys()


def test_ties_that_hang_on_one_colleague_are_counted_and_broken_ones_are_none() -> None:
    actors = [an_actor(letter, contact="Ungebibliotekar") for letter in "abc"] + [an_actor("d", contact="leder")]
    broken = [an_actor(letter, tie="broken", contact="leder") for letter in "efg"]

    finding = found(actors + broken)["one-contact"]

    assert finding.actors == ("a", "b", "c")
    assert "3 af 4 forbindelser hænger på én person hos jer (Ungebibliotekar)" in said(finding)


def test_ties_that_nobody_holds_are_named() -> None:
    finding = found([an_actor("a"), an_actor("b", contact="leder")])["no-contact"]

    assert finding.actors == ("a",)


def test_a_bridge_builder_knows_others_and_the_library_only_a_little() -> None:
    actors = [an_actor("a"), an_actor("b"), an_actor("klubben", "civil-society", "acquaintance")]
    ties = (TieAmong("1", "klubben", "a"), TieAmong("2", "b", "klubben"), TieAmong("3", "a", "b"))

    finding = found(actors, ties)["bridge"]

    assert said(finding).startswith("Klubben kender 2 af de andre (A, B)")


def test_a_tie_to_itself_or_to_nobody_makes_no_bridge() -> None:
    ties = (TieAmong("1", "a", "a"), TieAmong("2", "a", "gone"))

    assert "bridge" not in found([an_actor("a", tie="none")], ties)


def test_empty_sectors_and_broken_ties_are_named() -> None:
    findings = read_network([an_actor("a", tie="broken"), an_actor("b")], [])

    assert [one.sector for one in findings if one.code == "empty-sector"] == ["private", "civil-society"]
    assert [one.actors for one in findings if one.code == "broken"] == [("a",)]


def test_a_map_without_sectors_finds_none_empty() -> None:
    assert "empty-sector" not in found([an_actor("a", sector="")])


def test_of_many_names_the_first_are_told_and_the_number_of_the_others() -> None:
    finding = found([an_actor(letter, contact="x") for letter in "abcdefghi"])["one-sector"]

    assert "A, B, C, D, E, F + 3" in said(finding)
