"""What config.toml says about the cluster."""

from __future__ import annotations

from dataclasses import dataclass, field

from indexer.engines.port import RankingParameters


@dataclass(frozen=True, slots=True)
class ClusterPreferences:
    """Where the cluster is, and how long to wait for it.

    Attributes:
        hosts: addresses such as https://search-1.example:9200; any of them may be down.
        ca_file: the certificates that sign theirs; those of the system where it is empty.
        user, password: whom to sign in as; nobody signs in without a name.
        index_name: what indexes and alias begin with, so that several sites share a cluster.
        searching_seconds, writing_seconds: so long an answer, or a step of a batch, is tried for.
        glance_seconds: so long a process may go on with the state that it knows.
        lease_seconds: after so long without a sign of life a writer counts as dead.
    """

    hosts: tuple[str, ...]
    ca_file: str = ""
    user: str = ""
    password: str = ""
    index_name: str = "samspil"
    shards: int = 1
    replicas: int = 1
    searching_seconds: float = 8.0
    writing_seconds: float = 60.0
    glance_seconds: float = 1.0
    lease_seconds: float = 15.0
    lock_timeout_seconds: float = 30.0
    ranking: RankingParameters = field(default_factory=RankingParameters)
