"""Numbers in the words of Prometheus: the text format 0.0.4."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
Sample = tuple[str, Mapping[str, str], float]
"""What is added to the name of its family, labels, value."""


def family(name: str, kind: str, about: str, samples: Iterable[Sample]) -> Iterator[str]:
    """The lines of one metric.

    >>> print(*family("pages_total", "counter", "Pages.", [("", {"route": 'a"b'}, 3)]), sep="\\n")
    # HELP pages_total Pages.
    # TYPE pages_total counter
    pages_total{route="a\\"b"} 3
    """
    yield f"# HELP {name} {about}"
    yield f"# TYPE {name} {kind}"
    for ending, labels, value in samples:
        told = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
        yield f"{name}{ending}{{{told}}} {_number(value)}" if told else f"{name}{ending} {_number(value)}"


def gauge(name: str, about: str, value: float) -> Iterator[str]:
    """The lines of a single number that rises and falls."""
    return family(name, "gauge", about, [("", {}, value)])


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"')


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(float(value))
