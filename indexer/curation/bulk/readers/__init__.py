"""Files to import -> numbered rows of texts by the keys of the schema: a module per format.

Every reader counts the marks that its format begins a record with, and each of them ends up as a row or as a fault.
"""

from indexer.curation.bulk.readers.column_names import IMPORT_KEYS
from indexer.curation.bulk.readers.latex import latex_of
from indexer.curation.bulk.readers.read_file import read_table
from indexer.curation.bulk.readers.ris import RIS_FACTS
from indexer.curation.bulk.readers.spreadsheet import guarded
from indexer.curation.bulk.readers.table import list_cell

__all__ = ["IMPORT_KEYS", "RIS_FACTS", "guarded", "latex_of", "list_cell", "read_table"]
