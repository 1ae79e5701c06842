"""How often title, authors, year and language of a file are guessed rightly: `python -m benchmarks.guesses`.

Sixty made files, twelve works in five forms whose values are known and whose statements are often wrong, as found in
real files: titles and authors that programs fill in, years in addresses and names of programs. With `--folder FOLDER
--values FILE` files of a folder are measured as well; FILE is JSON: file -> {"title", "language"}.
"""

from __future__ import annotations

import argparse
import io
import json
import tempfile
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from indexer.curation.metadata_suggestions.classifier import KernelRidge
from indexer.curation.metadata_suggestions.suggest import SuggestionModel, suggest, suggested_title
from indexer.domain.documents.extraction import Extraction
from indexer.domain.documents.metadata import Language
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.extraction import ExtractionLimits, ExtractorPool
from tests.files import a_docx, a_placed_pdf, a_slide, an_archive, an_epub, relations

KEYS = ("title", "authors", "year", "language")


@dataclass(frozen=True, slots=True)
class Work:
    """A document whose values are known; `lines` are its title as a cover divides it."""

    lines: tuple[str, ...]
    title: str
    authors: tuple[str, ...]
    year: int
    language: str
    body: str


def _work(lines: str, authors: str, year: int, language: str, body: str, title: str = "") -> Work:
    divided = tuple(lines.split("/"))
    return Work(divided, title or " ".join(divided), tuple(filter(None, authors.split(";"))), year, language, body)


_DA = "Biblioteket og skolen mødtes hver onsdag, og frivillige hjalp børnene. Det begyndte i {0}. Siden kom flere til."
_EN = "The library and the school met on Wednesdays, and volunteers helped. It began in {0}. More people joined later."
WORKS = (
    _work("Partnerskaber i bibli-/oteker", "Åse Kjær", 2011, "da", _DA, "Partnerskaber i biblioteker"),
    _work("Læsning på/it-området", "Bo Lund;Lene Friis", 2009, "da", _DA),
    _work("The open library", "Jane Doe", 2014, "en", _EN),
    _work("Årsberetning for bogbussen", "", 2012, "da", _DA),
    _work("Volunteers among/the shelves", "Maria van der Berg", 2016, "en", _EN),
    _work("Når boghandel og/bibliotek mødes", "Henrik Madsen", 2008, "da", _DA),
    _work("Lektiecaféer i ti byer", "Casper Hvenegaard Rasmussen", 2010, "da", _DA),
    _work("Reading with fathers", "Tom Olsen;Ida Holm", 2013, "en", _EN),
    _work("Svømmehallens reol", "", 2015, "da", _DA),
    _work("Evaluering af sommerbog", "Per Ødegaard", 2017, "da", _DA),
    _work("Museums on loan", "Anne Berg", 2007, "en", _EN),
    _work("Kultur til tiden", "Rikke Bjerre Sand", 2018, "da", _DA),
)
JUNK_TITLES = (
    "A", "Microsoft Word - endelig_v3.doc", "untitled", "Document1", "rapport.indd", "Skabelon til notat", "Layout 1",
)  # fmt: skip
JUNK_AUTHORS = ("admin", "Microsoft Office User", "b012345", "HP", "bruger")
NOISE = (
    "Se https://www.kb.dk/2001/nyt og doi:10.1000/x.2002.03",
    "Skrevet i Microsoft Word 2003 på Windows Server 2008",
    "ISSN 1901-2020. Tlf. 2004 2005. Pris kr. 2006",
    "Hentet den 4. maj 2021 fra www.example.org/2020/side",
)


def _by(work: Work) -> str:
    between, before = (" og ", "Af ") if work.language == "da" else (" and ", "By ")
    return before + between.join(work.authors) if work.authors else ""


def _paragraphs(work: Work, number: int) -> list[str]:
    return [work.body.format(work.year), NOISE[number % len(NOISE)], f"© {work.year}"]


def _information(number: int) -> bytes:
    title, author = JUNK_TITLES[number % len(JUNK_TITLES)], JUNK_AUTHORS[number % len(JUNK_AUTHORS)]
    return f"<< /Title ({title}) /Author ({author}) /CreationDate (D:20220101) >>".encode("cp1252")


def as_pdf(work: Work, number: int) -> bytes:
    """A cover in large type over text; the file states nonsense."""
    page = [(60.0, 760.0, 9.0, "Kommunen"), *((60.0, 700 - 30.0 * n, 24.0, line) for n, line in enumerate(work.lines))]
    page.append((60.0, 600.0, 11.0, _by(work)))
    page += [(60.0, 560 - 16.0 * n, 11.0, line) for n, line in enumerate(_paragraphs(work, number))]
    made = a_placed_pdf([placed for placed in page if placed[3]])
    return made.replace(b"endobj\nxref", b"endobj\n1000 0 obj\n" + _information(number) + b"\nendobj\nxref", 1).replace(
        b"/Root 1 0 R", b"/Root 1 0 R /Info 1000 0 R"
    )


def as_docx(work: Work, number: int) -> bytes:
    """Paragraphs without styles; the file states nonsense or, each third time, the truth."""
    title = work.title if number % 3 == 0 else JUNK_TITLES[number % len(JUNK_TITLES)]
    core = (
        '<cp:coreProperties xmlns:cp="c" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/">'
        f"<dc:title>{title}</dc:title><dc:creator>{JUNK_AUTHORS[number % len(JUNK_AUTHORS)]}</dc:creator>"
        "<dcterms:created>2022-01-01T00:00:00Z</dcterms:created></cp:coreProperties>"
    )
    return a_docx(*filter(None, (work.title, _by(work), *_paragraphs(work, number))), parts={"docProps/core.xml": core})


