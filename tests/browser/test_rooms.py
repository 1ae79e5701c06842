"""Two colleagues make a map in one room without script; every page of the room is accessible, wide, narrow and dark."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import open_page
from tests.browser.test_accessibility import NARROW, NARROW_LIGHT, RULES, WIDE_DARK

ACTORS = (
    ("Ungdomsskolen", "public", "agreement"), ("Gymnasiet", "public", "regular"), ("Musikskolen", "public", "regular"),
    ("Cyklistforbundet", "civil-society", "acquaintance"), ("Boghandlen", "private", "broken"),
)  # fmt: skip


def begin(page: Page, address: str) -> str:
    page.goto(f"{address}/da/room")
    page.get_by_label("Hvad kalder I partnerskabet?").fill("Cykler i gården")
    page.get_by_role("button", name="Begynd").click()
    return page.get_by_label("Send dette til dem, der skal skrive med").input_value()


def write_actor(page: Page, number: int, name: str, sector: str, tie: str) -> None:
    page.get_by_label(f"Navn, række {number}", exact=True).fill(name)
    row = page.locator(".entry tbody tr").nth(number - 1)
    row.locator("select").nth(0).select_option(sector)
    row.locator("select").nth(1).select_option(tie)


def test_two_colleagues_make_a_map_without_script(browser: Browser, address: str) -> None:
    for first in open_page(browser, locale="da-DK", java_script_enabled=False, viewport=NARROW):
        room = begin(first, address)
        first.goto(f"{room}/network")
        for second in open_page(browser, locale="da-DK", java_script_enabled=False):
            second.goto(f"{room}/network")
            for number, (name, sector, tie) in enumerate(ACTORS[:3], 1):
                write_actor(first, number, name, sector, tie)
            first.get_by_role("button", name="Gem, og tegn igen").first.click()
            for number, (name, sector, tie) in enumerate(ACTORS[3:], 1):
                write_actor(second, number, name, sector, tie)
            second.get_by_role("button", name="Gem, og tegn igen").first.click()

            drawn = second.locator("svg.net .nlab").all_text_contents()
            assert drawn == [name for name, _, _ in ACTORS]
            assert "Én forbindelse er gået skævt: Boghandlen" in second.locator(".finds").first.inner_text()


@pytest.mark.parametrize("look", [NARROW_LIGHT, WIDE_DARK], ids=["narrow-light", "wide-dark"])
def test_axe_finds_nothing_in_a_room_that_is_in_use(browser: Browser, address: str, look: dict[str, object]) -> None:
    for page in open_page(browser, **look):
        room = begin(page, address)
        page.goto(f"{room}/network")
        for number, (name, sector, tie) in enumerate(ACTORS[:3], 1):
            write_actor(page, number, name, sector, tie)
        page.get_by_role("button", name="Gem, og tegn igen").first.click()
        page.goto(f"{room}/plan")
        page.get_by_label("Hvad vil I, og for hvem?").fill("Frivillige hjælper børn med lektier. Vi mangler penge.")
        page.get_by_role("button", name="Gem, og vis cases").click()
        page.get_by_role("button", name="Gem på listen").first.click()
        for path in ("", "/plan", "/network", "/settings"):
            page.goto(room + path)
            violations = Axe().run(page, options=RULES).response["violations"]
            found = [(v["id"], [node["html"][:160] for node in v["nodes"][:3]]) for v in violations]
            assert found == [], path
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
