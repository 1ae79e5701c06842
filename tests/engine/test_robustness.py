"""Damaged files, old snapshots, segments and what Whoosh itself makes of the index."""

from __future__ import annotations

import os
import random
import re
import shutil
from pathlib import Path

import numpy as np
import pytest
from whoosh import query as whoosh_query
from whoosh import scoring
from whoosh.index import TOC

from indexer import Filter, Query
from indexer.domain.errors import EngineUnavailable
from indexer.domain.queries.structured_query import Alternative, MatchAll, MatchPhrase, MatchWord
from indexer.engines.analyzed_document import AnalyzedDocument, AnalyzedField
from indexer.engines.arrays.segments import merging
from indexer.engines.arrays.segments.schema import INDEX_FIELDS, indexed_document
from indexer.engines.port import AnalysisBasis
from indexer.engines.whoosh import EnginePreferences, WhooshEngine, writer
from indexer.engines.whoosh.codec import ArrayCodec
from indexer.engines.whoosh.readers import open_index
from indexer.engines.whoosh.writer import ArrayWriter, WritingLimits
from indexer.storage.array_file import ArrayFile, DamagedFile, write_arrays

WORDS = [f"ord{number}" for number in range(40)]
DAMAGES = 200


def a_document(number: int, chance: random.Random) -> AnalyzedDocument:
    words = [WORDS[int(40 * chance.random() ** 2)] for _ in range(chance.randint(5, 30))]
    return AnalyzedDocument(
        id=f"d{number:04}",
        content_hash=f"{number}",
        fields={"body_da": AnalyzedField.of(words, range(len(words)))},
        page_starts={"body_da": ((1, 0),)},
        facet_values={"kind": (chance.choice(("case", "guide")),)},
        title_key="",
        record=f"record {number}",
        page_count=1,
    )


def documents(count: int, seed: int = 1) -> list[AnalyzedDocument]:
    chance = random.Random(seed)
    return [a_document(number, chance) for number in range(count)]


def an_engine(folder: Path, preferences: EnginePreferences = EnginePreferences()) -> WhooshEngine:
    engine = WhooshEngine(folder, {}, preferences)
    with engine.writer.writing(), engine.writer.rebuilding(AnalysisBasis()):
        pass
    return engine


def a_word(term: str) -> MatchWord:
    return MatchWord(term, (Alternative(term, (("body_da", 1.0),)),))


def answer(engine: WhooshEngine, term: str = "ord3") -> list[tuple[str, float]]:
    ranking = engine.searcher().search(a_word(term), Query(page_size=500))
    return [(hit.id, round(hit.score, 6)) for hit in ranking.documents]


