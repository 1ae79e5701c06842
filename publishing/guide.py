"""The guide as a book: cover, contents, preface, twelve chapters in four stages, and an index of documents."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from publishing.markdown_to_typst import escaped, quoted, typst_markup
from publishing.typesetting import WORDINGS, compiled

_TEMPLATE = Path(__file__).with_name("guide.typ")
_SECTION = re.compile(r"^## (.+)$", re.MULTILINE)
_LINKED_DOCUMENT = re.compile(r"\]\((?:\.\./)?(?:[a-z]+/)?([\w.-]+?)(?:\.(?:da|en))?\.md(?:#[\w-]*)?\)")


@dataclass(frozen=True)
class GuideWording:
    """What the guide says in its language besides its own text."""

    preface: str
    step: str
    stages: tuple[str, str, str, str]
    index: str
    cases: str
    cases_note: str
    others: str
    others_note: str
    panels: frozenset[str]
    """Headings whose sections stand in a panel."""


GUIDE_WORDINGS = {
    "da": GuideWording(
        "Før I begynder",
        "Trin",
        ("Forberedelse", "Etablering", "Drift", "Evaluering og afslutning"),
        "Fortegnelser",
        "Cases i bogen",
        "Hver case har sin egen side med kilder i Samspil. Tallene efter resuméet er sider i denne bog.",
        "Værktøjer og andre dokumenter",
        "Også disse findes i Samspil under deres titel.",
        frozenset({"Faldgruber", "Hav dette i hånden"}),
    ),
    "en": GuideWording(
        "Before you begin",
        "Step",
        ("Preparation", "Establishment", "Operation", "Evaluation and conclusion"),
        "Indexes",
        "Cases in this book",
        "Each case has a page of its own in Samspil, with its sources. "
        "The figures after a summary are pages of this book.",
        "Tools and other documents",
        "Look these up in Samspil by their titles.",
        frozenset({"Pitfalls", "Before you go on"}),
    ),
}


@dataclass(frozen=True)
class Chapter:
    """One step of the guide."""

    id: str
    title: str
    markdown: str


@dataclass(frozen=True)
class IndexEntry:
    """A document that the guide links to, in the language of the guide."""

    id: str
    title: str
    facts: str
    summary: str
    is_case: bool


def linked_documents(chapters: list[Chapter]) -> list[str]:
    """The ids of the documents that the chapters link to, in the order of their first mention."""
    return list(dict.fromkeys(id_ for chapter in chapters for id_ in _LINKED_DOCUMENT.findall(chapter.markdown)))


def typeset_guide(
    title: str, subtitle: str, preface: str, chapters: list[Chapter], entries: list[IndexEntry], language: str
) -> bytes:
    """A tagged PDF of the guide; chapters are shared out evenly among the four stages."""
    wording = GUIDE_WORDINGS[language]
    known = [chapter.id for chapter in chapters] + [entry.id for entry in entries]
    imprint = f"Samspil · {WORDINGS[language].imprint}"
    parts = [
        _TEMPLATE.read_text("utf-8"),
        f"#show: guide.with(title: {quoted(title)}, subtitle: {quoted(subtitle)}, language: {quoted(language)}, "
        f"contents: {quoted(WORDINGS[language].contents)}, imprint: {quoted(imprint)}, "
        f"step-word: {quoted(wording.step)}, known: ({''.join(quoted(id_) + ', ' for id_ in known)}))",
        f"= {escaped(wording.preface)} <preface>",
        f"#[\n#set heading(outlined: false, bookmarked: true)\n{typst_markup(preface)}\n]",
        '#pagebreak()\n#set page(numbering: "1")\n#counter(page).update(1)',
    ]
    per_stage = -(-len(chapters) // len(wording.stages))
    for number, chapter in enumerate(chapters):
        if number % per_stage == 0:
            parts.append(f"#stage-heading[{escaped(wording.stages[number // per_stage])}]")
        else:
            parts.append("#pagebreak(weak: true)")
        parts.append(
            f"#chapter({quoted(chapter.id)}, [{escaped(chapter.title)}])[\n{_sections(chapter.markdown, wording)}\n]"
        )
    parts.append(f"#stage-heading[{escaped(wording.index)}]")
    parts += _index(wording.cases, wording.cases_note, [entry for entry in entries if entry.is_case])
    parts += _index(wording.others, wording.others_note, [entry for entry in entries if not entry.is_case])
    return compiled("\n\n".join(parts), strict=True)


def _sections(markdown: str, wording: GuideWording) -> str:
    """The sections of a chapter, those with a panel's heading in a panel."""
    before, *rest = _SECTION.split(markdown)
    sections = [typst_markup(before)] if before.strip() else []
    for heading, text in zip(rest[::2], rest[1::2], strict=True):
        section = typst_markup(f"## {heading}\n{text}", heading_offset=1)
        sections.append(f"#panel[\n{section}\n]" if heading.strip() in wording.panels else section)
    return "\n\n".join(sections)


def _index(heading: str, note: str, entries: list[IndexEntry]) -> list[str]:
    if not entries:
        return []
    lines = [f"#heading(level: 2)[{escaped(heading)}]", f"#block(sticky: true)[{escaped(note)}]"]
    for entry in sorted(entries, key=lambda entry: entry.title.casefold()):
        texts = ", ".join(f"[{escaped(text)}]" for text in (entry.title, entry.facts, entry.summary))
        lines.append(f"#index-entry({quoted(entry.id)}, {texts})")
    return lines
