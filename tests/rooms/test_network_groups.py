"""Clusters, those who alone join two sides, and doors: each names its actors and owns up to few lines."""

from __future__ import annotations

from indexer import Language, say
from indexer.rooms import Finding, RoomActor, TieAmong, read_network


def actors(ties: dict[str, str]) -> list[RoomActor]:
    return [RoomActor(id, name=id.upper(), sector="public", tie=tie, contact="leder") for id, tie in ties.items()]


def found(ties: dict[str, str], lines: str) -> dict[str, list[Finding]]:
    """Findings by code; lines are written as pairs of letters."""
    links = [TieAmong(str(place), one, other) for place, (one, other) in enumerate(lines.split())]
    findings: dict[str, list[Finding]] = {}
    for one in read_network(actors(ties), links):
        findings.setdefault(one.code, []).append(one)
    return findings


def said(finding: Finding) -> str:
    return say(finding.message, Language.DANISH)


ALL_NEAR = dict.fromkeys("abcdefgh", "regular")


def test_those_who_all_know_each_other_are_a_cluster_and_who_leads_out_of_it_is_named() -> None:
    (cluster,) = found(ALL_NEAR, "ab bc ac cd")["cluster"]

    assert cluster.actors == ("a", "b", "c")
    assert said(cluster).startswith("3 danner en klynge, hvor alle kender hinanden: A, B, C.")
    assert "går gennem C" in said(cluster)


def test_a_cluster_that_nobody_leads_out_of_is_said_to_know_the_same() -> None:
    (cluster,) = found(ALL_NEAR, "ab bc ac")["cluster"]

    assert "ved det samme" in said(cluster)


def test_a_ring_is_no_cluster_and_no_actor_stands_in_two() -> None:
    assert "cluster" not in found(ALL_NEAR, "ab bc cd da")
    both = found(ALL_NEAR, "ab bc ac bd cd")["cluster"]
    assert len(both) == 1


def test_who_alone_joins_two_sides_is_named_with_both() -> None:
    (joint,) = found(ALL_NEAR, "ab bc ac cd de ef df")["joint"][:1]

    assert said(joint).startswith("C er den eneste, der forbinder A, B med D, E, F")
    assert joint.actors == ("c", "a", "b", "d", "e", "f")


def test_an_actor_that_hangs_on_one_other_is_no_side() -> None:
    assert "joint" not in found(ALL_NEAR, "ab bc ac cd")


def test_somebody_near_who_knows_a_stranger_is_a_door_and_a_stranger_without_lines_is_alone() -> None:
    ties = {**ALL_NEAR, "x": "none", "y": ""}

    findings = found(ties, "ab bc cd de ax")

    assert [said(one) for one in findings["door"]] == [
        "I kender ikke X, men det gør A, som er tæt på jer. Bed om en introduktion."
    ]
    assert [one.actors for one in findings["alone"]] == [("y",)]


def test_few_lines_are_owned_up_to_and_none_say_nothing() -> None:
    assert "kun tegnet én streg" in said(found(ALL_NEAR, "ab")["few-ties"][0])
    assert "few-ties" not in found(ALL_NEAR, "ab bc cd de ef")
    assert not {"few-ties", "alone", "cluster"} & found({**ALL_NEAR, "x": "none"}, "").keys()


def test_a_line_to_itself_or_to_nobody_is_no_line() -> None:
    assert "few-ties" not in found(ALL_NEAR, "aa az")


def test_the_densest_map_that_can_be_is_read() -> None:
    # As many groups in which all know each other as 300 lines can make: every actor knows all but two others.
    names = [f"n{number}" for number in range(25)]
    lines = [(a, b) for a in names for b in names if a < b and int(a[1:]) // 3 != int(b[1:]) // 3][:300]
    links = [TieAmong(str(place), one, other) for place, (one, other) in enumerate(lines)]

    findings = read_network([RoomActor(name, name=name, tie="regular") for name in names], links)

    assert sum(one.code == "cluster" for one in findings) >= 1
