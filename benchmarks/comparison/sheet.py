"""The sheet that reviewers judge by: cases and candidates with their facts, without scores and without origin."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer import Document, DocumentId, Language, facet_value_label
from indexer.domain.documents.vocabulary import Vocabulary

_DONE = ("sådan gjorde de", "how they did it", "hvem gjorde hvad", "who did what", "kort fortalt", "in short")
_SENTENCES = 3
_LINKS = re.compile(r"\[([^]]*)\]\([^)]*\)|[*_`#>]")
_INTRODUCTION = """\
# Are these partnerships comparable?

For every case: imagine a library that plans a partnership like it. Is the candidate comparable, so that this library
would want to read it: alike in what they want, with whom they work, or how they go about it? Judge each candidate by
itself, 1 for comparable and 0 for not; the order says nothing. Write a JSON file with the ids in brackets:

    {"case-id": {"candidate-id": 1, "another-candidate-id": 0}}
"""


@dataclass(frozen=True, slots=True)
class Case:
    """A case and the candidates that are judged with it."""

    document: Document
    candidates: Sequence[Document]


def candidates(lists: Sequence[Sequence[DocumentId]], *, seed: str) -> list[DocumentId]:
    """All that any list holds, each once, in an order that tells nothing."""
    union = sorted({document_id for found in lists for document_id in found})
    random.Random(seed).shuffle(union)
    return union


def sheet(cases: Sequence[Case], vocabulary: Vocabulary) -> str:
    """The sheet as Markdown."""
    parts = [_INTRODUCTION]
    for number, case in enumerate(cases, start=1):
        parts.append(f"## Case {number}: {_told(case.document, vocabulary)}")
        parts += [
            f"### Candidate {number}.{place}: {_told(candidate, vocabulary)}"
            for place, candidate in enumerate(case.candidates, start=1)
        ]
    return "\n\n".join(parts) + "\n"


def _told(document: Document, vocabulary: Vocabulary) -> str:
    metadata = document.metadata
    facets = {
        "Kind": ("kind", (metadata.kind,)),
        "Goals": ("goal", metadata.goals),
        "Sectors": ("sector", metadata.sectors),
        "Partner types": ("partner-type", metadata.partner_types),
        "Form": ("form", metadata.forms),
        "Phases": ("phase", metadata.phases),
        "Country": ("country", metadata.countries),
        "Library": ("library", metadata.libraries),
        "Partners": ("partner", metadata.partners),
    }
    facts = {
        name: ", ".join(facet_value_label(vocabulary, facet, value, Language.ENGLISH) for value in values if value)
        for name, (facet, values) in facets.items()
    }
    facts["Began"] = str(metadata.year_start or "")
    lines = [f"{metadata.title_in(Language.ENGLISH) or metadata.title} [{document.id}]", ""]
    lines += [f"*{title}*  " for title in {metadata.title} - {metadata.title_in(Language.ENGLISH), ""}]
    lines += [metadata.summary_in(Language.ENGLISH) or metadata.summary, ""]
    lines += [f"- {name}: {fact or 'not stated'}" for name, fact in facts.items()]
    lines += ["", f"What they did: {_what_they_did(document)}"]
    return "\n".join(lines)


def _what_they_did(document: Document) -> str:
    """The first sentences of the section that tells it."""
    sections = {page.label.strip().casefold(): page.markup for page in document.pages}
    found = next((sections[heading] for heading in _DONE if sections.get(heading)), "")
    lines = [_LINKS.sub(r"\1", line).strip(" -") for line in found.splitlines() if not line.startswith("#")]
    text = " ".join(line if line.endswith((".", ":", ",")) else f"{line};" for line in lines if line)
    return " ".join(re.split(r"(?<=[.!?»”])\s+(?=[A-ZÆØÅ»“])", text)[:_SENTENCES]).rstrip(";") or "not stated"
