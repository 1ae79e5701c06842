"""tantivy with its own stemmer, with and without its own stop words."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType
from typing import TYPE_CHECKING

from benchmarks.retrieval.peers import DEPTH, NAMES, PeerUnavailable, PlainDocument, Run
from indexer.domain.documents.metadata import Language
from indexer.evaluation.measures import JudgedQuery

if TYPE_CHECKING:
    import tantivy

_CHAIN = "chain"
_FIELDS = ("title", "text")


def rank(documents: Sequence[PlainDocument], language: Language, queries: Sequence[JudgedQuery]) -> Run:
    """See Peer. Without stop words."""
    return _rank(documents, queries, _analyzer(language, drops_stop_words=True))


def rank_all_words(documents: Sequence[PlainDocument], language: Language, queries: Sequence[JudgedQuery]) -> Run:
    """See Peer. Stop words are words like others, as in tantivy's own en_stem."""
    return _rank(documents, queries, _analyzer(language, drops_stop_words=False))


def _analyzer(language: Language, *, drops_stop_words: bool) -> tantivy.TextAnalyzer:
    tantivy = _library()
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    builder = builder.filter(tantivy.Filter.remove_long(40)).filter(tantivy.Filter.lowercase())
    if drops_stop_words:
        builder = builder.filter(tantivy.Filter.stopword(NAMES[language]))
    return builder.filter(tantivy.Filter.stemmer(NAMES[language])).build()


def _library() -> ModuleType:
    try:
        import tantivy
    except ImportError as error:
        raise PeerUnavailable("tantivy is not installed; make benchmark installs it") from error
    return tantivy


def _rank(documents: Sequence[PlainDocument], queries: Sequence[JudgedQuery], analyzer: tantivy.TextAnalyzer) -> Run:
    tantivy = _library()
    schema = tantivy.SchemaBuilder().add_text_field("id", stored=True, tokenizer_name="raw")
    for field in _FIELDS:
        schema.add_text_field(field, tokenizer_name=_CHAIN)
    index = tantivy.Index(schema.build())
    index.register_tokenizer(_CHAIN, analyzer)
    writer = index.writer(num_threads=1)  # one segment order, so that ties fall the same in every run
    for document in documents:
        writer.add_document(tantivy.Document(id=document.id, title=document.title, text=document.text))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def ids(text: str) -> list[str]:
        words = [
            (tantivy.Occur.Should, tantivy.Query.term_query(index.schema, field, term))
            for term in analyzer.analyze(text)
            for field in _FIELDS
        ]
        found = searcher.search(tantivy.Query.boolean_query(words), DEPTH).hits
        return [searcher.doc(address)["id"][0] for _, address in found]

    return {query.id: ids(query.text) for query in queries}
