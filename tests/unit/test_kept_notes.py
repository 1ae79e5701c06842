"""Notes and refusals as records keep them: codes and numbers; those of version 0.1, with sentences, are taken over."""

from __future__ import annotations

import json
from typing import Any

import pytest

from indexer.domain.documents.document import ExtractionNote
from indexer.domain.documents.extraction import Extraction, Refusal
from indexer.extraction.kept_texts.text_records import extraction_of, facts_of

FORMER_NOTES = [
    {"code": "page-limit", "message": "Only the first 3 of 5 pages were read.", "page": None, "message_da": "…"},
    {"code": "time-limit", "message": "Reading took too long; only 4 of 9 pages were read.", "page": None},
    {"code": "bad-page", "message": "This page could not be read.", "page": 2, "message_da": "Siden kunne …"},
]
FORMER_REFUSALS = [
    ("no-text", "The file holds no readable text; it is probably a scan. Run »samspil ocr« on it to …", "scan"),
    ("no-text", "The file holds no readable text.", ""),
    ("wrong-type", "The file is not what its name promises but a web page or plain text; …", "wrong-ending"),
    ("wrong-type", "This type of file cannot be read. Use PDF, …", ""),
    ("damaged", "The file is damaged and cannot be read. Fetch or save it again.", ""),
]


def kept(extraction: Extraction, **changed: object) -> dict[str, Any]:
    """What a record of the extraction holds, as JSON gives it back."""
    facts: dict[str, Any] = json.loads(json.dumps(json.loads(facts_of(extraction)) | changed))
    return facts


def test_a_record_holds_codes_and_numbers_and_comes_back_as_it_was() -> None:
    notes = (ExtractionNote("bad-page", 2), ExtractionNote("page-limit", arguments={"read": 3, "total": 5}))
    extraction = Extraction("", "", notes=notes, refused=Refusal("no-text", "scan"))

    facts = kept(extraction)

    assert facts["notes"][0] == {"code": "bad-page", "page": 2, "arguments": {}}
    assert facts["refused"] == {"code": "no-text", "case": "scan"}
    assert extraction_of(json.dumps(facts).encode(), (), ()) == extraction


def test_notes_that_were_kept_with_their_sentences_are_read_as_before() -> None:
    facts = kept(Extraction("", ""), notes=FORMER_NOTES)

    assert extraction_of(json.dumps(facts).encode(), (), ()).notes == (
        ExtractionNote("page-limit", arguments={"read": 3, "total": 5}),
        ExtractionNote("time-limit", arguments={"read": 4, "total": 9}),
        ExtractionNote("bad-page", 2),
    )


@pytest.mark.parametrize(("code", "sentence", "case"), FORMER_REFUSALS)
def test_refusals_that_were_kept_with_their_sentences_are_read_as_before(code: str, sentence: str, case: str) -> None:
    facts = kept(Extraction("", ""), refused={"code": code, "message_da": "…", "message_en": sentence})

    assert extraction_of(json.dumps(facts).encode(), (), ()).refused == Refusal(code, case)


def test_a_note_that_nobody_understands_gives_no_extraction() -> None:
    facts = kept(Extraction("", ""), notes=[{"code": "page-limit", "message": "Only some were read.", "page": None}])

    with pytest.raises(ValueError, match="unpack"):
        extraction_of(json.dumps(facts).encode(), (), ())
