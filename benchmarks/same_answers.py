"""Whether two checkouts answer alike: 300 searches over the collection, written down by each and compared.

    (cd BEFORE; PYTHONPATH=. NOW/.venv/bin/python NOW/benchmarks/same_answers.py write /tmp/before.json)
    (cd NOW; PYTHONPATH=. .venv/bin/python benchmarks/same_answers.py write /tmp/now.json --asked /tmp/before.json)
    .venv/bin/python benchmarks/same_answers.py compare /tmp/before.json /tmp/now.json

BEFORE and NOW are worktrees of two commits, NOW the one with this file. It uses only names that `indexer` publishes and
is run as a script in the folder of the checkout that answers (the workers that extract texts begin there too). Each
indexes the same collection (that of this file, or of `--collection`) into a temporary folder. The searches are drawn by
a fixed seed from judged queries, vocabulary and titles: words, phrases, prefixes, exclusions, typing errors, both
languages, filters, years, orders, pages. Where vocabulary or collection differ, `--asked` repeats the searches of
another file, and `--collection BEFORE/corpus` takes its collection.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import random
import shutil
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import indexer
from indexer import (
    NOT_STATED,
    Across,
    DocumentId,
    Filter,
    Hit,
    KnowledgeBase,
    Language,
    Query,
    ResultPage,
    SortOrder,
    YearRange,
    load_config,
    open_knowledge_base,
)

SEARCHES = 300
SEED = 16
DIGITS = 9
FACETS = ("kind", "sector", "goal", "partner-type", "phase", "form", "country", "language", "subject")
AXES = ("goal", "sector")
PROJECT = Path(__file__).parent.parent


def texts(collection: Path, knowledge_base: KnowledgeBase, chance: random.Random) -> Iterator[str]:
    """Endless texts to search for."""
    judged = [
        query["text"]
        for path in sorted((collection / "judgements").glob("*.toml"))
        for query in tomllib.loads(path.read_text("utf-8"))["queries"]
    ]
    concepts = [
        text
        for concept in knowledge_base.vocabulary.concepts()
        for language in Language
        for text in (concept.labels.get(language, ""), *concept.synonyms.get(language, ()))
        if text
    ]
    titles = sorted(hit.metadata.title for hit in knowledge_base.search(Query(page_size=1000)).hits)
    makers: list[Callable[[], str]] = [
        lambda: chance.choice(judged),
        lambda: chance.choice(judged),
        lambda: chance.choice(concepts),
        lambda: _some_words(chance, titles, 2),
        lambda: f'"{_some_words(chance, titles, 2)}"',
        lambda: f'{chance.choice(concepts)} "{_some_words(chance, titles, 3)}"',
        lambda: f'"{_some_words(chance, titles, 2)}s"',
        lambda: f"{_some_words(chance, titles, 1)[:4]}*",
        lambda: f"{chance.choice(concepts)} -{_some_words(chance, titles, 1)}",
        lambda: f"{chance.choice(concepts)} OR {_some_words(chance, titles, 1)}",
        lambda: f"title:{_some_words(chance, titles, 1)} {chance.choice(concepts)}",
        lambda: _misspelt(chance, chance.choice(concepts)),
        lambda: "",
    ]
    while True:
        yield chance.choice(makers)()


def _some_words(chance: random.Random, titles: list[str], count: int) -> str:
    words = chance.choice(titles).split()
    first = chance.randrange(max(1, len(words) - count + 1))
    return " ".join(words[first : first + count])


def _misspelt(chance: random.Random, text: str) -> str:
    place = chance.randrange(len(text))
    return chance.choice((text[:place] + text[place + 1 :], text[:place] + text[place] + text[place:], f"{text}x"))


def queries(collection: Path, knowledge_base: KnowledgeBase) -> Iterator[Query]:
    """The searches, the same for every checkout that reads the same collection."""
    chance = random.Random(SEED)
    values = {
        facet.id: sorted(value.id for value in facet.values) or [NOT_STATED]
        for facet in knowledge_base.search(Query()).facets
        if facet.id in FACETS
    }
    for _, text in zip(range(SEARCHES), texts(collection, knowledge_base, chance), strict=False):
        names = chance.choices(sorted(values), k=chance.choice((0, 0, 1, 1, 2, 3)))
        yield Query(
            text=text,
            filters=tuple(Filter(name, chance.choice(values[name]), chance.random() < 0.25) for name in names),
            years=YearRange(chance.choice((None, 2005)), 2015) if chance.random() < 0.15 else YearRange(),
            sort=chance.choice((SortOrder.RELEVANCE, SortOrder.RELEVANCE, SortOrder.NEWEST, SortOrder.TITLE)),
            page_number=chance.choice((1, 1, 1, 2)),
            page_size=chance.choice((10, 20)),
            across=chance.choice((Across.ON, Across.ON, Across.ON, Across.OFF, Across.ONLY)),
            related=chance.random() < 0.2,
            is_literal=chance.random() < 0.1,
            text_language=chance.choice((None, None, None, *Language)),
        )


def answer(knowledge_base: KnowledgeBase, query: Query) -> dict[str, object]:
    """Everything that a reader would see of an answer."""
    page = knowledge_base.search(query)
    found = {field.name: getattr(page, field.name) for field in dataclasses.fields(ResultPage)}
    found |= {"query": _plain(query), "hits": [_hit(hit) for hit in page.hits], "count": knowledge_base.count(query)}
    found |= {name: _plain(found[name]) for name in ("facets", "unknown_filters", "relaxations")}
    if page.hits:
        found["explained"] = _plain(knowledge_base.explain(query, DocumentId(page.hits[0].id)))
    found["suggested"] = _plain(knowledge_base.suggestions.suggest(query.text[:12], Language.DANISH))
    cross_tabulate = getattr(knowledge_base, "cross_tabulate", None) or getattr(knowledge_base, "cross")  # noqa: B009
    table = cross_tabulate(query, *AXES)
    found["crossed"] = sorted([*pair, count] for pair, count in table.counts.items())
    return found


def asked_again(path: Path) -> list[Query]:
    """The searches that another file of answers holds."""
    return [
        Query(
            **{
                **asked,
                "filters": tuple(Filter(**condition) for condition in asked["filters"]),
                "years": YearRange(**asked["years"]),
                "sort": SortOrder(asked["sort"]),
                "across": Across(asked["across"]),
                "text_language": Language(asked["text_language"]) if asked["text_language"] else None,
            }
        )
        for asked in (one["query"] for one in json.loads(path.read_text("utf-8")))
    ]


def _hit(hit: Hit) -> dict[str, object]:
    seen = _plain({field.name: getattr(hit, field.name) for field in dataclasses.fields(Hit)})
    assert isinstance(seen, dict)
    del seen["metadata"]
    return {**seen, "title": hit.metadata.title}


def _plain(value: object) -> object:
    """A value as JSON has it; scores rounded."""
    if isinstance(value, float):
        return round(value, DIGITS)
    if dataclasses.is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value


def write(target: Path, collection: Path, asked: Path | None) -> None:
    """Index the collection beside nothing of its own, and write every search with its answer."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(collection, Path(folder) / "corpus")
        shutil.copy(Path(indexer.__file__).parent.parent / "config.toml", folder)
        knowledge_base = open_knowledge_base(load_config(Path(folder) / "config.toml"))
        try:
            knowledge_base.reconcile()
            searches = asked_again(asked) if asked else queries(collection, knowledge_base)
            answers = [answer(knowledge_base, query) for query in searches]
        finally:
            knowledge_base.close()
    target.write_text(json.dumps(answers, ensure_ascii=False, indent=1, sort_keys=True), "utf-8")
    hits = sum(len(one["hits"]) for one in answers if isinstance(one["hits"], list))
    print(f"{len(answers)} searches, {hits} hits, answered by {Path(indexer.__file__).parent}: {target}")


