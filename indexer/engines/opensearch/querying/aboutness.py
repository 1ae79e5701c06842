"""Documents that are about something, as the cluster counts it: by spans of places.

A span is one place wide, and all sets of places are made of "those of one set that none of another is near": a place
with another one near is one that is not among those without. What is counted are the places of ANY, the term that
stands at every place, so that each counts once however many wordings mean it there; and as a span of one term its score
is its number (a scripted similarity is added up over the terms that a shard happens to hold).

Exact for wordings as they are made: a place of terms one after the other is where the first one stands within them, so
their first one must not come again among them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from indexer.domain.documents.metadata import Language
from indexer.domain.queries.fields import TEXT_FIELDS, field_language, holds_parts, length_fields
from indexer.domain.queries.structured_query import IsAbout, Wording, Wordings
from indexer.engines.opensearch.cluster import Json
from indexer.engines.opensearch.layout import ANY, TWO_TEXTS_FIELD, facet_field, length_field
from indexer.engines.opensearch.querying.sets import all_of, any_of

# Two such numbers share one score, of which 24 bits are exact.
_MOST_PLACES = 4095
"""So many places in one language count: more would make no document any more about it than its length takes away."""

_CAPPED = "return Math.min(_score, params.most);"
_DIGITS = """
double[] counts = new double[] {0, _score % params.radix, Math.floor(_score / params.radix)};
counts[0] = counts[1] + counts[2];
boolean two = doc[params.two_texts].size() > 0 && doc[params.two_texts].value;
double all = 0;
double digits = 0;
double digit = params.meanings;
for (int i = 0; i < params.lengths.length; i++) {
  double own = 0;
  for (int j = 0; j < params.lengths[i].length; j++) {
    String field = params.lengths[i][j];
    if (doc[field].size() > 0) { own += doc[field].value; }
  }
  all += own;
  if (two && counts[i + 1] > 0 && counts[i + 1] >= params.density * own / 1000) { digits += digit; }
  digit *= params.meanings;
}
if (counts[0] > 0 && counts[0] >= params.density * all / 1000) { digits += 1; }
return digits;
"""
"""A number of places by language -> digits that say where they are dense: in all of it, in one text, in the other."""
_IN_ONE = """
long digits = (long) Math.round(_score);
for (int i = 0; i < 3; i++) {
  if (digits % params.radix == params.radix - 1) { return 1; }
  digits = digits / params.radix;
}
return 0;
"""
"""Whether all meanings are dense in the same text, or in all of it."""


def documents_about(asked: IsAbout, telling: Sequence[tuple[str, str]]) -> Json:
    """The documents; `telling` are those of the stated values that few enough documents state."""
    found: list[Json] = [{"term": {facet_field(facet): value}} for facet, value in telling]
    if dense := _dense(asked):
        found.append(dense)
    return any_of(found)


def _dense(asked: IsAbout) -> Json | None:
    """Documents whose places are dense; None where a meaning has none."""
    # A meaning has places in the fields alone that each of the others has places in, too.
    fields = [field for field in TEXT_FIELDS if all(_wordings_in(field, meaning) for meaning in asked.meanings)]
    if not fields:
        return None
    radix = len(asked.meanings) + 1
    digits = [_digits(asked, meaning, fields, radix) for meaning in asked.meanings]
    script = {"source": _IN_ONE, "params": {"radix": radix}}
    # A document that scores 0 still matches: the least score is what takes it out.
    return {"script_score": {"query": {"bool": {"must": digits}}, "script": script, "min_score": 0.5}}


def _digits(asked: IsAbout, meaning: Wordings, fields: Sequence[str], radix: int) -> Json:
    others = [other for other in asked.meanings if other is not meaning]
    counts = []
    for language, factor in zip(Language, (1, _MOST_PLACES + 1), strict=True):
        spans = [_together(field, meaning, others, asked.near) for field in fields if field_language(field) is language]
        if spans:
            capped = {"source": _CAPPED, "params": {"most": _MOST_PLACES}}
            counted = {"script_score": {"query": any_of(spans), "script": capped}}
            counts.append({"bool": {"must": [counted], "boost": factor}})
    parameters = {
        "density": float(asked.density),
        "lengths": [[length_field(field) for field in length_fields(language)] for language in Language],
        "meanings": radix,
        "radix": _MOST_PLACES + 1,
        "two_texts": TWO_TEXTS_FIELD,
    }
    # To look at the places of all documents would take long: those that hold a first term are found by the terms.
    holding = all_of([_holding(fields, other) for other in asked.meanings])
    query = {"bool": {"filter": [holding], "must": [any_of(counts)]}}
    return {"script_score": {"query": query, "script": {"source": _DIGITS, "params": parameters}}}


def _holding(fields: Iterable[str], meaning: Wordings) -> Json:
    """Documents with a first term of a wording."""
    terms = {field: list(dict.fromkeys(one.terms[0] for one in _wordings_in(field, meaning))) for field in fields}
    return any_of([{"terms": {field: some}} for field, some in terms.items()])


def _together(field: str, meaning: Wordings, others: Sequence[Wordings], near: int) -> Json:
    """The places of a meaning in a field that have a place of each other meaning near."""
    anywhere = _term(field, ANY)
    apart = [_without(anywhere, _either(_places(field, meaning)))]
    apart += [_without(anywhere, _either(_places(field, other)), near) for other in others]
    return _without(anywhere, _either(apart))


def _places(field: str, meaning: Wordings) -> list[Json]:
    return [span for wording in _wordings_in(field, meaning) for span in _wording(field, wording)]


def _wording(field: str, wording: Wording) -> list[Json]:
    """The places of the first term where the others stand as they must."""
    first, *others = (_term(field, term, wording.field_of(number, field)) for number, term in enumerate(wording.terms))
    if not others:
        return [first]
    if not wording.reach:
        return [_with(first, _in_order([first, *others], 0))]
    found = [first]
    for other, number in zip(others, range(1, len(wording.terms)), strict=True):
        elsewhere = wording.field_of(number, field)
        coincide = elsewhere != field or holds_parts(field) or wording.terms[number] == wording.terms[0]
        found = [reached for one in found for reached in _reached(one, other, wording.reach, coincide=coincide)]
    return found


def _reached(span: Json, other: Json, reach: int, *, coincide: bool) -> list[Json]:
    """Places with another term within reach, not counting one at the same place."""
    if not coincide:
        return [_with(span, other, reach)]
    repeated = _with(other, _in_order([other, other], reach - 1))
    return [_with(_without(span, other), other, reach), _with(span, repeated)]


def _wordings_in(field: str, meaning: Wordings) -> list[Wording]:
    return [wording for wording in meaning if field in wording.fields]


def _term(field: str, term: str, elsewhere: str | None = None) -> Json:
    """The places of a term in a field, or in another field whose places are the same."""
    if elsewhere is None or elsewhere == field:
        return {"span_term": {field: term}}
    return {"field_masking_span": {"query": {"span_term": {elsewhere: term}}, "field": field}}


def _without(span: Json, other: Json, near: int = 0) -> Json:
    return {"span_not": {"include": span, "exclude": other, "pre": near, "post": near}}


def _with(span: Json, other: Json, near: int = 0) -> Json:
    """Of spans of one place, those that have another one near."""
    return _without(span, _without(span, other, near))


def _either(spans: Sequence[Json]) -> Json:
    return spans[0] if len(spans) == 1 else {"span_or": {"clauses": [*spans]}}


def _in_order(spans: Sequence[Json], gap: int) -> Json:
    return {"span_near": {"clauses": [*spans], "slop": gap, "in_order": True}}
