"""The formats that records are given in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from web.api.harvesting.arguments import ProtocolError
from web.api.harvesting.described import DescribedDocument
from web.api.harvesting.dublin_core import OAI_DC, OAI_DC_SCHEMA, dublin_core
from web.api.harvesting.mods import MODS, MODS_SCHEMA, mods


@dataclass(frozen=True, slots=True)
class MetadataFormat:
    """A format: where its schema stands, the namespace, and what writes a document as an element."""

    schema: str
    namespace: str
    write: Callable[[DescribedDocument], Any]


FORMATS: Mapping[str, MetadataFormat] = {
    "oai_dc": MetadataFormat(OAI_DC_SCHEMA, OAI_DC, dublin_core),
    "mods": MetadataFormat(MODS_SCHEMA, MODS, mods),
}
"""By metadataPrefix; every document is given in each of them."""


def asked_format(prefix: str) -> MetadataFormat:
    """The format of a prefix.

    Raises:
        ProtocolError: cannotDisseminateFormat.
    """
    if prefix not in FORMATS:
        raise ProtocolError("cannotDisseminateFormat", f"Records are given as {' and '.join(FORMATS)}.")
    return FORMATS[prefix]
