"""How long large imports take: `python -m benchmarks.imports --rows 20000`.

Made-up records with ten columns, a tenth of them with an odd year and a keyword that is no concept, as CSV, RIS, BibTeX
and CSL-JSON. For each format the seconds of a dry run (bytes to plan); for the CSV those of the import as well (plan to
the change that is done), into a corpus that has the vocabulary alone. Nothing is kept.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import time
from pathlib import Path

from indexer import (
    Account,
    Role,
    Vocabulary,
    apply_import,
    load_config,
    open_curation,
    open_knowledge_base,
)
from indexer.curation.bulk.import_plan import plan_table
from indexer.curation.bulk.readers import read_table

PROJECT = Path(__file__).parent.parent
WORDS = "Læsecafé lektiehjælp frivillige skolen biblioteket naboer sommer havnen teater kor haven mødet".split()


def title(number: int) -> str:
    return f"{WORDS[number % 12]} og {WORDS[number // 12 % 12]} nr. {number % 5000}"


def made_up(rows: int, vocabulary: Vocabulary) -> dict[str, bytes]:
    """The file of each format by its name."""
    subjects = [*vocabulary.schemes["subject"].concepts.values()]
    table, ris, bibtex, items = ["titel;resumé;type;mål;emner;bibliotek;partnere;land;år;emneord"], [], [], []
    for number in range(rows):
        subject = next(iter(subjects[number % len(subjects)].labels.values()))
        odd = number % 10 == 0
        year, summary = 1990 + number % 35, f"De mødes hver uge, {title(number + 1)}."
        table.append(
            f'{title(number)};"{summary}";case;new-users;{subject};Bibliotek {number % 300};"Partner {number % 900}\n'
            f'Skole {number % 70}";Danmark;{"ca. " if odd else ""}{year};{"ukendt ord" if odd else subject}'
        )
        ris.append(
            f"TY  - RPRT\nTI  - {title(number)}\nAB  - {summary}\nAU  - Hansen, Ane\n"
            f"PY  - {year}\nKW  - {subject}\nER  - \n"
        )
        bibtex.append(
            f"@article{{k{number}, title = {{{title(number)}}}, abstract = {{{summary}}}, year = {year},\n"
            f" author = {{Hansen, Ane and S{{\\o}}rensen, Bo}}, keywords = {{{subject}}}}}\n"
        )
        items.append({"type": "report", "title": title(number), "abstract": summary, "keyword": subject})
    texts = {"a.csv": "\n".join(table), "a.ris": "".join(ris), "a.bib": "".join(bibtex), "a.json": json.dumps(items)}
    return {name: text.encode() for name, text in texts.items()}


def measure(rows: int) -> dict[str, object]:
    """Seconds by what was done."""
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "corpus").mkdir()
        shutil.copy(PROJECT / "corpus" / "vocabulary.ttl", Path(place) / "corpus")
        shutil.copy(PROJECT / "config.toml", place)
        config = load_config(Path(place) / "config.toml")
        knowledge_base = open_knowledge_base(config)
        curation = open_curation(config, knowledge_base)
        report: dict[str, object] = {"rows": rows}
        plans = {}
        for name, content in made_up(rows, curation.vocabulary).items():
            began = time.perf_counter()
            table = read_table(name, content)
            plans[name] = plan_table(table, curation.corpus, curation.vocabulary, defaults={"kind": "case"})
            report[f"dry run {name}"] = round(time.perf_counter() - began, 2)
            assert plans[name].faulty == 0 and len(plans[name].titles) == rows, plans[name].faults[:3]
        began = time.perf_counter()
        apply_import(plans["a.csv"], Account("benchmark", Role.CURATOR), curation.history, curation.corpus)
        report["import a.csv"] = round(time.perf_counter() - began, 2)
        curation.close()
        knowledge_base.close()
    return report


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=20_000)
    print(json.dumps(measure(arguments.parse_args().rows), indent=1))


if __name__ == "__main__":
    main()