def as_html(work: Work, number: int) -> bytes:
    """The title with the name of the site behind it."""
    names = "; ".join(work.authors)
    meta = f'<meta name="author" content="{names}">' if names else ""
    body = "".join(f"<p>{line}</p>" for line in _paragraphs(work, number))
    head = f"<title>{work.title} | Biblioteket i Ølgod</title>{meta}"
    shown = f"<nav>Menu 2019</nav><h1>{work.title}</h1>{body}"
    page = f'<html xmlns="http://www.w3.org/1999/xhtml"><head>{head}</head><body>{shown}</body></html>'
    return f"<!doctype html>{page}".encode()


def as_pptx(work: Work, number: int) -> bytes:
    """A slide with title and name; the file calls itself a presentation."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    listed = '<p:sldIdLst><p:sldId id="256" r:id="rId1"/></p:sldIdLst>'
    order = f'<p:presentation xmlns:p="p" xmlns:r="{office}">{listed}</p:presentation>'
    core = '<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>PowerPoint-præsentation</dc:title></c>'
    lines = filter(None, (work.title, _by(work), *_paragraphs(work, number)))
    return an_archive(
        {
            "ppt/presentation.xml": order,
            "ppt/_rels/presentation.xml.rels": relations(rId1=("slide", "slides/slide1.xml")),
            "ppt/slides/slide1.xml": a_slide(*(line.replace("&", "&amp;") for line in lines)),
            "docProps/core.xml": core,
        }
    )


def as_epub(work: Work, number: int) -> bytes:
    """A book that states its own title, authors and year rightly."""
    chapters = "".join(f"<p>{line}</p>" for line in (_by(work), *_paragraphs(work, number)) if line)
    made = an_epub(f"<h1>Kapitel 1</h1>{chapters}")
    stated = {
        "<dc:title>Bogen</dc:title>": f"<dc:title>{work.title}</dc:title>",
        "<dc:creator>Åse Kjær</dc:creator>": f"<dc:creator>{'; '.join(work.authors)}</dc:creator>",
        "<dc:date>2012-05-01</dc:date>": f"<dc:date>{work.year}</dc:date>",
    }
    return _repacked(made, stated)


def _repacked(archive: bytes, texts: dict[str, str]) -> bytes:
    parts: dict[str, str | bytes] = {}
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        for name in opened.namelist():
            content = opened.read(name).decode()
            for old, new in texts.items():
                content = content.replace(old, new)
            parts[name] = content
    return an_archive(parts)


FORMS: dict[str, Callable[[Work, int], bytes]] = {
    "pdf": as_pdf, "docx": as_docx, "html": as_html, "pptx": as_pptx, "epub": as_epub,
}  # fmt: skip


def guesses(extraction: Extraction) -> dict[str, object]:
    """What is suggested of a file without anything to learn from."""
    title = suggested_title(extraction)
    language = Language(extraction.language) if extraction.language in set(Language) else Language.DANISH
    lesson = SuggestionModel(KernelRidge((), ()), {})
    found = suggest(extraction, title.value if title else "", language, Vocabulary({}), lesson)
    authors = tuple(one.value for one in found if one.key == "authors")
    year = next((int(one.value) for one in found if one.key == "year"), None)
    return {"title": title.value if title else "", "authors": authors, "year": year, "language": extraction.language}


def made_files(folder: Path) -> Iterator[tuple[Path, dict[str, object]]]:
    """Sixty files with what is true of each."""
    for form, make in FORMS.items():
        for number, work in enumerate(WORKS):
            path = folder / f"{number:02}.{form}"
            path.write_bytes(make(work, number))
            yield path, {key: getattr(work, key) for key in KEYS}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--folder", type=Path)
    arguments.add_argument("--values", type=Path)
    arguments.add_argument("--wrong", action="store_true", help="print each wrong guess")
    asked = arguments.parse_args()
    right: defaultdict[str, Counter[str]] = defaultdict(Counter)
    with tempfile.TemporaryDirectory() as folder, ExtractorPool(ExtractionLimits(), 1) as pool:
        wanted = dict(made_files(Path(folder)))
        if asked.folder and asked.values:
            stated = json.loads(asked.values.read_text("utf-8"))
            wanted |= {asked.folder / name: values for name, values in stated.items()}
        for path, extraction in pool.extract_many(wanted):
            group = path.suffix[1:] if path.parent == Path(folder) else "shared"
            guessed = guesses(extraction)
            for key, value in wanted[path].items():
                right[group][f"of {key}"] += 1
                right[group][key] += guessed[key] == value
                if asked.wrong and guessed[key] != value:
                    print(f"{path.name} {key}: {guessed[key]!r}, not {value!r}")
    for group, counts in right.items():
        print(group, {key: f"{counts[key]}/{counts[f'of {key}']}" for key in KEYS if counts[f"of {key}"]})
    total = sum(right.values(), Counter())
    print("all", {key: f"{total[key]}/{total[f'of {key}']}" for key in KEYS})


if __name__ == "__main__":
    main()
