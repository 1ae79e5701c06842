"""What a worker process runs: one engine at one file. It may crash; the journal keeps the pages that were read."""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import resource
import signal
import tempfile
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from indexer.domain.documents.extraction import Extraction
from indexer.extraction.cleaning.raw_text import RawText, bounded, finish
from indexer.extraction.formats.media_type import (
    HEAD_BYTES,
    HTML,
    MAIL,
    MARKDOWN,
    OLE,
    PDF,
    PLAIN,
    RTF,
    WEB_ARCHIVE,
    ZIP,
    detect_media_type,
)
from indexer.extraction.journal import Journal, read_journal
from indexer.extraction.limits import SHARE_FOR_READING, Allowance, ExtractionLimits
from indexer.extraction.refusals import DAMAGED, LIMIT, PASSWORD, refuse
from indexer.extraction.timeout import at_most

WORN_OUT = 77
"""Exit code of a worker that earlier files left with too little memory; what it was to do is done by another."""

_LARGEST_SHARE_IN_USE = 0.5
_INFORMATION_SECONDS = 2.0
MAIL_BYTES = 100 << 20
"""The largest e-mail that is read; what is attached makes it larger than its text."""

_DEEPEST_ATTACHMENT = 2
_memory_bytes = 0


@dataclass(frozen=True, slots=True)
class Attempt:
    """A file, what may be used on it, where its pages are kept, and how many e-mails it is attached to (`depth`)."""

    path: Path
    media_type: str
    limits: ExtractionLimits
    journal: Path
    is_resumed: bool = False
    depth: int = 0


def prepare_worker(memory_megabytes: int) -> None:
    """Run once in each worker: a limit on its address space, no chatter on the terminal, killable at once."""
    global _memory_bytes
    _memory_bytes = memory_megabytes << 20
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    # Not the hard limit: LibreOffice, where it is called, needs more.
    resource.setrlimit(resource.RLIMIT_AS, (_memory_bytes, most))
    # Crashes are expected here: no image of the memory is written for each.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # By its number: libraries in C do not ask for sys.stderr.
    with Path(os.devnull).open("w") as nothing:
        os.dup2(nothing.fileno(), 2)
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")


def run_attempt(attempt: Attempt, engine: int) -> Extraction:
    """Run one of the engines for the file's type; what it cannot do is refused, never raised."""
    if _memory_bytes and _address_space() > _LARGEST_SHARE_IN_USE * _memory_bytes:
        # What stands in cycles is not given back before.
        gc.collect()
        if _address_space() > _LARGEST_SHARE_IN_USE * _memory_bytes:
            os._exit(WORN_OUT)
    with contextlib.closing(Journal(attempt.journal)) as journal:
        journal.begin()
        try:
            return ENGINES[attempt.media_type][engine](attempt, journal)
        except MemoryError:
            return refuse(LIMIT, attempt.media_type)


def _address_space() -> int:
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


def _pdf_by_pdfium(attempt: Attempt, journal: Journal) -> Extraction:
    from indexer.extraction.formats.pdf_files.pdf import opened, read_with_pdfium
    from indexer.extraction.formats.pdf_files.pdf_metadata import guess_title, read_information

    def read() -> RawText:
        with opened(attempt.path) as pdf:
            raw = read_with_pdfium(pdf, attempt.path, Allowance(attempt.limits), journal, read_journal(attempt.journal))
            has_text = any(page.text.strip() or page.beside for page in raw.pages)
            if has_text and not attempt.is_resumed:  # a file that crashed a worker is read no more than necessary
                with at_most(_INFORMATION_SECONDS):
                    raw.title_guess = guess_title(pdf)
                with at_most(_INFORMATION_SECONDS):
                    raw.information = read_information(pdf)
            return raw

    return _of_pdf("pdfium", read)


def _pdf_by_pypdf(attempt: Attempt, journal: Journal) -> Extraction:
    from indexer.extraction.formats.pdf_files.pdf import read_with_pypdf

    return _of_pdf("pypdf", lambda: read_with_pypdf(attempt.path, Allowance(attempt.limits), journal))


def _pdf_by_repair(attempt: Attempt, journal: Journal) -> Extraction:
    from indexer.extraction.formats.pdf_files.pdf import read_with_mended_tail

    return _of_pdf("pypdf-repaired", lambda: read_with_mended_tail(attempt.path, Allowance(attempt.limits), journal))


def _of_pdf(engine: str, read: Callable[[], RawText]) -> Extraction:
    from indexer.extraction.formats.pdf_files.pdf import Damaged, PasswordNeeded

    try:
        return finish(read())
    except PasswordNeeded:
        return refuse(PASSWORD, PDF, engine)
    except Damaged:
        return refuse(DAMAGED, PDF, engine)


