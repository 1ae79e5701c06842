"""Imported once, by the process that all workers are forked from, so that each of them starts at once."""

from __future__ import annotations

from indexer.extraction.cleaning.language import detect_language
from indexer.extraction.formats import plain_text, rich_text
from indexer.extraction.formats.mails import mail
from indexer.extraction.formats.office_files import office
from indexer.extraction.formats.pdf_files import pdf, pdf_metadata
from indexer.extraction.formats.web_files import html

PRELOADED = (html, mail, office, pdf, pdf_metadata, plain_text, rich_text)

detect_language("bibliotek")
