"""The map of a network as SVG: the library in the middle, the nearest on the innermost of three rings.

A third of the circle belongs to each sector, so an empty one is seen. Shape is sector, size is influence, the line is
the tie. Positions are reckoned from the record alone: the same map is always drawn the same.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from indexer.rooms import Room, RoomActor
from web.rooms.network.label_places import LINE_HEIGHT, Figure, label_places
from web.site.drawings.emblem import SECTORS
from web.site.language import translate, translate_count

_RING_OF = {"agreement": 0, "regular": 0, "acquaintance": 1, "broken": 1}
_RINGS = 3
_FIRST_RADIUS, _RING_STEP, _ARC_PER_ACTOR = 88.0, 74.0, 74.0
_MARGIN = 62.0
_LIBRARY_RADIUS, _CLEARANCE = 30, 52.0
_FIGURE_REACH = 1.2
"""How far the corners of a figure reach, in its radius."""

_LEAST_RADIUS, _RADIUS_PER_POINT, _UNKNOWN_INFLUENCE = 11.0, 2.0, 2
_TURN_PER_RING = 0.16
"""Of a sector's part of the circle, so that the lines to an outer ring pass between those on the inner one."""

_CLASSES = {"public": "public", "private": "private", "civil-society": "civil", "": "unplaced"}
_LINE = Markup('<line class="{}" x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}"/>')
FILE_STYLE = (
    "svg{background:#fffdf9;font:500 19px 'Source Sans Pro',sans-serif}.ring{fill:none;stroke:#ddd5c6}"
    ".tie{stroke:#1a242b;stroke-width:2.5}.acquaintance{stroke-dasharray:5 5}.none{stroke:none}"
    ".among{stroke:#857c6d;fill:none}"
    ".broken{stroke:#a3231c;stroke-dasharray:1 6;stroke-linecap:round;stroke-width:3.5}"
    ".public{fill:#2b5d9b}.private{fill:#97580b}.civil{fill:#33703b}.unplaced{fill:#55606a}.lib{fill:#0f6874}"
    "text{text-anchor:middle;fill:#1a242b}.idx,.me{fill:#fffdf9;font-weight:600}"
)
"""The colours of the site on paper, for a file that is looked at elsewhere."""


