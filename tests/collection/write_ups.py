"""The Markdown documents of the corpus as values: front matter, blocks of text, sentences."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from markdown_it.token import Token

from indexer.corpus_store.document_names import split_language
from indexer.corpus_store.folder import KIND_FOLDERS
from indexer.domain.documents.front_matter import split_front_matter
from indexer.domain.documents.metadata import Language
from indexer.extraction.formats.markdown import markdown_parser

CORPUS = Path(__file__).parents[2] / "corpus"
_TEXT_KEYS = ("title", "summary")
# No sentence ends after an initial ("Amy K. Garmer"), a number ("26. juni") or one of the abbreviations.
_ABBREVIATIONS = r"(?<!\bca\.)(?<!\bnr\.)(?<!\bbl\.a\.)(?<!\bf\.eks\.)(?<!\be\.g\.)(?<!\bSt\.)"
_SENTENCE_END = re.compile(
    rf"(?<=[.!?:])(?<!\b[A-ZÆØÅ]\.)(?<!\d\.){_ABBREVIATIONS}[»«\"'”’)]*\s+(?=[»\"“‘'(]*[A-ZÆØÅÄÖ\d])"
)
_NUMBER_AT_THE_END = re.compile(r"(?<=\d\.)\s+(?=[A-ZÆØÅÄÖ])")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text without regard to case and punctuation."""
    return tuple(match.group().casefold().replace("’", "'") for match in _WORD.finditer(text))


def sentences_of(text: str) -> Iterator[str]:
    """The sentences of one block; what follows a colon counts as one of its own when it begins with a capital."""
    for part in _SENTENCE_END.split(text):
        yield from (sentence for sentence in _NUMBER_AT_THE_END.split(part) if sentence.strip())


@dataclass(frozen=True)
class WriteUp:
    """One Markdown file of the corpus; `blocks` are its paragraphs, list items and table cells, without headings."""

    id: str
    folder: str
    front_matter: dict[str, Any]
    blocks: tuple[str, ...]
    damage: str = ""
    """Why the front matter cannot be read; the document is empty then."""

    @cached_property
    def passages(self) -> tuple[tuple[str, str], ...]:
        """All that a reader reads, titles, summaries and blocks, each with its language."""
        own = str(self.front_matter.get("language", ""))
        keys = [(language, f"{key}_{language}") for language in ("da", "en") for key in _TEXT_KEYS]
        keys += [(own, key) for key in _TEXT_KEYS]
        head = [(language, str(self.front_matter[key])) for language, key in keys if key in self.front_matter]
        return (*head, *((own, block) for block in self.blocks))

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The passages without their language."""
        return tuple(text for _, text in self.passages)

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The sentences of the body in their order."""
        return tuple(sentence for block in self.blocks for sentence in sentences_of(block))


def load_write_ups(corpus: Path = CORPUS) -> dict[str, WriteUp]:
    """Every Markdown document of the corpus, by id; its text in the other language as `id.en`."""
    found = (path for path in sorted(corpus.glob("*/*.md")) if path.parent.name in KIND_FOLDERS)
    return {one.id: one for one in map(read_write_up, found)}


def read_write_up(path: Path) -> WriteUp:
    """The document in one file; one that cannot be read stops no check of the others."""
    text = unicodedata.normalize("NFC", path.read_text("utf-8-sig"))
    base, language = split_language(path.stem)
    own = path.with_name(f"{base}.da.md")
    try:
        toml, body = split_front_matter(text)
        front_matter = tomllib.loads(toml)
        if language and not toml:
            stated = tomllib.loads(split_front_matter(own.read_text("utf-8-sig"))[0])
            return WriteUp(path.stem, path.parent.name, _told_in(language, stated), tuple(_blocks(body)))
    except ValueError as error:
        return WriteUp(path.stem, path.parent.name, {}, (), damage=str(error))
    return WriteUp(base, path.parent.name, front_matter, tuple(_blocks(body)))


def _told_in(language: Language, stated: Mapping[str, Any]) -> dict[str, Any]:
    """What a document states, told from its text in the other language; what it replaces is stated once."""
    turned = {key: value for key, value in stated.items() if key != "replaces"} | {"language": language.value}
    for key in _TEXT_KEYS:
        own = stated[key]
        turned |= {key: turned.pop(f"{key}_{language}", ""), f"{key}_{language.other}": own}
    return turned


def _blocks(body: str) -> Iterator[str]:
    in_heading = False
    for token in markdown_parser().parse(body):
        if token.type in ("heading_open", "heading_close"):
            in_heading = token.type == "heading_open"
        elif token.type == "inline" and not in_heading:
            yield _plain(token)
        elif token.type in ("fence", "code_block"):
            yield " ".join(token.content.split())


def _plain(token: Token) -> str:
    parts = (
        child.content or ("" if child.type.endswith(("_open", "_close")) else " ") for child in token.children or ()
    )
    return " ".join("".join(parts).split())
