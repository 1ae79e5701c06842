"""Indexes on disk that another version laid out, or that are damaged."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.domain.errors import EngineUnavailable, IndexOutdated
from indexer.engines.port import AnalysisBasis
from indexer.engines.whoosh import EnginePreferences, WhooshEngine
from tests.builders import a_document, analyzed


@pytest.fixture
def engine(tmp_path: Path) -> WhooshEngine:
    engine = WhooshEngine(tmp_path / "index", {"analysis": "test"}, EnginePreferences())
    with engine.writer.writing(), engine.writer.rebuilding(AnalysisBasis()):
        pass
    return engine


def test_an_index_of_another_layout_is_never_opened(engine: WhooshEngine, tmp_path: Path) -> None:
    made_by = tmp_path / "index" / "index-0001" / "made-by.json"
    made_by.write_text(made_by.read_text().replace("whoosh", "other"))

    with pytest.raises(IndexOutdated):
        engine.searcher()


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # Whoosh leaves a file it cannot read open
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_damaged_index_is_named_and_not_deleted(engine: WhooshEngine, tmp_path: Path) -> None:
    engine.writer.apply([analyzed(a_document("a"))], ())
    segment = next((tmp_path / "index" / "index-0001").glob("*.arr"))
    segment.write_bytes(segment.read_bytes()[: segment.stat().st_size // 2])

    with pytest.raises(EngineUnavailable, match="index-damaged"):
        WhooshEngine(tmp_path / "index", {"analysis": "test"}, EnginePreferences()).searcher()
    assert segment.exists()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # as above
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_damaged_index_that_no_pointer_names_is_not_taken_for_a_build_to_go_on_with(
    engine: WhooshEngine, tmp_path: Path
) -> None:
    engine.writer.apply([analyzed(a_document("a"))], ())
    engine.close()
    contents = max((tmp_path / "index" / "index-0001").glob("*.toc"))
    contents.write_bytes(b"\x80" + contents.read_bytes()[1:40])
    (tmp_path / "index" / "current").write_bytes(b"index-0001 flipped!\n")
    again = WhooshEngine(tmp_path / "index", {"analysis": "test"}, EnginePreferences())

    with pytest.raises(EngineUnavailable), again.writer.writing(), again.writer.rebuilding(AnalysisBasis()):
        pass
    with again.writer.writing(), again.writer.rebuilding(AnalysisBasis()) as beside:
        beside.writer.apply([analyzed(a_document("a"))], ())

    assert again.writer.is_whole() and list(again.writer.indexed_documents()) == ["a"]
