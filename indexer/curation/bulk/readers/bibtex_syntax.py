"""The grammar of BibTeX: entries with their fields, each broken one named, and no file that unfolds without end."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from indexer.domain.errors import InvalidEntry

_MARK = re.compile(r"@\s*([A-Za-z]+)\s*[{(]")
_BEGINNING = re.compile(r"(?:^|(?<=[})]))[ \t]*@\s*[A-Za-z]+\s*[{(]", re.MULTILINE)
"""A mark where an entry may begin: on a line of its own, or right behind the one before."""
_KEY = re.compile(r"\s*([^,={}\"#%\n]*?)\s*,")
_FIELD = re.compile(r"\s*([^\s,={}()\"#%@]+)\s*=\s*")
_WORD = re.compile(r"[^\s,={}()\"#%]+")
_LONE_KEY = re.compile(r"\s*[^\s,={}()\"#%]*\s*")
_GAP = re.compile(r"\s*")
_BRACE = re.compile(r"[{}]")
_BRACE_OR_QUOTE = re.compile(r'[{}"]')
_CLOSING = {"{": "}", "(": ")"}
_NOT_ENTRIES = frozenset(("comment", "preamble", "string"))
_MONTHS = dict(
    zip(
        "jan feb mar apr may jun jul aug sep oct nov dec".split(),
        "January February March April May June July August September October November December".split(),
        strict=True,
    )
)
_MAX_VALUE_CHARACTERS = 200_000
_MAX_UNFOLDED_CHARACTERS = 20_000_000
"""What abbreviations may add to a file: a few that hold each other grow without end."""


class _Broken(Exception):
    """An entry that is no entry."""


@dataclass
class BibtexEntry:
    """An entry as it is written; `is_whole` is False for one that its marks announce and nothing more.

    Attributes:
        number: which entry of the file it is, from 1.
        line: where it begins, from 1.
        unknown: abbreviations that the file does not define; they stand for themselves.
    """

    number: int
    line: int
    type: str
    key: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    is_whole: bool = True
    unknown: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)


@dataclass
class BibtexFile:
    """What a file holds, in its order.

    Attributes:
        broken_asides: lines of abbreviations and comments that do not end.
        outside: lines that are part of nothing and no comment.
    """

    entries: list[BibtexEntry] = field(default_factory=list)
    broken_asides: list[int] = field(default_factory=list)
    outside: list[int] = field(default_factory=list)


def bibtex_file(text: str) -> BibtexFile:
    """Every entry that a mark such as `@article{` begins, broken ones too.

    Raises:
        InvalidEntry: abbreviations unfold to more than can be imported.
    """
    return _Reader(text).file()


class _Reader:
    """Reads from mark to mark, so that what is broken ends where the next entry begins."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._strings = dict(_MONTHS)
        self._unfolded = 0
        self._lines_to, self._line = 0, 1
        self._found = BibtexFile()

    def file(self) -> BibtexFile:
        marks = [mark.start() for mark in _BEGINNING.finditer(self._text)]
        for start, end in zip([0, *marks], [*marks, len(self._text)], strict=True):
            self._read_between(start, end)
        return self._found

    def _read_between(self, start: int, end: int) -> None:
        while mark := _MARK.search(self._text, start, end):
            self._pass_over(start, mark.start())
            kind, line = mark.group(1).lower(), self._line_of(mark.start())
            scan = _Scan(self._text, mark.end(), end, _CLOSING[self._text[mark.end() - 1]])
            entry = None
            if kind not in _NOT_ENTRIES:
                entry = BibtexEntry(len(self._found.entries) + 1, line, kind)
                self._found.entries.append(entry)
            try:
                if entry is None:
                    self._read_aside(kind, scan)
                else:
                    self._read(entry, scan)
            except _Broken:
                # Where what is broken ends cannot be known: all up to the next mark is taken for part of it.
                if entry is None:
                    self._found.broken_asides.append(line)
                else:
                    entry.is_whole = False
                return
            start = scan.place
        self._pass_over(start, end)

    def _pass_over(self, start: int, end: int) -> None:
        for line in self._text[start:end].splitlines():
            # A comma behind an entry is common, and lines that begin with % are remarks.
            if line.strip(" \t,") and not line.lstrip().startswith("%"):
                self._found.outside.append(self._line_of(start))

    def _read_aside(self, kind: str, scan: _Scan) -> None:
        """A comment or preamble, or a definition, which is kept."""
        if kind == "string":
            name = scan.match(_FIELD).group(1)
            self._strings[name.lower()] = self._value(scan, [])
            scan.close()
        else:
            scan.braced(scan.closing)

    def _read(self, entry: BibtexEntry, scan: _Scan) -> None:
        key = _KEY.match(scan.text, scan.place, scan.end)
        if key is not None:
            entry.key, scan.place = key.group(1), key.end()
        elif _FIELD.match(scan.text, scan.place, scan.end) is None:
            entry.key = scan.match(_LONE_KEY).group().strip()
        while not scan.has_closed():
            name = scan.match(_FIELD).group(1).lower()
            value = self._value(scan, entry.unknown)
            if name in entry.fields and entry.fields[name] != value:
                entry.repeated.append(name)
            # The first value stands, as BibTeX itself decides; the other is told.
            entry.fields.setdefault(name, value)
            scan.comma()

    def _value(self, scan: _Scan, unknown: list[str]) -> str:
        parts = [self._part(scan, unknown)]
        while scan.has_sign("#"):
            parts.append(self._part(scan, unknown))
        length = sum(map(len, parts))
        self._unfolded += length
        if length > _MAX_VALUE_CHARACTERS or self._unfolded > _MAX_UNFOLDED_CHARACTERS + len(self._text):
            raise InvalidEntry("bibtex-unfolds")
        return "".join(parts)

    def _part(self, scan: _Scan, unknown: list[str]) -> str:
        if scan.has_sign("{"):
            return scan.braced("}")
        if scan.has_sign('"'):
            return scan.quoted()
        word = scan.match(_WORD).group()
        if word.isdigit() or word.lower() in self._strings:
            return self._strings.get(word.lower(), word)
        unknown.append(word)
        return word

    def _line_of(self, place: int) -> int:
        self._line += self._text.count("\n", self._lines_to, place)
        self._lines_to = place
        return self._line


