"""`python -m benchmarks.pages ADDRESS [--vnu JAR]`: every kind of page of a running site, in both languages.

Each is loaded by Chromium on a telephone's screen: what it weighs packed, how many elements it has, what it asks of
others, how much it shifts while it loads. With the jar of the Nu HTML checker, which `make pages` fetches by npm, its
HTML is judged too.
Exit code 1 if a budget is broken.
"""

from __future__ import annotations

import argparse
import gzip
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Response, sync_playwright

from indexer import Language
from publishing.screens import PAGES

PACKED_BYTES, ELEMENTS, SHIFT = 60_000, 1_500, 0.05
"""HTML, styles and scripts together; elements; the sum of layout shifts, for a line may wrap when fonts come late."""

FURTHER = {
    "large-organisation": "/organisations/aarhus",
    "all-results": "/search",
    "case-in-result": "/documents/bogstart?search=kind%3Dcase",
    "why": "/documents/100-lektiecafeer/why?q=frivillige",
    "comparable": "/documents/100-lektiecafeer/comparable",
    "ask": "/contribute?document=bogstart&ask=1",
    "concepts": "/concepts",
}
_LONG = ("help", "concepts", "about", "places", "overview")
"""Pages that list the whole vocabulary or map, and may have more elements."""

_WEIGHED = ("text/html", "text/css", "text/javascript", "application/javascript")
_OBSERVED = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => { for (const one of list.getEntries()) sum += one.value; })
    .observe({type: "layout-shift", buffered: true});
  requestAnimationFrame(() => setTimeout(() => done(sum), 100));
})"""
_UNSIZED = (
    "() => [...document.images].filter(e => !(e.getAttribute('width') && e.getAttribute('height'))).map(e => e.src)"
)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a page weighs: bytes packed, elements, layout shift, and what is wrong with it."""

    name: str
    html: bytes
    packed: int
    elements: int
    shift: float
    faults: tuple[str, ...]


def main() -> None:
    """Weigh all pages, and end with 1 if one breaks its budget."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address")
    parser.add_argument("--vnu", type=Path, help="vnu.jar of the Nu HTML checker; needs Java")
    asked = parser.parse_args()
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        weighed = list(_all_weighed(browser, asked.address.rstrip("/")))
        browser.close()
    print(f"{'page':24}{'packed':>9}{'elements':>10}{'shift':>8}")
    for one in weighed:
        print(f"{one.name:24}{one.packed:9,}{one.elements:10,}{one.shift:8.3f}  {'; '.join(one.faults)}")
    judged = _judged(asked.vnu, weighed)
    for fault in judged:
        print(fault)
    broken = sum(bool(one.faults) for one in weighed) + len(judged)
    print(f"{len(weighed)} pages, {broken} faults")
    sys.exit(1 if broken else 0)


def _all_weighed(browser: Browser, address: str) -> Iterator[Weighed]:
    for language in Language:
        context = browser.new_context(viewport={"width": 390, "height": 844}, locale=language.value)
        for name, path in (PAGES | FURTHER).items():
            page, answers = context.new_page(), list[Response]()
            # Playwright marks its listeners, which a method of a list cannot be.
            page.on("response", partial(_keep, answers))
            first = page.goto(f"{address}/{language.value}{path}")
            assert first is not None and first.ok, path
            page.wait_for_load_state("load")
            shift, elements = float(page.evaluate(_OBSERVED)), len(page.query_selector_all("*"))
            packed = sum(_packed(one) for one in answers)
            faults = [
                f"{urlsplit(one.url).netloc} is asked" for one in answers if not one.url.startswith((address, "data:"))
            ]
            faults += [f"{one} has no size" for one in page.evaluate(_UNSIZED)]
            faults += [f"more than {PACKED_BYTES:,} bytes"] if packed > PACKED_BYTES else []
            faults += [f"more than {ELEMENTS:,} elements"] if elements > ELEMENTS and name not in _LONG else []
            faults += ["it shifts"] if shift > SHIFT else []
            yield Weighed(f"{language.value} {name}", first.body(), packed, elements, shift, tuple(faults))
            page.close()
        context.close()


def _keep(answers: list[Response], answer: Response) -> None:
    answers.append(answer)


def _packed(answer: Response) -> int:
    kind = answer.headers.get("content-type", "").partition(";")[0]
    return len(gzip.compress(answer.body())) if kind in _WEIGHED else 0


def _judged(jar: Path | None, weighed: list[Weighed]) -> list[str]:
    """What the Nu HTML checker finds wrong, each once with a page that has it."""
    if jar is None or shutil.which("java") is None:
        print("The HTML is not judged: name vnu.jar with --vnu, and have Java.")
        return []
    with tempfile.TemporaryDirectory() as folder:
        for one in weighed:
            (Path(folder) / f"{one.name.replace(' ', '-')}.html").write_bytes(one.html)
        command = ["java", "-jar", str(jar), "--format", "json", "--errors-only", "--stdout", folder]
        found = json.loads(subprocess.run(command, capture_output=True, text=True, check=False).stdout)["messages"]
    faults = {one["message"]: one for one in found}
    print(f"The HTML of {len(weighed)} pages is judged.")
    return [
        f"{Path(one['url']).stem}: {message} ({one.get('extract', '').strip()[:120]!r})"
        for message, one in faults.items()
    ]


if __name__ == "__main__":
    main()
