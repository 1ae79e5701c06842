"""Reading order beside pdftotext on made pages: `python -m benchmarks.reading_order`.

Twenty pages, four texts in five layouts (`tests/layouts.py`), each drawn in an order that is not that of reading. Given
is the share of neighbouring sentences that stand in full, one behind the other.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import tempfile
from collections import defaultdict
from pathlib import Path

from indexer.extraction import ExtractionLimits
from indexer.extraction.formats.media_type import PDF
from indexer.extraction.worker import Attempt, run_attempt
from tests.layouts import made_pages, order_of


def read_by_us(path: Path) -> str:
    """The text as it is indexed."""
    with tempfile.NamedTemporaryFile() as journal:
        extraction = run_attempt(Attempt(path, PDF, ExtractionLimits(), Path(journal.name)), 0)
    return "\n".join(page.text for page in extraction.pages)


def read_by_pdftotext(path: Path) -> str:
    """The text as pdftotext orders it."""
    return subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout


def main() -> None:
    ways = {"Samspil": read_by_us}
    if shutil.which("pdftotext"):
        ways["pdftotext"] = read_by_pdftotext
    found: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        for number, (layout, text, content) in enumerate(made_pages()):
            path = Path(folder) / f"{number}.pdf"
            path.write_bytes(content)
            for way, read in ways.items():
                found[layout, way].append(order_of(text, read(path)))
                found["all", way].append(found[layout, way][-1])
    for layout, way in sorted(found):
        print(f"{layout:20} {way:10} {statistics.mean(found[layout, way]):.3f}")


if __name__ == "__main__":
    main()