@dataclass
class _Scan:
    """A place in the text, and where the entry must have ended.

    Every method raises _Broken where the text says something else than it should.
    """

    text: str
    place: int
    end: int
    closing: str

    def match(self, pattern: re.Pattern[str]) -> re.Match[str]:
        found = pattern.match(self.text, self.place, self.end)
        if found is None:
            raise _Broken
        self.place = found.end()
        return found

    def has_sign(self, sign: str) -> bool:
        """Past the sign if it comes next."""
        self.match(_GAP)
        is_next = self.place < self.end and self.text[self.place] == sign
        self.place += is_next
        return is_next

    def has_closed(self) -> bool:
        return self.has_sign(self.closing)

    def close(self) -> None:
        if not self.has_closed():
            raise _Broken

    def comma(self) -> None:
        """Past the comma between fields; the last may have one too."""
        if not self.has_sign(",") and not (self.place < self.end and self.text[self.place] == self.closing):
            raise _Broken

    def braced(self, closing: str) -> str:
        """What stands before the brace that closes, those within counted, escaped ones too: so does BibTeX."""
        start, depth = self.place, 1
        pattern = _BRACE if closing == "}" else re.compile(r"[()]")
        for brace in pattern.finditer(self.text, self.place, self.end):
            depth += -1 if brace.group() in "})" else 1
            if not depth:
                self.place = brace.end()
                return self.text[start : brace.start()]
        raise _Broken

    def quoted(self) -> str:
        """What stands before the quotation mark that closes; those in braces do not."""
        start, depth = self.place, 0
        for sign in _BRACE_OR_QUOTE.finditer(self.text, self.place, self.end):
            if sign.group() == '"' and not depth:
                self.place = sign.end()
                return self.text[start : sign.start()]
            depth += (sign.group() == "{") - (sign.group() == "}")
        raise _Broken
