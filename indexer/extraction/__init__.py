"""Files -> text: one module per kind of file, each attempt in a process that can be killed."""

from indexer.extraction.limits import ExtractionLimits
from indexer.extraction.pool import ExtractorPool

EXTRACTOR_VERSION = "4"
"""Raised whenever the same file would give other text; part of the name of every kept text."""

__all__ = ["EXTRACTOR_VERSION", "ExtractionLimits", "ExtractorPool"]
