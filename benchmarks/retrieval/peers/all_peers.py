"""The peers by the name that the command line and the tables know them by."""

from __future__ import annotations

from benchmarks.retrieval.peers import Peer, bm25s_peer, fts5_peer, lucene_peer, tantivy_peer, whoosh_peer

PEERS: dict[str, Peer] = {
    "tantivy": tantivy_peer.rank,
    "tantivy-all-words": tantivy_peer.rank_all_words,
    "bm25s": bm25s_peer.rank,
    "fts5": fts5_peer.rank,
    "whoosh": whoosh_peer.rank,
    "lucene": lucene_peer.rank,
}
