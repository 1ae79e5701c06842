"""What was read of a vocabulary, in a file that opens at once. It may be deleted, and is made anew."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from indexer.domain.documents.metadata import Language
from indexer.domain.documents.vocabulary import Concept, Scheme, Vocabulary
from indexer.storage.atomic_files import atomic_write

Texts = dict[str, Any]


class KeptConcepts:
    """A file of concepts: SHA-256 of what follows, then JSON that names what it was read from."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self, content_hash: str) -> Vocabulary | None:
        """What was read of a file with that SHA-256; None if another is kept, or none, or a damaged one."""
        try:
            checksum, _, text = self._path.read_bytes().partition(b"\n")
        except OSError:
            return None
        # Before it is parsed: what is left of a file that was cut may be JSON all the same.
        if hashlib.sha256(text).hexdigest().encode() != checksum:
            return None
        kept = json.loads(text)
        if kept["read_from"] != [content_hash, _reader_hash()]:
            return None
        schemes = (_scheme(scheme) for scheme in kept["schemes"])
        return Vocabulary({scheme.id: scheme for scheme in schemes}, content_hash)

    def write(self, vocabulary: Vocabulary) -> None:
        """Keep what was read of a file.

        Raises:
            OSError: it cannot be written.
        """
        schemes = [_told(scheme) for scheme in vocabulary.schemes.values()]
        read_from = [vocabulary.content_hash, _reader_hash()]
        text = json.dumps({"read_from": read_from, "schemes": schemes}, ensure_ascii=False).encode()
        atomic_write(self._path, hashlib.sha256(text).hexdigest().encode() + b"\n" + text)


@cache
def _reader_hash() -> str:
    """SHA-256 of the programs that read and keep: what an older one read of the same file may differ."""
    own = resources.files(__package__)
    parts = ("vocabulary_turtle.py", "kept_concepts.py", "outcome.ttl")
    return hashlib.sha256(b"".join(own.joinpath(name).read_bytes() for name in parts)).hexdigest()


def _told(scheme: Scheme) -> Texts:
    return {
        "id": scheme.id,
        "labels": _by_code(scheme.labels),
        "definitions": _by_code(scheme.definitions),
        "replaced": dict(scheme.replaced),
        "concepts": [
            {
                "id": one.id,
                "labels": _by_code(one.labels),
                "synonyms": _by_code(one.synonyms),
                "hidden": _by_code(one.hidden),
                "scope_notes": _by_code(one.scope_notes),
                "broader": one.broader,
                "narrower": one.narrower,
                "related": one.related,
                "matches": one.matches,
            }
            for one in scheme.concepts.values()
        ],
    }


def _scheme(told: Texts) -> Scheme:
    concepts = (_concept(told["id"], one) for one in told["concepts"])
    return Scheme(
        told["id"],
        _by_language(told["labels"]),
        _by_language(told["definitions"]),
        {concept.id: concept for concept in concepts},
        told["replaced"],
    )


def _concept(scheme: str, told: Texts) -> Concept:
    return Concept(
        scheme=scheme,
        id=told["id"],
        labels=_by_language(told["labels"]),
        synonyms={language: tuple(names) for language, names in _by_language(told["synonyms"]).items()},
        hidden={language: tuple(names) for language, names in _by_language(told["hidden"]).items()},
        scope_notes=_by_language(told["scope_notes"]),
        broader=tuple(told["broader"]),
        narrower=tuple(told["narrower"]),
        related=tuple(told["related"]),
        matches=tuple((scheme, concept) for scheme, concept in told["matches"]),
    )


def _by_code(texts: Mapping[Language, object]) -> Texts:
    return {language.value: text for language, text in texts.items()}


def _by_language(texts: Texts) -> dict[Language, Any]:
    return {Language(code): text for code, text in texts.items()}
