"""`python -m publishing.room_screens ADDRESS`: a walk through the tools of a room, into docs/room-screens/.

A running site takes in an example as a new room; it is pictured wide and on a phone, and deleted at the end.
"""

from __future__ import annotations

import datetime
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from indexer.rooms import exported
from publishing.example_room import example_room
from publishing.screens import Look, picture_of, shrunk

FOLDER = Path(__file__).parents[1] / "docs" / "room-screens"
BESIDE = ("network/apart", "network/paste", "network/merge", "network/versions", "agreement/letter", "agreement/annex",
          "agreement/accidents", "survey", "evaluation/meeting", "settings")  # fmt: skip
"""Pages of tools that the start page does not lead to."""

LOOKS = (Look("wide", "da", 1280, 520), Look("phone", "da", 390, 220))
_DAYS = 30


def main() -> None:
    """Make all pictures anew, and the page that shows them side by side."""
    (address,) = sys.argv[1:]
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page, blank = browser.new_page(), browser.new_page()
        room = _begun(page, address.rstrip("/"))
        paths = list(_paths(page, room))
        for look in LOOKS:
            for path, png in _pictures(browser, room, paths, look):
                (FOLDER / f"{_name(path)}-{look.name}.webp").write_bytes(shrunk(blank, png, look.picture_width))
        page.goto(f"{room}/settings")
        page.check("[name=sure]")
        page.click("form[action$='/delete'] button")
        browser.close()
    (FOLDER / "README.md").write_text(_overview(paths), "utf-8")
    print(f"{sum(path.stat().st_size for path in FOLDER.iterdir()):,} bytes in {FOLDER}")


def _begun(page: Page, address: str) -> str:
    """The address of a new room that holds the example, without what tells that it is new."""
    file = exported(example_room(), datetime.date.today() + datetime.timedelta(days=_DAYS))
    page.goto(f"{address}/da/room")
    page.set_input_files("#file", {"name": "samspil.json", "mimeType": "application/json", "buffer": file})
    page.click("form[action$='/room/import'] button")
    return page.url.partition("?")[0]


def _paths(page: Page, room: str) -> Iterator[str]:
    """The pages below the address of a room: the start, the tools in their order, and what is beside them."""
    page.goto(room)
    links = page.eval_on_selector_all(".room-tools h3 a", "links => links.map(link => link.href)")
    yield ""
    yield from (str(link).removeprefix(f"{room}/") for link in links)
    yield from BESIDE


def _pictures(browser: Browser, room: str, paths: list[str], look: Look) -> Iterator[tuple[str, bytes]]:
    context = browser.new_context(viewport={"width": look.width, "height": 900}, color_scheme=look.scheme)
    page = context.new_page()
    for path in paths:
        answer = page.goto(f"{room}/{path}".rstrip("/"))
        assert answer is not None and answer.ok, path
        # The links of a room are its keys: those of a room that is gone open nothing, but pictures teach by example.
        page.eval_on_selector_all(
            "input.link", "fields => fields.forEach(one => { one.value = 'https://…/da/room/…'; })"
        )
        yield path, picture_of(page, look)
    context.close()


def _name(path: str) -> str:
    return path.replace("/", "-") or "start"


def _overview(paths: list[str]) -> str:
    heads = ("page", *(look.name for look in LOOKS))
    lines = [f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}"]
    for path in paths:
        pictures = (f"![{_name(path)}, {look.name}]({_name(path)}-{look.name}.webp)" for look in LOOKS)
        lines.append(f"| `/{path}` | {' | '.join(pictures)} |")
    made = "Made by `python -m publishing.room_screens ADDRESS` from a running site."
    return f"# A walk through the tools of a room\n\n{made} The example is made up.\n\n" + "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