@dataclass(frozen=True, slots=True)
class DrawnActor:
    """An actor with its number in the table, its place in pixels and the radius of its figure."""

    actor: RoomActor
    number: int
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing of `size` by `size` pixels with the library in the middle."""

    size: float
    rings: tuple[float, ...]
    actors: tuple[DrawnActor, ...]

    @property
    def middle(self) -> float:
        """Where the library is, across and down."""
        return self.size / 2


def drawing_of(actors: Sequence[RoomActor]) -> Drawing:
    """Everybody in a place; rings are wide enough for those that stand on them."""
    slots = [*SECTORS, *([""] if any(actor.sector not in SECTORS for actor in actors) else [])]
    groups: dict[tuple[int, str], list[int]] = {(ring, sector): [] for ring in range(_RINGS) for sector in slots}
    for position, actor in enumerate(actors):
        sector = actor.sector if actor.sector in SECTORS else ""
        groups.setdefault((_RING_OF.get(actor.tie, 2), sector), []).append(position)
    radii = tuple(_radii(groups, len(slots)))
    middle = radii[-1] + _MARGIN
    drawn = []
    for (ring, sector), positions in groups.items():
        span = math.tau / len(slots)
        start = slots.index(sector) * span - math.tau / 2 + (ring - 1) * span * _TURN_PER_RING
        for place, position in enumerate(positions):
            angle = start + span * (place + 0.5) / len(positions)
            x, y = middle + radii[ring] * math.cos(angle), middle + radii[ring] * math.sin(angle)
            drawn.append(DrawnActor(actors[position], position + 1, x, y, _radius(actors[position])))
    return Drawing(2 * middle, radii, tuple(sorted(drawn, key=lambda one: one.number)))


def svg(room: Room, *, is_file: bool = False) -> Markup:
    """The drawing as an image with a text; a file brings its own colours."""
    drawing = drawing_of(room.actors)
    size = f"{drawing.size:.0f}"
    told = drawing_text(room)
    extra = Markup(' xmlns="http://www.w3.org/2000/svg" width="{0}" height="{0}"').format(size) if is_file else ""
    style = Markup("<style>{}</style>").format(FILE_STYLE) if is_file else ""
    return Markup('<svg class="net" viewBox="0 0 {0} {0}" role="img" aria-label="{1}"{2}>{3}{4}</svg>').format(
        size, told, extra, style, Markup("").join(_parts(drawing, room))
    )


def drawing_text(room: Room) -> str:
    """What the drawing is, for whoever does not see it."""
    count = translate_count("{count} aktør", "{count} aktører", len(room.actors))
    return translate("Netværkskort: {count} omkring biblioteket. De samme oplysninger står i tabellen.", count=count)


def _parts(drawing: Drawing, room: Room) -> Iterator[Markup]:
    middle, places = f"{drawing.middle:.1f}", {one.actor.id: one for one in drawing.actors}
    for radius in drawing.rings:
        yield Markup('<circle class="ring" cx="{0}" cy="{0}" r="{1}"/>').format(middle, f"{radius:.1f}")
    for tie in room.ties_among:
        if tie.one in places and tie.other in places:
            yield _between(places[tie.one], places[tie.other], drawing.middle)
    for one in drawing.actors:
        yield _line(f"tie {one.actor.tie or 'none'}", drawing.middle, drawing.middle, one.x, one.y)
    yield Markup('<circle class="lib" cx="{0}" cy="{0}" r="{1}"/>').format(middle, _LIBRARY_RADIUS)
    yield _text("me", drawing.middle, drawing.middle + 5, translate("Os"))
    for one in drawing.actors:
        yield _figure(one)
        yield _text("idx", one.x, one.y + (8 if one.actor.sector == "private" else 5), str(one.number))
    yield from _labels(drawing)


def _labels(drawing: Drawing) -> Iterator[Markup]:
    figures = [Figure(one.x, one.y, one.radius * _FIGURE_REACH, one.actor.name) for one in drawing.actors]
    library = Figure(drawing.middle, drawing.middle, _LIBRARY_RADIUS, "").box
    for label in label_places(figures, [library], drawing.size):
        if label:
            lines = (
                Markup('<tspan x="{:.1f}" y="{:.1f}">{}</tspan>').format(label.x, label.y + row * LINE_HEIGHT, line)
                for row, line in enumerate(label.lines)
            )
            yield Markup('<text class="nlab">{}</text>').format(Markup(" ").join(lines))


def _between(one: DrawnActor, other: DrawnActor, middle: float) -> Markup:
    """The line between two that know each other, bent around the library where it would run behind it."""
    across, down = other.x - one.x, other.y - one.y
    length = math.hypot(across, down) or 1.0
    # How far to the left of the line the middle of the map is; the line bends to the other side of it.
    beside = (across * (middle - one.y) - down * (middle - one.x)) / length
    bend = 2 * (_CLEARANCE - abs(beside)) if abs(beside) < _CLEARANCE else 0.0
    side = -1 if beside > 0 else 1
    x = (one.x + other.x) / 2 - side * bend * down / length
    y = (one.y + other.y) / 2 + side * bend * across / length
    return Markup('<path class="among" d="M{:.1f} {:.1f}Q{:.1f} {:.1f} {:.1f} {:.1f}"/>').format(
        one.x, one.y, x, y, other.x, other.y
    )


def _figure(one: DrawnActor) -> Markup:
    """A square, triangle or circle, a diamond where no sector is stated, with the whole name to be pointed at."""
    name, x, y, radius = _CLASSES.get(one.actor.sector, "unplaced"), one.x, one.y, one.radius
    title = Markup("<title>{}</title>").format(one.actor.name)
    if name == "civil":
        return Markup('<circle class="civil" cx="{:.1f}" cy="{:.1f}" r="{:.1f}">{}</circle>').format(
            x, y, radius, title
        )
    corners = {"public": ((-1, -1), (1, -1), (1, 1), (-1, 1)), "private": ((0, -1.3), (1.2, 0.8), (-1.2, 0.8))}
    points = corners.get(name, ((0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)))
    scale = radius * (0.87 if name == "public" else 1.0)
    written = " ".join(f"{x + scale * across:.1f},{y + scale * down:.1f}" for across, down in points)
    return Markup('<polygon class="{}" points="{}">{}</polygon>').format(name, written, title)


def _line(name: str, x1: float, y1: float, x2: float, y2: float) -> Markup:
    return _LINE.format(name, x1, y1, x2, y2)


def _text(name: str, x: float, y: float, words: str) -> Markup:
    return Markup('<text class="{}" x="{:.1f}" y="{:.1f}">{}</text>').format(name, x, y, escape(words))


def _radii(groups: dict[tuple[int, str], list[int]], slots: int) -> Iterator[float]:
    radius = _FIRST_RADIUS - _RING_STEP
    for ring in range(_RINGS):
        most = max(len(those) for (of, _), those in groups.items() if of == ring)
        radius = max(radius + _RING_STEP, most * _ARC_PER_ACTOR * slots / math.tau)
        yield radius


def _radius(actor: RoomActor) -> float:
    return _LEAST_RADIUS + _RADIUS_PER_POINT * int(actor.influence or _UNKNOWN_INFLUENCE)
