from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import open_page

ADDRESSES = [
    "/{}/",
    "/{}/search",
    "/{}/search?q=bibliotek&sector=private&-goal=new-users&from=2005&to=2012",
    "/{}/search?q=findesikkexyz&sector=private&goal=new-users",
    "/{}/search?q=lektiekafe&sector=ukendt&from=x",
    "/{}/documents/100-lektiecafeer",
    "/{}/documents/youmedia-chicago?q=library",
    "/{}/documents/100-lektiecafeer/comparable",
    "/{}/documents/100-lektiecafeer/comparable?weigh-goal=more&weigh-place=none",
    "/{}/situation",
    "/{}/situation?q=frivillige+og+b%C3%B8rn&goal=new-users&partner-type=volunteers&phase=01-scoping&municipality=Aarhus",
    "/{}/compare?id=100-lektiecafeer&id=husum-it-cafe",
    "/{}/compare?id=100-lektiecafeer&id=husum-it-cafe&id=bogstart&id=youmedia-chicago&id=lochal-tilburg",
    "/{}/compare",
    "/{}/map",
    "/{}/map?rows=partner-type&columns=country&q=bibliotek",
    "/{}/network",
    "/{}/network?sector=private",
    "/{}/places?near=Herning",
    "/{}/places/herning",
    "/{}/organisations/aarhus",
    "/{}/concepts",
    "/{}/concepts/goal/new-users",
    "/{}/search?kind=case&view=pictures&id=bogstart",
    "/{}/search?q=lektiecaf%C3%A9&view=map",
    "/{}/documents/bogstart?search=kind%3Dcase",
    "/{}/guide",
    "/{}/tools",
    "/{}/documents/kom-godt-i-gang-06-aftalen",
    "/{}/documents/kom-godt-i-gang-12-afslut-godt",
    "/{}/list?name=Ude&id=bogstart&id=lochal-tilburg",
    "/{}/list?read=1&id=bogstart",
    "/{}/contribute",
    "/{}/contribute?document=bogstart",
    "/{}/follow?goal=new-users",
    "/{}/about",
    "/{}/help",
    "/{}/room",
    "/{}/findes-ikke",
]
RULES: dict[str, object] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # Of all else one element is told: to read thousands that are in order would take most of the time.
    "resultTypes": ["violations"],
}
NARROW = {"width": 390, "height": 844}
NARROW_LIGHT: dict[str, object] = {"viewport": NARROW, "color_scheme": "light"}
WIDE_DARK: dict[str, object] = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"}
"""Both sizes and both colour schemes, each once: a run of axe costs seconds."""

COLOURS_AGAIN_EVERY = 3
"""Looking at colours is half of the work of axe. The dark ones come from one stylesheet, whose parts pages share."""


@pytest.mark.parametrize(
    ("language", "look"), [("da", NARROW_LIGHT), ("en", WIDE_DARK)], ids=["da-narrow-light", "en-wide-dark"]
)
def test_axe_finds_nothing(browser: Browser, address: str, language: str, look: dict[str, object]) -> None:
    for page in open_page(browser, **look):
        for number, path in enumerate(ADDRESSES):
            page.goto(address + path.format(language))
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
            assert violations(page, look, number) == [], path


def violations(page: Page, look: dict[str, object], number: int) -> list[tuple[str, list[str]]]:
    """The rules that the page breaks, with elements: all rules on the narrow, light page.

    On the wide, dark one colours are looked at for every third number, and targets, which a mouse hits, for none.
    """
    left_out = {"target-size"} | ({"color-contrast"} if number % COLOURS_AGAIN_EVERY else set())
    rules = {} if look is NARROW_LIGHT else {rule: {"enabled": False} for rule in left_out}
    found = Axe().run(page, options=RULES | {"rules": rules}).response["violations"]
    return [(one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in found]


def test_no_english_page_is_wider_than_a_telephone_either(browser: Browser, address: str) -> None:
    for page in open_page(browser, viewport=NARROW):
        for path in ADDRESSES:
            page.goto(address + path.format("en"))
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, path


def test_targets_are_large_enough_to_hit(browser: Browser, address: str) -> None:
    """24 pixels each way, or a line of text that is a link (WCAG 2.2, 2.5.8)."""
    for page in open_page(browser, viewport=NARROW):
        page.goto(f"{address}/da/search?sector=private")
        for target in page.locator("button, .chip, .value label, .value .without").all():
            box = target.bounding_box()
            if box and target.is_visible():
                assert box["height"] >= 24 and box["width"] >= 24, target.evaluate("e => e.outerHTML")
