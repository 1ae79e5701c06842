"""The places where partnerships are at home: Danish municipalities and regions, towns and areas elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.domain.documents.records.named_records import NamedRecord, Records

PLACE_SCHEME = "municipality"
"""The facet whose values are places."""


@dataclass(frozen=True, slots=True)
class Place(NamedRecord):
    """A place; a municipality is a part of its region.

    Attributes:
        kind: municipality, region, town, village, city district, airport, county or state.
        country: ISO 3166-1 code.
        code: of a Danish municipality or region, as Statistics Denmark has it.
        group: of a municipality, one of Statistics Denmark's five groups, in Danish.
        point: latitude and longitude in degrees of the place or its seat; None where there is none.
        tile: column and row in the tile map of Denmark, from the north-west; None elsewhere.
    """

    kind: str = ""
    country: str = ""
    code: str = ""
    group: str = ""
    point: tuple[float, float] | None = None
    tile: tuple[int, int] | None = None


Places = Records[Place]
