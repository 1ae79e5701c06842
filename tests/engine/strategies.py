"""Random documents and trees over a few words, so that everything meets everything."""

from __future__ import annotations

from hypothesis import strategies as st

from indexer import NOT_STATED, Filter, Query, SortOrder, YearRange
from indexer.domain.documents.metadata import DocumentId
from indexer.domain.queries.structured_query import (
    AcrossLanguages,
    AllOf,
    Alternative,
    AnyOf,
    IsAbout,
    MatchAll,
    MatchDocuments,
    MatchPhrase,
    MatchPrefix,
    MatchWord,
    Near,
    Rescored,
    ScoredBy,
    Wording,
)
from indexer.engines.analyzed_document import AnalyzedDocument, AnalyzedField
from tests.fakes import TableProximity

WORDS = ("bog", "by", "båd", "skole", "skov", "sø")
FIELDS = ("title_da", "body_da", "body_parts_da", "body_en")
GOALS, KINDS, YEARS = ("a", "b", "c", NOT_STATED), ("case", "guide"), (2008, 2009, 2011)


@st.composite
def analyzed_fields(draw: st.DrawFn) -> AnalyzedField:
    terms = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8))
    gaps = draw(st.lists(st.integers(1, 4), min_size=len(terms), max_size=len(terms)))
    return AnalyzedField.of(terms, [sum(gaps[: place + 1]) for place in range(len(terms))])


@st.composite
def analyzed_documents(draw: st.DrawFn, document_id: str) -> AnalyzedDocument:
    years = draw(st.lists(st.sampled_from(YEARS), unique=True, max_size=2))
    goals = draw(st.lists(st.sampled_from(GOALS[:3]), unique=True, max_size=3)) or [NOT_STATED]
    fields = draw(st.dictionaries(st.sampled_from(FIELDS), analyzed_fields(), max_size=4))
    if draw(st.booleans()):
        fields["runs_da"] = AnalyzedField.of(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4)), ())
    return AnalyzedDocument(
        id=DocumentId(document_id),
        content_hash=f"hash {document_id}",
        fields=fields,
        page_starts=dict.fromkeys(fields, ((0, 0), (1, 3), (2, 9))),
        facet_values={
            "goal": tuple(goals),
            "kind": (draw(st.sampled_from(KINDS)),),
            "language": draw(st.sampled_from((("da",), ("en",), ("da", "en")))),
            "year": tuple(map(str, years)) or (NOT_STATED,),
        },
        title_key=draw(st.sampled_from(("a", "b", "c"))),
        record=f"record {document_id}",
        page_count=2,
        published=draw(st.none() | st.sampled_from((0, 10**9, 2 * 10**12))),
        is_public=draw(st.integers(0, 9)) > 0,
    )


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[list[AnalyzedDocument], list[str]]]:
    """Commits: (documents to add or replace, ids to remove)."""
    ids = [f"d{number:02}" for number in range(draw(st.integers(1, 14)))]
    commits = []
    for _ in range(draw(st.integers(1, 5))):
        added = draw(st.lists(st.sampled_from(ids), unique=True, max_size=8))
        removed = draw(st.lists(st.sampled_from(ids), unique=True, max_size=2))
        commits.append(([draw(analyzed_documents(one)) for one in added], [r for r in removed if r not in added]))
    return commits


