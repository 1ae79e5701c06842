"""What a document is called, of what a file states and what stands in it: programs fill in titles that are none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from indexer.extraction.cleaning.word_likeness import is_no_word

_MAX_CHARACTERS = 200
_LEAST_LETTERS = 3
_LINES_LOOKED_AT = 12
_TEXT_LOOKED_AT = 6_000
_PROGRAM = re.compile(r"^microsoft (?:office )?(?:word|powerpoint|excel|publisher) ?[-–] ?", re.IGNORECASE)
_ENDING = (
    r"\.(?:docx?|dotx?|docm|indd|pptx?|potx?|xlsx?|qxd|pdf|tex|odt|odp|ods|rtf|pages|key|pub|html?|txt|md|jpe?g|png|"
    r"tiff?|dvi|e?ps|wpd|cdr|ai|sla|xps|epub)$"
)
_FILE_NAME = re.compile(rf".*{_ENDING}|[a-z]:\\.*|(?:file:|/)\S+|\S*_\S*|[a-z0-9]+(?:-[a-z0-9]+){{2,}}", re.IGNORECASE)
_BY_PROGRAM = re.compile(
    r"(?:(?:untitled|unnamed|unbenannt|uden titel|unavngivet)\W?\d*|no title|title|titel|ingen titel|ikke[- ]navngivet|"
    r"(?:document|dokument|doc|layout|presentation|præsentation|slide|dias|lysbillede|ark|sheet|mappe|book|"
    r"side|page|scan|scanned document|skannet dokument|img|image|billede|print|job|kapitel|chapter|bilag|appendix)"
    r"[ -]?[\divx]*(?: (?:af|of) \d+)?|(?:new|nyt?) .{0,30}(?:document|dokument|file|tekst|text)|"
    r"(?:microsoft )?power ?point.?(?:pr(?:esentation|æsentation))?|microsoft (?:word|excel|office)?.?\w*|"
    r"(?:normal|skabelon|template|standard|blank)\b.{0,20}|\W*anonymous\W*|"
    r"(?:adobe|acrobat|indesign|photoshop|quarkxpress|pagemaker|coreldraw|latex|tex output|libreoffice|openoffice)\b.*|"
    r"(?:kopi|copy) (?:af|of) .*)",
    re.IGNORECASE,
)
_HEADINGS = frozenset(
    "notat;rapport;indhold;indholdsfortegnelse;contents;table of contents;forord;foreword;preface;resume;resumé;"
    "summary;executive summary;abstract;introduction;indledning;forside;cover;referat;dagsorden;agenda;minutes;report;"
    "pressemeddelelse;press release;nyhedsbrev;newsletter;menu;velkommen;welcome".split(";")
)
"""What documents of any title begin with."""

_PARTS = re.compile(r"\s+[|»·–—]\s+|\s+-\s+")
_LETTERS = re.compile(r"[^\W_]+")


def is_title(text: str) -> bool:
    """Whether a text may be the title of a document: not what programs and cameras fill in, no file name, no signs."""
    bare = text.strip()
    if sum(map(str.isalpha, bare)) < _LEAST_LETTERS or _BY_PROGRAM.fullmatch(bare) or _FILE_NAME.fullmatch(bare):
        return False
    return bare.lower().rstrip(":.") not in _HEADINGS and not is_no_word(bare)


def best_title(seen: str, stated: str, texts: Sequence[str], labels: Iterable[str] = ()) -> str:
    """The title of a file, one line; "" for a file without text.

    `stated` is what the file says of itself, `seen` what stands out in it, `labels` the headings of its first pages.
    What the file says and shows goes first; then what stands out, headings, what is only said, and the first line that
    may be a title.
    """
    beginning = "\n".join(text for text in texts[:3] if text)[:_TEXT_LOOKED_AT]
    said = [part for part in _said(stated) if is_title(part)]
    shown = [part for part in said if _stands_in(part, beginning)]
    seen = seen if is_title(seen) else ""
    if shown and not (seen and len(seen) > len(shown[0]) and _stands_in(shown[0], seen)):
        return _cut(shown[0])
    lines = [line for line in beginning.split("\n") if line.strip()][:_LINES_LOOKED_AT]
    headings = (label for label in labels if is_title(label))
    candidates = (seen, *headings, *said[:1], *filter(is_title, lines), *lines)
    return _cut(next(filter(None, candidates), ""))


def _said(stated: str) -> list[str]:
    """What is stated, without the program before it; then, without the name of the site behind it."""
    bare = _PROGRAM.sub("", " ".join(stated.split()))
    return list(dict.fromkeys((bare, _PARTS.split(bare)[0])))


def _stands_in(title: str, text: str) -> bool:
    return _bare(title) in _bare(text)


def _bare(text: str) -> str:
    return "".join(_LETTERS.findall(text.casefold()))


def _cut(title: str) -> str:
    return title[:_MAX_CHARACTERS].rstrip()
