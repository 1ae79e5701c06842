"""PDF -> the text of each page: pdfium first, pypdf as the second try."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from pathlib import Path

import pypdf
import pypdfium2

from indexer.domain.document import Extraction, ExtractionNote, Page
from indexer.extractors.language import detect_language
from indexer.extractors.media_type import PDF
from indexer.extractors.refusals import DAMAGED, NO_TEXT, PASSWORD, refuse

_LINE_END_HYPHEN = re.compile(r"(?<=[^\W\d_])(?:\ufffe|\xad|-)\r?\n(?=[a-zæøå])")
_PAGE_LANGUAGE_CHARACTERS = 100
_PASSWORD_ERROR = 4


def extract_with_pdfium(path: Path, page_limit: int, text_characters: int) -> Extraction:
    """Text by pdfium; a page that cannot be read is noted by number and left empty."""
    try:
        pdf = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        return refuse(PASSWORD if error.err_code == _PASSWORD_ERROR else DAMAGED, PDF, "pdfium")
    texts: list[str] = []
    labels: list[str] = []
    notes: list[ExtractionNote] = []
    with contextlib.closing(pdf):
        for number in range(1, min(len(pdf), page_limit) + 1):
            try:
                page = pdf[number - 1]
                texts.append(clean_text(page.get_textpage().get_text_range()))
                labels.append(pdf.get_page_label(number - 1))
            except (pypdfium2.PdfiumError, UnicodeDecodeError):
                texts.append("")
                labels.append("")
                notes.append(ExtractionNote("bad-page", "This page could not be read.", number))
            if sum(map(len, texts)) > text_characters:
                notes.append(ExtractionNote("text-limit", "The text is longer than is kept; the rest is left out."))
                break
        if len(pdf) > page_limit:
            notes.append(ExtractionNote("page-limit", f"Only the first {page_limit} of {len(pdf)} pages were read."))
    return _extraction("pdfium", texts, labels, notes)


def extract_with_pypdf(path: Path, page_limit: int, text_characters: int) -> Extraction:
    """Text by pypdf, for files that pdfium gives up."""
    try:
        reader = pypdf.PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            return refuse(PASSWORD, PDF, "pypdf")
        count = min(len(reader.pages), page_limit)
    except Exception:  # pypdf raises what it likes on damaged files
        return refuse(DAMAGED, PDF, "pypdf")
    texts: list[str] = []
    notes: list[ExtractionNote] = []
    for number in range(1, count + 1):
        try:
            texts.append(clean_text(reader.pages[number - 1].extract_text()))
        except Exception:  # the other pages may still be read
            texts.append("")
            notes.append(ExtractionNote("bad-page", "This page could not be read.", number))
        if sum(map(len, texts)) > text_characters:
            notes.append(ExtractionNote("text-limit", "The text is longer than is kept; the rest is left out."))
            break
    return _extraction("pypdf", texts, [""] * len(texts), notes)


def clean_text(text: str) -> str:
    """Composed characters, words joined again over line ends, no trailing spaces."""
    joined = _LINE_END_HYPHEN.sub("", text.replace("\r\n", "\n"))
    lines = (line.strip() for line in unicodedata.normalize("NFC", joined).replace("\ufffe", "-").splitlines())
    return "\n".join(line for line in lines if line)


def _extraction(engine: str, texts: list[str], labels: list[str], notes: list[ExtractionNote]) -> Extraction:
    if not any(text.strip() for text in texts):
        return refuse(NO_TEXT, PDF, engine)
    language = detect_language("\n".join(texts)[:20_000])
    pages = tuple(
        Page(number, text, label, detect_language(text) if len(text) > _PAGE_LANGUAGE_CHARACTERS else "")
        for number, (text, label) in enumerate(zip(texts, labels, strict=True), start=1)
    )
    return Extraction(PDF, engine, pages, language, _largest_first_line(texts), tuple(notes))


def _largest_first_line(texts: list[str]) -> str:
    """A guess at the title: the first line of the first page that has text."""
    return next((text.splitlines()[0] for text in texts if text), "")
