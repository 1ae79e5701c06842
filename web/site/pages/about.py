"""Who stands behind the site and how they work: what config.toml and the corpus say, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from indexer import NOT_STATED, Filter, KnowledgeBase, Language, Page, Query, about_text
from web.site.urls.search_url import query_string

_KINDS = ("case", "guide", "tool", "report", "article", "theory")


@dataclass(frozen=True, slots=True)
class Editor:
    """An editor as config.toml names one: "Name, role"."""

    name: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many documents of a kind there are, and the query string of the search for them."""

    kind: str
    count: int
    url: str


def editors(named: tuple[str, ...]) -> list[Editor]:
    """The editors, in the order of the configuration."""
    parts = (one.partition(",") for one in named)
    return [Editor(name.strip(), role.strip()) for name, _, role in parts if name.strip()]


def own_words(corpus_folder: Path, language: Language) -> Page | None:
    """What the publisher says in a language, as Markdown; None where nothing is said."""
    text = about_text(corpus_folder, language)
    return Page(1, text, language=language.value, markup=text) if text else None


def in_numbers(knowledge_base: KnowledgeBase) -> tuple[list[KindCount], int]:
    """The documents by kind, and the number of countries that cases are from."""
    found = knowledge_base.search(Query(page_size=1))
    counts = {value.id: value.count for value in found.facet("kind").values}
    kinds = [
        KindCount(kind, counts[kind], query_string(Query(filters=(Filter("kind", kind),))))
        for kind in _KINDS
        if counts.get(kind)
    ]
    cases = knowledge_base.search(Query(filters=(Filter("kind", "case"),), page_size=1))
    return kinds, sum(value.id != NOT_STATED for value in cases.facet("country").values)
