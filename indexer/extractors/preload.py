"""Imported once, by the process that all workers are forked from, so that each of them starts at once."""

from __future__ import annotations

from indexer.extractors import html, office, pdf_information, pdf_text, plain_text  # noqa: F401
from indexer.extractors.language import detect_language

detect_language("bibliotek")
