"""The only door to the cluster: opensearch-py, of which nothing but its connections is used."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Collection, Mapping
from typing import Protocol

from indexer.domain.errors import ConfigurationError, EngineUnavailable
from indexer.engines.opensearch.cluster import BUSY, Deadline, Json, Refused
from indexer.engines.opensearch.preferences import ClusterPreferences

try:
    import opensearchpy
except ImportError as error:
    raise ConfigurationError("opensearch-missing") from error

# It warns of every answer that is an error, some of which are expected, and would tell what was searched for.
logging.getLogger("opensearch").setLevel(logging.CRITICAL)

# One try may hang on a node that was just cut off: then there must be time for another one.
_SHARE_OF_A_TRY = 0.5


class _Transport(Protocol):
    def perform_request(
        self, method: str, url: str, params: Mapping[str, str], body: object, timeout: float
    ) -> object: ...


class _Client(Protocol):
    """As much of opensearch-py as is used: its types are there only where it was installed."""

    transport: _Transport

    def close(self) -> None: ...


class OpenSearchCluster:
    """See Cluster; safe to use from several threads and in processes that were forked meanwhile."""

    def __init__(self, preferences: ClusterPreferences) -> None:
        """Nothing is opened before the first request."""
        self._preferences = preferences
        self._lock = threading.Lock()
        self._opened: tuple[int, _Client] | None = None

    def request(
        self,
        method: str,
        path: str,
        deadline: Deadline,
        body: object = None,
        parameters: Mapping[str, str] | None = None,
        repeated: Collection[int] = BUSY,
    ) -> Json:
        """See Cluster.request."""
        attempt = 0
        while True:
            try:
                return self._sent(method, path, deadline, body, parameters)
            except Refused as error:
                if error.status not in repeated or not deadline.pause(attempt):
                    raise
            except EngineUnavailable:
                if not deadline.pause(attempt):
                    raise
            attempt += 1

    def close(self) -> None:
        """Close idle connections; the next request opens new ones."""
        with self._lock:
            if self._opened is not None and self._opened[0] == os.getpid():
                self._opened[1].close()
            self._opened = None

    def _sent(
        self, method: str, path: str, deadline: Deadline, body: object, parameters: Mapping[str, str] | None
    ) -> Json:
        seconds = max(0.2, _SHARE_OF_A_TRY * deadline.remaining)
        try:
            answer = self._client().transport.perform_request(
                method, path, params=dict(parameters or {}), body=body, timeout=seconds
            )
        except opensearchpy.exceptions.ConnectionError as error:  # timeouts and faults of TLS among them
            raise EngineUnavailable("cluster-silent", error=type(error).__name__) from error
        except opensearchpy.exceptions.TransportError as error:
            status = error.status_code if isinstance(error.status_code, int) else 500
            raise Refused(status, _kinds(error.info)) from error
        except opensearchpy.exceptions.OpenSearchException as error:
            raise EngineUnavailable("cluster-silent", error=type(error).__name__) from error
        return answer if isinstance(answer, dict) else {}

    def _client(self) -> _Client:
        """The client of this process: connections that a parent opened are not shared with it."""
        with self._lock:
            if self._opened is None or self._opened[0] != os.getpid():
                self._opened = os.getpid(), _new_client(self._preferences)
            return self._opened[1]


def _new_client(preferences: ClusterPreferences) -> _Client:
    # Tries are repeated by `request` alone, which knows the deadline; a node that hung up is left out for a while.
    client: _Client = opensearchpy.OpenSearch(
        list(preferences.hosts),
        http_auth=(preferences.user, preferences.password) if preferences.user else None,
        ca_certs=preferences.ca_file or None,
        max_retries=0,
        retry_on_status=(),
        retry_on_timeout=False,
        pool_maxsize=16,
    )
    return client


def _kinds(info: object) -> str:
    """The kinds of errors that an answer names; its reasons may repeat what was searched for."""
    found = info.get("error") if isinstance(info, dict) else None
    if not isinstance(found, dict):
        return ""
    kinds = (found.get("type"), *(cause.get("type") for cause in found.get("root_cause", ())))
    return ", ".join(dict.fromkeys(str(kind) for kind in kinds))
