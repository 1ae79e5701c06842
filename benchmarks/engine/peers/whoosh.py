"""Stock Whoosh 2.7.4 as everybody uses it: its own codec, its own matchers, `groupedby` for the counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from whoosh import fields, index, query, sorting
from whoosh.analysis import SpaceSeparatedTokenizer

from benchmarks.engine.answers import HITS, Answer
from benchmarks.engine.corpus import FACET_VALUES, BenchmarkDocument
from benchmarks.engine.queries import Question

_SEVERAL = {"goal", "partner-type"}


class WhooshPeer:
    """See Peer."""

    def build(self, folder: Path, documents: Iterable[BenchmarkDocument]) -> None:
        facets = {f: fields.KEYWORD(commas=True) if f in _SEVERAL else fields.ID(sortable=True) for f in FACET_VALUES}
        text = fields.TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=True)
        schema = fields.Schema(id=fields.STORED, text=text, **facets)
        writer = index.create_in(str(folder), schema).writer(limitmb=1024)
        for document in documents:
            values = {facet: ",".join(found) for facet, found in document.facets.items()}
            writer.add_document(id=document.number, text=" ".join(document.words), **values)
        writer.commit()

    def open(self, folder: Path) -> None:
        self._searcher = index.open_dir(str(folder)).searcher()

    def prepare(self, question: Question) -> Callable[[], Answer] | None:
        if question.chosen:
            return None
        text = _text(question)
        conditions = [query.Term(facet, value) for facet, value in question.filters]
        conditions += [query.Not(query.Term(facet, value)) for facet, value in question.excluded]
        restriction = query.And([query.Every(), *conditions]) if conditions else None
        facets = sorting.Facets()
        for facet in FACET_VALUES:
            facets.add_facet(facet, sorting.FieldFacet(facet, allow_overlap=facet in _SEVERAL, maptype=sorting.Count))

        def ask() -> Answer:
            found = self._searcher.search(text, limit=HITS, filter=restriction, groupedby=facets)
            hits = [(hit["id"], hit.score) for hit in found[:HITS]]
            return Answer(len(found), hits, {facet: dict(found.groups(facet)) for facet in FACET_VALUES})

        return ask


def _text(question: Question) -> Any:  # noqa: ANN401  (Whoosh has no types)
    terms = [query.Term("text", word) for word in question.words]
    match question.operator:
        case "all":
            return query.Every()
        case "phrase":
            return query.Phrase("text", list(question.words))
        case "psq":
            pairs = zip(question.words, question.probabilities, strict=True)
            terms = [query.Term("text", word, boost=probability) for word, probability in pairs]
    if len(terms) == 1:
        return terms[0]
    return query.And(terms) if question.operator == "and" else query.Or(terms)
