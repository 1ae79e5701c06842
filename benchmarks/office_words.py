"""Words of office files beside pandoc: `python -m benchmarks.office_words FOLDER...`.

Of every DOCX, ODT, EPUB and RTF file below the folders: the share of pandoc's words, each as often as pandoc gives it,
that stand in the text as it is indexed (word recall), and which are missing: those are to be looked at, for pandoc
numbers lists, and gives what a person cannot see as well. It comes with `sudo apt-get install pandoc`.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter
from pathlib import Path

from indexer.extraction import ExtractionLimits
from indexer.extraction.formats.media_type import HEAD_BYTES, detect_media_type
from indexer.extraction.worker import Attempt, run_attempt

READERS = {".docx": "docx", ".odt": "odt", ".epub": "epub", ".rtf": "rtf"}
_WORD = re.compile(r"\w+(?:[-'’.]\w+)*")
_SHOWN = 8


def words_of(text: str) -> Counter[str]:
    """The words of a text as a multiset; joined forms of letters and soft hyphens as they are read."""
    return Counter(_WORD.findall(unicodedata.normalize("NFKC", text.replace("\xad", "")).casefold()))


def by_us(path: Path) -> str:
    """The text as it is indexed; "" of a file that is refused."""
    with tempfile.NamedTemporaryFile() as journal, path.open("rb") as stream:
        media_type = detect_media_type(stream.read(HEAD_BYTES), path.name)
        extraction = run_attempt(Attempt(path, media_type, ExtractionLimits(), Path(journal.name)), 0)
    return "\n".join(page.text for page in extraction.pages)


def by_pandoc(path: Path) -> str | None:
    """The text as pandoc gives it, without wrapping; None of a file that it cannot read."""
    command = ["pandoc", "-f", READERS[path.suffix.lower()], "-t", "plain", "--wrap=none", str(path)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    return None if run.returncode else run.stdout


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    asked = parser.parse_args()
    if shutil.which("pandoc") is None:
        sys.exit("pandoc is missing: sudo apt-get install pandoc")
    files = sorted(path for folder in asked.folders for path in folder.rglob("*") if path.suffix.lower() in READERS)
    there = given = 0
    for path in files:
        text = by_pandoc(path)
        if text is None:
            print(f"   -    {path.name}: pandoc cannot read it")
            continue
        wanted = words_of(text)
        missing = wanted - words_of(by_us(path))
        there, given = there + wanted.total() - missing.total(), given + wanted.total()
        recall = 1 - missing.total() / max(wanted.total(), 1)
        print(f"{recall:.4f}  {path.name}: {wanted.total()} words", *list(missing)[:_SHOWN])
    print(f"{there / max(given, 1):.4f}  all {len(files)} files: {given} words")


if __name__ == "__main__":
    main()
