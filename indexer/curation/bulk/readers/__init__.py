"""Files to import -> numbered rows of texts by the keys of the schema: a module per format.

Every reader counts the marks that its format begins a record with, and each of them ends up as a row or as a fault.
"""

from indexer.curation.bulk.readers.bibtex import BIBTEX_PAGE, BIBTEX_PRESENTED
from indexer.curation.bulk.readers.column_names import IMPORT_KEYS
from indexer.curation.bulk.readers.json_items import CSL_CUSTOM
from indexer.curation.bulk.readers.latex import latex_of
from indexer.curation.bulk.readers.read_file import read_table
from indexer.curation.bulk.readers.reference_names import bibtex_names, ris_name
from indexer.curation.bulk.readers.reference_types import TYPE_NAMES, bibtex_container, bibtex_publisher
from indexer.curation.bulk.readers.ris import RIS_FACTS, RIS_PAGE, RIS_PRESENTED
from indexer.curation.bulk.readers.spreadsheet import guarded
from indexer.curation.bulk.readers.table import list_cell

__all__ = [
    "BIBTEX_PAGE",
    "BIBTEX_PRESENTED",
    "CSL_CUSTOM",
    "IMPORT_KEYS",
    "RIS_FACTS",
    "RIS_PAGE",
    "RIS_PRESENTED",
    "TYPE_NAMES",
    "bibtex_container",
    "bibtex_names",
    "bibtex_publisher",
    "guarded",
    "latex_of",
    "list_cell",
    "read_table",
    "ris_name",
]
