from __future__ import annotations

import signal
from collections.abc import Iterator
from typing import Any

import pytest

from tests.cluster.nodes import Cluster, ask

pytestmark = pytest.mark.opensearch


@pytest.fixture
def index(cluster: Cluster) -> Iterator[str]:
    """An index with a copy on every node; removed when all of them are back."""
    settings = {"number_of_shards": 1, "number_of_replicas": 2, "unassigned.node_left.delayed_timeout": "0s"}
    ask(f"{cluster.addresses[0]}/tried", method="PUT", body={"settings": {"index": settings}})
    cluster.wait_until(is_whole)
    yield "tried"
    ask(f"{cluster.addresses[0]}/tried", method="DELETE")


def is_whole(health: dict[str, Any]) -> bool:
    return bool(health["number_of_nodes"] == 3 and health["status"] == "green")


def elected(address: str) -> str:
    return str(ask(f"{address}/_cat/cluster_manager?format=json")[0]["node"])


def put(address: str, number: int) -> None:
    ask(f"{address}/tried/_doc/{number}?refresh=true", method="PUT", body={"word": f"bogbus{number}"})


def held_here(address: str) -> int:
    """How many documents the node's own copy has."""
    return int(ask(f"{address}/tried/_search?preference=_only_local&size=0")["hits"]["total"]["value"])


def test_three_nodes_of_the_stated_version_are_one_cluster(cluster: Cluster) -> None:
    told = [ask(address) for address in cluster.addresses]

    assert {(each["name"], each["version"]["number"]) for each in told} == {
        (name, "2.19.6") for name in ("node-1", "node-2", "node-3")
    }
    assert len({each["cluster_uuid"] for each in told}) == 1


def test_what_the_product_asks_of_analysis_and_scripts_is_there(cluster: Cluster) -> None:
    analyzer = {"tokenizer": "whitespace", "filter": [{"type": "pattern_capture", "patterns": ["([^\u0002]+)"]}]}
    script = {"script": {"source": "params.a * 2", "params": {"a": 21}}}

    tokens = ask(f"{cluster.addresses[0]}/_analyze", method="POST", body={**analyzer, "text": "bog\u0002bøger bus"})
    answer = ask(f"{cluster.addresses[1]}/_scripts/painless/_execute", method="POST", body=script)

    assert {each["token"] for each in tokens["tokens"]} >= {"bog", "bøger", "bus"}
    assert answer == {"result": "42"}


def test_the_elected_manager_is_killed_and_comes_back_with_what_was_written_meanwhile(
    cluster: Cluster, index: str
) -> None:
    put(cluster.addresses[0], 1)
    lost = elected(cluster.addresses[0])
    others = [one for name, one in zip(cluster.names, cluster.addresses, strict=True) if name != lost]

    cluster.kill(lost)
    cluster.wait_until(lambda health: health["number_of_nodes"] == 2)
    put(others[0], 2)
    held_without = [held_here(address) for address in others]
    new = elected(others[1])
    cluster.start_node(lost)
    cluster.wait_until(is_whole)

    assert held_without == [2, 2] and new != lost
    assert [held_here(address) for address in cluster.addresses] == [2, 2, 2]


def test_a_paused_node_goes_on(cluster: Cluster, index: str) -> None:
    put(cluster.addresses[0], 1)

    cluster.send("node-3", signal.SIGSTOP)
    held = [held_here(address) for address in cluster.addresses[:2]]
    cluster.send("node-3", signal.SIGCONT)
    cluster.wait_until(is_whole)

    assert [*held, held_here(cluster.addresses[2])] == [1, 1, 1]