def compare(before: Path, now: Path) -> int:
    """Print what differs; how many searches do."""
    both = [json.loads(path.read_text("utf-8")) for path in (before, now)]
    assert len(both[0]) == len(both[1]), "not the same searches"
    differing = 0
    for earlier, present in zip(*both, strict=True):
        names = sorted(name for name in {*earlier, *present} if earlier.get(name) != present.get(name))
        if names:
            differing += 1
            print(json.dumps(earlier["query"], ensure_ascii=False))
            for name in names:
                print(f"  {name}: {str(earlier.get(name))[:300]}\n  {' ' * len(name)}  {str(present.get(name))[:300]}")
    print(f"{differing} of {len(both[0])} searches are answered otherwise.")
    return differing


def main() -> None:
    """Read the arguments and do as they say."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    writing = commands.add_parser("write")
    writing.add_argument("target", type=Path)
    writing.add_argument("--collection", type=Path, default=PROJECT / "corpus")
    writing.add_argument("--asked", type=Path, help="repeat the searches of this file of answers")
    comparing = commands.add_parser("compare")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("now", type=Path)
    asked = parser.parse_args()
    if asked.command == "write":
        write(asked.target, asked.collection, asked.asked)
    else:
        sys.exit(compare(asked.before, asked.now) > 0)


if __name__ == "__main__":
    main()
