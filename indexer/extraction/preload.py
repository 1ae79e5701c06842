"""Imported once, by the process that all workers are forked from, so that each of them starts at once."""

from __future__ import annotations

from indexer.extraction.cleaning.language import detect_language
from indexer.extraction.formats import html, mail, office, pdf, pdf_metadata, plain_text, rich_text

PRELOADED = (html, mail, office, pdf, pdf_metadata, plain_text, rich_text)

detect_language("bibliotek")