def _html(attempt: Attempt, journal: Journal) -> Extraction:
    from indexer.extraction.formats.web_files.html import read_html

    return _of_bytes(attempt, lambda content: finish(read_html(content)))


def _plain_text(attempt: Attempt, journal: Journal) -> Extraction:
    from indexer.extraction.formats.plain_text import read_plain_text

    return _of_bytes(attempt, lambda content: finish(read_plain_text(content)))


def _markdown(attempt: Attempt, journal: Journal) -> Extraction:
    from indexer.extraction.formats.markdown import extract_markdown

    return _of_bytes(attempt, extract_markdown)


def _of_bytes(attempt: Attempt, extract: Callable[[bytes], Extraction], most: int = 0) -> Extraction:
    """What is taken from the bytes of a file; those of texts are no more than the text that is kept of one."""
    if attempt.path.stat().st_size > max(most, attempt.limits.text_characters):
        return refuse(LIMIT, attempt.media_type)
    try:
        return extract(attempt.path.read_bytes())
    except RecursionError:  # nested without end
        return refuse(DAMAGED, attempt.media_type)


def _office(attempt: Attempt, journal: Journal) -> Extraction:
    from indexer.extraction.formats.office_files.office import extract_office

    return extract_office(attempt.path, Allowance(attempt.limits))


def _rich_text(attempt: Attempt, journal: Journal) -> Extraction:
    from indexer.extraction.formats.rich_text import read_rich_text

    return _of_bytes(attempt, lambda content: finish(read_rich_text(content)))


def _web_archive(attempt: Attempt, journal: Journal) -> Extraction:
    from indexer.extraction.formats.mails.mail import read_web_archive

    return _of_bytes(attempt, lambda content: finish(read_web_archive(content)), most=MAIL_BYTES)


def _mail(attempt: Attempt, journal: Journal) -> Extraction:
    return _mail_with(attempt, _attachments(attempt))


def _mail_alone(attempt: Attempt, journal: Journal) -> Extraction:
    """Without what is attached, which may have ended the first attempt."""
    return _mail_with(attempt, lambda name, content: None)


def _mail_with(attempt: Attempt, read: Callable[[str, bytes], Extraction | None]) -> Extraction:
    from indexer.extraction.formats.mails.mail import mail_text, parse_mail

    def extract(content: bytes) -> Extraction:
        return finish(bounded(mail_text(parse_mail(content), read), Allowance(attempt.limits)))

    return _of_bytes(attempt, extract, most=MAIL_BYTES)


def _old_container(attempt: Attempt, journal: Journal) -> Extraction:
    from indexer.extraction.formats.office_files.ole import extract_container

    return extract_container(attempt.path, attempt.limits, _attachments(attempt))


def _old_container_alone(attempt: Attempt, journal: Journal) -> Extraction:
    from indexer.extraction.formats.office_files.ole import extract_container

    return extract_container(attempt.path, attempt.limits, None)


def _attachments(attempt: Attempt) -> Callable[[str, bytes], Extraction | None]:
    """Takes the text of what is attached to the file of an attempt, in the time that is left of it.

    What takes long or crashes ends the attempt; the next one leaves attachments alone.
    """
    ends = time.monotonic() + SHARE_FOR_READING * attempt.limits.timeout_seconds

    def read(name: str, content: bytes) -> Extraction | None:
        left = ends - time.monotonic()
        media_type = detect_media_type(content[:HEAD_BYTES], name)
        if left <= 0 or attempt.depth >= _DEEPEST_ATTACHMENT or not content or media_type not in ENGINES:
            return None
        limits = replace(attempt.limits, timeout_seconds=left)
        with tempfile.TemporaryDirectory(dir=attempt.journal.parent) as folder:
            path = Path(folder) / "attachment"
            path.write_bytes(content)
            inner = Attempt(path, media_type, limits, Path(folder) / "journal", depth=attempt.depth + 1)
            with contextlib.closing(Journal(inner.journal)) as journal:
                return ENGINES[media_type][0](inner, journal)

    return read


Engine = Callable[[Attempt, Journal], Extraction]
ENGINES: dict[str, tuple[Engine, ...]] = {
    PDF: (_pdf_by_pdfium, _pdf_by_pypdf, _pdf_by_repair),
    HTML: (_html,),
    PLAIN: (_plain_text,),
    MARKDOWN: (_markdown,),
    ZIP: (_office,),
    RTF: (_rich_text,),
    MAIL: (_mail, _mail_alone),
    WEB_ARCHIVE: (_web_archive,),
    OLE: (_old_container, _old_container_alone),
}
"""By media type, in the order in which they are tried; libraries are imported in workers only, for they may crash."""
