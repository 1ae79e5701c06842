"""`python -m tests.papers [FILES]`: veraPDF judges papers by PDF/UA-1; without files the forms, and papers of a room.

It needs Java and Maven, which fetches veraPDF into its own repository; no test of `make test` waits for it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from indexer import Language
from tests.conftest import PROJECT
from web.exports.papers.paper import Boxes, Bullets, Heading, Lines, Paper, Paragraph, Table
from web.exports.papers.paper_pdf import paper_pdf

HERE = Path(__file__).parent
SAMPLE = Paper(
    "Samarbejdsaftale",
    "mellem biblioteket og foreningen",
    Language.DANISH,
    (
        Heading("§ 1 Parter"),
        Table((("Part", "Navn"), ("A", "Ærø Kommune"), ("B", ""))),
        Paragraph("Ikke juridisk rådgivning.", is_aside=True),
        Bullets(("en", "to")),
        Boxes(("Ja", "Nej")),
        Lines(2),
    ),
)


def main() -> int:
    """Judge the files that are named, or our own."""
    for program in ("java", "mvn"):
        if shutil.which(program) is None:
            print(f"{program} is not installed: nothing was judged.")
            return 2
    with tempfile.TemporaryDirectory() as folder:
        sample, classpath = Path(folder) / "paper.pdf", Path(folder) / "classpath"
        sample.write_bytes(paper_pdf(SAMPLE))
        files = sys.argv[1:] or [str(sample), *map(str, sorted((PROJECT / "corpus" / "downloads").glob("*.pdf")))]
        fetch = ["mvn", "-q", "-B", "-f", str(HERE / "pom.xml"), "dependency:build-classpath"]
        subprocess.run([*fetch, f"-Dmdep.outputFile={classpath}"], check=True)
        judge = ["java", "-cp", classpath.read_text("utf-8").strip(), str(HERE / "JudgePdfUa.java"), *files]
        return subprocess.run(judge, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
