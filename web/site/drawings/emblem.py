"""The face of a partnership: a picture drawn from its metadata, as inline SVG whose colours come by class.

One figure per partner type around the library: a square is public, a triangle private, a circle civil society. The more
goals, the more they overlap; each goal has a fixed place in the library. A whole ring runs, an open one has ended, a
dotted one is unknown.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from indexer import RUNNING, UNKNOWN_OUTCOME, DocumentId, Metadata, Vocabulary, is_known_outcome
from web.site.context import page_vocabulary
from web.site.language import translate, translate_count

SECTORS = ("public", "private", "civil-society")
_CLASSES = dict(zip(SECTORS, ("public", "private", "civil"), strict=True))
_CENTRE, _RING, _LIBRARY, _DOT_STEP = 60.0, 56, 23, 10
_RADII = (30, 30, 28, 26, 23, 21, 19, 17.5)
"""The radius of a figure by the number of figures, which are at most seven."""

_GOALS = (
    "new-users", "community-relations", "new-services", "experiment", "resources-differently",
    "political-strategic-relations", "new-competencies", "knowledge-of-target-groups", "reach-existing-users",
)  # fmt: skip
"""The goals by their place in the library, row by row."""


def emblem(document_id: DocumentId, metadata: Metadata, text: str = "") -> Markup:
    """The picture of a partnership; decoration without a text, an image that says the text with one."""
    sectors = drawn_sectors(page_vocabulary(), metadata.partner_types, metadata.sectors)
    drawing = _drawing(document_id, sectors, metadata.goals, _ring_of(metadata.outcome))
    if text:
        return Markup('<svg class="emblem" viewBox="0 0 120 120" role="img" aria-label="{}">{}</svg>').format(
            text, drawing
        )
    return Markup('<svg class="emblem" viewBox="0 0 120 120" aria-hidden="true">{}</svg>').format(drawing)


def emblem_text(partner_types: Iterable[str], goals: int, outcome: str) -> str:
    """What the picture shows, in words; partner types and outcome as the page calls them, the latter "" if unknown."""
    partners = ", ".join(partner_types) or translate("ukendte partnere")
    shared = translate_count("{count} af ni mål", "{count} af ni mål", goals)
    parts = (partners, shared, outcome or translate("udfald ukendt"))
    return translate("Tegning af samarbejdet: biblioteket i midten sammen med {parts}.", parts="; ".join(parts))


def _ring_of(outcome: str) -> str:
    if not is_known_outcome(outcome):
        return UNKNOWN_OUTCOME
    return "running" if outcome == RUNNING else "ended"


def sector_of(vocabulary: Vocabulary, partner_type: str, stated: Iterable[str]) -> str:
    """The first usual sector of a partner type that is stated, otherwise its first; "" where it has none."""
    usual: list[str] = []
    for concept_id in vocabulary.with_broader("partner-type", (partner_type,)):
        concept = vocabulary.concept("partner-type", concept_id)
        usual += [match for scheme, match in (concept.matches if concept else ()) if scheme == "sector"]
    return next((each for each in usual if each in stated), usual[0] if usual else "")


@lru_cache(maxsize=4_000)
def _drawing(document_id: str, sectors: tuple[str, ...], goals: tuple[str, ...], ring: str) -> Markup:
    parts = [f'<circle class="orbit {ring}" cx="60" cy="60" r="{_RING}" transform="rotate(-76 60 60)"/>']
    distance = (41 if len(sectors) <= 3 else 43) - 2.3 * min(len(goals), 7)
    start = zlib.crc32(document_id.encode()) % 360
    for place, sector in enumerate(sectors):
        angle = math.radians(start + place * 360 / len(sectors))
        parts.append(_figure(sector, angle, distance, _RADII[len(sectors)]))
    parts.append(f'<circle class="lib" cx="60" cy="60" r="{_LIBRARY}"/>')
    for name, is_sought in (("goals", True), ("goals off", False)):
        dots = "".join(
            f"M{50 + place % 3 * _DOT_STEP} {50 + place // 3 * _DOT_STEP}h0"
            for place, goal in enumerate(_GOALS)
            if (goal in goals) is is_sought
        )
        parts += [f'<path class="{name}" d="{dots}"/>'] if dots else []
    return Markup("".join(parts))  # noqa: S704 (numbers and words of this module)


def _figure(sector: str, angle: float, distance: float, radius: float) -> str:
    """A square, triangle or circle around a point that lies at an angle from the centre."""
    x, y = _CENTRE + distance * math.cos(angle), _CENTRE + distance * math.sin(angle)
    name = _CLASSES[sector]
    if sector == "public":
        side = 1.74 * radius
        left, top = x - side / 2, y - side / 2
        return f'<rect class="{name}" x="{left:.1f}" y="{top:.1f}" width="{side:.1f}" height="{side:.1f}"/>'
    if sector == "private":
        turned = (angle + corner * math.tau / 3 for corner in range(3))
        reach = 1.22 * radius
        points = " ".join(f"{x + reach * math.cos(turn):.1f},{y + reach * math.sin(turn):.1f}" for turn in turned)
        return f'<polygon class="{name}" points="{points}"/>'
    return f'<circle class="{name}" cx="{x:.1f}" cy="{y:.1f}" r="{radius}"/>'


def drawn_sectors(vocabulary: Vocabulary, partner_types: Iterable[str], stated: tuple[str, ...]) -> tuple[str, ...]:
    """The sectors of the figures: by sector, then by the id of the partner type, seven at most."""
    return _remembered(SameVocabulary(vocabulary), tuple(sorted(partner_types)), stated)


@dataclass(frozen=True, eq=False)
class SameVocabulary:
    """A vocabulary as the key of a cache: equal to itself alone, as long as its file stays the same."""

    vocabulary: Vocabulary

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SameVocabulary) and other.vocabulary is self.vocabulary

    def __hash__(self) -> int:
        return id(self.vocabulary)


@lru_cache(maxsize=4_000)
def _remembered(known: SameVocabulary, partner_types: tuple[str, ...], stated: tuple[str, ...]) -> tuple[str, ...]:
    found = [sector_of(known.vocabulary, each, stated) for each in partner_types]
    return tuple(sorted((each for each in found if each in SECTORS), key=SECTORS.index)[:7])
