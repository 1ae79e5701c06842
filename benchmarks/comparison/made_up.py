"""A made-up collection with the spread of the real one, as files of a corpus.

A document takes what it states from a real one chosen at random (its goals, sectors, countries and so on, as they
occur together), sentences from real documents of its language, and made-up rare words, so that the number of different
words grows as it does in texts. Libraries, towns and partners are made up: few occur often, most once or twice.
"""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.whole_site import words
from indexer import Document, Language, Metadata, find_config, open_knowledge_base

PROJECT = Path(__file__).parents[2]
_SENTENCES, _RARE_WORDS = 6, 3
_TOWNS, _PARTNERS = 600, 4000
_HEADINGS = {
    Language.DANISH: ("Kort fortalt", "Sådan gjorde de", "Hvad kom der ud af det", "Hvad andre kan lære"),
    Language.ENGLISH: ("In short", "How they did it", "What came of it", "What others can learn"),
}


class Imitation:
    """Makes documents after the examples of a real collection; the same seed makes the same ones."""

    def __init__(self, examples: Sequence[Document], *, seed: int) -> None:
        self._examples = examples
        self._chance = random.Random(seed)
        self._sentences: defaultdict[Language, list[str]] = defaultdict(list)
        for document in examples:
            for page in document.pages:
                self._sentences[document.page_language(page)] += re.split(r"(?<=[.!?])\s+", page.text)
        self._lexicon = words(60_000, self._chance)

    def document(self) -> str:
        """A new one: front matter and Markdown."""
        stated = self._chance.choice(self._examples).metadata
        sections = {heading: self._text(stated.language) for heading in _HEADINGS[stated.language]}
        body = "\n\n".join(f"## {heading}\n\n{text}" for heading, text in sections.items())
        keys = self._keys(stated, next(iter(sections.values())).split())
        front_matter = "\n".join(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in keys.items())
        return f"+++\n{front_matter}\n+++\n\n{body}\n"

    def _keys(self, stated: Metadata, text: Sequence[str]) -> Mapping[str, object]:
        town = self._name("by", _TOWNS)
        keys = {
            "title": " ".join(text[-8:]),
            "summary": " ".join(text[:25]),
            "kind": stated.kind,
            "language": stated.language.value,
            "sectors": stated.sectors,
            "partner_types": stated.partner_types,
            "goals": stated.goals,
            "subjects": stated.subjects,
            "phases": stated.phases,
            "forms": stated.forms,
            "library": f"{town} Bibliotek" if stated.libraries else "",
            "municipality": town if stated.municipalities else "",
            "country": stated.countries[0] if stated.countries else "",
            "partners": [self._name("partner", _PARTNERS) for _ in stated.partners],
            "outcome": stated.outcome,
            "year_start": stated.year_start and stated.year_start - self._chance.randrange(10),
        }
        return {key: value for key, value in keys.items() if value}

    def _text(self, language: Language) -> str:
        sentences = self._chance.choices(self._sentences[language], k=_SENTENCES)
        rare = self._chance.choices(self._lexicon, k=_RARE_WORDS)
        return " ".join([*sentences, *rare]).replace("\n", " ")

    def _name(self, kind: str, count: int) -> str:
        return f"{self._lexicon[int(count ** self._chance.random())].capitalize()}{kind}"


def made_up_site(folder: Path, documents: int, *, seed: int = 1) -> Path:
    """The configuration of a site over so many made-up documents, indexed; what the folder has already is used."""
    config_path = folder / "config.toml"
    if not config_path.exists():
        real = open_knowledge_base(find_config())
        imitation = Imitation(
            [real.documents.document(document_id) for document_id in real.comparer.public_records()], seed=seed
        )
        real.close()
        (folder / "corpus" / "cases").mkdir(parents=True)
        for number in range(documents):
            (folder / "corpus" / "cases" / f"d{number:06}.md").write_text(imitation.document(), "utf-8")
        shutil.copy(PROJECT / "corpus" / "vocabulary.ttl", folder / "corpus")
        shutil.copy(PROJECT / "config.toml", folder)
    command = [sys.executable, "-m", "indexer", "index", "--config", str(config_path)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return config_path
