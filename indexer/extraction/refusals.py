"""The fixed reasons for which a file gives no text, each one plain sentence in Danish and English."""

from __future__ import annotations

from indexer.domain.documents.extraction import Extraction, Refusal

EMPTY = Refusal(
    "empty", "Filen er tom. Læg den rigtige fil ind.", "The file is empty. Put the right file in its place."
)
WRONG_TYPE = Refusal(
    "wrong-type",
    "Filtypen kan ikke læses. Brug PDF, Word (docx), ODT, PowerPoint (pptx), EPUB, HTML, Markdown eller ren tekst.",
    "This type of file cannot be read. Use PDF, Word (docx), ODT, PowerPoint (pptx), EPUB, HTML, Markdown or text.",
)
WRONG_ENDING = Refusal(
    "wrong-type",
    "Filen er ikke det, dens navn lover, men en webside eller ren tekst; måske gik noget galt, da den blev hentet. "
    "Hent den rigtige fil, eller ret filnavnets endelse.",
    "The file is not what its name promises but a web page or plain text; perhaps fetching it went wrong. "
    "Fetch the right file, or correct the ending of its name.",
)
PASSWORD = Refusal(
    "password",
    "Filen er låst med en adgangskode. Gem en udgave uden adgangskode.",
    "The file is locked with a password. Save a version without one.",
)
DAMAGED = Refusal(
    "damaged",
    "Filen er beskadiget og kan ikke læses. Hent eller gem den igen.",
    "The file is damaged and cannot be read. Fetch or save it again.",
)
LIMIT = Refusal(
    "limit",
    "Filen kræver for megen tid eller hukommelse at læse. Gem den i en enklere udgave.",
    "Reading the file takes too much time or memory. Save it in a simpler form.",
)
NO_TEXT = Refusal(
    "no-text",
    "Filen indeholder ingen læsbar tekst.",
    "The file holds no readable text.",
)
SCAN = Refusal(
    "no-text",
    "Filen indeholder ingen læsbar tekst; den er formentlig skannet. Kør »samspil ocr« på den, så teksten genkendes.",
    "The file holds no readable text; it is probably a scan. Run »samspil ocr« on it to have the text recognised.",
)


def refuse(refusal: Refusal, media_type: str = "", engine: str = "") -> Extraction:
    """An extraction without pages."""
    return Extraction(media_type, engine, refused=refusal)
