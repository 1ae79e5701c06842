"""Two colleagues make a map in one room without script; every page of the room is accessible, wide, narrow and dark."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import open_page
from tests.browser.test_accessibility import NARROW, NARROW_LIGHT, WIDE_DARK, violations

ACTORS = (
    ("Ungdomsskolen", "public", "agreement"), ("Gymnasiet", "public", "regular"), ("Musikskolen", "public", "regular"),
    ("Cyklistforbundet", "civil-society", "acquaintance"), ("Boghandlen", "private", "broken"),
)  # fmt: skip

SHEETS = {
    "needs": {"Det ønsker vi": "Flere unge om aftenen", "Det kan vi tilbyde": "Lokaler til unge"},
    "expectations": {"Det vil vi opnå": "Flere ansigter", "Det bekymrer os": "Tiden"},
    "temperature": {
        "Vi siger det til hinanden, når noget skrider": "2",
        "Hvad tænkte I på, da I svarede?": "Vi ringer",
    },
}
FORMS = ("goals", "risks", "roles", "communication", "budget", "closing", "sources")
PAGES = (
    "", "/plan", "/network", "/network/apart", "/network/paste", "/network/merge", "/network/versions", "/agreement",
    "/settings", "/needs", "/expectations", "/temperature", "/evaluation",
    "/case", *(f"/form/{tool}" for tool in FORMS),
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


def write_sheet(page: Page, room: str, tool: str, side: str, words: dict[str, str]) -> None:
    """A side's own sheet, from beginning to done."""
    page.goto(f"{room}/{tool}")
    page.get_by_role("button", name=f"Skriv for {side}").click()
    for label, word in words.items():
        field = page.get_by_label(label, exact=True)
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(word)
        else:
            field.fill(word)
    page.get_by_label("Vi er færdige").check()
    page.get_by_role("button", name="Gem", exact=True).click()


def test_a_library_and_a_partner_see_each_others_needs_once_both_are_done(browser: Browser, address: str) -> None:
    for library in open_page(browser, locale="da-DK", java_script_enabled=False, viewport=NARROW):
        room = begin(library, address)
        library.goto(f"{room}/needs")
        library.get_by_label("Hvem", exact=True).fill("Klubben")
        library.get_by_role("button", name="Tag parten med").click()
        write_sheet(library, room, "needs", "Biblioteket", {"Det ønsker vi": "Flere unge om aftenen"})
        for partner in open_page(browser, locale="da-DK", java_script_enabled=False):
            partner.goto(f"{room}/needs")
            assert "Flere unge" not in partner.content()
            write_sheet(partner, room, "needs", "Klubben", {"Det kan vi tilbyde": "Vi har mange unge"})
            partner.get_by_role("link", name="Alle er færdige").click()
            assert "Flere unge om aftenen" in partner.locator(".seen.overlap").inner_text()
        library.goto(f"{room}/needs")
        assert "Vi har mange unge" in library.locator(".seen.overlap").inner_text()


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
        page.goto(f"{room}/needs")
        page.get_by_label("Hvem", exact=True).fill("Klubben")
        page.get_by_role("button", name="Tag parten med").click()
        for tool, words in SHEETS.items():
            for side in ("Biblioteket", "Klubben"):
                write_sheet(page, room, tool, side, words)
        sheet = page.url.partition("?")[0].removeprefix(room)
        for number, path in enumerate((*PAGES, sheet)):
            page.goto(room + path)
            assert violations(page, look, number) == [], path
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def press(page: Page, name: str) -> None:
    """A button, by keyboard."""
    page.get_by_role("button", name=name, exact=True).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_survey_is_asked_and_answered_by_keyboard_without_script_on_a_phone(browser: Browser, address: str) -> None:
    for makers in open_page(browser, locale="da-DK", java_script_enabled=False, viewport=NARROW):
        room = begin(makers, address)
        makers.goto(f"{room}/survey")
        press(makers, "Begynd med samlingens spørgeskema")
        makers.get_by_label("Åbent for svar").focus()
        makers.keyboard.type("efter")
        press(makers, "Gem")
        link = makers.get_by_label("Send dette til dem, der skal svare").input_value()
        for guest in open_page(browser, locale="da-DK", java_script_enabled=False, viewport=NARROW):
            for _ in range(5):
                guest.goto(link)
                guest.get_by_label("Nej, jeg har været her før").focus()
                guest.keyboard.press("Space")
                guest.get_by_label("Hvordan hørte du om det?").focus()
                guest.keyboard.type("Plakaten")
                press(guest, "Send svar")
                assert guest.get_by_role("heading", name="Tak for dit svar").is_visible()
        makers.goto(f"{room}/survey")
        assert "5 af 5" in makers.get_by_role("region", name="Er det første gang, du er her?").inner_text()
        assert makers.get_by_text("Plakaten").count() == 5
    for page in open_page(browser, **NARROW_LIGHT):
        for number, shown in enumerate((link, f"{room}/survey", f"{room}/agreement/annex")):
            page.goto(shown)
            assert violations(page, NARROW_LIGHT, number) == [], shown
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), shown
