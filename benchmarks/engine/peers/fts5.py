"""SQLite FTS5 with tables for the facets, by Python's own module."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks.engine.answers import HITS, Answer
from benchmarks.engine.corpus import FACET_VALUES, BenchmarkDocument
from benchmarks.engine.queries import Question

_COLUMN = {facet: facet.replace("-", "_") for facet in FACET_VALUES}
_SEVERAL = ("goal", "partner-type")
_SINGLE = tuple(facet for facet in FACET_VALUES if facet not in _SEVERAL)


class Fts5Peer:
    """See Peer."""

    def build(self, folder: Path, documents: Iterable[BenchmarkDocument]) -> None:
        connection = sqlite3.connect(folder / "index.db")
        connection.executescript(
            "pragma journal_mode=off; pragma synchronous=off;"
            "create virtual table texts using fts5(text, content='', tokenize=\"unicode61 remove_diacritics 0\");"
            f"create table documents(id integer primary key, {', '.join(_COLUMN[f] for f in _SINGLE)});"
            + "".join(f"create table {_COLUMN[f]}(id int, v, primary key(v, id)) without rowid;" for f in _SEVERAL)
        )
        places = ",".join("?" * (len(_SINGLE) + 1))
        for document in documents:
            number = document.number
            connection.execute("insert into texts(rowid, text) values(?, ?)", (number, " ".join(document.words)))
            single = [document.facets[facet][0] for facet in _SINGLE]
            connection.execute(f"insert into documents values({places})", (number, *single))
            for facet in _SEVERAL:
                rows = [(number, value) for value in document.facets[facet]]
                connection.executemany(f"insert into {_COLUMN[facet]} values(?, ?)", rows)
        connection.execute("insert into texts(texts) values('optimize')")
        for facet in _SEVERAL:
            connection.execute(f"create index {_COLUMN[facet]}_by_id on {_COLUMN[facet]}(id, v)")
        connection.commit()
        connection.close()

    def open(self, folder: Path) -> None:
        self._connection = sqlite3.connect(folder / "index.db", isolation_level=None)
        self._connection.executescript(
            "pragma cache_size=-1000000; pragma temp_store=memory; pragma mmap_size=8000000000;"
            "create temp table matches(id integer primary key, score real)"
        )

    def prepare(self, question: Question) -> Callable[[], Answer] | None:
        if question.chosen or question.operator == "psq":
            return None
        statement, values = _selection(question)

        def ask() -> Answer:
            connection = self._connection
            connection.execute("delete from matches")
            connection.execute(f"insert into matches {statement}", values)
            (total,) = connection.execute("select count(*) from matches").fetchone()
            hits = connection.execute(f"select id, score from matches order by score desc limit {HITS}").fetchall()
            counts = {facet: dict(connection.execute(_counting(facet)).fetchall()) for facet in FACET_VALUES}
            return Answer(total, hits, counts)

        return ask


def _selection(question: Question) -> tuple[str, list[str]]:
    conditions, values = [], []
    for sign, named in (("", question.filters), ("not ", question.excluded)):
        for facet, value in named:
            column = _COLUMN[facet]
            exists = f"exists(select 1 from {column} x where x.v = ? and x.id = d.id)"
            conditions.append(sign + (exists if facet in _SEVERAL else f"d.{column} = ?"))
            values.append(value)
    where = " and ".join(conditions)
    if question.operator == "all":
        return f"select d.id, 0 from documents d where {where}", values
    words = [f'"{word}"' for word in question.words]
    text = (
        f'"{" ".join(question.words)}"'
        if question.operator == "phrase"
        else f" {question.operator} ".upper().join(words)
    )
    if not conditions:
        return "select rowid, -bm25(texts) from texts where texts match ?", [text]
    joined = "texts join documents d on d.id = texts.rowid"
    return f"select texts.rowid, -bm25(texts) from {joined} where texts match ? and {where}", [text, *values]


def _counting(facet: str) -> str:
    column = _COLUMN[facet]
    if facet in _SEVERAL:
        return f"select v, count(*) from matches cross join {column} x on x.id = matches.id group by v"
    return f"select {column}, count(*) from matches cross join documents d on d.id = matches.id group by {column}"
