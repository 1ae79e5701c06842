"""RTF -> one page of text with its footnotes at the end, by a reader of our own.

striprtf drops footnotes, text boxes and fields, keeps hidden words, and knows one encoding a file; see
docs/decisions/0079. What control words mean: Rich Text Format Specification 1.9.1 (Microsoft, 2008).
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace

from indexer.domain.documents.document import ExtractionNote
from indexer.domain.documents.extraction import FileInformation
from indexer.extraction.cleaning.raw_text import RawPage, RawText
from indexer.extraction.formats.media_type import RTF
from indexer.extraction.notes import hidden_text

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([\r\n]+)|([^\\{}\r\n]+)", re.DOTALL
)
_LAST_CELL = re.compile(r" \|[ ]*$", re.MULTILINE)
_DEEPEST = 10_000
_SIGNS = {
    "par": "\n", "sect": "\n", "page": "\n", "line": "\n", "row": "\n", "tab": " ", "cell": " | ", "nestcell": " | ",
    "nestrow": "\n", "emdash": "—", "endash": "–", "emspace": " ", "enspace": " ", "qmspace": " ", "bullet": "•",
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "column": "\n", "softline": "\n",
}  # fmt: skip
_ESCAPED = {b"~": " ", b"_": "-", b"{": "{", b"}": "}", b"\\": "\\", b"\n": "\n", b"\r": "\n"}
_SKIPPED = frozenset(
    "fonttbl colortbl stylesheet listtable listoverridetable rsidtbl generator themedata colorschememapping datastore "
    "latentstyles pict objdata objclass objname fldinst xmlnstbl mmathPr private filetbl revtbl bkmkstart bkmkend "
    "annotation atnid atnauthor atnref atndate atrfstart atrfend atnparent atntime comment listtext pntext pn pntxta "
    "pntxtb nonshppict shprslt ftnsep ftnsepc ftncn "
    "aftnsep aftnsepc aftncn template passwordhash background tc xe formfield sp sv sn nonesttables upr "
    "protusertbl "
    "subject operator keywords doccomm hlinkbase company manager category creatim revtim printim buptim".split()
)
_STATED = ("title", "author")
_HEADS_AND_FEET = "header headerl headerr headerf footer footerl footerr footerf".split()
_TARGETS = {"footnote": "notes", **dict.fromkeys(_HEADS_AND_FEET, "heads"), **{word: word for word in _STATED}}
_NOT_OPTIONAL = frozenset(("shpinst", "shptxt", "footnote"))
"""Marked as optional for readers that know no shapes."""

_CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
_WORDS_FOR_CHARSETS = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850", "ansi": "cp1252"}


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds within a pair of braces."""

    target: str = "text"
    is_skipped: bool = False
    is_hidden: bool = False
    is_deleted: bool = False
    encoding: str = ""
    blanks_after_unicode: int = 1


@dataclass(slots=True)
class _Reading:
    """The state of reading one file."""

    group: _Group = field(default_factory=_Group)
    outer: list[_Group] = field(default_factory=list)
    texts: dict[str, list[str]] = field(default_factory=dict)
    encoding: str = "cp1252"
    fonts: dict[int, str] = field(default_factory=dict)
    font: int = 0
    to_skip: int = 0
    is_optional: bool = False
    is_font_table: bool = False
    binary_ends: int = 0
    has_hidden: bool = False
    year: int | None = None
    pending: bytearray = field(default_factory=bytearray)


def read_rich_text(content: bytes) -> RawText:
    """The text, then its footnotes; what is hidden, deleted or code of fields is left out."""
    reading = _Reading()
    for found in _TOKEN.finditer(content):
        if found.start() < reading.binary_ends:
            continue
        _take(reading, found)
    _flush(reading)
    body, notes, heads, title, author = (_joined(reading, name) for name in ("text", "notes", "heads", *_STATED))
    # On each page of the paper; of the text, once.
    once = "\n".join(dict.fromkeys(line for line in heads.split("\n") if any(map(str.isalpha, line))))
    page = RawPage(_LAST_CELL.sub("", "\n".join(filter(None, (body, notes, once)))))
    hidden: list[ExtractionNote] = [hidden_text(1)] if reading.has_hidden else []
    information = FileInformation(" ".join(title.split()), " ".join(author.split()), reading.year)
    return RawText(RTF, "rtf", [page], hidden, title_guess=information.title, information=information)


