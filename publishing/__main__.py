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
GUIDES = {
    "kom-godt-i-gang": ("da", "Kom godt i gang med partnerskaber", "En guide i tolv trin for folkebiblioteker"),
    "getting-started": ("en", "Getting started with partnerships", "A guide in twelve steps for public libraries"),
}
_BLANK_FORM = re.compile(r"^## (?:Blanket|Blank form)(?:: (\S.*?))?[ \t]*\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


def main() -> None:
    """Write every typeset file anew; the sidecars of PDFs are the front matter of their texts."""
    for prefix, (language, title, subtitle) in GUIDES.items():
        _publish_guide(prefix, language, title, subtitle)
    for path in sorted(TEXTS.glob("*.md")):
        _publish_text(path)
    (CORPUS / "downloads").mkdir(exist_ok=True)
    for path in sorted((CORPUS / "tools").glob("*.md")):
        _publish_form(path)


def _read(path: Path) -> tuple[dict[str, object], str, str]:
    """(front matter, its source, body) of a text."""
    source, body = split_front_matter(path.read_text("utf-8"))
    return tomllib.loads(source), source, body.strip()


def _publish_guide(prefix: str, language: str, title: str, subtitle: str) -> None:
    _, source, preface = _read(PREFACES / f"{prefix}.md")
    chapters = []
    for path in sorted((CORPUS / "guides").glob(f"{prefix}-[0-9][0-9]-*.md")):
        metadata, _, body = _read(path)
        # The title says on the site which guide and step it is; the book shows that in another way.
        chapters.append(Chapter(path.stem, re.sub(r"^.*?\d+: ", "", str(metadata["title"])), body))
    if chapters:
        own = {chapter.id for chapter in chapters}
        entries = [_index_entry(id_, language) for id_ in linked_documents(chapters) if id_ not in own]
        known = [entry for entry in entries if entry is not None]
        _write(CORPUS / "guides" / f"{prefix}.pdf", typeset_guide(title, subtitle, preface, chapters, known, language))
        (CORPUS / "guides" / f"{prefix}.pdf.toml").write_text(source.strip() + "\n", "utf-8")


def _index_entry(id_: str, language: str) -> IndexEntry | None:
    """What the index says of a document; None where there is no such document yet."""
    path = next(CORPUS.glob(f"*/{id_}.md"), None)
    if path is None:
        return None
    metadata, _, _ = _read(path)

    def text(key: str) -> str:
        return str(metadata.get(f"{key}_{language}") or metadata[key])

    first, last = metadata.get("year_start"), metadata.get("year_end")
    years = "–".join(dict.fromkeys(str(year) for year in (first, last) if year))
    if first and not last and metadata.get("outcome") == "running":
        years += "–"
    return IndexEntry(id_, text("title"), years, text("summary"), metadata["kind"] == "case")


def _publish_text(path: Path) -> None:
    metadata, source, body = _read(path)
    parts = re.split(r"^## (.+)$", body, flags=re.MULTILINE)
    chapters = [(name.strip(), re.sub(r"^###", "##", text, flags=re.MULTILINE)) for name, text in _pairs(parts[1:])]
    language = str(metadata["language"])
    if parts[0].strip():
        chapters.insert(0, ("Indledning" if language == "da" else "Introduction", parts[0]))
    summary = str(metadata["summary"])
    _write(CORPUS / "tools" / f"{path.stem}.pdf", typeset_book(str(metadata["title"]), summary, chapters, language))
    (CORPUS / "tools" / f"{path.stem}.pdf.toml").write_text(source.strip() + "\n", "utf-8")


def _pairs(parts: list[str]) -> list[tuple[str, str]]:
    return list(zip(parts[::2], parts[1::2], strict=True))


def _publish_form(path: Path) -> None:
    """The forms of a tool; their sections `## Blanket` or `## Blanket: name` stand in the order of its downloads."""
    metadata, _, body = _read(path)
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
