"""corpus/organisations/<id>.toml -> Organisations, every fault named; and the files that records are written to."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import tomlkit

from indexer.corpus_store.port import CorpusFault
from indexer.domain.documents.metadata import Language
from indexer.domain.documents.records.countries import COUNTRY_CODES
from indexer.domain.documents.records.organisations import IDENTIFIERS, Organisation, Organisations
from indexer.domain.messages import Message
from indexer.domain.texts.characters import incoming_line
from indexer.domain.texts.web_addresses import WEB_ADDRESS, web_address

ORGANISATIONS_FOLDER = "organisations"
_NAMES = tuple(f"name_{language.value}" for language in Language)
_ABOUT = tuple(f"about_{language.value}" for language in Language)
_TEXTS = (*_NAMES, *_ABOUT, "kind", "part_of", "place", "country", "website", *IDENTIFIERS, "replaced_by")
KEYS = (*_NAMES, "other_names", *_TEXTS[len(_NAMES) :])
"""What a record may state, in the order of the documentation."""


def read_organisations(folder: Path) -> tuple[Organisations, tuple[CorpusFault, ...]]:
    """The records of a corpus folder, those with a fault left out, and the faults; nothing where there is no folder."""
    records, faults, digest = [], [], hashlib.sha256()
    for path in sorted((folder / ORGANISATIONS_FOLDER).glob("*.toml")):
        location = path.relative_to(folder).as_posix()
        try:
            content = path.read_bytes()
            stated = _stated(content)
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            faults.append(CorpusFault(location, Message("organisation-unreadable", error=error)))
            # One bad file must not hide the others.
            continue
        # With the name: a file that is renamed is another record.
        digest.update(location.encode() + b"\0" + content)
        own = [CorpusFault(location, message, key=key) for key, message in _faults(stated)]
        faults += own
        if not own:
            records.append(_organisation(path.stem, stated))
    return Organisations(records, digest.hexdigest() if records else ""), tuple(faults)


@lru_cache(maxsize=10_000)
def _stated(content: bytes) -> Mapping[str, object]:
    """What a file states; files are many, and few of them change between two readings."""
    return {key: _mended(key, value) for key, value in tomllib.loads(content.decode("utf-8-sig")).items()}


def _mended(key: str, value: object) -> object:
    if isinstance(value, list):
        return [_mended(key, one) for one in value]
    mend = web_address if key == "website" else incoming_line
    return mend(value) if isinstance(value, str) else value


def _faults(stated: Mapping[str, object]) -> Iterator[tuple[str, Message]]:
    for key, value in stated.items():
        if key not in KEYS:
            yield key, Message("unknown-key", name=key, nearest=", ".join(KEYS))
        elif key == "other_names":
            if not _are_texts(value):
                yield key, Message("not-texts", value=str(value)[:80])
        elif not isinstance(value, str):
            yield key, Message("not-text", value=str(value)[:80])
    if not any(str(stated.get(key, "")).strip() for key in _NAMES):
        yield "name_da", Message("organisation-without-name")
    website = stated.get("website", "")
    if isinstance(website, str) and website and not WEB_ADDRESS.fullmatch(website):
        yield "website", Message("bad-url", value=website[:80])
    if stated.get("country", "") not in ("", *COUNTRY_CODES):
        yield "country", Message("bad-country", value=str(stated["country"])[:80])


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and one.strip() for one in value)


def _organisation(organisation_id: str, stated: Mapping[str, object]) -> Organisation:
    texts = {key: str(stated.get(key, "")) for key in _TEXTS}
    others = stated.get("other_names", [])
    return Organisation(
        id=organisation_id,
        names={language: text for language in Language if (text := texts[f"name_{language.value}"])},
        other_names=tuple(others) if isinstance(others, list) else (),
        kind=texts["kind"],
        part_of=texts["part_of"],
        place=texts["place"],
        country=texts["country"],
        website=texts["website"],
        identifiers={name: texts[name] for name in IDENTIFIERS if texts[name]},
        about={language: text for language in Language if (text := texts[f"about_{language.value}"])},
        replaced_by=texts["replaced_by"],
    )


def organisation_location(organisation_id: str) -> str:
    """The file of a record, relative to the corpus."""
    return f"{ORGANISATIONS_FOLDER}/{organisation_id}.toml"


def changed_organisation(content: bytes, stated: Mapping[str, object]) -> bytes:
    """The file of a record with some keys stated otherwise; "" and [] take a key out, and the rest stays as it is."""
    document = tomlkit.parse(content.decode("utf-8-sig"))
    for key in sorted(stated, key=KEYS.index):
        if stated[key] in ("", []):
            document.pop(key, None)
        elif document.get(key) != stated[key]:
            document[key] = stated[key]
    return tomlkit.dumps(document).encode()


def read_organisation(organisation_id: str, content: bytes) -> tuple[Organisation | None, tuple[Message, ...]]:
    """The record that a file of that content gives, or what is wrong with it."""
    try:
        stated = _stated(content)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return None, (Message("organisation-unreadable", error=error),)
    faults = tuple(message for _, message in _faults(stated))
    return (None if faults else _organisation(organisation_id, stated)), faults
