"""`python -m publishing`: typeset guide, question banks and forms into the corpus."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from indexer import split_front_matter
from publishing.guide import Chapter, IndexEntry, linked_documents, typeset_guide
from publishing.typesetting import typeset_book, typeset_form
from publishing.word_form import word_form

PROJECT = Path(__file__).parent.parent
CORPUS = PROJECT / "corpus"
TEXTS = Path(__file__).parent / "texts"
PREFACES = Path(__file__).parent / "guides"
GUIDE = "kom-godt-i-gang"
GUIDES = {
    "da": ("Kom godt i gang med partnerskaber", "En guide i tolv trin for folkebiblioteker"),
    "en": ("Getting started with partnerships", "A guide in twelve steps for public libraries"),
}
_TOLD = ("title", "summary", "downloads")
"""What a document tells of its text in the other language, under keys that end in it."""

_BLANK_FORM = re.compile(r"^## (?:Blanket|Blank form)(?:: (\S.*?))?[ \t]*\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


def main() -> None:
    """Write every typeset file anew; what is stated of them stands beside them, and is the curators'."""
    for language, (title, subtitle) in GUIDES.items():
        _publish_guide(language, title, subtitle)
    for path in sorted(TEXTS.glob("*.md")):
        _publish_text(path)
    (CORPUS / "downloads").mkdir(exist_ok=True)
    for path in sorted((CORPUS / "tools").glob("*.md")):
        _publish_form(path)


def _read(path: Path) -> tuple[dict[str, object], str]:
    """(metadata, body) of a text; of one in the other language the metadata of its document, told in that language."""
    source, body = split_front_matter(path.read_text("utf-8"))
    base, _, language = path.stem.partition(".")
    own = path.with_name(f"{base}.da.md")
    if source or not own.is_file():
        return tomllib.loads(source), body.strip()
    stated = tomllib.loads(split_front_matter(own.read_text("utf-8"))[0])
    told = {key: stated[name] for key in _TOLD if (name := f"{key}_{language}") in stated}
    return {**stated, **told, "language": language}, body.strip()


def _publish_guide(language: str, title: str, subtitle: str) -> None:
    _, preface = _read(PREFACES / f"{GUIDE}.{language}.md")
    chapters = []
    for path in sorted((CORPUS / "guides").glob(f"{GUIDE}-[0-9][0-9]-*.{language}.md")):
        metadata, body = _read(path)
        # The title says on the site which guide and step it is; the book shows that in another way.
        chapters.append(Chapter(path.stem.partition(".")[0], re.sub(r"^.*?\d+: ", "", str(metadata["title"])), body))
    if chapters:
        own = {chapter.id for chapter in chapters}
        entries = [_index_entry(id_, language) for id_ in linked_documents(chapters) if id_ not in own]
        known = [entry for entry in entries if entry is not None]
        path = CORPUS / "guides" / f"{GUIDE}.{language}.pdf"
        _write(path, typeset_guide(title, subtitle, preface, chapters, known, language))


def _index_entry(id_: str, language: str) -> IndexEntry | None:
    """What the index says of a document; None where there is no such document yet."""
    names = (f"*/{id_}.md", f"*/{id_}.{language}.md", f"*/{id_}.da.md")
    path = next((path for name in names for path in CORPUS.glob(name)), None)
    if path is None:
        return None
    metadata, _ = _read(path)

    def text(key: str) -> str:
        return str(metadata.get(f"{key}_{language}") or metadata[key])

    first, last = metadata.get("year_start"), metadata.get("year_end")
    years = "–".join(dict.fromkeys(str(year) for year in (first, last) if year))
    if first and not last and metadata.get("outcome") == "running":
        years += "–"
    return IndexEntry(id_, text("title"), years, text("summary"), metadata["kind"] == "case")


def _publish_text(path: Path) -> None:
    metadata, body = _read(path)
    parts = re.split(r"^## (.+)$", body, flags=re.MULTILINE)
    chapters = [(name.strip(), re.sub(r"^###", "##", text, flags=re.MULTILINE)) for name, text in _pairs(parts[1:])]
    language = str(metadata["language"])
    if parts[0].strip():
        chapters.insert(0, ("Indledning" if language == "da" else "Introduction", parts[0]))
    summary = str(metadata["summary"])
    _write(CORPUS / "tools" / f"{path.stem}.pdf", typeset_book(str(metadata["title"]), summary, chapters, language))


def _pairs(parts: list[str]) -> list[tuple[str, str]]:
    return list(zip(parts[::2], parts[1::2], strict=True))


def _publish_form(path: Path) -> None:
    """The forms of a tool; their sections `## Blanket` or `## Blanket: name` stand in the order of its downloads."""
    metadata, body = _read(path)
    downloads = metadata.get("downloads")
    forms = _BLANK_FORM.findall(body)
    if not isinstance(downloads, list) or not forms:
        return
    language = str(metadata["language"])
    stems = dict.fromkeys(Path(name).stem for name in downloads)
    form_of = dict(zip(stems, forms, strict=True))
    for name in downloads:
        title, form = form_of[Path(name).stem]
        make = word_form if name.endswith(".docx") else typeset_form
        _write(CORPUS / "downloads" / name, make(title or str(metadata["title"]), form.strip(), language))


def _write(path: Path, content: bytes) -> None:
    if not path.exists() or path.read_bytes() != content:
        path.write_bytes(content)
        print(path.relative_to(PROJECT))


if __name__ == "__main__":
    main()
