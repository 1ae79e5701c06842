"""Latency against the size of the collection: `python -m benchmarks.engine.plot rows.jsonl docs/engine-latency.svg`.

Reads what `python -m benchmarks.engine --json` printed for several sizes, and draws the class "all".
"""

from __future__ import annotations

import json
import math
import sys
from collections import defaultdict
from pathlib import Path

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 420, 70, 150, 50, 50
COLOURS = {
    "Samspil": "#0b6e4f",
    "tantivy": "#b5482a",
    "lucene": "#7a4fa3",
    "xapian": "#2a6fb5",
    "fts5": "#8a6d00",
    "whoosh": "#555555",
}
LABELS = {"lucene": "Lucene", "xapian": "Xapian", "fts5": "SQLite FTS5", "whoosh": "stock Whoosh"}
Series = dict[str, dict[int, tuple[float, float]]]


def series_of(lines: list[str]) -> Series:
    """(p50, p95) in milliseconds by engine and number of documents; ours is the slowest of its measurements."""
    found: Series = defaultdict(dict)
    for line in lines:
        row = json.loads(line)
        if row.get("class") == "all":
            size = row["documents"]
            found[row["peer"]][size] = row["peer_ms"]["p50"], row["peer_ms"]["p95"]
            ours = row["ours_ms"]["p50"], row["ours_ms"]["p95"]
            found["Samspil"][size] = max(found["Samspil"].get(size, ours), ours)
    return found


def drawn(series: Series) -> str:
    """An SVG: solid lines are p50, dashed ones p95, both axes logarithmic."""
    sizes = sorted({size for points in series.values() for size in points})
    values = [value for points in series.values() for pair in points.values() for value in pair]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    first, last = math.log10(sizes[0]), max(math.log10(sizes[-1]), math.log10(sizes[0]) + 1)

    def x(size: float) -> float:
        return LEFT + (math.log10(size) - first) / (last - first) * (WIDTH - LEFT - RIGHT)

    def y(value: float) -> float:
        return TOP + (high - math.log10(value)) / (high - low) * (HEIGHT - TOP - BOTTOM)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"',
        'font-family="sans-serif" font-size="13">',
        "<title>CPU time of a faceted search against the number of documents</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="24" font-size="15" fill="#222">CPU ms per search (solid: p50, dashed: p95)</text>',
    ]
    for power in range(low, high + 1):
        height = y(10**power)
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{height:.1f}" y2="{height:.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{height + 4:.1f}" text-anchor="end" fill="#444">{10.0**power:g}</text>')
    for size in sizes:
        parts.append(f'<text x="{x(size):.1f}" y="{HEIGHT - 24}" text-anchor="middle" fill="#444">{size:,}</text>')
    ends: list[float] = []
    for name, points in sorted(series.items(), key=lambda one: -max(one[1].items())[1][0]):
        for place, dash in ((0, ""), (1, ' stroke-dasharray="5 4"')):
            path = " ".join(f"{x(size):.1f},{y(pair[place]):.1f}" for size, pair in sorted(points.items()))
            parts.append(f'<polyline points="{path}" fill="none" stroke="{COLOURS[name]}" stroke-width="2"{dash}/>')
        size, pair = max(points.items())
        height = max(y(pair[0]) + 4, (ends[-1] + 16) if ends else 0)
        ends.append(height)
        label = LABELS.get(name, name)
        parts.append(f'<text x="{x(size) + 8:.1f}" y="{height:.1f}" fill="{COLOURS[name]}">{label}</text>')
    return "\n".join([*parts, "</svg>\n"])


def main() -> None:
    source, target = map(Path, sys.argv[1:3])
    target.write_text(drawn(series_of(source.read_text("utf-8").splitlines())), "utf-8")


if __name__ == "__main__":
    main()
