"""A cluster within the process, as far as writer and readers notice: versioned documents, noted requests."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Collection, Mapping

from indexer.engines.opensearch.cluster import BUSY, Deadline, Json, Refused

Answer = Callable[[object], Json]


class SmallCluster:
    """Answers requests about documents by their versions; all others as a test says, by method and path."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[Json, int]] = {}
        self.asked: list[tuple[str, str, object]] = []
        self.answers: dict[tuple[str, str], Answer] = {}
        self._numbers = itertools.count(1)

    def request(
        self,
        method: str,
        path: str,
        deadline: Deadline,
        body: object = None,
        parameters: Mapping[str, str] | None = None,
        repeated: Collection[int] = BUSY,
    ) -> Json:
        self.asked.append((method, path, body))
        if "/_doc/" in path:
            return self._document(method, path, body, parameters or {})
        for (wanted, pattern), answer in self.answers.items():
            if wanted == method and re.fullmatch(pattern, path):
                return answer(body)
        raise Refused(404, f"{method} {path}")

    def paths(self, method: str) -> list[str]:
        return [path for used, path, _ in self.asked if used == method]

    def _document(self, method: str, path: str, body: object, parameters: Mapping[str, str]) -> Json:
        held = self.kept.get(path)
        if method == "GET":
            if held is None:
                raise Refused(404, "missing")
            return {"_source": held[0], "_seq_no": held[1], "_primary_term": 1}
        wanted = parameters.get("if_seq_no")
        if (wanted and (held is None or str(held[1]) != wanted)) or (parameters.get("op_type") and held):
            raise Refused(409, "version_conflict")
        if method == "DELETE":
            if self.kept.pop(path, None) is None:
                raise Refused(404, "missing")
            return {}
        assert isinstance(body, dict)
        self.kept[path] = json.loads(json.dumps(body)), next(self._numbers)
        return {"_seq_no": self.kept[path][1], "_primary_term": 1}


class Clock:
    """A time that goes on when somebody waits."""

    def __init__(self) -> None:
        self.now = 0.0
        self.on_wait: Callable[[], None] = lambda: None

    def __call__(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.on_wait()
