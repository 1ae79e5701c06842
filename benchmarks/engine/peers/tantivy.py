"""tantivy by its Python bindings: one writer thread, one commit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import tantivy

from benchmarks.engine.answers import HITS, Answer
from benchmarks.engine.corpus import FACET_VALUES, BenchmarkDocument
from benchmarks.engine.queries import Question

_HEAP_BYTES = 2_000_000_000
_TERMS = {facet: {"terms": {"field": facet, "size": 64}} for facet in FACET_VALUES}


class TantivyPeer:
    """See Peer."""

    def build(self, folder: Path, documents: Iterable[BenchmarkDocument]) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("id", stored=True, fast=True)
        builder.add_text_field("text", tokenizer_name="whitespace", index_option="position")
        for facet in FACET_VALUES:
            builder.add_text_field(facet, tokenizer_name="raw", fast=True, index_option="basic")
        writer = tantivy.Index(builder.build(), path=str(folder)).writer(_HEAP_BYTES, 1)
        for document in documents:
            facets = {facet: list(values) for facet, values in document.facets.items()}
            writer.add_document(tantivy.Document(id=document.number, text=" ".join(document.words), **facets))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> None:
        self._index = tantivy.Index.open(str(folder))
        self._index.reload()
        self._searcher = self._index.searcher()

    def prepare(self, question: Question) -> Callable[[], Answer] | None:
        query = self._filtered(question, question.chosen)
        whole = {f: spec for f, spec in _TERMS.items() if f not in dict(question.chosen)}
        apart = [
            (self._filtered(question, tuple(c for c in question.chosen if c[0] != facet)), {facet: _TERMS[facet]})
            for facet, _ in question.chosen
        ]

        def ask() -> Answer:
            found = self._searcher.search(query, HITS, count=True)
            buckets = self._searcher.aggregate(query, whole)
            for other, terms in apart:
                buckets |= self._searcher.aggregate(other, terms)
            numbers = self._searcher.fast_field_values("id", [address for _, address in found.hits])
            hits = [(number, score) for number, (score, _) in zip(numbers, found.hits, strict=True)]
            counts = {f: {b["key"]: b["doc_count"] for b in buckets[f]["buckets"]} for f in FACET_VALUES}
            return Answer(found.count, hits, counts)

        return ask

    def _filtered(self, question: Question, chosen: tuple[tuple[str, str], ...]) -> Any:  # noqa: ANN401  (tantivy has no types)
        text = self._text(question)
        must, must_not = tantivy.Occur.Must, tantivy.Occur.MustNot
        conditions = [(must, tantivy.Query.const_score_query(self._term(*c), 0.0)) for c in question.filters + chosen]
        conditions += [(must_not, self._term(*condition)) for condition in question.excluded]
        return tantivy.Query.boolean_query([(must, text), *conditions]) if conditions else text

    def _text(self, question: Question) -> Any:  # noqa: ANN401  (tantivy has no types)
        terms = [self._term("text", word) for word in question.words]
        match question.operator:
            case "all":
                return tantivy.Query.all_query()
            case "phrase":
                return tantivy.Query.phrase_query(self._index.schema, "text", list(question.words))
            case "psq":
                weighted = zip(terms, question.probabilities, strict=True)
                terms = [tantivy.Query.boost_query(term, probability) for term, probability in weighted]
        occur = tantivy.Occur.Must if question.operator == "and" else tantivy.Occur.Should
        return terms[0] if len(terms) == 1 else tantivy.Query.boolean_query([(occur, term) for term in terms])

    def _term(self, field: str, value: str) -> Any:  # noqa: ANN401  (tantivy has no types)
        return tantivy.Query.term_query(self._index.schema, field, value)
