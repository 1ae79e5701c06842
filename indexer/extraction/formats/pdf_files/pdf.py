"""PDF -> the raw text of each page: pdfium first, pypdf second, and pypdf once more over a mended tail."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdf
import pypdfium2
import pypdfium2.raw as pdfium

from indexer.extraction import notes
from indexer.extraction.cleaning.raw_text import SCANNED_PAGE_CHARACTERS, RawPage, RawText
from indexer.extraction.formats.media_type import PDF
from indexer.extraction.formats.pdf_files.layout.pdf_layout import reread
from indexer.extraction.formats.pdf_files.pdf_annotations import annotation_lines, picture_lines
from indexer.extraction.formats.pdf_files.pdf_colors import has_white_words
from indexer.extraction.journal import Journal, JournalState
from indexer.extraction.limits import Allowance

_PASSWORD_ERROR = 4  # FPDF_ERR_PASSWORD
_PICTURE_SHARE = 0.5
_PICTURES_LOOKED_AT = 50
_ROOT = re.compile(rb"/Root\s+(\d+\s+\d+\s+R)")
_CATALOG = re.compile(rb"(\d+)\s+(\d+)\s+obj\s*<<[^>]{0,300}?/Type\s*/Catalog")


class PasswordNeeded(Exception):
    """The file does not open with the empty password."""


class Damaged(Exception):
    """The engine cannot make out a page of the file."""


@contextlib.contextmanager
def opened(path: Path) -> Iterator[pypdfium2.PdfDocument]:
    """A file opened by pdfium, its form too, until the block ends.

    Raises:
        PasswordNeeded, Damaged: nothing can be read.
    """
    try:
        pdf = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise (PasswordNeeded if error.err_code == _PASSWORD_ERROR else Damaged) from error
    with contextlib.closing(pdf):
        with contextlib.suppress(pypdfium2.PdfiumError):  # of the form only: the pages can be read without
            pdf.init_forms()
        yield pdf


def read_with_pdfium(
    pdf: pypdfium2.PdfDocument, path: Path, allowance: Allowance, journal: Journal, state: JournalState
) -> RawText:
    """Text by pdfium, going on where the journal of an earlier attempt ends; `path` is that of the opened file.

    Raises:
        Damaged: nothing can be read.
    """
    # Asking each page for its tags takes half as long as its text: only where the bytes tell of descriptions.
    has_descriptions = bool(pdfium.FPDFCatalog_IsTagged(pdf)) and b"/Alt" in path.read_bytes()
    journal.open(len(pdf))
    return _read_pages(
        "pdfium", len(pdf), lambda number: _pdfium_page(pdf, number, has_descriptions), (allowance, journal, state)
    )


def _pdfium_page(pdf: pypdfium2.PdfDocument, number: int, has_descriptions: bool = False) -> RawPage:
    page = pdf[number - 1]
    with contextlib.closing(page):
        text_page = page.get_textpage()
        with contextlib.closing(text_page):
            text = reread(text_page, text_page.get_text_range())
            is_partly_white = has_white_words(page, text_page)
        is_picture = len(text.strip()) < SCANNED_PAGE_CHARACTERS * 3 and _is_covered_by_picture(page)
        lines, are_too_many = annotation_lines(page)
        if has_descriptions:
            lines += picture_lines(page)
        # pypdf knows labels as well, but here the file is open already.
        raw = RawPage(text, pdf.get_page_label(number - 1), is_picture, beside="\n".join(lines))
        raw.notes += [notes.ANNOTATION_LIMIT] if are_too_many else []
        raw.notes += [notes.WHITE_TEXT] if is_partly_white else []
        return raw


def _is_covered_by_picture(page: pypdfium2.PdfPage) -> bool:
    """Whether the pictures among the first objects of a page, added up, cover half of it."""
    width, height = page.get_size()
    covered = 0.0
    for number, item in enumerate(page.get_objects(max_depth=3)):
        if number >= _PICTURES_LOOKED_AT:
            break
        if item.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = item.get_bounds()
            covered += max(0.0, min(right, width) - max(left, 0)) * max(0.0, min(top, height) - max(bottom, 0))
    return bool(covered >= _PICTURE_SHARE * width * height > 0)


def read_with_pypdf(path: Path, allowance: Allowance, journal: Journal) -> RawText:
    """Text by pypdf, for files that pdfium gives up.

    Raises:
        PasswordNeeded, Damaged: nothing can be read.
    """
    return _read_with_pypdf("pypdf", path, allowance, journal)


def read_with_mended_tail(path: Path, allowance: Allowance, journal: Journal) -> RawText:
    """Text by pypdf after appending a trailer that names the root object and asks for a new table of objects.

    Raises:
        PasswordNeeded, Damaged: nothing can be read.
    """
    raw = _read_with_pypdf("pypdf-repaired", io.BytesIO(mend_tail(path.read_bytes())), allowance, journal)
    raw.notes.append(notes.repaired())
    return raw


def mend_tail(content: bytes) -> bytes:
    """The file with a new end: the last root that it names, else the last catalog that stands in it."""
    named = _ROOT.findall(content)
    catalogs = _CATALOG.findall(content)
    root = named[-1] if named else b"%b %b R" % catalogs[-1] if catalogs else b""
    trailer = b"\ntrailer\n<< /Root " + root + b" >>\n" if root else b"\n"
    # No table begins at 0: pypdf then looks for the objects themselves.
    return content + trailer + b"startxref\n0\n%%EOF\n"


def _read_with_pypdf(engine: str, source: Path | io.BytesIO, allowance: Allowance, journal: Journal) -> RawText:
    try:
        reader = pypdf.PdfReader(source)
        # Many files are locked against changes only: the empty password opens them.
        is_locked = reader.is_encrypted and not reader.decrypt("")
        count = 0 if is_locked else len(reader.pages)
    except Exception as error:  # pypdf raises what it likes on damaged files
        raise Damaged from error
    if is_locked:
        raise PasswordNeeded

    def page(number: int) -> RawPage:
        return RawPage(reader.pages[number - 1].extract_text())

    return _read_pages(engine, count, page, (allowance, journal, JournalState()))


def _read_pages(
    engine: str, count: int, read_page: Callable[[int], RawPage], sides: tuple[Allowance, Journal, JournalState]
) -> RawText:
    """The pages one by one, within the allowance; a page that cannot be read is noted and left empty."""
    allowance, journal, state = sides
    raw = RawText(PDF, engine, is_printed=True)
    limit = allowance.limits.page_limit
    if count == 0:
        raise Damaged
    for number in range(1, min(count, limit) + 1):
        if number not in state.pages and number not in state.bad:
            if allowance.is_out_of_time:
                raw.notes.append(notes.time_limit(number - 1, count))
                break
            _read_page(number, read_page, journal, state)
        page = state.pages.get(number, RawPage(""))
        raw.pages.append(page)
        if number in state.bad:
            raw.notes.append(notes.bad_page(number))
        allowance.spend(page.text + page.beside)
        if allowance.is_out_of_text:
            raw.notes.append(notes.text_limit())
            break
    if count > limit:
        raw.notes.append(notes.page_limit(limit, count))
    return raw


def _read_page(number: int, read_page: Callable[[int], RawPage], journal: Journal, state: JournalState) -> None:
    try:
        state.pages[number] = read_page(number)
        journal.add(number, state.pages[number])
    except MemoryError:  # not the page's: the whole attempt is at its limit
        raise
    except Exception:  # engines raise what they like; the other pages may still be read
        state.bad.append(number)
        journal.add_bad(number)


def lines_of_first_pages(pdf: pypdfium2.PdfDocument, pages: int) -> Iterator[tuple[str, float]]:
    """The lines of the first pages that hold text, each with the height of its letters in points."""
    for number in range(min(len(pdf), pages)):
        text_page = pdf[number].get_textpage()
        text = text_page.get_text_range()
        position = 0
        for line in text.split("\r\n"):
            letter = next((i for i, character in enumerate(line) if character.isalpha()), None)
            if letter is not None:
                yield line, _letter_height(text_page, position + letter)
            position += len(line) + 2  # pdfium counts both signs of a line end
        if text.strip():
            return


def _letter_height(text_page: pypdfium2.PdfTextPage, position: int) -> float:
    # Loose: the height of the type, which an `a` shares with an `A`.
    _, bottom, _, top = text_page.get_charbox(position, loose=True)
    return float(abs(top - bottom))
