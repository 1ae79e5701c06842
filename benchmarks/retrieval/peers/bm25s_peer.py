"""bm25s (Lucene's BM25), with Snowball's stemmer and its own stop words."""

from __future__ import annotations

from collections.abc import Sequence

import Stemmer

from benchmarks.retrieval.peers import DEPTH, NAMES, PeerUnavailable, PlainDocument, Run
from indexer.domain.documents.metadata import Language
from indexer.evaluation.measures import JudgedQuery


def rank(documents: Sequence[PlainDocument], language: Language, queries: Sequence[JudgedQuery]) -> Run:
    """See Peer. bm25s knows no fields: title and text are one."""
    try:
        import bm25s
    except ImportError as error:
        raise PeerUnavailable("bm25s is not installed; make benchmark installs it") from error
    tokenizer = bm25s.tokenization.Tokenizer(
        stemmer=Stemmer.Stemmer(NAMES[language]), stopwords=NAMES[language], splitter=r"(?u)\b\w+\b"
    )
    corpus = tokenizer.tokenize([d.whole_text for d in documents], show_progress=False, return_as="tuple")
    retriever = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
    retriever.index(corpus, show_progress=False)
    asked = tokenizer.tokenize([q.text for q in queries], update_vocab=False, show_progress=False)
    found, scores = retriever.retrieve(asked, k=min(DEPTH, len(documents)), show_progress=False)
    return {
        query.id: [documents[place].id for place, score in zip(places, values, strict=True) if score > 0]
        for query, places, values in zip(queries, found, scores, strict=True)
    }