def _take(reading: _Reading, found: re.Match[bytes]) -> None:
    word, argument, code, sign, brace, line_end, text = found.groups(b"")
    if not code:
        _flush(reading)
    if brace:
        _brace(reading, brace)
    elif word:
        if word == b"bin" and argument:
            reading.binary_ends = found.end() + int(argument)
        _word(reading, word.decode(), int(argument) if argument else None)
    elif sign:
        _sign(reading, sign)
    elif not line_end:
        _bytes(reading, bytes.fromhex(code.decode()) if code else text, is_code=bool(code))


def _joined(reading: _Reading, target: str) -> str:
    """The text of a target; characters beyond the first plane stand in the file as two halves."""
    text = "".join(reading.texts.get(target, ())).strip()
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _brace(reading: _Reading, brace: bytes) -> None:
    reading.to_skip, reading.is_optional = 0, False
    if brace == b"{":
        if len(reading.outer) < _DEEPEST:
            reading.outer.append(reading.group)
    elif reading.outer:
        if reading.group.target != reading.outer[-1].target:
            _put(reading, "\n")
        reading.group = reading.outer.pop()
        reading.is_font_table = reading.is_font_table and reading.group.is_skipped


def _word(reading: _Reading, word: str, argument: int | None) -> None:
    is_optional, reading.is_optional, reading.to_skip = reading.is_optional, False, 0
    reading.is_font_table |= word == "fonttbl"
    if word in _SKIPPED or (is_optional and word not in _NOT_OPTIONAL):
        reading.group = replace(reading.group, is_skipped=True)
    elif word in _TARGETS and (reading.outer or word not in _STATED):
        reading.group = replace(reading.group, target=_TARGETS[word])
    elif word in _SIGNS:
        _put(reading, _SIGNS[word])
    elif word in ("v", "deleted", "plain"):
        reading.group = _seen_or_not(reading.group, word, argument)
    elif word == "u" and argument is not None:
        # RTF has numbers of 16 bits with a sign: characters from 32768 on are written as negative ones.
        _put_code(reading, argument & 0xFFFF)
    else:
        _set(reading, word, argument or 0)


def _put_code(reading: _Reading, code: int) -> None:
    """A character by its number; those of fonts of symbols say nothing."""
    _put(reading, chr(code) if not 0xF000 <= code <= 0xF0FF else "")
    reading.to_skip = reading.group.blanks_after_unicode


def _seen_or_not(group: _Group, word: str, argument: int | None) -> _Group:
    if word == "plain":
        return replace(group, is_hidden=False, is_deleted=False, encoding="")
    is_on = argument != 0
    return replace(group, is_hidden=is_on) if word == "v" else replace(group, is_deleted=is_on)


def _set(reading: _Reading, word: str, number: int) -> None:
    """Words about encodings, and the year of the file."""
    if word == "uc":
        reading.group = replace(reading.group, blanks_after_unicode=min(max(number, 0), 10))
    elif word == "ansicpg":
        reading.encoding = _known(f"cp{number}", reading.encoding)
    elif word in _WORDS_FOR_CHARSETS:
        reading.encoding = _WORDS_FOR_CHARSETS[word]
    elif word == "f":
        reading.font = number
        reading.group = replace(reading.group, encoding=reading.fonts.get(number, ""))
    elif word == "fcharset" and reading.is_font_table and number:
        reading.fonts[reading.font] = _CHARSETS.get(number, "")
    elif word == "yr" and reading.year is None and 1900 < number < 2100:
        reading.year = number


def _known(name: str, otherwise: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        return otherwise


def _sign(reading: _Reading, sign: bytes) -> None:
    if sign == b"*":
        reading.is_optional = True
    elif reading.to_skip:
        reading.to_skip -= 1
    else:
        # An optional hyphen is not seen; other signs are those of indexes and formulas.
        _put(reading, _ESCAPED.get(sign, ""))


def _bytes(reading: _Reading, text: bytes, *, is_code: bool) -> None:
    """Text as it stands, without what only readers that know no Unicode show."""
    skipped = min(reading.to_skip, len(text))
    reading.to_skip -= skipped
    text = text[skipped:]
    if is_code:
        reading.pending += text  # a character may take two of them
    elif text:
        _put(reading, text.decode(reading.group.encoding or reading.encoding, "replace"))


def _flush(reading: _Reading) -> None:
    if reading.pending:
        _put(reading, reading.pending.decode(reading.group.encoding or reading.encoding, "replace"))
        reading.pending.clear()


def _put(reading: _Reading, text: str) -> None:
    group = reading.group
    if group.is_skipped or group.is_deleted or not text:
        return
    if group.is_hidden:
        reading.has_hidden |= not text.isspace()
        return
    reading.texts.setdefault(group.target, []).append(text)
