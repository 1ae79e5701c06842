"""The reader of a file, by its ending and, where that says too little, by how it begins."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePath

from indexer.curation.bulk.readers.bibtex import read_bibtex
from indexer.curation.bulk.readers.decoding import decode
from indexer.curation.bulk.readers.json_items import read_json
from indexer.curation.bulk.readers.ris import read_ris
from indexer.curation.bulk.readers.spreadsheet import read_spreadsheet
from indexer.curation.bulk.readers.table import Table
from indexer.domain.errors import InvalidEntry

_READERS: dict[str, Callable[[str], Table]] = {
    ".csv": read_spreadsheet, ".tsv": read_spreadsheet, ".ris": read_ris, ".bib": read_bibtex, ".json": read_json,
}  # fmt: skip
_BY_BEGINNING = {r"TY[ \t]{1,4}-": read_ris, r"@\s*\w+\s*[{(]": read_bibtex}
_TEXT_ENDING = ".txt"
"""What spreadsheets call tables in Unicode, and databases lists of references."""

TABLE_ENDINGS = (*_READERS, _TEXT_ENDING)
SPREADSHEET_ENDINGS = (".csv", ".tsv", _TEXT_ENDING)


def read_table(name: str, content: bytes) -> Table:
    """The table of a CSV, RIS, BibTeX or CSL-JSON file.

    Raises:
        InvalidEntry: the ending is another one, or nothing in the file can be read as what it says it is.
    """
    ending = PurePath(name).suffix.lower()
    if ending not in TABLE_ENDINGS:
        raise InvalidEntry("import-wrong-type", name=name)
    text = decode(content)
    return _READERS.get(ending, _reader_by_beginning(text))(text)


def _reader_by_beginning(text: str) -> Callable[[str], Table]:
    fitting = (read for start, read in _BY_BEGINNING.items() if re.match(rf"\s*{start}", text))
    return next(fitting, read_spreadsheet)
