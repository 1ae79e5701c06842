"""What the files of a change were before it, for taking it back without losing what somebody did since.

Vocabulary and places stand hundreds in one file: of these, what nobody touched since the change becomes what it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from indexer.corpus_store.place_table import PLACES_NAME
from indexer.corpus_store.vocabulary_edits.turtle_statements import statements
from indexer.corpus_store.vocabulary_file import VOCABULARY_NAME
from indexer.curation.editing.change_records import Change, FileChange
from indexer.curation.editing.history import History
from indexer.domain.errors import EditConflict


@dataclass(frozen=True, slots=True)
class _Part:
    """A statement or a row: where its text stands, what it says, and what stands before it ("" for nothing)."""

    start: int
    end: int
    text: str
    follows: str


def files_before(change: Change, history: History, folder: Path) -> dict[str, bytes | None]:
    """The files of a change, each as it is to be once the change is taken back; None for one that is to go.

    Raises:
        EditConflict: what the change did was changed since; the files are named.
    """
    files, newer = dict[str, bytes | None](), set[str]()
    for file in change.files:
        if history.current_hash(file.location) == file.after:
            files[file.location] = history.content(file.before) if file.before else None
        elif (part := _part_taken_back(file, history, folder / file.location)) is not None:
            files[file.location] = part
        else:
            newer.add(Path(file.location).name)
    if newer:
        raise EditConflict("files-changed-since", names=", ".join(sorted(newer)))
    return files


def _part_taken_back(file: FileChange, history: History, path: Path) -> bytes | None:
    if file.before is None or file.after is None or not path.is_file():
        return None
    return taken_back(file.location, history.content(file.before), history.content(file.after), path.read_bytes())


def taken_back(location: str, before: bytes, after: bytes, now: bytes) -> bytes | None:
    """What a file says once a change of it, told as before and after, is taken back; None where that loses later work.

    Files that are no list of parts are only taken back as a whole, which is None here.
    """
    if location not in (VOCABULARY_NAME, PLACES_NAME):
        return None
    text = now.decode("utf-8-sig")
    then, changed, current = (_parts(location, one.decode("utf-8-sig")) for one in (before, after, now))
    edits: list[tuple[int, int, str]] = []
    for name in dict.fromkeys((*then, *changed)):
        old, new, own = then.get(name), changed.get(name), current.get(name)
        if _text(old) == _text(new):
            continue
        if _text(own) != _text(new):
            return None
        if own is not None and old is not None:
            edits.append((own.start, own.end, old.text))
        elif own is not None:
            # With what parted it from the part before: behind the last one a file ends as it did.
            edits.append((len(text[: own.start].rstrip("\r\n")), own.end, ""))
        elif old is not None:
            behind = current[old.follows].end if old.follows in current else len(text)
            edits.append((behind, behind, ("\n\n" if location == VOCABULARY_NAME else "\n") + old.text))
    for start, end, piece in sorted(edits, reverse=True):
        text = text[:start] + piece + text[end:]
    return text.encode()


def _text(part: _Part | None) -> str:
    return part.text if part is not None else ""


def _parts(location: str, text: str) -> Mapping[str, _Part]:
    """The parts of a file by their names, in its order; what one name states in several places is one of its places."""
    found: dict[str, _Part] = {}
    places = _statements(text) if location == VOCABULARY_NAME else _rows(text)
    before = ""
    for name, start, end in places:
        key = name if name not in found else f"{name} {start}"
        found[key] = _Part(start, end, text[start:end], before)
        before = key
    return found


def _statements(text: str) -> list[tuple[str, int, int]]:
    return [(one.subject, one.start, one.end) for one in statements(text)]


def _rows(text: str) -> list[tuple[str, int, int]]:
    rows, start = list[tuple[str, int, int]](), 0
    for line in text.splitlines(keepends=True):
        rows.append((line.partition(",")[0], start, start + len(line.rstrip("\r\n"))))
        start += len(line)
    return rows
