"""Which index is read and written, what made it, and under which limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import whoosh

from indexer.domain.documents.metadata_schema import schema_digest
from indexer.engines.arrays.segments.schema import LAYOUT_VERSION
from indexer.engines.port import RankingParameters
from indexer.engines.whoosh.index_folder import IndexFolder


@dataclass(frozen=True, slots=True)
class EnginePreferences:
    """What config.toml says about the index."""

    lock_timeout_seconds: float = 30.0
    writing_megabytes: int = 700
    cache_megabytes: int = 96
    ranking: RankingParameters = field(default_factory=RankingParameters)


@dataclass(frozen=True, slots=True)
class IndexPlace:
    """The index that serves below a folder, or a build beside it.

    Attributes:
        making: what decides the terms (analysis, vocabulary, libraries); a change asks for a rebuild.
        build: the folder of a build that does not serve yet.
    """

    builds: IndexFolder
    making: Mapping[str, str]
    preferences: EnginePreferences
    build: Path | None = None

    def folder(self) -> Path | None:
        """The folder that is read and written, None if there is no index."""
        return self.build or self.builds.current()

    @property
    def layout(self) -> str:
        """The layout that this version writes and reads."""
        return f"{LAYOUT_VERSION}, metadata {schema_digest()}, whoosh {whoosh.versionstring()}"

    @property
    def made_by(self) -> dict[str, object]:
        """What would make an index now."""
        return {"layout": self.layout, "making": dict(sorted(self.making.items()))}
