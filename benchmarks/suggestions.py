"""How good the suggested metadata is, leaving each document out: `python -m benchmarks.suggestions`.

For every published document of the corpus, its text alone goes in; the suggestions are learnt from all the others and
compared with what the curators stated. Prints precision and recall per facet, and the bands of scores with the share of
suggestions that were right, which stand in indexer/curation/metadata_suggestions/confidence.py.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from indexer import load_config, open_curation, open_knowledge_base
from indexer.curation.metadata_suggestions.confidence import SURE, bands
from indexer.curation.metadata_suggestions.suggest import CONCEPT_FACETS, SuggestionModel, suggest, suggested_title
from indexer.domain.documents.facets import stated_values
from indexer.extraction.cleaning.language import detect_language

PROJECT = Path(__file__).parent.parent


def measure(config_path: Path) -> dict[str, dict[str, object]]:
    """Precision and recall per facet; language is the share that is told rightly."""
    knowledge_base = open_knowledge_base(load_config(config_path))
    curation = open_curation(load_config(config_path), knowledge_base)
    published = curation.suggester.profiles.published()
    was_right: defaultdict[str, list[tuple[float, bool]]] = defaultdict(list)
    counts: defaultdict[str, int] = defaultdict(int)
    languages = 0
    for profile in published:
        document = knowledge_base.documents.document(profile.id)
        extraction = curation.extraction(document.text_hash)
        assert extraction is not None  # it was indexed
        text = "\n".join(page.text for page in document.pages)[:20_000]
        languages += (extraction.language or detect_language(text)) == document.metadata.language.value
        guess = suggested_title(extraction)
        title = document.metadata.title if any(p.markup for p in document.pages) or guess is None else guess.value
        stated = stated_values(document.metadata)
        lesson = SuggestionModel.of([other for other in published if other.id != profile.id])
        found = suggest(extraction, title, document.metadata.language, knowledge_base.vocabulary, lesson)
        for facet in (*CONCEPT_FACETS, "library", "municipality", "partner", "year"):
            counts[facet] += len(set(stated[facet]))
            # Names are suggested, ids are stated.
            records = knowledge_base.vocabulary.records(facet)
            was_right[facet] += [
                (one.score, (records.named(one.value) or one.value) in stated[facet])
                for one in found
                if one.key == facet
            ]
    report = {facet: _told(was_right[facet], counts[facet]) for facet in counts}
    report["language"] = {"precision": round(languages / max(1, len(published)), 3)}
    return report


def _told(suggested: Sequence[tuple[float, bool]], stated: int) -> dict[str, object]:
    right, measured = sum(is_right for _, is_right in suggested), bands(suggested)
    sure = [
        is_right for score, is_right in suggested if any(score >= least and share >= SURE for least, share in measured)
    ]
    return {
        "precision": round(right / max(1, len(suggested)), 3),
        "recall": round(right / max(1, stated), 3),
        "suggested": len(suggested),
        "sure": len(sure),
        "precision of these": round(sum(sure) / max(1, len(sure)), 3),
        "bands": measured,
    }


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--config", type=Path, default=PROJECT / "config.toml")
    print(json.dumps(measure(arguments.parse_args().config), indent=1))


if __name__ == "__main__":
    main()