@pytest.mark.parametrize("kind", ["cut", "flipped", "foreign", "zeros"])
def test_a_damaged_file_is_named_or_answers_as_before(tmp_path: Path, kind: str) -> None:
    engine = an_engine(tmp_path / "whole")
    engine.writer.apply(documents(60), ())
    expected = answer(engine)
    chance = random.Random(kind)
    for damage in range(DAMAGES // 4):
        copy = tmp_path / f"copy-{damage}"
        shutil.copytree(tmp_path / "whole", copy)
        (path,) = (copy / "index-0001").glob("*.arr")
        content = bytearray(path.read_bytes())
        place = chance.randrange(len(content))
        match kind:
            case "cut":
                del content[place:]
            case "flipped":
                content[place] ^= 1 << chance.randrange(8)
            case "foreign":
                content[place : place + 64] = chance.randbytes(len(content[place : place + 64]))
            case "zeros":
                content[place : place + 4096] = bytes(len(content[place : place + 4096]))
        path.write_bytes(content)

        try:
            found = answer(WhooshEngine(copy, {}, EnginePreferences()))
        except EngineUnavailable as error:
            assert error.code in ("no-index", "no-index-to-write", "index-damaged", "index-outdated")
        else:
            assert found == expected, "a damage changed an answer"
        shutil.rmtree(copy)


def test_an_array_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    write_arrays(tmp_path / "a", {"numbers": np.arange(5)}, {})
    content = (tmp_path / "a").read_bytes()
    (tmp_path / "a").write_bytes(b"SOMETHNG" + content[8:])

    with pytest.raises(DamagedFile):
        ArrayFile(tmp_path / "a")


def test_bytes_are_read_past_the_mapping_as_they_stand_in_it(tmp_path: Path) -> None:
    write_arrays(tmp_path / "a", {"numbers": np.arange(5), "text": np.frombuffer("bøger".encode(), dtype=np.uint8)}, {})

    file = ArrayFile(tmp_path / "a")

    assert file.read("text", 1, 3).decode() == "ø"
    assert file.read("numbers", 8, 40) == bytes(file.view("numbers")[8:])


@pytest.mark.parametrize("count", [60, 64, 70])
def test_an_exclusion_alone_finds_no_more_than_there_is(tmp_path: Path, count: int) -> None:
    engine = an_engine(tmp_path)
    engine.writer.apply(documents(count), ())
    query = Query(filters=(Filter("kind", "case", is_excluded=True),))

    ranking = engine.searcher().search(MatchAll(), query)

    assert ranking.total == sum(document.facet_values["kind"] == ("guide",) for document in documents(count))


def test_ids_of_several_segments_are_ordered_as_one(tmp_path: Path) -> None:
    engine = an_engine(tmp_path)
    numbers = random.Random(4).sample(range(400), 300)
    chance = random.Random(5)
    for first, last in ((0, 200), (200, 205), (190, 204), (205, 300)):
        engine.writer.apply([a_document(number, chance) for number in numbers[first:last]], ())
        snapshot = engine.searcher().arrays.snapshot
        ids = [snapshot.text("id", number) for number in range(snapshot.size)]

        assert snapshot.id_ranks.tolist() == [sorted(set(ids)).index(document_id) for document_id in ids]


def test_a_reader_of_an_old_snapshot_goes_on_while_its_files_are_merged_away(tmp_path: Path) -> None:
    engine = an_engine(tmp_path)
    engine.writer.apply(documents(20), ())
    expected = answer(engine)
    old = engine.searcher()
    for seed in range(2, 6):
        engine.writer.apply(documents(20, seed), ())

    found = old.search(a_word("ord3"), Query(page_size=500))

    assert [(hit.id, round(hit.score, 6)) for hit in found.documents] == expected


def test_many_small_updates_leave_few_segments(tmp_path: Path) -> None:
    engine = an_engine(tmp_path)
    engine.writer.apply(documents(200), ())
    chance = random.Random(3)
    for _ in range(60):
        engine.writer.apply([a_document(chance.randrange(200), chance)], ())

        assert len(list((tmp_path / "index-0001").glob("*.arr"))) <= 8
    assert engine.statistics.document_count() == 200


def test_the_size_of_a_segment_follows_the_memory_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, tight = an_engine(tmp_path / "whole"), an_engine(tmp_path / "tight", EnginePreferences(writing_megabytes=0))
    written = []
    monkeypatch.setattr(ArrayWriter, "_flush", lambda self, real=ArrayWriter._flush: written.append(real(self)))
    monkeypatch.setattr(merging, "_PIECE_POSTINGS", 50)
    monkeypatch.setattr(merging, "_PIECE_TERMS", 7)

    whole.writer.apply(documents(1000), ())
    assert len(written) == 1
    tight.writer.apply(documents(1000), ())

    assert len(written) > 3
    for term in WORDS[:10]:
        assert answer(tight, term) == answer(whole, term)
    phrase = MatchPhrase("body_da", ("ord0", "ord1"))
    assert tight.searcher().count(phrase, Query()) == whole.searcher().count(phrase, Query()) > 0


def test_everything_is_on_the_disk_before_the_table_of_contents_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = an_engine(tmp_path)
    done: list[str] = []
    real_write, real_fsync = TOC.write, os.fsync
    monkeypatch.setattr(TOC, "write", lambda *arguments: (done.append("contents"), real_write(*arguments))[1])
    monkeypatch.setattr("os.fsync", lambda number: (done.append("fsync"), real_fsync(number))[1])

    engine.writer.apply(documents(3), ())

    assert done.count("fsync") >= 4
    assert done.index("contents") >= 2, "the segment and its folder come first"


def test_stock_matchers_on_the_same_index_give_the_same_documents_and_order(tmp_path: Path) -> None:
    engine = an_engine(tmp_path)
    engine.writer.apply(documents(150), ())
    engine.writer.apply(documents(20, seed=9), ["d0100"])
    index = open_index(tmp_path / "index-0001")
    with index.searcher(weighting=_OurBm25()) as searcher:
        for term in WORDS:
            found = searcher.search(whoosh_query.Term("body_da", term), limit=None)
            stock = {hit["id"]: hit.score for hit in found}
            ours = engine.searcher().search(a_word(term), Query(page_size=500)).documents

            assert {hit.id: hit.score for hit in ours} == pytest.approx(stock, rel=1e-9)
            assert [hit.id for hit in ours] == sorted(stock, key=lambda i: (-round(stock[i], 9), i))


def test_whoosh_reads_stored_fields_terms_and_suggestions(tmp_path: Path) -> None:
    engine = an_engine(tmp_path)
    engine.writer.apply(documents(30), ())
    index = open_index(tmp_path / "index-0001")
    with index.searcher() as searcher:
        reader = searcher.reader()

        assert searcher.stored_fields(0)["record"] == "record 0"
        assert reader.doc_frequency("body_da", b"ord0") == len(list(searcher.postings("body_da", "ord0").all_ids()))
        assert [t for _, t in reader.terms_from("body_da", b"ord39")][:1] == [b"ord39"]
        phrase = whoosh_query.Phrase("body_da", ["ord0", "ord1"])
        ours = engine.searcher().count(MatchPhrase("body_da", ("ord0", "ord1")), Query())
        assert len(searcher.search(phrase, limit=None)) == ours > 0
        assert reader.corrector("body_da").suggest("ord4x", maxdist=1, prefix=3)


def test_of_our_modules_an_index_names_the_codec_alone(tmp_path: Path) -> None:
    an_engine(tmp_path).writer.apply(documents(5), ())

    (contents,) = (tmp_path / "index-0001").glob("*.toc")

    named = re.findall(rb"indexer[\w.]*", contents.read_bytes())
    assert set(named) == {ArrayCodec.__module__.encode()}, "raise LAYOUT_VERSION where this has to change"


def test_nothing_of_a_cancelled_write_is_left(tmp_path: Path) -> None:
    an_engine(tmp_path).writer.apply(documents(5), ())
    folder = tmp_path / "index-0001"
    before = sorted(path.name for path in folder.iterdir())
    writer = ArrayWriter(open_index(folder), INDEX_FIELDS, WritingLimits(memory_megabytes=0))
    for document in documents(600):
        writer.add(document.id, indexed_document(document))

    writer.cancel()

    assert sorted(path.name for path in folder.iterdir()) == before


@pytest.mark.parametrize("moment", ["write", "clean"])
def test_an_interruption_while_committing_leaves_a_whole_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    engine = an_engine(tmp_path)
    engine.writer.apply(documents(5), ())
    real_write = writer.write_contents

    def interrupted(*arguments: object) -> None:
        if moment == "write":
            real_write(*arguments)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        target = (writer, "write_contents" if moment == "write" else "clean_files")
        patch.setattr(*target, interrupted)
        with pytest.raises(KeyboardInterrupt):
            engine.writer.apply(documents(9), ())

    assert WhooshEngine(tmp_path, {}, EnginePreferences()).statistics.document_count() == 9
    engine.writer.apply(documents(12), ())
    assert engine.statistics.document_count() == 12


class _OurBm25(scoring.WeightingModel):
    """The formula of our scorers as a model of Whoosh's."""

    def scorer(self, searcher, fieldname, text, qf=1):
        whole = searcher.get_parent().reader()
        size = whole.doc_count_all()
        frequency = whole.doc_frequency(fieldname, text)
        lengths = [whole.doc_field_length(n, fieldname) for n in range(size)]
        average = sum(lengths) / sum(length > 0 for length in lengths)
        idf = np.log(1 + (size - frequency + 0.5) / (frequency + 0.5))

        class Scorer(scoring.BaseScorer):
            def score(self, matcher):
                length = searcher.reader().doc_field_length(matcher.id(), fieldname)
                x = matcher.weight() / (0.25 + 0.75 * length / average)
                return idf * x * 2.2 / (x + 1.2)

            def supports_block_quality(self):
                return False

        return Scorer()
