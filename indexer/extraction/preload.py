"""Imported once, by the process that all workers are forked from, so that each of them starts at once."""

from __future__ import annotations

from indexer.extraction.cleaning.language import detect_language
from indexer.extraction.formats import html, office, pdf, pdf_metadata, plain_text

PRELOADED = (html, office, pdf, pdf_metadata, plain_text)

detect_language("bibliotek")
