"""`python -m publishing.screens ADDRESS`: pictures of every kind of page of a running site, into docs/screens/.

Chromium draws the pages and makes them small WebP files itself; no other program is needed.
"""

from __future__ import annotations

import base64
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).parents[1] / "docs" / "screens"
PAGES = {
    "front": "/",
    "results": "/search?q=lektiecaf%C3%A9+frivillige&kind=case",
    "pictures": "/search?kind=case&view=pictures",
    "map-of-results": "/search?kind=case&view=map",
    "nothing-found": "/search?q=findesikkexyz&sector=private",
    "case": "/documents/100-lektiecafeer",
    "report": "/documents/byg-partnerskaber-guiden",
    "comparison": "/compare?id=100-lektiecafeer&id=husum-it-cafe&id=bogstart",
    "list": "/list?name=Lektiehj%C3%A6lp&id=100-lektiecafeer&id=husum-it-cafe&id=bogstart",
    "guide": "/guide",
    "step": "/documents/kom-godt-i-gang-06-aftalen",
    "tools": "/tools",
    "tool": "/documents/vaerktoej-samarbejdsaftale",
    "overview": "/map",
    "places": "/places?near=Herning",
    "place": "/places/herning",
    "network": "/network?sector=private",
    "organisation": "/organisations/roskilde",
    "concept": "/concepts/goal/new-users",
    "situation": "/situation?q=frivillige+og+b%C3%B8rn&goal=new-users",
    "room": "/room",
    "suggestion": "/contribute",
    "follow": "/follow?goal=new-users",
    "about": "/about",
    "help": "/help",
}
_TALLEST = 1700
_QUALITY = 0.5
_SHRUNK = """async ([png, width, quality]) => {
  const image = new Image();
  image.src = "data:image/png;base64," + png;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = Math.round(image.height * width / image.width);
  const drawing = canvas.getContext("2d");
  drawing.imageSmoothingQuality = "high";
  drawing.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/webp", quality).split(",")[1];
}"""


@dataclass(frozen=True, slots=True)
class Look:
    """A way to look at a page: its language, the width of the window, and that of the picture."""

    name: str
    language: str
    width: int
    picture_width: int
    scheme: Literal["light", "dark"] = "light"
    is_print: bool = False


LOOKS = (
    Look("wide", "da", 1280, 560),
    Look("phone", "da", 390, 260),
    Look("dark-english", "en", 1280, 560, scheme="dark"),
    Look("print", "da", 794, 320, is_print=True),
)


def main() -> None:
    """Make all pictures anew, and the page that shows them side by side."""
    (address,) = sys.argv[1:]
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        blank = browser.new_page()
        for look in LOOKS:
            for name, png in _screenshots(browser, address.rstrip("/"), look):
                (FOLDER / f"{name}-{look.name}.webp").write_bytes(shrunk(blank, png, look.picture_width))
        browser.close()
    (FOLDER / "README.md").write_text(_overview(), "utf-8")
    print(f"{sum(path.stat().st_size for path in FOLDER.iterdir()):,} bytes in {FOLDER}")


def _screenshots(browser: Browser, address: str, look: Look) -> Iterator[tuple[str, bytes]]:
    context = browser.new_context(viewport={"width": look.width, "height": 900}, color_scheme=look.scheme)
    page = context.new_page()
    if look.is_print:
        page.emulate_media(media="print")
    for name, path in PAGES.items():
        answer = page.goto(f"{address}/{look.language}{path}")
        assert answer is not None and answer.ok, path
        yield name, picture_of(page, look)
    context.close()


def picture_of(page: Page, look: Look) -> bytes:
    """The page as PNG, from its head as far as a picture reaches."""
    height = min(_TALLEST * look.width // 1280 if look.width > 400 else _TALLEST, _height(page))
    clip = {"x": 0.0, "y": 0.0, "width": float(look.width), "height": float(height)}
    return page.screenshot(full_page=True, clip=clip)  # type: ignore[arg-type]  # Playwright's own dictionary


def _height(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollHeight"))


def shrunk(blank: Page, png: bytes, width: int) -> bytes:
    """A picture as WebP of a width in pixels; the page is any that is open."""
    made = blank.evaluate(_SHRUNK, [base64.b64encode(png).decode("ascii"), width, _QUALITY])
    return base64.b64decode(str(made))


def _overview() -> str:
    heads = ("page", *(look.name for look in LOOKS))
    lines = [f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}"]
    for name, path in PAGES.items():
        pictures = (f"![{name}, {look.name}]({name}-{look.name}.webp)" for look in LOOKS)
        lines.append(f"| `{path}` | {' | '.join(pictures)} |")
    return (
        "# Every kind of page\n\nMade by `python -m publishing.screens ADDRESS` from a running site.\n\n"
        + "\n".join(lines)
        + "\n"
    )


if __name__ == "__main__":
    main()