FIELD_WEIGHTS = st.lists(
    st.tuples(st.sampled_from((*FIELDS, "runs_da")), st.sampled_from((0.5, 1.0, 3.0))),
    min_size=1,
    max_size=3,
    unique_by=lambda one: one[0],
).map(tuple)
ALTERNATIVES = st.builds(
    Alternative, st.sampled_from((*WORDS, "ukendt")), FIELD_WEIGHTS, probability=st.sampled_from((0.25, 0.5, 1.0))
)
MATCH_WORDS = st.builds(
    MatchWord,
    st.just("ord"),
    st.lists(ALTERNATIVES, min_size=1, max_size=3, unique_by=lambda one: one.term).map(tuple),
    st.sampled_from((0.05, 1.0, 2.0)),
)
DOCUMENT_IDS = st.lists(st.integers(1, 15).map(lambda n: DocumentId(f"d{n:02}")), max_size=5, unique=True).map(tuple)
LEAVES = st.one_of(
    MATCH_WORDS,
    st.builds(
        MatchPhrase,
        st.sampled_from(FIELDS[:2]),
        st.lists(st.sampled_from(WORDS), min_size=2, max_size=3).map(tuple),
        st.sampled_from((1.0, 3.0)),
    ),
    st.builds(MatchPrefix, st.sampled_from(FIELDS), st.sampled_from(("b", "sk", "x")), st.sampled_from((1.0, 3.0))),
    st.just(MatchAll()),
    st.builds(MatchDocuments, DOCUMENT_IDS),
)


def _compound(parts: st.SearchStrategy) -> st.SearchStrategy:
    some = st.lists(parts, max_size=3).map(tuple)
    return st.builds(AnyOf, some) | st.builds(AllOf, st.lists(parts, min_size=1, max_size=3).map(tuple), some, some)


LINEAR = st.recursive(LEAVES, _compound, max_leaves=6)
NEAR = st.builds(
    Near,
    LINEAR,
    st.lists(MATCH_WORDS, min_size=2, max_size=3).map(tuple),
    st.sampled_from((0.1, 2.0)),
    depth=st.sampled_from((2, 100)),
)
WORDINGS = st.builds(
    Wording,
    st.lists(st.sampled_from(FIELDS), min_size=1, max_size=3, unique=True).map(tuple),
    st.lists(st.sampled_from((*WORDS, "ukendt")), min_size=1, max_size=3).map(tuple),
    st.sampled_from((0, 2, 4)),
    st.sampled_from((None, None, "body_parts_da")),
)
ABOUT = st.builds(
    IsAbout,
    st.lists(st.lists(WORDINGS, max_size=3).map(tuple), min_size=1, max_size=3).map(tuple),
    st.lists(st.tuples(st.just("goal"), st.sampled_from((*GOALS, "gone"))), max_size=2).map(tuple),
    density=st.sampled_from((0.0, 50.0, 200.0)),
    near=st.sampled_from((1, 6)),
    share=st.sampled_from((0.15, 0.5, 1.0)),
)
ACROSS = st.builds(AcrossLanguages, LINEAR | NEAR, LINEAR, st.sampled_from((0.8, 1.5)))


def _rescored(operands: st.SearchStrategy) -> st.SearchStrategy:
    return st.builds(
        Rescored,
        operands,
        st.builds(TableProximity, DOCUMENT_IDS, st.integers(0, 9)),
        st.sampled_from((0.25, 0.5)),
        depth=st.sampled_from((0, 2, 100)),
    )


RANKINGS = st.one_of(LINEAR, NEAR, ACROSS, _rescored(LINEAR | NEAR | ACROSS))
COUNTED = ABOUT | _compound(ABOUT | LINEAR)
SCORED_BY = st.builds(ScoredBy, COUNTED | _compound(LINEAR | ACROSS), RANKINGS)
TREES = st.one_of(RANKINGS, COUNTED, SCORED_BY, _rescored(SCORED_BY), _rescored(_rescored(SCORED_BY)))
FILTERS = st.lists(
    st.builds(Filter, st.just("goal"), st.sampled_from((*GOALS, "gone")), st.booleans())
    | st.builds(Filter, st.just("kind"), st.sampled_from(KINDS), st.booleans())
    | st.builds(Filter, st.just("year"), st.sampled_from(("2009", NOT_STATED)), st.booleans()),
    max_size=3,
).map(tuple)
YEAR_RANGES = st.builds(YearRange, st.none() | st.integers(2008, 2011), st.none() | st.integers(2008, 2011))
QUERIES = st.builds(
    Query,
    filters=FILTERS,
    years=YEAR_RANGES,
    sort=st.sampled_from(SortOrder),
    page_number=st.integers(1, 2),
    page_size=st.sampled_from((2, 3, 20)),
)
