"""Pages per second beside `pdftotext` on the same files: `python -m benchmarks.extraction FOLDER [--rounds 5]`.

FOLDER holds PDF files. Measured in turn within each round, so that a busy machine disturbs all alike; medians count.

* pdftotext: a process per file, as it is used, one after the other.
* text: our engine and clean-up in one process; and in two processes, started before, with the files dealt out.
* with metadata: text, language, sketch, title guess, outline and metadata, as `samspil index` takes them.
* pool: the same through the killable workers, with what that costs.

pdftotext comes with poppler-utils (`sudo apt-get install poppler-utils`).
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from multiprocessing.pool import Pool
from pathlib import Path

from indexer.extraction import ExtractionLimits, ExtractorPool
from indexer.extraction.cleaning.document import clean_pages
from indexer.extraction.formats.media_type import PDF
from indexer.extraction.formats.pdf_files.pdf import opened, read_with_pdfium
from indexer.extraction.journal import Journal, JournalState
from indexer.extraction.limits import Allowance
from indexer.extraction.worker import Attempt, run_attempt

LIMITS = ExtractionLimits()


def text_pages(path: Path) -> int:
    """Read and clean the text of a file; the number of its pages."""
    with tempfile.NamedTemporaryFile() as journal, opened(path) as pdf:
        raw = read_with_pdfium(pdf, path, Allowance(LIMITS), Journal(Path(journal.name)), JournalState())
    return len(clean_pages([page.text for page in raw.pages]))


def all_pages(path: Path) -> int:
    """Everything that indexing takes from a file; the number of its pages."""
    with tempfile.NamedTemporaryFile() as journal:
        return len(run_attempt(Attempt(path, PDF, LIMITS, Path(journal.name)), 0).pages)


def by_pdftotext(files: list[Path]) -> None:
    for path in files:
        subprocess.run(["pdftotext", str(path), "-"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)


def by_killable_workers(pool: ExtractorPool, files: list[Path]) -> None:
    for _ in pool.extract_many(files):
        pass


def in_processes(processes: Pool, take: Callable[[Path], int], files: list[Path]) -> None:
    for _ in processes.imap_unordered(take, files):
        pass


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--rounds", type=int, default=5)
    asked = arguments.parse_args()
    if shutil.which("pdftotext") is None:
        sys.exit("pdftotext is missing: sudo apt-get install poppler-utils")
    files = sorted(asked.folder.glob("*.pdf"), key=lambda path: -path.stat().st_size)
    pages = sum(map(text_pages, files))
    context = multiprocessing.get_context("forkserver")
    with context.Pool(2) as two, ExtractorPool(LIMITS, 2) as pool_of_two, ExtractorPool(LIMITS, 1) as pool_of_one:
        ways: dict[str, Callable[[], object]] = {
            "pdftotext": lambda: by_pdftotext(files),
            "text, one process": lambda: sum(map(text_pages, files)),
            "text, two processes": lambda: in_processes(two, text_pages, files),
            "with metadata, one process": lambda: sum(map(all_pages, files)),
            "with metadata, two processes": lambda: in_processes(two, all_pages, files),
            "pool of one": lambda: by_killable_workers(pool_of_one, files),
            "pool of two": lambda: by_killable_workers(pool_of_two, files),
        }
        seconds: dict[str, list[float]] = {name: [] for name in ways}
        for turn in range(-1, asked.rounds):
            for name, way in ways.items():
                started = time.perf_counter()
                way()
                if turn >= 0:
                    seconds[name].append(time.perf_counter() - started)
    base = statistics.median(seconds["pdftotext"])
    for name, taken in seconds.items():
        median = statistics.median(taken)
        print(f"{name:30} {pages / median:7.0f} pages/s   ratio to pdftotext {base / median:.2f}")
    ratios = {name: round(base / statistics.median(taken), 2) for name, taken in seconds.items()}
    print(json.dumps({"files": len(files), "pages": pages, "ratios": ratios}))


if __name__ == "__main__":
    main()
