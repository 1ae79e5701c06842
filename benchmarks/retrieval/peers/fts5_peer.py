"""SQLite's FTS5: accents removed, Porter's stemmer for English (it has none for Danish), its own bm25()."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing

from benchmarks.retrieval.peers import DEPTH, PeerUnavailable, PlainDocument, Run
from indexer.domain.documents.metadata import Language
from indexer.evaluation.measures import JudgedQuery

_TOKENIZERS = {
    Language.DANISH: "unicode61 remove_diacritics 2",
    Language.ENGLISH: "porter unicode61 remove_diacritics 2",
}
_WORD = re.compile(r"\w+")


def rank(documents: Sequence[PlainDocument], language: Language, queries: Sequence[JudgedQuery]) -> Run:
    """See Peer."""
    with closing(sqlite3.connect(":memory:")) as database:
        try:
            database.execute(f"CREATE VIRTUAL TABLE docs USING fts5(title, text, tokenize = '{_TOKENIZERS[language]}')")
        except sqlite3.OperationalError as error:
            raise PeerUnavailable(f"this SQLite has no FTS5 ({error})") from error
        rows = ((place, d.title, d.text) for place, d in enumerate(documents))
        database.executemany("INSERT INTO docs(rowid, title, text) VALUES (?, ?, ?)", rows)

        def ids(text: str) -> list[str]:
            words = " OR ".join(f'"{word}"' for word in _WORD.findall(text))
            ranked = "SELECT rowid FROM docs WHERE docs MATCH ? ORDER BY bm25(docs), rowid LIMIT ?"
            return [documents[place].id for (place,) in database.execute(ranked, (words, DEPTH))] if words else []

        return {query.id: ids(query.text) for query in queries}
